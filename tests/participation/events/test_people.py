"""Who comes, where many come: in pages, found by name, and never cut where something is done for all."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select

from participation.core import capacity
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.events.models import Event
from participation.events.rules import Need, SeatState, is_called
from participation.events.seats import services
from participation.events.seats.models import AccessNeed, Registration
from tests import factories
from tests.client import statements
from tests.participation.events.conftest import event

MANY, MOST_STATEMENTS = 5000, 13


def crowd(one: Event, count: int, state: SeatState = SeatState.BOOKED) -> None:
    """Let so many people have places, or wait, without asking each of them."""
    rows = [
        {
            "event_id": one.id,
            "key": f"{state} {number}",
            "secret_hash": f"{state} {number}",
            "name": f"Gast {number:04}",
            "size": 1,
            "state": state,
            "created_at": now(),
        }
        for number in range(count)
    ]
    with factories.writing():
        db.session.execute(insert(Registration), rows)
        if state is SeatState.BOOKED:
            capacity.take(one.places, count)


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("Grete Zaunkönig", "", True),
        ("Grete Zaunkönig", "zaunkonig", True),
        ("Grete Zaunkönig", "ZAUNK gre", True),
        ("Grete Zaunkönig", "könig", False),
        ("Weiß, Bodo", "weiss", True),
        ("Weiß, Bodo", "bodo meise", False),
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(name, typed, expected) -> None:
    assert is_called(name, typed) is expected


def test_five_thousand_are_listed_in_pages_with_the_same_few_statements(staff) -> None:
    desk, one = staff(Role.PLANNER), event(capacity=MANY + 1)
    address = f"/en/desk/events/{one.code}/people"
    crowd(one, 3)
    with statements() as few:
        desk.get(address)
    with factories.writing():
        db.session.execute(delete(Registration))
        capacity.give_back(one.places, 3)
    crowd(one, MANY)
    with statements() as many:
        page = desk.get(address)
    with statements() as found:
        names = desk.get(f"{address}?q=gast+4999").words("#c-booked ~ ul, .lines")
    assert len(few) == len(many) == len(found) <= MOST_STATEMENTS
    assert "5000 people" in page.words("main").replace(",", "")
    assert page.words(".lines").count("Gast") == services.PER_PAGE
    assert "Gast 4999" in names
    assert "Gast 4998" not in names
    last = desk.get(f"{address}?page=50")
    assert "Gast 4999" in last.words(".lines")
    assert "ends before this page" in desk.get(f"{address}?page=51").words("main")
    assert "called that" in desk.get(f"{address}?q=nobody").words("main")


def test_both_lists_are_turned_apart_and_needs_stand_beside_whom_they_belong_to(staff) -> None:
    desk, one = staff(Role.PLANNER), event(capacity=150)
    crowd(one, 150)
    crowd(one, 150, SeatState.WAITING)
    with factories.writing():
        last = db.session.scalar(select(func.max(Registration.id)))
        db.session.add(AccessNeed(registration_id=last, need=Need.OTHER, words="Rollstuhl"))
    page = desk.get(f"/en/desk/events/{one.code}/people?page=2&waiting=2")
    assert [words for words in page.all_words("nav p") if words == "Page 2 of 2"] == ["Page 2 of 2"] * 2
    assert "Rollstuhl" in page.words("main")
    href = page.html.css_first("nav[aria-label='Pages of the waiting list'] a").attributes["href"] or ""
    assert "page=2" in href
    assert "waiting" not in href


def test_nobody_who_waits_is_left_out_of_what_is_done_for_all(app: Flask) -> None:
    one = event(capacity=1)
    crowd(one, 6100, SeatState.WAITING)
    assert len(services.of(one, SeatState.WAITING)) == 6100


def test_who_stands_behind_a_page_of_others_moves_up(app: Flask) -> None:
    one = event(capacity=1, begins_at=now() + timedelta(days=2))
    crowd(one, 1)
    crowd(one, services.PER_PAGE + 1, SeatState.WAITING)
    with factories.writing():
        found = db.session.merge(one)
        found.capacity = services.PER_PAGE + 2
        capacity.change_capacity(one.places, services.PER_PAGE + 2)
        services.move_up(found)
    assert services.of(one, SeatState.WAITING) == []
