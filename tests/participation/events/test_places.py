"""Places: reserved without an account, changed and given back by the secret link, moved up in order."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, make_url, select

from participation.core import capacity, jobs, mail
from participation.core.clock import now, today
from participation.core.database import db, is_sqlite
from participation.core.vocabulary import Role
from participation.events.models import Event
from participation.events.rules import MoveKind, Need, SeatState, Turn, turns
from participation.events.seats import personal, services
from participation.events.seats.models import AccessNeed, Registration, SeatMove
from participation.events.seats.services import Wish
from tests import factories
from tests.client import Browser
from tests.participation.events.conftest import event

NAME = {"name": "Amsel", "contact": "amsel@example.org", "size": "2"}


def place(one: Event, size: int = 1, **values: Any) -> Registration:
    wish = Wish(**{"name": "Meise", "size": size, **values})
    made: Registration = factories.written(services.reserve, one, wish, services.key_of(factories.once_key()))
    return made


def states() -> list[tuple[int, str]]:
    db.session.rollback()
    rows = db.session.execute(select(Registration.size, Registration.state).order_by(Registration.id))
    return [(size, state.value) for size, state in rows]


def at(one: Registration) -> str:
    return f"/en/places/{services.secret_of(one.key).lower()}"


def bodies(address: str) -> list[str]:
    db.session.rollback()
    return [one["text"] for one in mail.export(address)]


def counted(one: Event) -> int:
    """Return how many places are booked, counted from the rows."""
    statement = select(func.sum(Registration.size)).where(
        Registration.event_id == one.id, Registration.state == SeatState.BOOKED
    )
    return db.session.scalar(statement) or 0


# The rule


@pytest.mark.parametrize(
    ("free", "waiting", "expected"),
    [
        (0, [(1, 1)], []),
        (1, [], []),
        (2, [(1, 1), (2, 1), (3, 1)], [(1, True), (2, True)]),
        (2, [(1, 3), (2, 2)], [(1, False), (2, True)]),
        (2, [(1, 3), (2, 1), (3, 2), (4, 1)], [(1, False), (2, True), (3, False), (4, True)]),
    ],
)
def test_the_waiting_list_moves_in_order_and_groups_come_as_a_whole(free, waiting, expected) -> None:
    assert [(turn.number, turn.fits) for turn in turns(free, waiting)] == expected


def test_a_turn_says_how_many_places_there_were() -> None:
    assert list(turns(3, [(1, 2), (2, 2)])) == [Turn(1, 2, 3), Turn(2, 2, 1)]


# Reserving


def test_somebody_reserves_without_an_account_and_gets_a_link_by_mail(browser: Browser) -> None:
    one = event(online_link="https://example.org/dial")
    sent = browser.fill(f"/en/events/{one.code}", **NAME, needs="ride_home", words="Ein Platz vorn")
    page = browser.follow(sent)
    assert page.h1 == "Your 2 places are reserved"
    assert "https://example.org/dial" in page.words("dl")
    [letter] = bodies("amsel@example.org")
    assert sent.location.removeprefix("/en") in letter
    assert "https://example.org/dial" in letter
    assert capacity.free(one.places) == 48
    needs = db.session.scalars(select(AccessNeed).order_by(AccessNeed.id)).all()
    assert [(need.need, need.words) for need in needs] == [(Need.RIDE_HOME, ""), (Need.OTHER, "Ein Platz vorn")]


def test_a_double_tap_is_one_reservation(browser: Browser) -> None:
    one = event()
    body = {**browser.get(f"/events/{one.code}").fields(), **NAME}
    first, second = (browser.post(f"/events/{one.code}", body) for _ in range(2))
    assert first.location == second.location
    assert states() == [(2, "booked")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": " "}, "A nickname is enough."),
        ({"contact": "amsel@"}, "Please check this"),
        ({"contact": "123"}, "Please check this"),
    ],
)
def test_a_mistake_gets_a_sentence_and_loses_nothing(browser: Browser, typed, words) -> None:
    one = event()
    page = browser.fill(f"/en/events/{one.code}", 422, **{**NAME, "words": "Bitte vorn", **typed})
    assert words in page.words(".error")
    assert page.fields()["words"] == "Bitte vorn"


def test_a_phone_number_is_enough_and_so_is_no_address_at_all(browser: Browser) -> None:
    one = event()
    for contact in ("0399 12 34 56", ""):
        browser.fill(f"/events/{one.code}", **{**NAME, "contact": contact})
    assert states() == [(2, "booked"), (2, "booked")]


def test_a_closed_door_takes_nobody_in(browser: Browser) -> None:
    one = event()
    body = {**browser.get(f"/events/{one.code}").fields(), **NAME}
    with factories.writing():
        db.session.merge(one).closes_at = now() - timedelta(minutes=1)
    assert "can no longer be reserved" in browser.post(f"/en/events/{one.code}", body, 409).words(".note")
    assert states() == []


def test_the_invited_reserve_by_their_link(browser: Browser) -> None:
    one = event(audience="private")
    page = browser.follow(browser.fill(f"/en/events/invited/{one.invitation}", **NAME))
    assert page.h1 == "Your 2 places are reserved"
    assert one.invitation.lower() not in page.text.lower()


# Waiting and moving up


def test_who_gives_a_place_back_lets_the_next_ones_move_up_at_once(browser: Browser) -> None:
    one = event(capacity=4)
    first, _other = place(one, 3, contact="first@example.org"), place(one)
    large = place(one, 4)
    small = place(one, 2, contact="small@example.org")
    assert states() == [(3, "booked"), (1, "booked"), (4, "waiting"), (2, "waiting")]
    assert "Place 2 in the list" in browser.get(at(small)).words("main")
    page = browser.get(at(first))
    browser.post(f"{at(first)}/give-back", {"token": page.fields("aside form")["token"]})
    assert states() == [(3, "cancelled"), (1, "booked"), (4, "waiting"), (2, "booked")]
    assert counted(one) == 4 - capacity.free(one.places) == 3
    assert "frei geworden" in bodies("small@example.org")[-1]
    assert "löschen wir nach 30 Tagen" in bodies("first@example.org")[-1]
    assert db.session.get_one(Registration, first.id).contact == ""
    kinds = db.session.execute(select(SeatMove.registration_id, SeatMove.kind).order_by(SeatMove.id)).all()
    assert (large.id, MoveKind.PASSED_OVER) in [tuple(row) for row in kinds]
    assert tuple(kinds[-1]) == (small.id, MoveKind.MOVED_UP)
    assert "given your place back" in browser.get(at(first)).h1


def test_reading_a_secret_link_changes_nothing(browser: Browser) -> None:
    found = place(event())
    browser.get(at(found))
    browser.get(f"{at(found)}/give-back", 405)
    browser.get("/places/nobody-knows-it", 404)
    assert states() == [(1, "booked")]


def test_a_group_grows_where_there_is_room_and_keeps_what_it_had(browser: Browser) -> None:
    one = event(capacity=5)
    found, next_one = place(one, 2), place(one, 3)
    page = browser.fill(at(found), 409, form="section form", size="3", name="Meisen")
    assert "So many places are not free" in page.words(".error")
    browser.fill(at(found), form="section form", size="1")
    assert capacity.free(one.places) == 1
    browser.fill(at(next_one), form="section form", size="4")
    assert states() == [(1, "booked"), (4, "booked")]
    assert capacity.free(one.places) == 0


def test_more_places_let_people_move_up(staff) -> None:
    one = event(capacity=1)
    place(one)
    place(one, 2)
    staff(Role.PLANNER).fill(f"/desk/events/{one.code}", capacity="3")
    assert states() == [(1, "booked"), (2, "booked")]


def test_the_staff_lets_somebody_move_up_with_a_reason_that_stays(staff) -> None:
    one = event(capacity=3)
    first, large, small = place(one, 2), place(one, 3, words="Rollstuhl"), place(one, 2)
    desk = staff(Role.MODERATOR)
    at_desk = f"/en/desk/events/{one.code.lower()}/people"
    page = desk.get(at_desk)
    assert "Rollstuhl" in page.words("main")
    token = page.html.css_first("input[name=token]").attributes["value"]
    post = f"{at_desk}/{small.id}/move-up"
    assert "stays in the log" in desk.post(post, {"token": token}, 422).words("[role=alert]")
    page = desk.post(post, {"token": token, "reason": "Kommt mit dem Rollstuhl"}, 409)
    assert "So many places are not free" in page.words("[role=alert]")
    factories.written(services.change, db.session.merge(first), Wish("Meise", size=1))
    assert states() == [(1, "booked"), (3, "waiting"), (2, "booked")]
    last = place(one)
    with factories.writing():
        capacity.change_capacity(one.places, 4)
    token = desk.get(at_desk).html.css_first("input[name=token]").attributes["value"]
    desk.post(f"{at_desk}/{last.id}/move-up", {"token": token, "reason": "Hält den Vortrag"})
    assert "Hält den Vortrag" in desk.get(at_desk).words("main")
    assert states()[1] == (large.size, "waiting")


def test_an_event_that_is_called_off_tells_everybody(staff, browser: Browser) -> None:
    one = event(capacity=1)
    place(one, contact="booked@example.org", language="en")
    waiting = place(one, contact="waiting@example.org")
    desk = staff(Role.PLANNER)
    desk.fill(f"/desk/events/{one.code}/call-off", 422, reason="")
    desk.fill(f"/desk/events/{one.code}/call-off", reason="Glatteis. Neuer Tag folgt.")
    for address in ("booked@example.org", "waiting@example.org"):
        assert "Glatteis" in bodies(address)[-1]
    assert "does not take place" in bodies("booked@example.org")[-1]
    assert "does not take place" in browser.get(at(waiting)).words(".note--bad")
    assert "does not take place" in browser.get(f"/en/events/{one.code}").words(".note--bad")
    assert "STATUS:CANCELLED" in browser.get(f"/events/{one.code}/calendar.ics").response.get_data(as_text=True)
    assert "called off already" in desk.get(f"/en/desk/events/{one.code}/call-off").words(".card")


# What is kept


def test_needs_go_after_a_week_names_after_a_month_and_the_count_stays(app: Flask) -> None:
    one = event()
    found = place(one, 2, contact="amsel@example.org", needs=(Need.CHILDCARE,))
    ended = today() + timedelta(days=7)
    for days, needs, name in ((7, 1, "Meise"), (8, 0, "Meise"), (30, 0, "Meise"), (31, 0, "")):
        with factories.writing():
            personal.forget_needs(ended + timedelta(days=days))
            personal.forget_contacts(ended + timedelta(days=days))
        assert db.session.scalar(select(func.count()).select_from(AccessNeed)) == needs
        assert db.session.get_one(Registration, found.id).name == name
    assert states() == [(2, "booked")]


def test_an_account_takes_its_places_along_and_gives_them_back_when_it_goes(app: Flask) -> None:
    one = event(capacity=1)
    person = factories.person(mail="amsel@example.org")
    place(one, contact="Amsel@example.org", words="Ein Platz vorn")
    place(one)
    told = dict(personal.export(person.id))["places"]
    assert isinstance(told, list)
    assert [(one["state"], one["needs"]) for one in told] == [("booked", ["Ein Platz vorn"])]
    factories.written(personal.erase, person.id, True)
    assert states() == [(1, "cancelled"), (1, "booked")]
    assert personal.export(person.id) == {"places": []}


def test_after_the_night_no_file_knows_who_came_or_what_they_needed(app: Flask) -> None:
    if not is_sqlite():
        pytest.skip("this test reads SQLite's one file; no test reads those of PostgreSQL after the night")
    with time_machine.travel(now() - timedelta(days=45)):
        gone = event()
        for number in range(20):
            contact = f"amsel{number}@wasser.example"
            place(gone, name=f"Wasseramsel {number}", contact=contact, words=f"Dolmetschen {number}")
    assert b"wasseramsel" in _files_of(app)
    factories.written(jobs.enqueue, "night", {"day": str(today())})
    while jobs.reconcile():
        db.session.rollback()
    content = _files_of(app)
    for word in (b"wasseramsel", b"@wasser.example", b"dolmetschen"):
        assert word not in content


def _files_of(app: Flask) -> bytes:
    """Return the bytes of the database and of what lies beside it, its log for one, in small letters."""
    db.session.rollback()
    database = Path(str(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database))
    return b"".join(one.read_bytes() for one in sorted(database.parent.glob(f"{database.name}*"))).lower()
