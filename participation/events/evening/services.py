"""Verbs and queries of what comes after an event: write the minutes, make them public, tell those who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.contributions import services as contributions
from participation.contributions.models import Idea
from participation.core.clock import now
from participation.core.database import db
from participation.core.feature import Step
from participation.events.door import services as door
from participation.events.door.models import Arrival
from participation.events.evening import letters
from participation.events.evening.models import Minutes
from participation.events.evening.rules import latest
from participation.events.models import Event
from participation.events.points import services as points
from participation.events.points.services import Points
from participation.events.rules import SeatState
from participation.events.seats import services as seats
from participation.events.seats.models import Registration
from participation.events.tables import services as tables
from participation.events.tables.models import EventTable, TableNote


@dataclass(frozen=True, slots=True)
class Written:
    """What the staff has written about an evening."""

    text: str
    came: int | None
    documents: str
    survey: str


class Figures(NamedTuple):
    """How many an evening was of."""

    registered: int
    came: int | None
    tables: int
    notes: int


class Heard(NamedTuple):
    """A voice of the evening with what has become of it."""

    table: int
    idea: Idea
    step: Step | None
    points: Points | None


class OvertakenError(Exception):
    """Somebody else has saved the minutes in the meantime."""


def minutes_of(event: Event, *, locked: bool = False) -> Minutes | None:
    """Return the minutes of an event, public or not."""
    statement = select(Minutes).where(Minutes.event_id == event.id)
    return db.session.scalars(statement.with_for_update() if locked else statement).first()


def public_minutes(event: Event) -> Minutes | None:
    """Return the minutes of an event once they are public."""
    found = minutes_of(event)
    return found if found and found.published_at else None


def write(event: Event, written: Written, version: str) -> Minutes:
    """Keep what was written, unless somebody else was faster.

    Raises:
        OvertakenError: the minutes are not those that were opened.
    """
    seats.lock(event)
    found = minutes_of(event, locked=True)
    if version != (str(found.version) if found else ""):
        raise OvertakenError
    minutes = found or Minutes(event_id=event.id)
    minutes.text, minutes.came = written.text, written.came
    minutes.documents, minutes.survey = written.documents, written.survey
    db.session.add(minutes)
    db.session.flush()
    return minutes


def publish(minutes: Minutes) -> None:
    """Make the minutes public; the first time, tell everybody who came and left an address."""
    minutes.published_at = minutes.published_at or now()
    if minutes.told_at is None and minutes.event.is_public:
        minutes.told_at = now()
        for found in _who_came(minutes.event):
            letters.write(found, minutes)
    db.session.flush()


def _who_came(event: Event) -> Sequence[Registration]:
    """Return whose places were taken at the door; where nobody was checked in, who had places."""
    came = {number for number in door.by_registration(door.arrivals(event)) if number}
    return [one for one in seats.of(event, SeatState.BOOKED) if not came or one.id in came]


def withdraw(minutes: Minutes) -> None:
    """Let only the staff read the minutes again."""
    minutes.published_at = None
    db.session.flush()


def figures(event: Event, minutes: Minutes | None) -> Figures:
    """Return how many were registered, came, sat at tables and said something that everybody may read."""
    registered = select(func.coalesce(func.sum(Registration.size), 0)).where(
        Registration.event_id == event.id, Registration.state == SeatState.BOOKED
    )
    arrived = select(func.sum(Arrival.size)).where(Arrival.event_id == event.id)
    places = select(func.count(EventTable.id)).where(EventTable.event_id == event.id)
    notes = (
        select(func.count(TableNote.id))
        .join(EventTable, EventTable.id == TableNote.table_id)
        .join(Idea, Idea.id == TableNote.contribution_id)
        .where(EventTable.event_id == event.id, Idea.visible_to(sees_hidden=False))
    )
    counts = select(
        registered.scalar_subquery(), arrived.scalar_subquery(), places.scalar_subquery(), notes.scalar_subquery()
    )
    row = db.session.execute(see_all(counts, "numbers alone, of what is public")).one()
    counted = minutes.came if minutes else None
    return Figures(int(row[0]), row[1] if counted is None else counted, int(row[2]), int(row[3]))


def heard(event: Event) -> Sequence[Heard]:
    """Return the public voices of an evening, table by table, each with what has become of it."""
    voices = tables.voices_of(event)
    ways = contributions.ways([voice.idea for voice in voices])
    result = points.result(event, [voice.note for voice in voices])
    return [Heard(one.table, one.idea, latest(ways[one.idea.id]), result.get(one.note.id)) for one in voices]
