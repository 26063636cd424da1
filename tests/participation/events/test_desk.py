"""What the staff does to prepare an event."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.core import capacity
from participation.core.clock import local, today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.events import finding
from participation.events.models import Event
from participation.events.rules import Audience
from tests import factories
from tests.client import Browser
from tests.demo import demo
from tests.participation.events.conftest import event

DAY = (today() + timedelta(days=30)).isoformat()
TYPED = {"title": "Dorfgespräch", "day": DAY, "begins": "18.30", "ends": "20:30", "capacity": "60"}


@pytest.fixture
def planner(staff) -> Browser:
    found: Browser = staff(Role.PLANNER)
    return found


def _all() -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(see_all(select(Event).order_by(Event.id), "a test")))


def test_an_event_begins_as_a_draft_with_its_places(planner: Browser) -> None:
    assert "belongs to a process" in planner.get("/en/desk/events").words("main")
    factories.process()
    assert "Begin with a title and a day" in planner.get("/en/desk/events").words("main")
    page = planner.follow(planner.fill("/en/desk/events/new", **TYPED))
    assert "Dorfgespräch" in page.words(".lines")
    [made] = _all()
    assert made.audience is Audience.DRAFT
    assert f"{local(made.begins_at):%H:%M}" == "18:30"
    assert capacity.free(made.places) == 60


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Please give the event a title."),
        ({"day": ""}, "Please choose a day."),
        ({"begins": "half past six"}, "Please write the time like this"),
        ({"begins": "25:00"}, "Please write the time like this"),
        ({"ends": "18:00"}, "has to end after it has begun"),
        ({"capacity": "0"}, "Please write a number"),
        ({"closes_on": (today() + timedelta(days=31)).isoformat()}, "cannot lie behind the event"),
        ({"opens_on": DAY, "closes_on": today().isoformat()}, "cannot lie before the first"),
        ({"online_link": "javascript:alert(1)"}, "Please begin the link with https"),
    ],
)
def test_a_mistake_gets_a_sentence_and_loses_nothing(planner: Browser, typed, words) -> None:
    factories.process()
    page = planner.fill("/en/desk/events/new", 422, **{**TYPED, **typed})
    assert any(words in one for one in page.all_words(".error"))
    assert page.fields()["place"] == ""
    assert _all() == []


def test_an_evening_lasts_into_the_night(planner: Browser) -> None:
    factories.process()
    planner.fill("/en/desk/events/new", **{**TYPED, "begins": "20:00", "ends": "00:30"})
    [made] = _all()
    assert (made.ends_at - made.begins_at) == timedelta(hours=4, minutes=30)
    shown = planner.get(f"/desk/events/{made.code.lower()}").fields()
    assert (shown["begins"], shown["ends"]) == ("20:00", "00:30")


def test_a_double_tap_prepares_one(planner: Browser) -> None:
    factories.process()
    sent = {**planner.get("/desk/events/new").fields(), **TYPED}
    for _ in range(2):
        planner.post("/desk/events/new", sent)
    assert len(_all()) == 1


def test_an_event_is_published_by_a_choice_and_can_be_copied(planner: Browser, browser: Browser) -> None:
    one = event(audience=Audience.DRAFT, text="Was fehlt?", access_facts=("ramp",), fields=("MO",))
    at = f"/en/desk/events/{one.code.lower()}"

    assert "Saved" in planner.follow(planner.fill(at, audience="public", closes_on=today().isoformat())).words(".saved")
    browser.get(f"/events/{one.code.lower()}")
    assert db.session.scalar(see_all(select(func.count()).select_from(Event), "a test")) == 1
    copy = planner.get(f"/en/desk/events/new?copy={one.code.lower()}").fields()
    assert (copy["text"], copy["day"], copy["access_facts"], copy["audience"]) == ("Was fehlt?", "", "ramp", "draft")


def test_a_private_event_shows_its_secret_link(planner: Browser) -> None:
    one = event(audience=Audience.PRIVATE)
    assert one.invitation.lower() in planner.get(f"/en/desk/events/{one.code}").text


def test_fewer_places_than_are_taken_are_refused(planner: Browser) -> None:
    one = event(capacity=10)
    factories.written(capacity.take, one.places, 8)
    page = planner.fill(f"/en/desk/events/{one.code}", 409, capacity="7")
    assert "More places than that are reserved" in page.words(".error")
    assert page.fields()["capacity"] == "7"
    planner.fill(f"/en/desk/events/{one.code}", capacity="8")
    assert finding.free_places(_all())[one.id] == 0


def test_of_two_who_save_the_second_is_told(planner: Browser) -> None:
    one = event()
    old = planner.get(f"/en/desk/events/{one.code}").fields()
    planner.fill(f"/en/desk/events/{one.code}", title="Zuerst")
    page = planner.post(f"/en/desk/events/{one.code}", {**old, "title": "Danach"}, 409)
    assert "in the meantime" in page.words("[role=alert]")
    planner.post(f"/en/desk/events/{one.code}", page.fields())
    assert [one.title for one in _all()] == ["Danach"]


def test_only_the_staff_prepares_events(browser: Browser, staff) -> None:
    one = event()
    for path in ("/desk/events", "/desk/events/new", f"/desk/events/{one.code}", "/desk/events/UNKNOWN"):
        assert "sign-in" in browser.get(path, 303).location
        staff(Role.CITIZEN).get(path, 403)
    staff(Role.MODERATOR).get("/desk/events/unknown", 404)


def test_the_demo_town_has_its_five_events_once_and_loses_them(app: Flask) -> None:
    demo(app)
    demo(app)
    titles = [one.title for one in _all()]
    assert len(titles) == 5
    assert "Dorfgespräch Neu Wiesow und Gröbenhof" in titles
