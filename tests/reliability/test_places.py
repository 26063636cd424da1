"""Many people at once for the places of one event; small here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
from tests.participation.events.conftest import event


def _nobody_looks(_places: str) -> None:
    """Do nothing before somebody reserves: whether there is room is seen when it is taken."""


def rush(one: Event, people: int, at_once: int, before: Callable[[str], None] = _nobody_looks) -> int:
    """Let so many people reserve a place of one event; return how many were told that they have one."""
    wanted, places = one.id, one.places
    db.session.rollback()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way

    def reserve(number: int) -> bool:
        with app.test_request_context():
            read_only(True)
            before(places)
            db.session.rollback()
            read_only(False)
            statement = see_all(select(Event).where(Event.id == wanted), "a test")
            found = db.session.scalars(statement).one()
            made = services.reserve(found, services.Wish(f"Gast {number}"), services.key_of(f"rush {wanted} {number}"))
            db.session.commit()
            return made.state is SeatState.BOOKED

    with ThreadPoolExecutor(at_once) as pool:
        return sum(pool.map(reserve, range(people)))


def booked(one: Event) -> int:
    """Return how many places are booked, counted from the rows."""
    db.session.rollback()
    statement = select(func.count()).where(Registration.event_id == one.id, Registration.state == SeatState.BOOKED)
    return db.session.scalar(statement) or 0


def test_of_two_hundred_tries_for_fifty_places_fifty_succeed(app) -> None:
    one = event(capacity=50)
    assert rush(one, people=200, at_once=20) == booked(one) == 50
    assert capacity.free(one.places) == 0


def test_who_counts_first_and_books_then_sells_places_twice(app, monkeypatch) -> None:
    together = Barrier(5)
    room: dict[str, bool] = {}

    def look(places: str) -> None:
        room[places] = capacity.free(places) > 0
        together.wait()

    monkeypatch.setattr(capacity, "take", lambda name, _count=1: room[name])
    one = event(capacity=1)
    assert rush(one, people=5, at_once=5, before=look) == booked(one) == 5
