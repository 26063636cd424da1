"""Vision, goals and the ways to them: written by planners, weighed beside each other, chosen with a reason."""

import pytest
from flask import Flask

from participation.core.vocabulary import Role
from participation.plan.goals import services
from participation.plan.goals.models import Goal
from participation.process.demo import Anchor, DemoTown
from participation.process.models import Process
from tests import factories
from tests.client import Browser
from tests.demo import demo
from tests.participation.plan.conftest import draft, fresh, published

GOAL = {"title": "Abends fährt ein Bus", "indicator": "Fahrgäste", "target": "350", "due_on": "2028-06-30"}
FORM = "main section:last-child form"
FORM_OF_GOALS = ".measure-sheet form"


def _goal(process: Process) -> Goal:
    found = services.for_editors(process, 1)
    assert found is not None
    return found


def test_a_goal_has_doing_nothing_among_its_ways_and_everybody_reads_which_was_chosen(
    planner: Browser, browser: Browser
) -> None:
    process = factories.process()
    assert "No goal is public yet" in browser.get("/en/goals").words(".empty")
    planner.fill("/en/desk/plan/vision", text="Alle kommen heim.", guiding="Ohne Auto\nOhne Warten", is_public="y")
    sent = {**planner.get("/desk/plan/goals/new").fields(), **GOAL, "guiding": "Ohne Auto"}
    for _ in range(2):
        planner.post("/desk/plan/goals/new", sent)
    browser.get("/goals/1", 404)
    planner.fill("/en/desk/plan/goals/1", is_public="y")
    planner.fill("/desk/plan/goals/1/alternatives/new", name="Rufbus", cost="high", pros="kommt überall hin")
    nothing = _goal(process).alternatives[0]
    assert nothing.is_nothing
    planner.fill(f"/desk/plan/goals/1/alternatives/{nothing.id}", cons="Der Bedarf bleibt")
    page = planner.fill(
        "/en/desk/plan/goals/1/choice", 422, alternative=str(nothing.id), decided_by="Rat", reason="So."
    )
    assert "why this way was chosen" in page.words("[role=alert]")
    bus = str(_goal(process).alternatives[1].id)
    kept = {**page.fields(), "alternative": bus, "decided_on": "2027-03-25", "reason": "Nur er kommt überall hin."}
    planner.post("/en/desk/plan/goals/1/choice", kept)
    assert "350" in browser.get("/en/goals").words(".item")
    assert "Ohne Warten" in browser.get("/en/goals").words(".dots")
    page = browser.get("/en/goals/1")
    assert page.all_words("thead th") == ["Question", "Nichts tun", "Rufbus (chosen)"]
    assert "Chosen: Rufbus. Nur er kommt überall hin. (Rat" in page.words("main")
    assert "Der Bedarf bleibt" in page.words(".weighing")


@pytest.mark.parametrize("missing", ["title", "indicator", "target", "due_on"])
def test_a_goal_without_figure_or_day_comes_back_filled(planner: Browser, missing: str) -> None:
    process = factories.process()
    page = planner.fill("/desk/plan/goals/new", 422, **{**GOAL, missing: ""})
    assert page.html.css_first(".has-error") is not None
    assert {**GOAL, missing: ""}.items() <= page.fields().items()
    assert services.goals_of(process) == []


@pytest.mark.parametrize("address", ["vision", "goals/1", "goals/1/alternatives/{key}"])
def test_who_saves_second_is_told_and_both_are_there(planner: Browser, staff, address: str) -> None:
    process, colleague = factories.process(), staff(Role.LEAD)
    planner.fill("/desk/plan/goals/new", **GOAL)
    here = "/en/desk/plan/" + address.format(key=_goal(process).alternatives[0].id)
    name = {"vision": "text", "goals/1": "target"}.get(address, "assumptions")
    mine = {**planner.get(here).fields(FORM), name: "Meins"}
    colleague.fill(here, form=FORM, **{name: "Ihres"})
    page = planner.post(here, mine, 409)
    assert "in the meantime" in page.words("[role=alert]")
    assert (page.fields(FORM)[name], "Ihres" in page.words("main")) == ("Meins", True)
    planner.post(here, page.fields(FORM))


def test_nobody_else_sets_goals(staff, browser: Browser, planner: Browser) -> None:
    factories.process()
    planner.fill("/desk/plan/goals/new", **GOAL)
    moderator = staff(Role.MODERATOR)
    for page in ("goals", "vision", "goals/new", "goals/1", "goals/1/alternatives/new", "goals/1/choice"):
        moderator.get(f"/desk/plan/{page}", 403)
        assert "/sign-in" in browser.get(f"/desk/plan/{page}", 303).location
    planner.get("/desk/plan/goals/9", 404)
    planner.get("/desk/plan/goals/1/alternatives/999", 404)


def _two_goals(planner: Browser) -> Process:
    process = factories.process()
    for title in ("Abends fährt ein Bus", "Niemand wartet lange"):
        planner.fill("/desk/plan/goals/new", **{**GOAL, "title": title, "is_public": "y"})
    return process


def test_a_measure_says_which_goals_it_serves_and_both_pages_lead_to_each_other(
    planner: Browser, browser: Browser
) -> None:
    process = _two_goals(planner)
    measure = published(process=process, title="Rufbus")
    address = f"/en/desk/measures/{measure.code}/goals"
    goals = services.goals_of(process)
    sent = {**planner.get(address).fields(FORM_OF_GOALS), "goals": [str(goals[0].id)]}
    one, two = (planner.post(address, sent) for _ in range(2))
    assert one.location == two.location
    assert "Saved" in planner.get(one.location).words("main")
    page = browser.get(f"/en/measures/{measure.code}")
    assert page.html.css_first("[aria-labelledby=h-served] a").attributes["href"] == "/en/goals/1"
    assert "M01 Rufbus" in browser.get("/en/goals/1").words("main")
    assert "No public measure serves this goal yet" in browser.get("/en/goals/2").words("main")
    assert "M01 Rufbus" in planner.get("/en/desk/plan/goals/1").words("[aria-labelledby=c-measures]")
    planner.post(address, {**planner.get(address).fields(FORM_OF_GOALS), "goals": []})
    assert services.served_by(fresh(measure)) == []


def test_goals_and_measures_that_are_not_public_do_not_show_through_each_other(
    planner: Browser, browser: Browser
) -> None:
    process = _two_goals(planner)
    secret, seen = draft(process=process, title="Geheim"), published(process=process, title="Offen")
    own = [one.id for one in services.goals_of(process)]
    for measure in (secret, seen):
        factories.written(lambda one=measure: services.serve(fresh(one), own))
    sent = planner.get("/desk/plan/goals/2").fields(FORM)
    planner.post("/desk/plan/goals/2", {name: value for name, value in sent.items() if name != "is_public"})
    told = browser.get("/goals/1").words("main")
    assert ("Offen" in told, "Geheim" in told) == (True, False)
    assert "Niemand wartet lange" not in browser.get(f"/measures/{seen.code}").text


def test_who_ticks_goals_second_is_told_and_both_are_there(planner: Browser, staff) -> None:
    process, colleague = _two_goals(planner), staff(Role.LEAD)
    first, second = (str(one.id) for one in services.goals_of(process))
    measure = draft(process=process)
    here = f"/en/desk/measures/{measure.code}/goals"
    mine = {**planner.get(here).fields(FORM_OF_GOALS), "goals": [first]}
    colleague.post(here, {**colleague.get(here).fields(FORM_OF_GOALS), "goals": [second]})
    page = planner.post(here, mine, 409)
    assert "in the meantime" in page.words("[role=alert]")
    assert "Z2 Niemand wartet lange" in page.words("form .stack-s")
    planner.post(here, {**page.fields(FORM_OF_GOALS), "goals": [first]})
    assert [one.number for one in services.served_by(fresh(measure))] == [1]


def test_without_a_goal_the_page_says_what_to_do_first(planner: Browser, staff) -> None:
    here = f"/en/desk/measures/{draft().code}/goals"
    assert "Set one first" in planner.get(here).words("main")
    staff(Role.MODERATOR).get(here, 403)


def test_the_demo_town_weighs_three_ways_and_forgets_them(app: Flask, browser: Browser) -> None:
    demo(app, "--as-of", "phase4")
    process = DemoTown.standing_at(Anchor.PHASE4).process
    assert [one.name for one in _goal(process).alternatives] == ["Nichts tun", "Rufbus ausweiten", "Mitfahrbänke"]
    assert "Rufbus ausweiten (ausgewählt)" in browser.get("/goals/1").all_words("thead th")
    assert "M02" in browser.get("/goals/1").words("main")
