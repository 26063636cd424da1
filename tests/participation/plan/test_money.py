"""What a measure costs and who pays it: the sums, the planners' page, and what everybody reads."""

import pytest
from flask import Flask

from participation.core.database import db
from participation.plan.money import services
from participation.plan.money.rules import FundingState, Verdict, balance, euros_of
from participation.process.demo import Anchor, DemoTown
from tests.client import Browser
from tests.demo import demo
from tests.participation.plan.conftest import draft, published
from tests.participation.plan.test_demo import measures

GRANTED, PLANNED, REFUSED = FundingState.GRANTED, FundingState.IDEA, FundingState.REFUSED


@pytest.mark.parametrize(
    ("cost", "posts", "verdict", "uncovered", "unsure"),
    [
        (None, [(500, GRANTED)], Verdict.UNKNOWN, -500, 0),
        (0, [], Verdict.COVERED, 0, 0),
        (72_000, [(46_800, GRANTED), (24_000, FundingState.IN_BUDGET)], Verdict.SHORT, 1_200, 0),
        (72_000, [(46_800, GRANTED), (25_200, REFUSED)], Verdict.SHORT, 25_200, 0),
        (72_000, [(46_800, GRANTED), (25_200, PLANNED)], Verdict.UNSURE, 0, 25_200),
        (72_000, [(72_000, FundingState.PAID)], Verdict.COVERED, 0, 0),
        (72_000, [(72_001, GRANTED)], Verdict.OVER, -1, 0),
    ],
)
def test_the_sums_add_up_or_say_what_is_missing(cost, posts, verdict, uncovered, unsure) -> None:
    sums = balance(cost, posts)
    assert (sums.verdict, sums.uncovered, sums.unsure) == (verdict, uncovered, unsure)


@pytest.mark.parametrize(
    ("typed", "euros"),
    [("38.000", 38_000), ("38 000 €", 38_000), ("0", 0), ("1.000.000 Euro", 1_000_000), ("38.00", None), ("-5", None)],
)
def test_euros_are_read_as_people_type_them(typed: str, euros: int | None) -> None:
    assert euros_of(typed) == euros


def test_a_planner_writes_down_the_money_and_everybody_reads_it(planner: Browser, browser: Browser) -> None:
    measure = published()
    assert "What it costs" not in browser.get(f"/en/measures/{measure.code}").text
    address = f"/en/desk/measures/{measure.code}/money"
    sums = {"posts-0-source": "Land", "posts-0-euros": "46.800", "posts-0-state": "granted"}
    page = planner.follow(planner.fill(address, cost_once="72.000", cost_yearly="14.000", **sums))
    assert "25,200 € are missing: 72,000 € are needed." in page.words(".note").replace("\u00a0", " ")
    page = planner.follow(planner.fill(address, **{"posts-1-source": "Stadt", "posts-1-euros": "25.200"}))
    assert "25,200 € of 72,000 € are not sure yet" in page.words(".note").replace("\u00a0", " ")
    assert page.fields()["posts-0-euros"] == "46,800"
    shown = browser.get(f"/measures/{measure.code}").text.replace("\u00a0", " ")
    assert "46.800 €, bewilligt" in shown
    assert "14.000 €" in shown


@pytest.mark.parametrize(
    "broken", [{"cost_once": "viel"}, {"posts-0-source": "Land"}, {"posts-0-euros": "5"}, {"posts-0-apply_by": "bald"}]
)
def test_refused_money_comes_back_filled(planner: Browser, broken: dict[str, str]) -> None:
    measure = draft()
    page = planner.fill(f"/desk/measures/{measure.code}/money", 422, **{"cost_yearly": "77", **broken})
    assert page.html.css_first(".has-error") is not None
    assert page.fields()["cost_yearly"] == "77"
    db.session.rollback()
    assert not services.money_of(measure).is_known


def test_who_saves_money_second_is_told(planner: Browser) -> None:
    measure = draft()
    address = f"/en/desk/measures/{measure.code}/money"
    older = planner.get(address).fields()
    planner.fill(address, cost_once="5", **{"posts-0-source": "Land", "posts-0-euros": "5"})
    page = planner.post(address, {**older, "cost_once": "6"}, 409)
    assert "in the meantime" in page.words("[role=alert]")
    assert (page.fields()["cost_once"], services.money_of(measure).cost_once) == ("6", 5)


def test_the_money_of_the_demo_town_adds_up(app: Flask) -> None:
    demo(app, "--as-of", "phase4")
    told = DemoTown.standing_at(Anchor.PHASE4).fixture["measures"]
    found = {code: services.money_of(one) for code, one in measures().items()}
    assert {code: (one.cost_once, one.cost_yearly, one.balance.uncovered) for code, one in found.items()} == {
        one["code"]: (one["cost_once_eur"], one["cost_annual_eur"], 0) for one in told
    }
    assert {code for code, one in found.items() if one.balance.verdict is Verdict.COVERED} == {"M03", "M05", "M06"}
    assert found["M01"].balance.unsure == 24_700
