"""A measure is moved: every one that hangs on it is listed and asked about, and the answers are kept."""

from datetime import date

import pytest
from flask import Flask

from participation.core.vocabulary import Role
from participation.plan.dependencies import services
from participation.plan.dependencies.rules import Decided, days_moved
from participation.plan.models import Measure
from participation.plan.sheet import services as sheets
from tests import factories
from tests.client import Browser
from tests.demo import demo
from tests.participation.plan.conftest import draft, fresh
from tests.participation.plan.test_demo import measures

ONE, TWO = date(2027, 1, 1), date(2027, 1, 11)
FORM = "[aria-labelledby=c-decide] form"
TIME = ".measure-sheet form"


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ((ONE, None), (TWO, None), 10),
        ((TWO, TWO), (ONE, ONE), -10),
        ((ONE, ONE), (ONE, TWO), 10),
        ((None, None), (ONE, TWO), 0),
        ((ONE, TWO), (None, None), 0),
        ((ONE, TWO), (ONE, TWO), 0),
    ],
)
def test_how_far_a_measure_was_moved(before, after, days) -> None:
    assert days_moved(before, after) == days


def _chain() -> list[Measure]:
    """Make three measures with days, each of which needs the one before."""
    first = draft(title="Kalender")
    made = [first, *(draft(process=fresh(first).process, title=one) for one in ("App", "Karte"))]

    def link() -> None:
        for one in made:
            sheets.write(fresh(one), {"starts_on": ONE, "ends_on": TWO, "levels": ["data", "services"]})
        for later, sooner in ((made[1], made[0]), (made[2], made[1])):
            services.need(fresh(later), fresh(sooner))

    factories.written(link)
    return made


def _time(measure: Measure) -> str:
    return f"/en/desk/measures/{measure.code}/sheet/time"


def _begins(measure: Measure) -> date | None:
    return sheets.sheet_of(fresh(measure)).starts_on


def test_moving_one_lists_all_that_hang_on_it_and_keeps_the_answers(planner: Browser) -> None:
    first, app, card = _chain()
    page = planner.fill(_time(first), form=TIME, starts_on="2027-01-06")
    assert page.location == f"/en/desk/measures/{first.code}/moved"
    page = planner.get(page.location)
    assert page.all_words("tbody th") == ["M02 App", "M03 Karte"]
    assert "Data, Services" in page.words("tbody")
    assert "5 days" in page.words("tbody")
    assert "Decide what moves" in planner.get("/en/desk").text
    sent = {**page.fields(FORM), f"m{app.id}": "moves", f"m{card.id}": "stays"}
    one, two = (planner.post(f"/en/desk/measures/{first.code}/moved", sent) for _ in range(2))
    assert one.location == two.location
    assert (_begins(app), _begins(card)) == (date(2027, 1, 6), ONE)
    assert [one.ripple.decided for one in services.followed_by(fresh(first))] == [Decided.MOVES, Decided.STAYS]
    assert "Decide what moves" not in planner.get("/en/desk").text
    planner.fill(f"/en/desk/measures/{first.code}/moved", form=FORM, **{f"m{app.id}": "stays"})
    assert _begins(app) == ONE


def test_a_question_that_is_open_grows_and_one_that_came_to_nothing_goes(planner: Browser) -> None:
    first, *_others = _chain()
    for begins in ("2027-01-06", "2027-01-08"):
        planner.fill(_time(first), form=TIME, starts_on=begins)
    assert {one.ripple.days for one in services.followed_by(fresh(first))} == {7}
    planner.fill(_time(first), form=TIME, starts_on="2027-01-01")
    assert services.followed_by(fresh(first)) == []
    assert "was not moved" in planner.get(f"/en/desk/measures/{first.code}/moved").words("main")


def test_where_nothing_hangs_on_it_or_nothing_moves_nobody_is_asked(planner: Browser) -> None:
    first, _app, card = _chain()
    assert "saved=1" in planner.fill(_time(card), form=TIME, starts_on="2027-01-06").location
    assert "saved=1" in planner.fill(_time(first), form=TIME, importance="high").location
    assert services.undecided(fresh(first).process) == (0, None)


def test_who_decides_second_is_told_and_both_are_there(planner: Browser, staff) -> None:
    first, app, _card = _chain()
    colleague, here = staff(Role.LEAD), f"/en/desk/measures/{first.code}/moved"
    planner.fill(_time(first), form=TIME, starts_on="2027-01-06")
    mine = {**planner.get(here).fields(FORM), f"m{app.id}": "stays"}
    colleague.fill(here, form=FORM, **{f"m{app.id}": "moves"})
    page = planner.post(here, mine, 409)
    assert "in the meantime" in page.words("[role=alert]")
    assert "Stored now: It moves by the same days." in page.words(FORM)
    assert page.fields(FORM)[f"m{app.id}"] == "stays"
    planner.post(here, page.fields(FORM))
    assert _begins(app) == ONE


def test_nobody_else_decides_what_moves(staff, browser: Browser) -> None:
    here = f"/desk/measures/{draft().code}/moved"
    staff(Role.MODERATOR).get(here, 403)
    assert "/sign-in" in browser.get(here, 303).location


def test_in_the_demo_town_moving_m01_asks_about_m06(app: Flask, planner: Browser) -> None:
    demo(app, "--as-of", "phase4")
    begins = sheets.sheet_of(measures()["M01"]).starts_on
    assert begins is not None
    page = planner.fill("/desk/measures/M01/sheet/time", form=TIME, starts_on=str(begins.replace(day=begins.day + 1)))
    assert [one[:3] for one in planner.get(page.location).all_words("tbody th")] == ["M06"]
