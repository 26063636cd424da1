"""What came of the measures: the light by rule, what everybody reads, and the report of those in charge."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.monitoring import services
from participation.monitoring.models import Indicator
from participation.monitoring.rules import Aspect, Light, Path, is_overdue, is_stale, light, number_of, together
from participation.plan.models import Measure
from participation.process.demo import Anchor, DemoTown
from tests import factories
from tests.client import Browser
from tests.demo import demo
from tests.participation.plan.conftest import draft, published
from tests.participation.plan.test_demo import measures

KEY_DATE = date(2028, 3, 31)
COLOURS = {"grün": Light.GREEN, "gelb": Light.YELLOW, "rot": Light.RED, "grau": Light.GREY}
YEAR = timedelta(days=364)


@pytest.fixture
def planner(staff: Callable[..., Browser]) -> Browser:
    """Somebody who edits the plan, signed in."""
    return staff(Role.PLANNER)


def followed(measure: Measure, **values: object) -> Indicator:
    """Follow a figure that is to rise from 0 to 100 in two years, of which one is over."""
    told = {
        "name": "Fahrgäste",
        "unit": "Personen",
        "aspect": Aspect.OUTPUT,
        "every_days": 91,
        "baseline": 0,
        "baseline_on": today() - YEAR,
        "target": 100,
        "target_on": today() + YEAR,
    }
    indicator = Indicator(**{**told, **values})
    factories.written(lambda: services.add_indicator(measure, indicator))
    return indicator


def test_the_rule_gives_every_part_and_light_of_the_fixture(app: Flask) -> None:
    told = [one for measure in DemoTown.standing_at(Anchor.PHASE4).fixture["measures"] for one in measure["indicators"]]
    assert len(told) == 15
    for one in told:
        began = one["baseline_date"] and date.fromisoformat(one["baseline_date"])
        path = Path(one["baseline"], began, one["target"], date.fromisoformat(one["target_date"]))
        reached = path.reached(one["values"][-1][1] if one["values"] else None, KEY_DATE)
        assert (None if reached is None else round(reached, 3)) == one["expected_ratio"], one["id"]
        assert light(reached) is COLOURS[one["expected_light"]], one["id"]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (Path(0, today(), 10, today() + YEAR), 5, Light.GREY),  # it has not begun yet
        (Path(None, None, 10, today() + YEAR, rises=False), 20, Light.RED),  # twice of what is to be at most
        (Path(None, None, 10, today() + YEAR, rises=False), 10, Light.GREEN),
        (Path(0, today() - YEAR, 10, today() - timedelta(1)), 8, Light.YELLOW),  # over: the goal itself counts
        (Path(0, today() - YEAR, 10, today() + YEAR), 0, Light.RED),  # zero is a value, not a missing one
        (Path(5, today() - YEAR, 5, today() + YEAR), 5, Light.GREY),  # nothing is to change
    ],
)
def test_the_light_at_the_edges(path: Path, value: float, expected: Light) -> None:
    assert light(path.reached(value, today())) is expected


def test_what_nobody_knows_is_neither_good_nor_bad() -> None:
    assert together([Light.GREY, Light.GREEN]) is Light.GREEN
    assert together([Light.GREY, Light.GREEN, Light.RED]) is Light.RED
    assert together([]) is Light.GREY
    assert [number_of(typed) for typed in ("1.5", "-2", "1.000,5", "")] == [1.5, -2, None, None]
    assert [is_overdue(today() - timedelta(days), None, today()) for days in (0, 1)] == [False, True]
    assert [is_stale(today() - timedelta(days), 91, today()) for days in (122, 123)] == [False, True]


def test_everybody_reads_how_a_measure_stands_and_why(browser: Browser) -> None:
    measure = published()
    address = f"/en/measures/{measure.code}/progress"
    assert "Nothing is measured yet" in browser.get(address).words(".empty")
    assert "What has come of it" not in browser.get(f"/en/measures/{measure.code}").text
    indicator = followed(measure)
    assert "No light yet" in browser.get(address).words(".hero")
    factories.written(lambda: services.record_value(indicator, 40, today()))
    factories.written(lambda: services.add_milestone(measure, "Vertrag", today() - timedelta(9)))
    page = browser.get(address)
    assert "Yellow: a little behind the plan" in page.words(".hero")
    assert "80 % of the planned way: by now it should be 50 Personen." in page.words("details").replace("\u00a0", " ")
    assert "Vertrag overdue" in page.words(".thread")
    story = browser.get(f"/en/measures/{measure.code}")
    assert "Yellow: a little behind the plan Figures with a light: 1 of 1." in story.words(".side")
    assert address in {link.attributes["href"] for link in story.html.css(".side a")}


def test_an_old_value_is_marked(browser: Browser) -> None:
    measure = published()
    indicator = followed(measure)
    factories.written(lambda: services.record_value(indicator, 60, today() - timedelta(200)))
    assert "a newer one is overdue" in browser.get(f"/en/measures/{measure.code}/progress").text


def test_a_draft_has_no_public_progress(browser: Browser) -> None:
    browser.get(f"/measures/{draft().code}/progress", 404)


def test_those_in_charge_plan_and_report(planner: Browser) -> None:
    measure = published()
    desk = f"/en/desk/measures/{measure.code}"
    assert "nothing to report yet" in planner.get(f"{desk}/report").words("main")
    planner.fill(f"{desk}/milestones", name="Vertrag", due_on=today().isoformat())
    planner.fill(f"{desk}/milestones", 422, name="Vertrag", due_on="")
    goal = {"name": "Wartezeit", "unit": "Minuten", "target": "12,5", "target_on": (today() + YEAR).isoformat()}
    planner.fill(f"{desk}/figures", 422, **goal, baseline="47")
    planner.fill(f"{desk}/figures", **goal, baseline="47", baseline_on=(today() - YEAR).isoformat())
    assert "Please write a number" in planner.fill(f"{desk}/report", 422, **{"values-0-value": "viel"}).text
    sent = {"values-0-value": "24,5", "milestones-0-done_on": today().isoformat()}
    page = planner.follow(planner.fill(f"{desk}/report", **sent))
    assert "So far: 24.5 Minuten" in page.words("fieldset").replace("\u00a0", " ")
    standing = _standing(measure)
    assert (standing.light, standing.milestones[0].done_on) == (Light.GREEN, today())
    assert "Report on this measure" in planner.get(f"/en/measures/{measure.code}").text


def test_values_of_another_measure_are_left_alone(planner: Browser) -> None:
    process = factories.process()
    own, other = published(process=process), published(process=process)
    followed(own)
    theirs = followed(other)
    sent = {"values-0-key": str(theirs.id), "values-0-value": "99"}
    planner.fill(f"/desk/measures/{own.code}/report", **sent)
    assert _standing(other).figures[0].latest is None


def _standing(measure: Measure) -> services.Standing:
    db.session.rollback()
    return services.standing(measure)


def test_the_demo_town_stands_as_the_fixture_tells(app: Flask) -> None:
    demo(app, "--as-of", "phase4")
    town = DemoTown.standing_at(Anchor.PHASE4)
    found = {code: services.standing(one, town.day("2028-03-31")) for code, one in measures().items()}
    for told in town.fixture["measures"]:
        standing = found[told["code"]]
        assert [one.light for one in standing.figures] == [COLOURS[one["expected_light"]] for one in told["indicators"]]
        assert [one.name for one in standing.overdue] == told["expected_overdue_milestones_at_2028_03_31"]
    assert {code: one.light for code, one in found.items() if one.light is not Light.GREEN} == {
        "M02": Light.RED,
        "M03": Light.YELLOW,
        "M06": Light.GREY,
        "M07": Light.GREY,
        "M08": Light.RED,
    }
