"""The demo town: loaded once, its calendar moved to today, and taken away without a trace."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.accounts.models import Person
from participation.contributions.models import Contribution, Idea, OutcomeKind
from participation.core.clock import now, today
from participation.core.database import Base, db
from participation.core.jobs import Job
from participation.core.vocabulary import Channel, Phase, Sector
from participation.moderation.models import Decision
from participation.moderation.rules import Visibility
from participation.process.demo import Anchor, DemoTown
from participation.process.models import Process
from tests import factories
from tests.client import Browser
from tests.demo import demo as founded

Run = Callable[..., Result]


@pytest.fixture
def demo(app: Flask) -> Run:
    """Run `flask demo`."""

    def run(*arguments: str, code: int = 0) -> Result:
        if not code:
            return founded(app, *arguments)
        with factories.writing():
            result = app.test_cli_runner().invoke(args=["demo", *arguments])
        assert result.exit_code == code, result.output
        return result

    return run


def ideas() -> dict[str, Idea]:
    rows = db.session.scalars(
        see_all(select(Idea).where(Idea.import_key.startswith("demo:")).order_by(Idea.id), "a test counts")
    )
    return {(idea.import_key or "").removeprefix("demo:"): idea for idea in rows}


def counts() -> dict[str, int]:
    return {
        table.name: db.session.scalar(see_all(select(func.count()).select_from(table), "a test counts")) or 0
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize("moment", ["2026-01-01", "2026-11-22", "2027-01-28", "2027-02-03", "2031-07-15"])
def test_the_calendar_is_moved_by_whole_weeks_into_the_third_week_of_collecting(app: Flask, moment: str) -> None:
    with time_machine.travel(f"{moment}T12:00:00Z", tick=False):
        town = DemoTown.standing_at(Anchor.PHASE2)
        assert date(2027, 1, 28) <= town.as_of <= date(2027, 2, 3)
        assert town.shift % timedelta(days=7) == timedelta()
        assert town.as_of.weekday() == today().weekday()
        assert town.is_past("2027-01-28")
        assert not town.is_past("2027-02-10")


def test_in_the_fourth_phase_the_town_stands_at_the_key_date_of_monitoring(app: Flask) -> None:
    town = DemoTown.standing_at(Anchor.PHASE4)
    assert date(2028, 3, 31) <= town.as_of < date(2028, 4, 7)


def test_days_named_in_texts_move_along(app: Flask) -> None:
    with time_machine.travel("2028-02-02T12:00:00Z", tick=False):
        town = DemoTown.standing_at(Anchor.PHASE2)
        assert (
            town.words("am 20.01. repariert, mehr ab 2028")
            == f"am {town.day('2027-01-20'):%d.%m.} repariert, mehr ab 2029"
        )


def test_the_demo_town_has_everything_the_start_page_shows(demo: Run, browser: Browser) -> None:
    demo()
    page = browser.get("/")
    assert page.h1 == "Digitale Agenda Elderow 2030"
    assert len(page.html.css(".phases .step")) == 4
    assert len(page.html.css("article")) == 3
    assert page.words(".is-now h3") == "Ziele, Ideen und Alternativen"
    assert browser.get("/q/2030").h1 == browser.get("/process/agenda-2030").h1
    assert not browser.get("/en/").html.css(".note")
    assert "Eine Prüf-Gruppe hat diese Texte noch nicht geprüft." in browser.get("/ls/").text


@pytest.mark.parametrize("moment", ["2026-11-22T12:56Z", "2027-01-27T23:05Z", "2027-02-03T22:50Z", "2027-03-29T07:00Z"])
def test_in_phase_two_ideas_wait_are_public_and_nothing_lies_in_the_future(demo: Run, moment: str) -> None:
    with time_machine.travel(moment, tick=False):
        demo()
        check_phase_two(ideas())


def check_phase_two(found: dict[str, Idea]) -> None:
    states = Counter(idea.visibility for idea in found.values())
    assert len(found) == 30
    assert states[Visibility.WAITING] >= 5
    assert states[Visibility.PUBLIC] == 30 - states[Visibility.WAITING] >= 18
    for idea in found.values():
        assert idea.created_at <= now()
        if idea.visibility is Visibility.WAITING:
            assert idea.created_at > now() - timedelta(days=2)
            assert idea.action_field_id is None
        else:
            assert idea.created_at < (idea.published_at or now()) <= now()
            assert idea.action_field is not None
    assert found["I29"].visibility is found["I30"].visibility is Visibility.WAITING
    assert (found["I06"].channel, found["I05"].channel) == (Channel.PAPER, Channel.EVENT)
    assert (found["I14"].display_name, found["I14"].sector) == ("Seniorenbeirat", Sector.CIVIL_SOCIETY)
    assert found["I01"].display_name == ""


def test_in_phase_two_only_what_was_forwarded_merged_or_proposed_early_is_answered(demo: Run) -> None:
    demo()
    answered = {name: idea for name, idea in ideas().items() if idea.outcomes}
    early = {"I01", "I02", "I03"}
    assert {"I11", "I20"} | early <= set(answered) <= {"I11", "I20", "I05", "I13", "I15"} | early
    adopted = {name for name, idea in answered.items() if idea.outcome and idea.outcome.kind is OutcomeKind.ADOPTED}
    assert adopted == early
    assert "repariert" in answered["I20"].outcomes[-1].answer
    assert all(outcome.decided_at <= now() for idea in answered.values() for outcome in idea.outcomes)


def test_in_phase_four_everything_is_decided_and_answered(demo: Run, browser: Browser) -> None:
    demo("--as-of", "phase4")
    found = ideas()
    assert Counter(idea.visibility for idea in found.values()) == {Visibility.PUBLIC: 28, Visibility.REJECTED: 2}
    assert all(idea.outcomes for idea in found.values() if idea.visibility is Visibility.PUBLIC)
    kinds = {name: idea.outcome.kind for name, idea in found.items() if idea.outcome}
    assert (kinds["I04"], kinds["I07"], kinds["I10"]) == (
        OutcomeKind.ADOPTED,
        OutcomeKind.PARTLY,
        OutcomeKind.INSPIRED,
    )
    assert (kinds["I23"], kinds["I20"]) == (OutcomeKind.NOT_ADOPTED, OutcomeKind.ANSWERED)
    letters = db.session.scalars(select(Decision.letter).where(Decision.letter != "")).all()
    assert len(letters) == 2
    assert browser.get("/").words(".is-now h3") == "Umsetzen und prüfen"
    assert factories.written(lambda: DemoTown.standing_at(Anchor.PHASE4).process).open_phases() == {Phase.MONITORING}


def test_loading_twice_changes_nothing_and_says_so(demo: Run) -> None:
    demo()
    before, staff = counts(), db.session.scalars(select(Person.password_hash)).all()
    assert "nothing has changed" in demo().output
    assert counts() == before
    assert db.session.scalars(select(Person.password_hash)).all() == staff


def test_a_town_loaded_weeks_ago_keeps_its_calendar(demo: Run) -> None:
    with time_machine.travel("2027-03-01T09:00:00Z"):
        demo()
        decision_on = db.session.scalars(select(Process.decision_on)).one()
    with time_machine.travel("2027-04-01T09:00:00Z"):
        assert "nothing has changed" in demo().output
        assert DemoTown.standing_at(Anchor.PHASE2).day("2027-06-17") == decision_on


def test_the_town_cannot_stand_at_two_moments(demo: Run) -> None:
    demo()
    assert "--erase" in demo("--as-of", "phase4", code=1).output


def test_staff_get_passwords_when_asked_for(demo: Run) -> None:
    assert "@elderow.example" not in demo().output
    first = demo("--staff-passwords").output
    assert first.count("@elderow.example") == 4
    assert demo("--staff-passwords").output != first


def test_erasing_takes_the_demo_town_and_nothing_else(demo: Run) -> None:
    idea = factories.idea()
    person = factories.person()
    before = counts()
    demo()
    assert "is gone" in demo("--erase").output
    left = db.session.scalars(select(Job.kind)).all()  # the worker takes the files of the pictures away
    assert set(left) <= {"contributions.forget_files"}
    assert counts() == before | {"job": len(left)}
    assert db.session.get(Person, person.id)
    assert db.session.scalars(see_all(select(Contribution.id), "a test")).all() == [idea.id]
    assert "nothing has changed" in demo("--erase").output
