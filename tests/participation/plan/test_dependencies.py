"""Which measure has to come first: circles are refused, and moving one names all that hang on it."""

import pytest
from flask import Flask

from participation.core.vocabulary import Role
from participation.plan.dependencies import services
from participation.plan.dependencies.rules import circle, hanging_on
from tests import factories
from tests.client import Browser
from tests.demo import demo
from tests.participation.plan.conftest import draft, fresh, published
from tests.participation.plan.test_demo import measures


@pytest.mark.parametrize(
    ("needs", "measure", "first", "found"),
    [
        ({}, 1, 2, []),
        ({2: [1]}, 1, 2, [1, 2, 1]),
        ({2: [3], 3: [4, 1]}, 1, 2, [1, 2, 3, 1]),
        ({2: [3], 3: [2]}, 1, 2, []),
        ({}, 1, 1, [1, 1]),
    ],
)
def test_a_circle_is_found_however_long_it_is(needs, measure, first, found) -> None:
    assert circle(needs, measure, first) == found


def test_what_hangs_on_a_measure_is_found_through_others_and_once() -> None:
    assert hanging_on({2: [1], 3: [2, 1], 4: [3], 9: [8]}, 1) == [2, 3, 4]
    assert hanging_on({1: [2], 2: [1]}, 1) == [2]


def test_a_planner_says_what_has_to_come_first_and_everybody_reads_it(planner: Browser, browser: Browser) -> None:
    first = published(title="Kalender")
    later = published(process=fresh(first).process, title="App")
    address = f"/en/desk/measures/{later.code}/needs"
    form = "section[aria-labelledby=c-more] form"
    sent = {**planner.get(address).fields(form), "needs": str(first.id), "reason": "Derselbe Kalender."}
    one, two = (planner.post(address, sent) for _ in range(2))
    assert one.location == two.location
    assert "M01 Kalender" in browser.get(f"/en/measures/{later.code}").words(".side")
    time = planner.get(f"/en/desk/measures/{first.code}/sheet/time")
    assert "M02 App" in time.words(".note")
    page = planner.fill(f"/en/desk/measures/{first.code}/needs", 422, form=form, needs=str(later.id), reason="Wunsch")
    assert "in a circle: M01 → M02 → M01" in page.words(".error")
    assert page.fields(form)["reason"] == "Wunsch"
    free = "section[aria-labelledby=c-needs] form"
    assert "expired" not in planner.fill(address, 422, form=free, free=str(first.id), token="x").text
    planner.fill(address, form=free, free=str(first.id))
    assert services.needs_of(fresh(later)) == []
    assert "can begin by itself" in planner.get(address).words("main")


def test_days_that_do_not_fit_are_marked(planner: Browser) -> None:
    first = draft(title="Kalender")
    later = draft(process=fresh(first).process, title="App")
    factories.written(lambda: services.need(fresh(later), fresh(first)))
    for measure, begins in ((first, "2027-09-01"), (later, "2027-07-01")):
        planner.fill(f"/en/desk/measures/{measure.code}/sheet/time", starts_on=begins, ends_on="2028-01-01")
    assert "begins later than this measure" in planner.get(f"/en/desk/measures/{later.code}/needs").words(".lines")
    page = planner.fill(f"/en/desk/measures/{later.code}/needs", 422, form="section[aria-labelledby=c-more] form")
    assert "Please choose a measure" in page.words(".error")


def test_a_draft_that_has_to_come_first_is_not_named_in_public(browser: Browser) -> None:
    first = draft(title="Geheim")
    later = published(process=fresh(first).process)
    factories.written(lambda: services.need(fresh(later), fresh(first)))
    assert "Geheim" not in browser.get(f"/measures/{later.code}").text


def test_nobody_else_says_what_comes_first(staff, browser: Browser) -> None:
    measure = draft()
    staff(Role.MODERATOR).get(f"/desk/measures/{measure.code}/needs", 403)
    assert "/sign-in" in browser.get(f"/desk/measures/{measure.code}/needs", 303).location


def test_the_demo_town_depends_as_the_fixture_tells(app: Flask) -> None:
    demo(app, "--as-of", "phase4")
    found = measures()
    assert [one.measure.code for one in services.needs_of(found["M06"])] == ["M01"]
    assert [one.code for one in services.hanging_on_it(found["M05"])] == ["M04"]
