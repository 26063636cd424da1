"""The day of an event: people come in, by name, by ticket and without a place, at two doors and without network."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select

from participation.core import capacity, codes, jobs
from participation.core.clock import now, today
from participation.core.database import db, is_sqlite
from participation.core.vocabulary import Role
from participation.events.door import services, tickets
from participation.events.door.models import Arrival
from participation.events.door.rules import Refusal, came_at, refusal
from participation.events.models import Event
from participation.events.rules import SeatState
from participation.events.seats import personal
from participation.events.seats import services as seats
from participation.events.seats.models import Registration
from participation.process.services import current
from tests import factories
from tests.client import Browser, Page, statements
from tests.participation.events.conftest import event
from tests.participation.events.test_people import crowd
from tests.participation.events.test_places import _files_of, at, bodies, place
from tests.reliability.races import at_once

NOON = datetime(2027, 2, 10, 12, tzinfo=UTC)
MOST_STATEMENTS = 16


@pytest.fixture
def helper(staff) -> Browser:
    found: Browser = staff(Role.MODERATOR)
    return found


def door(one: Event, more: str = "") -> str:
    return f"/en/desk/events/{one.code.lower()}/door{more}"


def came() -> list[tuple[int, int]]:
    """Return of everybody who is here how many, and how many places the door took."""
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(Arrival.size, Arrival.places).order_by(Arrival.id))]


def enter(helper: Browser, one: Event, found: Registration, status: int = 303, **typed: str) -> Page:
    token = helper.get(door(one)).fields("li form")["token"]
    return helper.post(door(one, f"/guests/{found.id}"), {"token": token, **typed}, status)


def sends(helper: Browser, one: Event, *sendings: Any, status: int = 200, token: str = "") -> dict[str, Any]:
    token = token or helper.get(door(one)).html.css_first("[data-token]").attributes["data-token"] or ""
    answer = helper.post(door(one, "/send"), {"token": token, "sendings": json.dumps(sendings)}, status)
    told: dict[str, Any] = json.loads(answer.text)
    return told


def sending(number: int, **more: Any) -> dict[str, Any]:
    return {"key": f"a key of sixteen signs {number}", "kind": "in", "number": number, **more}


# The rules


@pytest.mark.parametrize(
    ("state", "is_ours", "is_here", "expected"),
    [
        (SeatState.BOOKED, True, False, None),
        (SeatState.BOOKED, True, True, Refusal.HERE),
        (SeatState.WAITING, True, False, Refusal.WAITING),
        (SeatState.CANCELLED, True, False, Refusal.CANCELLED),
        (SeatState.CANCELLED, False, False, Refusal.OTHER_EVENT),
    ],
)
def test_who_is_let_in(state, is_ours, is_here, expected) -> None:
    assert refusal(state, is_of_this_event=is_ours, is_here=is_here) is expected


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        ((NOON - timedelta(hours=2)).timestamp(), NOON - timedelta(hours=2)),
        ((NOON - timedelta(days=2)).timestamp(), NOON),
        ((NOON + timedelta(minutes=5)).timestamp(), NOON),
        (1e40, NOON),
        (-1, NOON),
        ("18:42", NOON),
        (None, NOON),
    ],
)
def test_a_phone_says_when_somebody_came_where_that_can_be(claimed, expected) -> None:
    assert came_at(claimed, NOON) == expected


# By name


def test_people_come_in_by_name_and_the_count_is_right(helper: Browser) -> None:
    one = event(capacity=10)
    group, _single = place(one, 3, name="Grete Zaunkönig"), place(one, name="Kiebitz")
    page = helper.get(door(one, "?q=zaunko"))
    assert page.words("[data-guests]").startswith("Grete Zaunkönig (3)")
    assert "Kiebitz" not in page.words("[data-guests]")
    enter(helper, one, group, size="2")
    page = helper.get(door(one))
    assert [page.words(f"[data-{name}]") for name in ("arrived", "expected", "free", "chairs")] == ["2", "2", "6", "8"]
    assert "2 of 3" in page.words("[data-guests]")
    assert "is called that" in helper.get(door(one, "?q=nobody")).words("[data-guests]")
    assert "Please write a number" in enter(helper, one, _single, 422, size="0").words("[role=alert]")


def test_a_double_tap_counts_once_and_the_second_door_is_told_since_when(helper: Browser, staff) -> None:
    one = event()
    found = place(one)
    body = {"token": helper.get(door(one)).fields("li form")["token"]}
    for _ in range(2):
        helper.post(door(one, f"/guests/{found.id}"), body)
    assert came() == [(1, 0)]
    other = staff(Role.PLANNER)
    token = other.get(door(one)).fields("[data-walk] form")["token"]
    assert other.post(door(one, f"/guests/{found.id}"), {"token": token}, 422).words("[role=alert]")
    factories.written(place, one, name="Reiher")
    token = other.get(door(one)).html.css_first("form[action*=guests] input").attributes["value"]
    told = other.post(door(one, f"/guests/{found.id}"), {"token": token}, 409).words("[role=alert]")
    assert "Meise is here already, since " in told


def test_of_ten_doors_at_once_exactly_one_lets_somebody_in(app: Flask) -> None:
    one = event()
    number, wanted = place(one).id, one.id
    db.session.rollback()

    def enter_at(door_number: int) -> bool:
        with app.test_request_context():
            factories.read_only(False)
            seen = db.session.get_one(Event, wanted, execution_options={"visibility_checked": True})
            try:
                services.check_in(seen, seats.one_of(seen, number), f"door {door_number}")
                db.session.commit()
            except services.RefusedError:
                db.session.rollback()
                return False
            return True

    assert sum(at_once(10, enter_at)) == 1
    assert came() == [(1, 0)]


def test_a_mistake_is_taken_back_once(helper: Browser) -> None:
    one = event()
    found = place(one)
    enter(helper, one, found)
    page = helper.get(door(one))
    back, body = page.html.css_first("form[action*=take-back]").attributes["action"], page.fields("li form")
    for _ in range(2):
        helper.post(back or "", body)
    assert came() == []
    enter(helper, one, found)
    assert came() == [(1, 0)]
    helper.post(door(one, "/arrivals/1/take-back"), status=422)


# By ticket


def test_a_ticket_is_on_the_page_and_in_the_mail_and_opens_the_door(helper: Browser, browser: Browser) -> None:
    one = event()
    found = place(one, contact="amsel@example.org")
    ticket = tickets.ticket_of(found.id, found.key)
    page = browser.get(at(found))
    assert ticket in page.words(".ticket")
    assert page.html.css_first(".ticket svg")
    assert ticket in bodies("amsel@example.org")[0]
    with helper.app.test_request_context():
        address = tickets.address_of(one, ticket)
    for typed in (ticket, ticket.lower().replace("-", "–"), address, at(found)[11:]):
        shown = helper.get(door(one), query_string={"q": typed})
        assert shown.words("[data-guests]").startswith("Meise"), typed
        assert shown.html.css_first("form[action*=guests]")
    assert "sign-in" in browser.get(address.removeprefix("http://localhost"), 303).location


def test_a_code_without_a_figure_is_a_code_too(helper: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "ALPHABET", "ABCDEFGH" * 4)
    one = event()
    found = place(one)
    assert helper.get(door(one), query_string={"q": at(found)[11:]}).words("[data-guests]").startswith("Meise")
    assert "Nobody with a place" in helper.get(door(one), query_string={"q": "ABCDEFGHABCD"}).words("main")


def test_every_ticket_that_does_not_let_in_is_told_why(helper: Browser) -> None:
    one, other = event(capacity=1), event(process=current(), title="Ideenwerkstatt")
    given_back = place(one)
    cancelled = tickets.ticket_of(given_back.id, given_back.key)
    factories.written(lambda: seats.cancel(db.session.merge(given_back)))
    here, waiting, elsewhere = place(one), place(one, name="Reiher"), place(other)
    enter(helper, one, here)
    tried = {
        cancelled: "was given back",
        tickets.ticket_of(here.id, here.key): "is here already, since",
        tickets.ticket_of(waiting.id, waiting.key): "Reiher is on the waiting list",
        tickets.ticket_of(elsewhere.id, elsewhere.key): "for another event: Ideenwerkstatt",
        f"{here.id}-AAAAAA": "know no such ticket",
        "99999999999-AAAAAA": "know no such ticket",
    }
    for ticket, words in tried.items():
        assert words in helper.get(door(one, f"?q={ticket}")).words("[role=alert]"), ticket
    assert came() == [(1, 0)]


# Without a place


def test_people_without_a_place_take_free_ones_and_above_them_somebody_says_why(helper: Browser) -> None:
    one = event(capacity=3)
    place(one)
    form = "[data-walk] form"
    helper.fill(door(one), form=form, name="Specht", size="2")
    page = helper.fill(door(one), 409, form=form, name="Kleiber", size="2")
    assert "So many places are not free" in page.words("[data-walk] .error")
    assert page.fields(form)["name"] == "Kleiber"
    assert capacity.free(one.places) == 0
    helper.fill(door(one), form=form, name="Kleiber", size="2", reason="Stehen gern")
    assert came() == [(2, 2), (2, 0)]
    page = helper.get(door(one))
    assert "Stehen gern" in page.words("[data-without-list]")
    assert page.words("[data-arrived]") == "4"
    for action in [node.attributes["action"] or "" for node in page.html.css("[data-without-list] form")]:
        helper.post(action, {"token": helper.get(door(one)).fields("[data-without-list] form")["token"]})
    assert came() == []
    assert capacity.free(one.places) == 2
    assert "Please write a name" in helper.fill(door(one), 422, form=form, name=" ").words(".error")


def test_where_nobody_reserves_people_just_come(helper: Browser) -> None:
    one = event(capacity=None)
    helper.fill(door(one), form="[data-walk] form", name="Specht", size="50")
    assert helper.get(door(one)).words("[data-arrived]") == "50"


# What a phone noted


def test_what_was_noted_without_network_counts_once_however_often_it_is_sent(helper: Browser) -> None:
    one = event(capacity=5)
    found = place(one, 2)
    when = (now() - timedelta(minutes=40)).timestamp()
    noted = [sending(found.id, size=2, at=when), {**sending(0), "kind": "walk", "name": " Specht ", "size": 3}]
    for _ in range(3):
        told = sends(helper, one, *noted)
        assert [result["why"] for result in told["results"]] == ["", ""]
        assert told["figures"] == [5, 0, 0, 2]
    assert came() == [(2, 0), (3, 3)]
    first = db.session.scalars(select(Arrival).order_by(Arrival.id)).first()
    assert first is not None
    assert abs(first.arrived_at.timestamp() - when) < 1
    arrival = told["here"][1][0]
    sends(helper, one, {"key": "the key of taking back", "kind": "back", "number": arrival})
    sends(helper, one, *noted)
    assert came() == [(3, 3)]


def test_what_cannot_be_taken_is_told_and_the_others_count(helper: Browser) -> None:
    one = event(capacity=1)
    first, waiting = place(one), place(one, name="Reiher")
    told = sends(
        helper,
        one,
        sending(waiting.id),
        sending(999),
        {**sending(0), "kind": "walk", "name": "Specht"},
        sending(first.id),
    )
    whys = [result["why"] for result in told["results"]]
    assert "Reiher is on the waiting list" in whys[0]
    assert "know no such ticket" in whys[1]
    assert "So many places are not free" in whys[2]
    assert whys[3] == ""
    other_door = sends(helper, one, {**sending(first.id), "key": "a key of the other door"})
    assert "is here already" in other_door["results"][0]["why"]
    assert came() == [(1, 0)]


@pytest.mark.parametrize(
    "body", ["", "{", "[1]", '{"a": 1}', '[{"key": "short"}]', '[{"key": 12345678901234567890}]', "x" * 100]
)
def test_what_no_page_of_ours_sends_changes_nothing(helper: Browser, body) -> None:
    one = event()
    token = helper.get(door(one)).html.css_first("[data-token]").attributes["data-token"]
    helper.post(door(one, "/send"), {"token": token, "sendings": body}, 422)
    assert came() == []


def test_strange_values_in_a_sending_are_refused_or_read_mildly(helper: Browser) -> None:
    one = event()
    found = place(one)
    odd = [{**sending(number), "number": value} for number, value in enumerate((None, "1", -1, 10**12, True, [1]), 50)]
    whys = [result["why"] for result in sends(helper, one, *odd)["results"]]
    assert all(whys)
    sends(helper, one, {**sending(found.id), "size": 10**9, "at": "yesterday"})
    sends(helper, one, {**sending(0), "kind": "walk", "name": 5, "size": "three", "reason": {}})
    assert (1, 1) in came()


def test_an_evening_lasts_longer_than_a_token(helper: Browser) -> None:
    one = event()
    found = place(one)
    token = helper.get(door(one)).html.css_first("[data-token]").attributes["data-token"] or ""
    with time_machine.travel(now() + timedelta(hours=4), tick=False):
        fresh = sends(helper, one, sending(found.id), status=422, token=token)["token"]
        sends(helper, one, sending(found.id), token=fresh)
    assert came() == [(1, 0)]


def test_the_list_for_the_script_is_sent_again_only_where_something_is_new(helper: Browser) -> None:
    one = event()
    found = place(one)
    told = json.loads(helper.get(door(one, "/list")).text)
    ticket = tickets.ticket_of(found.id, found.key)
    assert told["guests"] == [[found.id, "Meise", 1, tickets.hash_of(ticket)]]
    assert json.loads(helper.get(door(one, f"/list?known={told['mark']}")).text) == {}
    enter(helper, one, found)
    news = json.loads(helper.get(door(one, f"/list?known={told['mark']}")).text)
    assert news["here"][0][1] == found.id
    assert news["guests"] is None
    place(one, name="Reiher")
    assert len(json.loads(helper.get(door(one, f"/list?known={news['mark']}")).text)["guests"]) == 2


# On paper, for many, and for whom


def test_the_list_is_printed_with_empty_lines_and_taken_along_as_a_table(helper: Browser) -> None:
    one = event()
    found, _late = place(one, 2, name="=Amsel"), place(one, name="Zeisig")
    enter(helper, one, found, size="1")
    helper.fill(door(one), form="[data-walk] form", name="@Specht", size="2")
    page = helper.get(f"/en/desk/events/{one.code}/attendance")
    assert len(page.html.css("tr.blank")) == 12
    assert "Zeisig" in page.words("table")
    lines = helper.get(f"/en/desk/events/{one.code}/attendance.csv").text.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("Name;Reserved;Came;At")
    assert lines[1].startswith("'=Amsel;2;1;")
    assert lines[2] == "Zeisig;1;;;"
    assert lines[3].startswith("'@Specht;0;2;")
    badges = helper.get(f"/en/desk/events/{one.code}/badges").all_words(".badges b")
    assert badges == ["=Amsel", "", "Zeisig"]


def test_five_thousand_come_in_with_the_same_few_statements(helper: Browser) -> None:
    one = event(capacity=5001)
    crowd(one, 3)
    pages = [
        door(one),
        door(one, "/list"),
        f"/en/desk/events/{one.code}/attendance",
        f"/en/desk/events/{one.code}/attendance.csv",
    ]
    few = [_count(helper, page) for page in pages]
    db.session.rollback()
    with factories.writing():
        capacity.give_back(one.places, 3)
        db.session.execute(delete(Registration))
    crowd(one, 5000)
    assert [_count(helper, page) for page in pages] == few
    assert max(few) <= MOST_STATEMENTS


def _count(helper: Browser, page: str) -> int:
    with statements() as found:
        helper.get(page)
    return len(found)


def test_the_door_is_for_the_staff_and_the_camera_for_the_door(helper: Browser, browser: Browser, staff) -> None:
    one = event()
    header = "Permissions-Policy"
    assert "camera=(self)" in helper.get(door(one)).response.headers[header]
    for address in ("/desk/events", f"/desk/events/{one.code}/people", f"/desk/events/{one.code}/attendance", "/"):
        assert "camera=()" in helper.get(address).response.headers[header]
    for more in ("", "/list"):
        assert "sign-in" in browser.get(door(one, more), 303).location
        staff(Role.CITIZEN).get(door(one, more), 403)
    for more in ("/door", "/door/list", "/attendance", "/attendance.csv", "/badges"):
        helper.get(f"/desk/events/unknown{more}", 404)


# What is kept


def test_who_came_is_forgotten_after_a_month_and_how_many_stays(app: Flask) -> None:
    one = event()
    found = place(one)
    with factories.writing():
        mine = db.session.merge(one)
        services.check_in(mine, db.session.merge(found), "one")
        services.let_in(mine, "Specht", 2, "two", reason="")
    for days, name in ((30, "Specht"), (31, "")):
        with factories.writing():
            personal.forget_arrivals(today() + timedelta(days=7 + days))
        last = db.session.scalars(select(Arrival).order_by(Arrival.id.desc())).first()
        assert last is not None
        assert (last.name, last.size) == (name, 2)
    assert last.arrived_at == db.session.merge(one).begins_at
    assert db.session.scalar(select(func.sum(Arrival.size))) == 3


def test_after_the_night_no_file_knows_who_came_without_a_place(app: Flask) -> None:
    if not is_sqlite():
        pytest.skip("this test reads SQLite's one file; no test reads those of PostgreSQL after the night")
    with time_machine.travel(now() - timedelta(days=45)):
        gone = event(capacity=5)
        with factories.writing():
            mine = db.session.merge(gone)
            for number in range(20):
                services.let_in(mine, f"Grauspecht {number}", 1, f"key {number}", reason=f"Klappstuhl {number}")
    assert b"grauspecht" in _files_of(app)
    factories.written(jobs.enqueue, "night", {"day": str(today())})
    while jobs.reconcile():
        db.session.rollback()
    content = _files_of(app)
    assert b"grauspecht" not in content
    assert b"klappstuhl" not in content
