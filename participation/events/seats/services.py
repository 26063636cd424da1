"""Verbs of places: reserve, change, give back, move up. Places are counted by `core.capacity` alone.

Whoever gets a place at once locks nothing but the counter. Whoever waits, changes or gives back first locks the event,
so that a place given back finds those who wait, in the order in which they came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Select, delete, func, select

from participation.access.guard import see_all
from participation.core import capacity, codes
from participation.core.clock import now
from participation.core.database import db
from participation.events.models import Event
from participation.events.rules import MoveKind, Need, SeatState, is_called, turns
from participation.events.seats import letters
from participation.events.seats.models import AccessNeed, Registration, SeatMove

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to come, how many, and what they need."""

    name: str
    contact: str = ""
    size: int = 1
    language: str = "de"
    needs: tuple[Need, ...] = ()
    words: str = ""


class FullError(Exception):
    """So many places are not free."""


def key_of(once_key: str) -> str:
    """Return the key of the registration that one sending of the form makes."""
    return codes.derive(_secret(), "place", once_key)


def secret_of(key: str) -> str:
    """Return the code in the secret link that belongs to a registration's key."""
    return codes.derive(_secret(), "place link", key)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret


def _hash(code: str) -> str:
    return codes.fingerprint(_secret(), "place link", code)


def by_secret(code: str) -> Registration | None:
    """Return the registration whose holder shows this link."""
    return db.session.scalars(select(Registration).where(Registration.secret_hash == _hash(codes.typed(code)))).first()


def reserve(event: Event, wish: Wish, key: str) -> Registration:
    """Give somebody places, all or none; where they are not free, put them on the waiting list."""
    has_places = _take_alone(event, wish.size)
    if not has_places:
        lock(event)
    made = Registration(
        event_id=event.id,
        key=key,
        secret_hash=_hash(secret_of(key)),
        state=SeatState.BOOKED if has_places else SeatState.WAITING,
        created_at=now(),
    )
    _write(made, wish)
    db.session.add(made)
    db.session.flush()
    _note(made, MoveKind.BOOKED if has_places else MoveKind.QUEUED)
    if not has_places:
        move_up(event, silent_for=made)
    letters.write(made, letters.kind_of(made.state), secret_of(made.key))
    return made


def _take_alone(event: Event, size: int) -> bool:
    """Take places without the event's lock; where they are not free, let go of the counter as well.

    PostgreSQL keeps a counter locked that it waited for in vain. Whoever then locked the event would wait for somebody
    who has the event and waits for the counter.
    """
    attempt = db.session.begin_nested()
    has_places = capacity.take(event.places, size)
    if has_places:
        attempt.commit()
    else:
        attempt.rollback()
    return has_places


def change(found: Registration, wish: Wish) -> None:
    """Change who comes and how many; what becomes free goes to those who wait.

    Raises:
        FullError: where more are wanted than are free; nothing is changed then.
    """
    lock(found.event)
    db.session.refresh(found)
    more = wish.size - found.size
    if found.state is SeatState.BOOKED and more > 0 and not capacity.take(found.event.places, more):
        raise FullError
    if found.state is SeatState.BOOKED and more < 0:
        capacity.give_back(found.event.places, -more)
    _write(found, wish)
    db.session.flush()
    _note(found, MoveKind.CHANGED)
    move_up(found.event)


def cancel(found: Registration, *, tell: bool = True) -> None:
    """Give the places back, forget who it was, and let those who wait move up, in one transaction."""
    lock(found.event)
    db.session.refresh(found)
    if found.state is SeatState.CANCELLED:
        return
    if found.state is SeatState.BOOKED:
        capacity.give_back(found.event.places, found.size)
    found.state = SeatState.CANCELLED
    _note(found, MoveKind.CANCELLED)
    if tell:
        letters.write(found, "cancelled", secret_of(found.key))
    forget(found)
    move_up(found.event)


def move_up(event: Event, *, silent_for: Registration | None = None) -> None:
    """Give free places to those who wait, in their order, and note why each came or waits on.

    Call it with the event locked.
    """
    if event.capacity is None or event.cancelled_at or event.begins_at <= now():
        return
    left = capacity.free(event.places)
    if not left:
        return
    waiting = {one.id: one for one in of(event, SeatState.WAITING)}
    for turn in turns(left, [(one.id, one.size) for one in waiting.values()]):
        found = waiting[turn.number]
        if not (turn.fits and capacity.take(event.places, turn.size)):
            _note(found, MoveKind.PASSED_OVER, free=turn.free)
            continue
        _seat(found, free=turn.free, tell=found is not silent_for)


def move_up_by_hand(found: Registration, reason: str, person_id: int | None) -> None:
    """Give somebody who waits free places before their turn, with a reason that stays in the log.

    Raises:
        FullError: where so many are not free.
    """
    lock(found.event)
    db.session.refresh(found)
    if found.state is not SeatState.WAITING:
        return
    left = capacity.free(found.event.places)
    if not capacity.take(found.event.places, found.size):
        raise FullError
    _seat(found, free=left, reason=reason, person_id=person_id)


def _seat(found: Registration, *, free: int, reason: str = "", person_id: int | None = None, tell: bool = True) -> None:
    found.state = SeatState.BOOKED
    db.session.flush()
    _note(found, MoveKind.MOVED_UP, free=free, reason=reason, person_id=person_id)
    if tell:
        letters.write(found, "moved_up", secret_of(found.key))


def call_off(event: Event, reason: str) -> None:
    """Cancel the event, and tell everybody who left an address."""
    lock(event)
    event.cancelled_at = now()
    db.session.flush()
    for found in of(event, SeatState.BOOKED, SeatState.WAITING):
        letters.write(found, "called_off", secret_of(found.key), reason)


def lock(event: Event) -> None:
    """Let nobody else move places of this event until the transaction ends.

    Rows that point to the event can still be written: whoever has got a place at once holds the counter and is not to
    wait for somebody who holds the event and waits for the counter.
    """
    statement = select(Event.id).where(Event.id == event.id).with_for_update(key_share=True)
    db.session.execute(see_all(statement, "only its row is locked"))


def forget(found: Registration) -> None:
    """Forget who it was; how many came or cancelled stays."""
    found.name, found.contact = "", ""
    found.needs = []
    db.session.flush()


def _write(found: Registration, wish: Wish) -> None:
    found.name, found.contact, found.size, found.language = wish.name, wish.contact, wish.size, wish.language
    needs = [*wish.needs, *([Need.OTHER] if wish.words else [])]
    found.needs = [AccessNeed(need=need, words=wish.words if need is Need.OTHER else "") for need in needs]


def _note(
    found: Registration, kind: MoveKind, *, free: int | None = None, reason: str = "", person_id: int | None = None
) -> None:
    left = capacity.free(f"event:{found.event_id}") if free is None else free
    db.session.add(
        SeatMove(
            event_id=found.event_id,
            registration_id=found.id,
            kind=kind,
            size=found.size,
            free=left,
            reason=reason,
            person_id=person_id,
            happened_at=now(),
        )
    )
    db.session.flush()


# Queries


def of(event: Event, *states: SeatState) -> Sequence[Registration]:
    """Return all who are in one of these states, however many, in the order of arrival."""
    return db.session.scalars(_in(event, *states).order_by(Registration.id)).all()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of those in a state, and how many there are in all: registrations, and the people in them."""

    people: Sequence[Registration]
    total: int
    size: int


def pages_of(event: Event, numbers: Mapping[SeatState, int], typed: str = "") -> Mapping[SeatState, Found]:
    """Return of each state the page with this number: those whose name or address has the typed words."""
    rows = select(Registration.id, Registration.name, Registration.contact, Registration.size, Registration.state)
    rows = rows.where(Registration.event_id == event.id, Registration.state.in_(numbers)).order_by(Registration.id)
    found = [row for row in db.session.execute(rows) if is_called(f"{row.name} {row.contact}", typed)]
    listed = {state: [row for row in found if row.state is state] for state in numbers}
    shown = {
        state: {row.id for row in listed[state][(number - 1) * PER_PAGE : number * PER_PAGE]}
        for state, number in numbers.items()
    }
    ids = [one for page in shown.values() for one in page]
    people = db.session.scalars(select(Registration).where(Registration.id.in_(ids)).order_by(Registration.id)).all()
    return {
        state: Found([one for one in people if one.id in shown[state]], len(all_), sum(row.size for row in all_))
        for state, all_ in listed.items()
    }


def _in(event: Event, *states: SeatState) -> "Select[Registration]":
    return select(Registration).where(Registration.event_id == event.id, Registration.state.in_(states))


def one_of(event: Event, number: int) -> Registration | None:
    """Return the registration with this number, if it belongs to the event."""
    statement = select(Registration).where(Registration.event_id == event.id, Registration.id == number)
    return db.session.scalars(statement).first()


def needs_of(people: Sequence[Registration]) -> Mapping[int, Sequence[AccessNeed]]:
    """Return what these people need, by the id of their registration."""
    ids = [one.id for one in people]
    statement = select(AccessNeed).where(AccessNeed.registration_id.in_(ids)).order_by(AccessNeed.id)
    found: dict[int, list[AccessNeed]] = {}
    for one in db.session.scalars(statement):
        found.setdefault(one.registration_id, []).append(one)
    return found


def moves_of(event: Event, most: int = 100) -> Sequence[SeatMove]:
    """Return what happened to places, the latest first."""
    statement = select(SeatMove).where(SeatMove.event_id == event.id).order_by(SeatMove.id.desc()).limit(most)
    return db.session.scalars(statement).all()


def position(found: Registration) -> int:
    """Return where somebody stands in the waiting list; the first is 1."""
    before = select(func.count()).where(
        Registration.event_id == found.event_id,
        Registration.state == SeatState.WAITING,
        Registration.id < found.id,
    )
    return (db.session.scalar(before) or 0) + 1


def erase_needs(registration_ids: Sequence[int]) -> int:
    """Delete what these people need; return how many rows."""
    statement = delete(AccessNeed).where(AccessNeed.registration_id.in_(registration_ids))
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult
