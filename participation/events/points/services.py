"""Verbs and queries of points: open a round, give points, count those on paper, read the result."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy import func, select, update

from participation.core import codes
from participation.core.clock import now
from participation.core.database import db, insert_if_new
from participation.events.models import Event
from participation.events.points.models import PointRound, PointSheet
from participation.events.points.rules import total
from participation.events.seats import services as seats
from participation.events.tables.models import TableNote


class Points(NamedTuple):
    """What a note got, by phone and on paper; never added up, as nobody knows who did both."""

    by_phone: int
    on_paper: int


class OvertakenError(Exception):
    """Somebody else has saved the points in the meantime."""


def round_of(event: Event) -> PointRound | None:
    """Return the round of an event, if it has one."""
    return db.session.scalars(select(PointRound).where(PointRound.event_id == event.id)).first()


def set_up(event: Event, each_has: int, *, is_open: bool, paper: Mapping[int, int], version: str) -> None:
    """Say how many points everybody has, whether they can be given now, and what was counted on paper.

    Raises:
        OvertakenError: the round is not the one that was opened.
    """
    seats.lock(event)
    found = round_of(event)
    if version != (str(found.version) if found else ""):
        raise OvertakenError
    made = found or PointRound(event_id=event.id)
    made.each_has, made.is_open = each_has, is_open
    made.saved_at = now()  # the points on paper belong to it, and stand elsewhere
    db.session.add(made)
    for number, points in paper.items():
        statement = update(TableNote).where(TableNote.id == number).values(paper_points=points)
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.flush()


def giver_of(event: Event, mark: str) -> str:
    """Return under what the points of a browser are kept; another evening knows it under another name."""
    secret: str = current_app.extensions["settings"].secret_key
    return codes.fingerprint(secret, f"points:{event.id}", mark)


def give(found: PointRound, giver: str, given: Mapping[str, int]) -> None:
    """Keep how a browser spreads its points, in place of what it gave before."""
    insert_if_new(PointSheet.__table__, round_id=found.id, giver=giver, given={})  # type: ignore[arg-type]  # is a Table
    own = update(PointSheet).where(PointSheet.round_id == found.id, PointSheet.giver == giver)
    db.session.execute(own.values(given=dict(given)).execution_options(synchronize_session=False))


def given_by(found: PointRound, giver: str | None) -> Mapping[str, int]:
    """Return how a browser has spread its points so far."""
    own = select(PointSheet.given).where(PointSheet.round_id == found.id, PointSheet.giver == giver)
    return (db.session.scalar(own) or {}) if giver else {}


def givers(found: PointRound) -> int:
    """Return how many browsers have given points."""
    return db.session.scalar(select(func.count(PointSheet.id)).where(PointSheet.round_id == found.id)) or 0


def result(event: Event, notes: Sequence[TableNote]) -> Mapping[int, Points]:
    """Return what each note got, once points can no longer be given; before that, nothing."""
    found = round_of(event)
    if found is None or found.is_open:
        return {}
    sheets = db.session.scalars(select(PointSheet.given).where(PointSheet.round_id == found.id))
    by_phone = total(sheets)
    return {note.id: Points(by_phone.get(note.id, 0), note.paper_points) for note in notes}
