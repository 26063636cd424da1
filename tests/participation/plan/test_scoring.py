"""Comparing measures: weights fixed before, exact totals and ranks, how firm they are, and what starts first."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from participation.core.database import db
from participation.core.vocabulary import Role
from participation.plan.scoring import services
from participation.plan.scoring.rules import firmness, is_quick, ranks, starts_first, total
from participation.process.demo import Anchor, DemoTown
from participation.process.models import Process
from tests import factories
from tests.client import Browser, statements
from tests.demo import demo
from tests.participation.plan.conftest import draft, fresh, published

WEIGHTS = {"K1": 60, "K2": 40}
POINTS = {"M01": {"K1": 5, "K2": 2}, "M02": {"K1": 3, "K2": 4}, "M03": {"K1": 1, "K2": 1}}
TYPED = {
    "criteria-0-name": "Nutzen",
    "criteria-0-weight": "60",
    "criteria-1-name": "Kosten",
    "criteria-1-weight": "40",
}
REASON = "Alle können es sofort sehen."


def _fixed(process: Process) -> None:
    def fix() -> None:
        services.set_criteria(process, [("Nutzen", 60), ("Kosten", 40)])
        services.fix(process)

    factories.written(fix)


def _fixture() -> dict:
    return DemoTown.standing_at(Anchor.PHASE4).fixture


def test_totals_and_ranks_of_the_fixture_come_out_exactly(app: Flask) -> None:
    told = _fixture()
    weights = {one["code"]: one["weight_pct"] for one in told["scoring"]["criteria"]}
    totals = {one["code"]: total(one["scores"], weights) for one in told["measures"]}
    assert totals == {code: Decimal(str(value)) for code, value in told["expectations"]["scores"].items()}
    assert list(ranks(totals)) == told["expectations"]["ranking_by_score"]
    assert [is_quick(one["impact_1_5"], one["effort_1_5"]) for one in told["measures"]] == [
        one["quick_win_by_rule"] for one in told["measures"]
    ]


def test_equal_totals_share_a_rank_and_the_next_one_is_left_out() -> None:
    assert ranks({"M03": 2, "M01": 4, "M02": 4, "M04": 1}) == {"M01": 1, "M02": 1, "M03": 3, "M04": 4}


@pytest.mark.parametrize(("criterion", "lowest", "highest"), [("K1", 51, 100), ("K2", 0, 49)])
def test_the_order_stays_until_another_weight_changes_it(criterion: str, lowest: int, highest: int) -> None:
    found = firmness(POINTS, WEIGHTS, criterion)
    assert (found.lowest, found.highest) == (lowest, highest)
    below, above = ([("M02", "M01")], []) if criterion == "K1" else ([], [("M02", "M01")])
    assert (found.passing_below, found.passing_above) == (below, above)


@pytest.mark.parametrize(
    ("impact", "effort", "decided", "first"),
    [(4, 2, None, True), (3, 2, None, False), (4, 3, None, False), (4, 3, True, True), (5, 1, False, False)],
)
def test_what_starts_first_follows_the_rule_or_a_decision(impact, effort, decided, first) -> None:
    assert starts_first(impact, effort, decided) is first
    assert total({"K1": 5}, WEIGHTS) is None


def test_points_come_after_the_weights_are_fixed_and_then_they_stand(planner: Browser) -> None:
    measure = draft()
    scores, weights = f"/en/desk/measures/{measure.code}/scores", "/en/desk/plan/weights"
    assert "Points come after" in planner.get(scores).words("main")
    assert "First fix the criteria" in planner.get("/en/desk/plan/scoring").words(".note")
    page = planner.fill(weights, 422, **{**TYPED, "criteria-1-weight": "30", "do": "fix"})
    assert "add up to 90 %" in page.words("[role=alert]")
    planner.post(weights, {**page.fields(), "criteria-1-weight": "40", "do": "fix"})
    planner.fill(weights, do="reopen")
    assert services.fixed_at(fresh(measure).process) is None
    planner.fill(weights, do="fix")
    open_page = planner.get(weights).fields()
    planner.fill(scores, points_K1="5", points_K2="2", impact="4", effort="2")
    assert "they stay as they are" in planner.get(weights).words(".note")
    assert "points were given by them" in planner.post(weights, {**open_page, "do": "reopen"}, 409).words("main")
    page = planner.get("/en/desk/plan/scoring")
    assert "M01 comes first, with 3.8 points" in page.words("main")
    assert page.words(".effects .quick a") == "M01"


@pytest.mark.parametrize(
    "broken", [{"criteria-0-weight": "0"}, {"criteria-0-weight": "viel"}, {"criteria-0-name": ""}, {"token": "x"}]
)
def test_refused_weights_come_back_filled(planner: Browser, broken: dict[str, str]) -> None:
    factories.process()
    page = planner.fill("/en/desk/plan/weights", 422, **{**TYPED, **broken, "do": "save"})
    assert page.fields()["criteria-1-name"] == "Kosten"
    db.session.rollback()
    assert not services.criteria_of(1)


def test_who_saves_weights_or_points_second_is_told(planner: Browser, staff) -> None:
    measure, colleague = draft(), staff(Role.LEAD)
    weights = "/en/desk/plan/weights"
    older = {**planner.get(weights).fields(), **TYPED, "criteria-0-name": "Meines", "do": "save"}
    colleague.fill(weights, **TYPED, do="save")
    page = planner.post(weights, older, 409)
    assert "in the meantime" in page.words("[role=alert]")
    assert (page.fields()["criteria-0-name"], page.words("tbody th")) == ("Meines", "K1 Nutzen")
    colleague.fill(weights, do="fix")
    scores = f"/en/desk/measures/{measure.code}/scores"
    older = {**planner.get(scores).fields(), "points_K1": "1"}
    colleague.fill(scores, points_K1="5", impact="3")
    page = planner.post(scores, older, 409)
    assert "Somebody has scored" in page.words("[role=alert]")
    assert page.fields()["points_K1"] == "1"
    assert page.all_words(".strong.warn + *, p:has(.strong.warn)") != []
    planner.post(scores, page.fields())
    assert services.points_of(fresh(measure)) == {"K1": 1}


def test_against_the_rule_needs_a_reason_which_everybody_reads(planner: Browser, browser: Browser) -> None:
    measure = published()
    scores = f"/en/desk/measures/{measure.code}/scores"
    page = planner.fill(scores, 422, impact="4", effort="3", first="yes")
    assert "why the rule does not fit" in page.words("[role=alert]")
    assert "This starts first" not in browser.get("/en/measures").text
    planner.post(scores, {**page.fields(), "reason": REASON})
    assert REASON in browser.get("/en/measures").words(".first")
    assert REASON in browser.get(f"/en/measures/{measure.code}").words(".side")
    planner.fill(scores, first="rule")
    assert "This starts first" not in browser.get("/en/measures").text
    planner.fill(scores, effort="2", first="yes")
    assert services.estimate_of(fresh(measure)).decided is None, "the rule says so already"


def test_a_draft_that_starts_first_is_nobodys_business(planner: Browser, browser: Browser) -> None:
    published()
    measure = draft(process=fresh(published(title="Andere")).process, title="Geheim")
    factories.written(lambda: services.estimate(fresh(measure), 5, 1))
    assert "Geheim" not in browser.get("/measures").text


def test_the_table_refuses_a_decision_without_a_reason(app: Flask) -> None:
    measure = draft()
    with pytest.raises(IntegrityError):
        factories.written(lambda: services.estimate(fresh(measure), 4, 3, True, "Weil."))


def test_nobody_else_compares_measures(staff, browser: Browser, planner: Browser) -> None:
    planner.get("/desk/plan/scoring", 404)
    measure = draft()
    for address in ("/desk/plan/scoring", "/desk/plan/weights", f"/desk/measures/{measure.code}/scores"):
        staff(Role.MODERATOR).get(address, 403)
        assert "/sign-in" in browser.get(address, 303).location


def test_the_page_costs_the_same_however_many_measures_there_are(planner: Browser) -> None:
    process, counts = factories.process(), []
    _fixed(process)
    for wanted in (2, 10):
        for _ in range(wanted):
            measure = draft(process=process)
            factories.written(lambda m=measure: services.score(fresh(m), {"K1": 5, "K2": 1}))
        planner.get("/desk/plan/scoring")
        with statements() as found:
            planner.get("/desk/plan/scoring")
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_the_demo_town_ranks_as_expected_and_says_why_the_library_starts_first(app: Flask, browser: Browser) -> None:
    demo(app, "--as-of", "phase4")
    told = _fixture()
    process = DemoTown.standing_at(Anchor.PHASE4).process
    found = services.ranking(process)
    assert [line.measure.code for line in found.lines] == told["expectations"]["ranking_by_score"]
    assert {line.measure.code for line in found.lines if line.estimate.starts_first} == {"M01", "M04", "M05"}
    page = browser.get("/measures")
    assert [words[:3] for words in page.all_words(".first li")] == ["M01", "M04", "M05"]
    assert "Kinder- und Jugendbeirat mitgetragen" in page.words(".first")
