"""Verbs of the door: let in, take back. The event is locked, so that two doors never let the same people in twice.

Every sending carries a key that is spent with what it does: however often it arrives, it counts once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from analysis.core.text import fold
from participation.access.guard import see_all
from participation.core import capacity, codes, once
from participation.core.clock import now
from participation.core.database import db
from participation.events import finding
from participation.events.door import tickets
from participation.events.door.models import Arrival
from participation.events.door.rules import Refusal, refusal
from participation.events.models import Event
from participation.events.rules import SeatState
from participation.events.seats import services as seats
from participation.events.seats.models import Registration, SeatMove


class RefusedError(Exception):
    """Somebody is not let in, for this reason."""

    def __init__(self, reason: Refusal, found: Registration | None = None, arrival: Arrival | None = None) -> None:
        """Keep why, who, and, where they are here already, since when."""
        super().__init__(reason)
        self.reason, self.found, self.arrival = reason, found, arrival


@dataclass(frozen=True, slots=True)
class Figures:
    """How an evening stands: people who are here, people with places, those of them who are not here, places free."""

    arrived: int
    registered: int
    expected: int
    free: int | None
    chairs: int | None


def check(event: Event, found: Registration | None) -> Registration:
    """Return who was found, if they may come in.

    Raises:
        RefusedError: where they may not.
    """
    if found is None:
        raise RefusedError(Refusal.UNKNOWN)
    arrival = db.session.scalars(select(Arrival).where(Arrival.registration_id == found.id)).first()
    reason = refusal(found.state, is_of_this_event=found.event_id == event.id, is_here=arrival is not None)
    if reason:
        raise RefusedError(reason, found, arrival)
    return found


def check_in(event: Event, found: Registration | None, key: str, *, size: int = 0, at: datetime | None = None) -> None:
    """Note that people with places have come, all of them where no number is given.

    Raises:
        RefusedError: where they may not come in.
    """
    seats.lock(event)
    if once.is_spent(key):
        return
    if found is not None:
        db.session.refresh(found)
    known = check(event, found)
    once.first_arrival(key)
    _come(Arrival(event_id=event.id, registration_id=known.id, size=size or known.size, arrived_at=at or now()))


def let_in(event: Event, name: str, size: int, key: str, *, reason: str = "", at: datetime | None = None) -> None:
    """Let people in who have no places: into free ones, or above what there is where somebody says why.

    Raises:
        RefusedError: where so many places are not free and nobody says why.
    """
    seats.lock(event)
    if once.is_spent(key):
        return
    is_counted = event.capacity is not None and capacity.take(event.places, size)
    if event.capacity is not None and not is_counted and not reason:
        raise RefusedError(Refusal.FULL)
    once.first_arrival(key)
    places = size if is_counted else 0
    _come(
        Arrival(
            event_id=event.id,
            name=name,
            size=size,
            reason="" if is_counted else reason,
            places=places,
            arrived_at=at or now(),
        )
    )


def _come(arrival: Arrival) -> None:
    db.session.add(arrival)
    db.session.flush()


def take_back(event: Event, number: int, key: str) -> None:
    """Take a mistake back: the people are not here, and the door gives back the places it took for them."""
    seats.lock(event)
    if not once.first_arrival(key):
        return
    statement = select(Arrival).where(Arrival.event_id == event.id, Arrival.id == number)
    found = db.session.scalars(statement).first()
    if found is None:
        return
    if found.places:
        capacity.give_back(event.places, found.places)
    db.session.delete(found)
    db.session.flush()
    seats.move_up(event)


def forget_arrivals(ended_before: datetime) -> int:
    """Forget who came without a place, why, and when anybody came; how many came stays. Return how many rows."""
    over = select(Event.id).where(Event.ends_at < ended_before)
    ids = db.session.scalars(see_all(over, "retention reaches every event")).all()
    begins = see_all(
        select(Event.begins_at).where(Event.id == Arrival.event_id), "retention reaches every event"
    ).scalar_subquery()
    statement = update(Arrival).where(Arrival.event_id.in_(ids), Arrival.arrived_at != begins)
    result = db.session.execute(
        statement.values(name="", reason="", arrived_at=begins).execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult


# Queries


def came(found: Registration) -> datetime | None:
    """Return when people with this reservation came."""
    return db.session.scalar(select(Arrival.arrived_at).where(Arrival.registration_id == found.id))


def figures(event: Event) -> Figures:
    """Return how the evening stands."""
    registered = _sum(Registration.size, Registration.event_id == event.id, Registration.state == SeatState.BOOKED)
    with_places = _sum(Arrival.size, Arrival.event_id == event.id, Arrival.registration_id.is_not(None))
    without = _sum(Arrival.size, Arrival.event_id == event.id, Arrival.registration_id.is_(None))
    arrived = with_places + without
    chairs = None if event.capacity is None else max(0, event.capacity - arrived)
    free = finding.free_places([event]).get(event.id)
    return Figures(arrived, registered, max(0, registered - with_places), free, chairs)


def _sum(column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.coalesce(func.sum(column), 0)).where(*conditions)) or 0


def with_ticket(typed: str) -> Registration | None:
    """Return whose ticket, or whose code for coming back to the reservation, was typed or scanned."""
    number, code = tickets.number_in(typed), tickets.within(typed)
    one = db.session.get(Registration, number) if number else None
    if one and code == tickets.within(tickets.ticket_of(one.id, one.key)):
        return one
    return seats.by_secret(code) if len(code) == codes.RECEIPT_LENGTH else None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with places, as the lists of the door need it."""

    id: int
    name: str
    size: int
    key: str
    state: SeatState


def guests(event: Event) -> Sequence[Guest]:
    """Return all who have places, by name."""
    rows = select(Registration.id, Registration.name, Registration.size, Registration.key, Registration.state)
    rows = rows.where(Registration.event_id == event.id, Registration.state == SeatState.BOOKED)
    found = [Guest(*row) for row in db.session.execute(rows)]
    return sorted(found, key=lambda one: (fold(one.name), one.id))


def arrivals(event: Event) -> Sequence[Arrival]:
    """Return all who have come, the latest first."""
    return db.session.scalars(select(Arrival).where(Arrival.event_id == event.id).order_by(Arrival.id.desc())).all()


def by_registration(found: Sequence[Arrival]) -> Mapping[int, Arrival]:
    """Return those who came with places by the number of their reservation."""
    return {one.registration_id: one for one in found if one.registration_id is not None}


def mark(event: Event) -> str:
    """Return a word that is another one as soon as anybody comes, goes, reserves or changes a place.

    Its first part, up to the point, stays the same as long as nobody reserves or changes a place.
    """
    came = select(func.count(), func.max(Arrival.id), func.sum(Arrival.id)).where(Arrival.event_id == event.id)
    moved = select(func.max(SeatMove.id)).where(SeatMove.event_id == event.id).scalar_subquery()
    *arrived, changed = db.session.execute(came.add_columns(moved)).one()
    return f"{changed or 0}.{'-'.join(str(one or 0) for one in arrived)}"
