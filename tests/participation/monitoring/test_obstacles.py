"""What holds a measure up, the word of people beside the rule's, late measures, and all measures together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.monitoring import services
from participation.monitoring.models import Indicator, Obstacle
from participation.monitoring.rules import Aspect, Effect, Hindrance, Light, is_explained, shown, whole
from participation.plan import services as plan
from participation.plan.models import Measure
from participation.plan.rules import BindingState
from participation.plan.services import Move
from participation.plan.sheet import services as sheets
from tests import factories
from tests.client import Browser, statements
from tests.demo import demo
from tests.participation.monitoring.test_monitoring import YEAR, followed
from tests.participation.plan.conftest import draft, published
from tests.participation.plan.test_demo import measures

DAY = timedelta(1)
TYPED = {"text": "Zwei Fahrer fehlen", "remover": "Verkehrsbetrieb", "next_action": "Neue Ausschreibung"}


@pytest.fixture
def planner(staff: Callable[..., Browser]) -> Browser:
    """Somebody who edits the plan, signed in."""
    return staff(Role.PLANNER)


def held_up(measure: Measure, **values: Any) -> Obstacle:
    """Name an obstacle."""
    told = {
        "kind": Hindrance.STAFF,
        "found_on": today(),
        "was_foreseen": False,
        "effect": Effect.LESS,
        **TYPED,
        **values,
    }
    found: list[Obstacle] = []
    factories.written(lambda: found.append(services.name_obstacle(measure, told)))
    return found[0]


def late(measure: Measure) -> None:
    """Give the measure a milestone that is over."""
    factories.written(lambda: services.add_milestone(measure, "Vertrag", today() - DAY))


# Rules: what others get wrong when they add up (platforms.md 5.4)


@pytest.mark.parametrize(
    ("parts", "part", "known", "total"),
    [
        ([(2, 0.5), (6, 1.0)], 0.875, 2, 2),  # weights need not add up to one
        ([(1, 0.5), (1, None)], 0.5, 1, 2),  # what nobody knows is not zero, in no mean
        ([(5, 1.0), (5, None)], 1.0, 1, 2),  # nor does its weight count
        ([(1, 0.0), (1, 1.0)], 0.5, 2, 2),  # zero is a value
        ([(1, -0.5), (1, 1.0)], 0.5, 2, 2),  # so is less than nothing
        ([(1, 1.0), (1, 0.5)], 0.75, 2, 2),  # one is all of the way, and no magic value
        ([(1, 9.0), (1, 0.0)], 0.5, 2, 2),  # who is far ahead hides nobody
        ([(0, 1.0)], None, 0, 1),
        ([(1, None)], None, 0, 1),
        ([], None, 0, 0),
    ],
)
def test_several_are_added_up(
    parts: list[tuple[float, float | None]], part: float | None, known: int, total: int
) -> None:
    found = whole(parts)
    assert (found.part, found.known, found.total) == (part, known, total)


def test_a_persons_word_counts_and_a_trial_with_learnings_is_a_result() -> None:
    assert shown(Light.RED, None, is_result=False) is Light.RED
    assert shown(Light.RED, Light.YELLOW, is_result=False) is Light.YELLOW
    assert shown(Light.RED, Light.RED, is_result=True) is Light.RESULT


def test_late_is_explained_by_an_obstacle_or_by_a_new_day_for_each() -> None:
    assert not is_explained(has_obstacle=False, late=[None], today=today())
    assert is_explained(has_obstacle=True, late=[None], today=today())
    assert is_explained(has_obstacle=False, late=[today()], today=today())
    assert not is_explained(has_obstacle=False, late=[today(), None], today=today())
    assert not is_explained(has_obstacle=False, late=[today() - DAY], today=today())


# Obstacles


def test_planners_name_an_obstacle_and_everybody_reads_it(planner: Browser, browser: Browser) -> None:
    measure = published()
    address = f"/en/desk/measures/{measure.code}/obstacles"
    assert "what is done about it next" in planner.fill(address, 422, **{**TYPED, "next_action": ""}).text
    tomorrow = (today() + DAY).isoformat()
    assert "today or a day that is over" in planner.fill(address, 422, **TYPED, found_on=tomorrow).text
    page = planner.follow(planner.fill(address, **TYPED, kind="money", effect="lost", expected_on=tomorrow))
    assert "Zwei Fahrer fehlen" in page.words("main")
    told = browser.get(f"/en/measures/{measure.code}/progress").words("main")
    for word in ("Zwei Fahrer fehlen", "money", "no longer be reached", "Verkehrsbetrieb", "Neue Ausschreibung"):
        assert word in told


def test_of_two_who_change_an_obstacle_the_second_is_told(planner: Browser) -> None:
    measure = published()
    address = f"/en/desk/measures/{measure.code}/obstacles/{held_up(measure).id}"
    read = planner.get(address).fields()
    planner.fill(address, resolved_on=today().isoformat())
    page = planner.post(address, {**read, "text": "Drei Fahrer fehlen"}, 409)
    assert "Drei Fahrer fehlen" in page.text
    assert "Zwei Fahrer fehlen" in page.words("main")
    planner.fill(address, 422, resolved_on=(today() - YEAR).isoformat())
    db.session.rollback()
    assert services.standing(measure).open_obstacles == []


def test_an_obstacle_of_another_measure_is_not_there(planner: Browser) -> None:
    process = factories.process()
    own, other = published(process=process), published(process=process)
    planner.get(f"/desk/measures/{own.code}/obstacles/{held_up(other).id}", 404)


# Late


def test_a_late_measure_without_a_word_is_flagged_until_somebody_says_why(planner: Browser, browser: Browser) -> None:
    measure = published()
    assert "Nothing is late" in planner.get("/en/desk/progress").text
    late(measure)
    assert "late without obstacle or new day" in planner.get("/en/desk/progress").words("main")
    assert "nobody has said why" in planner.get(f"/en/desk/measures/{measure.code}/report").words("main")
    assert "not yet said why" in browser.get(f"/en/measures/{measure.code}/progress").words(".hero")
    held_up(measure)
    page = planner.get("/en/desk/progress").words("main")
    assert "late, explained" in page
    assert "held up" in page
    assert "not yet said why" not in browser.get(f"/en/measures/{measure.code}/progress").text


def test_a_new_day_is_a_word_too(planner: Browser, browser: Browser) -> None:
    measure = published()
    late(measure)
    new = (today() + DAY).isoformat()
    planner.fill(f"/desk/measures/{measure.code}/report", **{"milestones-0-expected_on": new})
    assert "late, explained" in planner.get("/en/desk/progress").words("main")
    assert "now expected on" in browser.get(f"/en/measures/{measure.code}/progress").words(".thread")


def test_a_measure_whose_end_is_over_is_late_and_one_that_ended_is_not(app: Flask) -> None:
    measure = published()
    factories.written(lambda: sheets.write(measure, {"ends_on": today() - DAY}))
    assert services.standing(measure).needs_word
    reason = "Das Geld reicht nicht."
    factories.written(lambda: plan.set_state(measure, Move(BindingState.STOPPED, today(), reason=reason)))
    assert not services.standing(measure).is_late


# The light


def test_people_say_otherwise_and_both_are_read(planner: Browser, browser: Browser) -> None:
    measure = published()
    indicator = followed(measure)
    factories.written(lambda: services.record_value(indicator, 10, today()))
    address = f"/en/desk/measures/{measure.code}/light"
    assert "The rule says: Red" in planner.get(address).words("main")
    assert "say in one sentence why" in planner.fill(address, 422, light="yellow", reason="so").text
    planner.fill(address, light="yellow", reason="Im Winter fährt niemand, im Sommer holen wir auf.")
    for public in (f"/en/measures/{measure.code}/progress", "/en/progress"):
        page = browser.get(public).words("body")
        assert "Yellow: a little behind the plan" in page
        assert "Red: well behind the plan" in page
    assert "im Sommer holen wir auf" in browser.get(f"/en/measures/{measure.code}/progress").text
    planner.fill(address, light="rule", reason="Auch im Sommer fuhr niemand.")
    assert "Yellow: a little" not in browser.get(f"/en/measures/{measure.code}/progress").words("body .hero")


def test_a_stopped_trial_with_learnings_is_a_result(browser: Browser) -> None:
    measure = published()
    indicator = followed(measure)
    factories.written(lambda: services.record_value(indicator, 1, today()))
    factories.written(lambda: sheets.write(measure, {"is_trial": True, "learnings": ["Abends fährt niemand."]}))
    reason = "Die Erprobung ist zu Ende."
    factories.written(lambda: plan.set_state(measure, Move(BindingState.STOPPED, today(), reason=reason)))
    page = browser.get(f"/en/measures/{measure.code}/progress").words(".hero")
    assert "A result: the trial has ended" in page
    assert "Red" not in page


# What is to be reached


def test_figures_and_milestones_are_changed_and_what_they_said_is_kept(planner: Browser) -> None:
    measure = published()
    indicator = followed(measure)
    late(measure)
    milestone = services.standing(measure).milestones[0]
    desk = f"/en/desk/measures/{measure.code}"
    read = planner.get(f"{desk}/figures/{indicator.id}").fields()
    planner.fill(f"{desk}/figures/{indicator.id}", target="80,5", weight="3")
    planner.post(f"{desk}/figures/{indicator.id}", {**read, "target": "90"}, 409)
    page = planner.follow(planner.fill(f"{desk}/milestones/{milestone.id}", name="Vertrag mit zwei Firmen"))
    told = page.words("table.fold tbody")
    assert "FahrgästeGoal10080.5" in told
    assert "FahrgästeHow much it counts13" in told
    assert "VertragNameVertragVertrag mit zwei Firmen" in told
    db.session.rollback()
    assert db.session.get_one(Indicator, indicator.id).target == 80.5


def test_a_figure_that_counts_more_moves_the_whole_more(app: Flask) -> None:
    measure = published()
    heavy, light_one = followed(measure, weight=3), followed(measure)
    factories.written(lambda: services.record_value(heavy, 50, today()))
    factories.written(lambda: services.record_value(light_one, 0, today()))
    followed(measure)
    found = services.standing(measure).whole
    assert (found.part, found.known, found.total) == (0.75, 2, 3)


# All together


def test_the_overview_counts_and_filters(browser: Browser) -> None:
    process = factories.process()
    assert "No measure is public yet" in browser.get("/en/progress").text
    good, blank = published(process=process), published(process=process)
    draft(process=process)
    indicator = followed(good)
    factories.written(lambda: services.record_value(indicator, 50, today()))
    late(blank)
    page = browser.get("/en/progress")
    assert "100 % of the way planned until today is done. Measures with a value: 1 of 2." in page.words(
        ".hero"
    ).replace("\u00a0", " ")
    told = page.all_words("main .facts > div")
    assert "on plan1" in told
    assert "without a value1" in told
    assert "late1" in told
    green = browser.get("/en/progress?light=green").words("main")
    assert good.code in green
    assert blank.code not in green
    assert "No measure has this light" in browser.get("/en/progress?light=red").text
    browser.get("/en/progress?process=nobody", 404)


def test_ten_measures_cost_as_many_statements_as_one(browser: Browser) -> None:
    process = factories.process()

    def one() -> None:
        measure = published(process=process)
        indicator = followed(measure)
        factories.written(lambda: services.record_value(indicator, 50, today()))
        late(measure)
        held_up(measure)

    def cost() -> int:
        browser.get("/progress")
        with statements() as found:
            browser.get("/progress")
        return len(found)

    one()
    first = cost()
    for _each in range(9):
        one()
    assert cost() == first


def test_the_demo_town_tells_its_obstacles(app: Flask) -> None:
    demo(app, "--as-of", "phase4")
    found = {code: services.standing(one) for code, one in measures().items()}
    assert {code: len(one.open_obstacles) for code, one in found.items() if one.obstacles} == {
        "M01": 0,
        "M02": 1,
        "M03": 1,
        "M08": 1,
    }
    assert found["M02"].obstacles[0].kind is Hindrance.STAFF
    assert Aspect.OUTPUT in {figure.indicator.aspect for figure in found["M02"].figures}
