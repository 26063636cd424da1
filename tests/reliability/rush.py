"""Many people at once for the places of one event: reserved, changed, given back and moved up."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from threading import Barrier

from flask import current_app
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.core import capacity
from participation.core.database import db, read_only
from participation.events.models import Event
from participation.events.rules import SeatState
from participation.events.seats import services
from participation.events.seats.models import Registration
from participation.events.seats.services import FullError, Wish
from tests.participation.events.conftest import event

PLACES, PEOPLE, THREADS = 50, 200, 20
LARGEST_GROUP = 4


def nobody_looks(_places: str) -> None:
    """Do nothing before somebody reserves: whether there is room is seen when it is taken."""


def rush(one: Event, people: int, at_once: int, before: Callable[[str], None] = nobody_looks) -> int:
    """Let so many people reserve a place of one event; return how many were told that they have one."""
    wanted, places, inside = one.id, one.places, _requests()
    start = Barrier(at_once)

    def reserve(number: int) -> bool:
        if number < at_once:
            start.wait()
        with inside():
            read_only(True)
            before(places)
            db.session.rollback()
            read_only(False)
            made = services.reserve(_event(wanted), Wish(f"Gast {number}"), services.key_of(f"rush {wanted} {number}"))
            db.session.commit()
            return made.state is SeatState.BOOKED

    with ThreadPoolExecutor(at_once) as pool:
        return sum(pool.map(reserve, range(people)))


def rounds(count: int) -> list[tuple[int, int, int]]:
    """Let people rush again and again; for each round, how many were told yes, are booked, and places are left.

    Call it inside an application.
    """
    return [_round(event(capacity=PLACES)) for _ in range(count)]


def _round(one: Event) -> tuple[int, int, int]:
    told = rush(one, PEOPLE, THREADS)
    return told, booked(one), capacity.free(one.places)


def booked(one: Event) -> int:
    """Return how many places are booked, counted from the rows."""
    db.session.rollback()
    statement = select(func.sum(Registration.size)).where(
        Registration.event_id == one.id, Registration.state == SeatState.BOOKED
    )
    return db.session.scalar(statement) or 0


def mixed(one: Event, deeds: int, *, seed: int = 8) -> int:
    """Let threads reserve, change, give back and move up at random; return how many deeds were done in all."""
    wanted, inside = one.id, _requests()

    def work(thread: int) -> int:
        chance = random.Random(seed * 1000 + thread)
        for number in range(deeds // THREADS):
            with inside():
                read_only(False)
                _deed(_event(wanted), chance, f"mixed {wanted} {thread} {number}")
        return deeds // THREADS

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(work, range(THREADS)))


def _deed(one: Event, chance: random.Random, key: str) -> None:
    wish = Wish("Gast", size=chance.randint(1, LARGEST_GROUP))
    known = db.session.scalars(select(Registration.id).where(Registration.event_id == one.id)).all()
    kind = chance.choice(("reserve", "reserve", "change", "cancel", "move up"))
    if kind == "reserve" or not known:
        services.reserve(one, wish, services.key_of(key))
    else:
        found = services.one_of(one, chance.choice(known))
        assert found is not None
        _with(found, kind, wish)
    db.session.commit()


def _with(found: Registration, kind: str, wish: Wish) -> None:
    try:
        if kind == "cancel":
            services.cancel(found)
        elif kind == "move up":
            services.move_up_by_hand(found, "Los", None)
        elif found.state is not SeatState.CANCELLED:
            services.change(found, wish)
    except FullError:
        db.session.rollback()


def _event(wanted: int) -> Event:
    return db.session.scalars(see_all(select(Event).where(Event.id == wanted), "a test")).one()


def _requests() -> Callable[[], AbstractContextManager[None]]:
    """Return what opens a request of one thread, with a session of its own."""
    db.session.rollback()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way

    @contextmanager
    def inside() -> Iterator[None]:
        with app.test_request_context():
            yield

    return inside
