"""Points for what was said at the tables: by phone, and counted on paper."""

import pytest
from flask import Flask

from participation.core.vocabulary import Role
from participation.events.models import Event
from participation.events.points import services
from participation.events.points.rules import given_in
from tests import factories
from tests.client import Browser
from tests.participation.events.test_tables import at, opened, publish


@pytest.fixture
def one(browser: Browser) -> Event:
    """Make an event with three public notes, and three points for everybody."""
    made = opened()
    for text in ("Bus", "Rad", "Bank"):
        browser.fill(at(made), text=text)
    publish()
    factories.written(services.set_up, made, 3, is_open=True, paper={}, version="")
    return made


def page_of(event: Event) -> str:
    return f"/en/events/{event.code.lower()}/points"


def desk(event: Event) -> str:
    return f"/en/desk/events/{event.code.lower()}/points"


def fields_of(browser: Browser, event: Event) -> list[str]:
    return [name for name in browser.get(page_of(event)).fields() if name.startswith("points-")]


def close(staff, event: Event, **paper: str) -> None:
    lead: Browser = staff(Role.LEAD)
    typed = lead.get(desk(event)).fields()
    typed.pop("is_open", None)
    lead.post(desk(event), {**typed, **paper}, 303)


def by_table(browser: Browser, event: Event) -> list[str]:
    return browser.get(f"/en/events/{event.code.lower()}/voices").all_words("main section ul > li")


def test_nobody_gives_more_points_than_there_are(browser: Browser, one: Event) -> None:
    first, second, _third = fields_of(browser, one)
    refused = browser.fill(page_of(one), 422, **{first: "2", second: "2"})
    assert "You have 3 points and gave 4" in refused.words("main")
    assert refused.fields()[first] == "2"
    browser.post(page_of(one), {**refused.fields(), second: "1"}, 303)


def test_a_double_tap_and_a_change_of_mind_count_once(app: Flask, browser: Browser, staff, one: Event) -> None:
    first, second, third = fields_of(browser, one)
    typed = {**browser.get(page_of(one)).fields(), first: "3"}
    browser.post(page_of(one), typed, 303)
    browser.post(page_of(one), typed, 303)
    assert browser.get(page_of(one)).fields()[first] == "3"
    browser.fill(page_of(one), **{first: "1", second: "2"})
    Browser(app).fill(page_of(one), **{third: "3"})
    close(staff, one, **{second: "7"})
    bus, bike, bench = by_table(browser, one)
    assert "1 point by phone · 0 points on paper" in bus
    assert "2 points by phone · 7 points on paper" in bike
    assert "3 points by phone" in bench


def test_nobody_sees_the_points_of_others_before_the_end(app: Flask, browser: Browser, staff, one: Event) -> None:
    first, *_rest = fields_of(browser, one)
    browser.fill(page_of(one), **{first: "3"})
    assert Browser(app).get(page_of(one)).fields()[first] == "0"
    assert "by phone" not in " ".join(by_table(browser, one))
    typed = browser.get(page_of(one)).fields()
    close(staff, one)
    assert "Points can no longer be given" in browser.post(page_of(one), typed, 409).words("main")


def test_the_second_of_two_who_count_is_told_and_keeps_the_numbers(browser: Browser, staff, one: Event) -> None:
    name = fields_of(browser, one)[0]
    first, second = staff(Role.LEAD), staff(Role.LEAD)
    late = second.get(desk(one)).fields()
    first.fill(desk(one), **{name: "5"})
    refused = second.post(desk(one), {**late, name: "9"}, 409)
    assert refused.fields()[name] == "9"
    second.post(desk(one), refused.fields(), 303)
    assert second.get(desk(one)).fields()[name] == "9"


def test_points_of_an_event_without_a_round_are_no_page(browser: Browser) -> None:
    browser.get(page_of(opened()), 404)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"points-1": "2", "points-2": "0"}, {"1": 2}),
        ({"points-1": "4", "points-9": "1", "points-2": "-1"}, {}),
        ({"points-1": "²", "points-2": "99999999999"}, {}),
    ],
)
def test_nonsense_is_no_point(typed: dict[str, str], found: dict[str, int]) -> None:
    assert given_in(typed, [1, 2], 3) == found
