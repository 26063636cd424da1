"""Verbs and queries of tables: open them, write down what is said, read the voices of the evening."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, see_all, visible
from participation.contributions import services as contributions
from participation.contributions.attachments.rules import Kept
from participation.contributions.models import Board, Idea
from participation.core import codes
from participation.core.clock import local
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.events.models import Event
from participation.events.tables.models import EventTable, TableNote
from participation.moderation.rules import Visibility

MOST_TABLES, LONGEST_LIST = 40, 500
AT_THE_TABLE = (Visibility.WAITING, Visibility.ASKED, Visibility.PUBLIC)
"""What moderators have taken away is no longer shown at the table either."""
WITH_FILES = selectinload(Idea.attachments)


class Voice(NamedTuple):
    """A note with the number of its table."""

    table: int
    note: TableNote
    idea: Idea


def secret_of(event: Event, number: int) -> str:
    """Return the code in the link of a table."""
    return codes.derive(_secret(), "table", f"{event.code}:{number}")


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret


def _hash(code: str) -> str:
    return codes.fingerprint(_secret(), "table", code)


def by_secret(code: str) -> EventTable | None:
    """Return the table whose card carries this code."""
    statement = select(EventTable).where(EventTable.secret_hash == _hash(codes.typed(code)))
    return db.session.scalars(see_all(statement, "whoever sits at the table has its link")).first()


def boards_for(event: Event) -> Sequence[Board]:
    """Return the boards on which the notes of an event can stand."""
    return db.session.scalars(select(Board).where(Board.process_id == event.process_id).order_by(Board.id)).all()


def of(event: Event) -> Sequence[EventTable]:
    """Return the tables of an event by their numbers; for those who prepare it."""
    statement = select(EventTable).where(EventTable.event_id == event.id).order_by(EventTable.number)
    return db.session.scalars(see_all(statement, "the staff prepares the tables")).all()


def open_up_to(event: Event, count: int, board: Board) -> None:
    """Open as many tables as are missing; those that are open keep their link and their board."""
    last = db.session.scalar(select(func.max(EventTable.number)).where(EventTable.event_id == event.id)) or 0
    for number in range(last + 1, count + 1):
        secret = secret_of(event, number)
        db.session.add(EventTable(event_id=event.id, board_id=board.id, number=number, secret_hash=_hash(secret)))
    db.session.flush()


def write_down(table: EventTable, text: str, language: str, files: Sequence[Kept] = ()) -> None:
    """Take in what was said at a table, with photos of cards; it waits for the moderators like every idea."""
    draft = contributions.Draft(
        text=text,
        language=language,
        channel=Channel.EVENT,
        origin=table.event.title if table.event.is_public else "",
        origin_on=local(table.event.begins_at).date(),
        files=files,
    )
    keep(table, contributions.submit_idea(table.board, draft))


def keep(table: EventTable, idea: Idea) -> TableNote:
    """Say that a contribution was written down at this table."""
    note = TableNote(table_id=table.id, contribution_id=idea.id)
    db.session.add(note)
    db.session.flush()
    return note


def has_any(event: Event) -> bool:
    """Return whether the event has tables."""
    return db.session.scalar(select(EventTable.id).where(EventTable.event_id == event.id).limit(1)) is not None


def notes_at(table: EventTable) -> Sequence[Idea]:
    """Return what was written down at this table, the latest first; for those who sit there."""
    statement = select(Idea).join(TableNote, TableNote.contribution_id == Idea.id)
    own = statement.where(TableNote.table_id == table.id, Idea.visibility.in_(AT_THE_TABLE)).order_by(
        TableNote.id.desc()
    )
    return db.session.scalars(
        see_all(own.limit(LONGEST_LIST).options(WITH_FILES), "who sits at the table wrote them")
    ).all()


def voices_of(event: Event) -> Sequence[Voice]:
    """Return what everybody may read of the evening, table by table; the same on the beamer, whoever is signed in."""
    statement = (
        select(EventTable.number, TableNote, Idea)
        .join(TableNote, TableNote.table_id == EventTable.id)
        .join(Idea, Idea.id == TableNote.contribution_id)
        .where(EventTable.event_id == event.id)
        .order_by(EventTable.number, TableNote.id)
        .limit(LONGEST_LIST)
        .options(WITH_FILES, selectinload(Idea.outcomes))
    )
    return [Voice(*row) for row in db.session.execute(visible(statement, GUEST)).unique()]
