"""The measures of the demo town: one early, then all eight; with their origins, and gone without a trace."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.contributions.models import Contribution, Outcome, OutcomeKind
from participation.core.database import db
from participation.plan.demo import share_of
from participation.plan.models import Measure, MeasureChange, MeasureCounter, MeasureOrigin
from participation.plan.rules import BindingState, Share, TimeHorizon
from participation.process.demo import Anchor, DemoTown
from tests.client import Browser
from tests.demo import demo


def measures() -> dict[str, Measure]:
    rows = db.session.scalars(see_all(select(Measure).order_by(Measure.id), "a test"))
    return {one.code: one for one in rows}


def origins(code: str) -> set[str]:
    statement = select(Contribution.import_key).join(MeasureOrigin).join(Measure).where(Measure.code == code)
    keys = db.session.scalars(see_all(statement, "a test"))
    return {(key or "").removeprefix("demo:") for key in keys}


def reference(name: str) -> str:
    statement = select(Contribution.reference).where(Contribution.import_key == f"demo:{name}")
    return db.session.scalars(see_all(statement, "a test")).one()


def test_in_phase_two_one_measure_is_proposed_early_and_one_is_a_draft(app: Flask, browser: Browser) -> None:
    demo(app)
    found = measures()
    assert {code: one.state for code, one in found.items()} == {
        "M01": BindingState.PROPOSED,
        "M02": BindingState.DRAFT,
    }
    assert origins("M01") == {"I01", "I02", "I03"}
    assert {"I04", "I06"} <= origins("M02")
    page = browser.get(f"/en/ideas/{reference('I01')}/way")
    assert "Answer: Adopted" in page.text
    assert "Measure M01 proposed" in page.text
    assert browser.get("/measures").all_words(".item h3 .muted") == ["M01"]
    browser.get("/measures/M02", 404)


def test_in_phase_four_all_measures_stand_as_the_fixture_tells(app: Flask, browser: Browser) -> None:
    demo(app, "--as-of", "phase4")
    found, told = measures(), DemoTown.standing_at(Anchor.PHASE4).fixture["measures"]
    assert [(one.code, one.title, one.lead_unit) for one in found.values()] == [
        (one["code"], one["title"], one["responsible"]) for one in told
    ]
    assert {code: origins(code) for code in found} == {one["code"]: set(one["from_ideas"]) for one in told}
    assert {code for code, one in found.items() if one.state is BindingState.RUNNING} == set(found) - {"M07"}
    assert found["M07"].state is BindingState.DECIDED
    assert found["M08"].horizon is TimeHorizon.LONG
    assert all(one.decision and one.decision.decided_by == "Stadtvertretung Elderow" for one in found.values())
    assert (
        browser.get("/measures/M02").all_words(".thread:not(.thread--small) .step h3")[0] == "Rufbus auch am Wochenende"
    )


def test_in_phase_four_every_origin_has_its_outcome_and_only_merged_ideas_have_two_answers(app: Flask) -> None:
    demo(app, "--as-of", "phase4")
    statement = (
        select(Contribution.import_key, func.count(Outcome.id))
        .join(MeasureOrigin)
        .outerjoin(Outcome, Outcome.contribution_id == Contribution.id)
        .group_by(Contribution.import_key)
    )
    counts = dict(db.session.execute(see_all(statement, "a test")).all())
    assert len(counts) == 24
    assert 0 not in counts.values()
    twice = {key.removeprefix("demo:") for key, count in counts.items() if count == 2}
    assert twice == {"I02", "I05", "I13", "I15"}


def test_ideas_are_taken_up_as_the_fixture_says(app: Flask) -> None:
    demo(app, "--as-of", "phase4")
    statement = select(Contribution.import_key, MeasureOrigin.share).join(MeasureOrigin)
    shares = {key.removeprefix("demo:"): share for key, share in db.session.execute(see_all(statement, "a test"))}
    assert (shares["I04"], shares["I07"], shares["I10"], shares["I05"]) == (
        Share.ADOPTED,
        Share.PARTLY,
        Share.INSPIRED,
        Share.ADOPTED,
    )
    assert share_of("in Prüfung") is Share.INSPIRED


def test_loading_again_changes_nothing_and_erasing_leaves_nothing(app: Flask) -> None:
    demo(app)
    before = {code: one.version for code, one in measures().items()}
    assert "nothing has changed" in demo(app).output
    assert {code: one.version for code, one in measures().items()} == before
    demo(app, "--erase")
    for noun in (Measure, MeasureOrigin, MeasureChange, MeasureCounter):
        assert db.session.scalar(see_all(select(func.count()).select_from(noun), "a test")) == 0
    demo(app)
    assert set(measures()) == {"M01", "M02"}


@pytest.mark.parametrize("anchor", Anchor)
def test_nobody_of_the_demo_town_is_written_to(app: Flask, anchor: Anchor) -> None:
    from participation.core.jobs import Job

    demo(app, "--as-of", anchor.value)
    assert db.session.scalar(select(func.count(Job.id)).where(Job.kind == "contributions.tell")) == 0
    assert OutcomeKind.ADOPTED in set(db.session.scalars(select(Outcome.kind)))
