"""The fact sheet: each section saved by itself, two people at once, trials, and what everybody reads."""

from typing import Any

import pytest
from flask import Flask

from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.plan.models import Measure
from participation.plan.rules import BindingState
from participation.plan.services import Move
from participation.plan.sheet import services as sheets
from participation.plan.sheet.models import FactSheet
from participation.plan.sheet.rules import Fullness, Section, SupportState, Weight, fullness, is_result
from participation.process.demo import Anchor, DemoTown
from tests import factories
from tests.client import Browser
from tests.demo import demo
from tests.participation.plan.conftest import draft, fresh, moved, published
from tests.participation.plan.test_demo import measures

LEARNED = "Samstags fährt niemand vor zehn."
TRIAL = {"is_trial": "y", "hypothesis": "Abends fahren 350 Menschen.", "stop_rule": "weniger als 100 im Monat"}
SAID: dict[str, dict[str, Any]] = {
    "aims": {
        "need": "Abends fährt kein Bus.",
        "goals": "350 Fahrgäste im Monat\n\n– 60 % aus den Dörfern",
        "target_groups": "Jugendliche",
    },
    "people": {"contributors": "Bürgerservice", "partners": "Kreisverkehr\nHochschule"},
    "support": {
        "support-0-what": "Verkehrsvertrag",
        "support-0-kind": "law",
        "support-0-needed_on": "2027-08-15",
        "support-0-state": "asked",
    },
    "time": {"starts_on": "2027-09-01", "ends_on": "2028-06-30", "importance": "high", "priority": "low"},
    "risks": {"risks": "Fahrpersonal fehlt", "steps": "Vertrag schließen\nFahrplan schreiben"},
    "tags": {"charta": ["participation", "resources"], "levels": "data", "sdgs": ["11", "13"], "charta_note": "Gut."},
    "transfer": {"transfer": "Die Rohzahlen.", "licence": "CC0"},
    "trial": {**TRIAL, "success_rule": "350 im Mittel", "learnings": LEARNED},
}


def _address(measure: Measure, section: str) -> str:
    return f"/en/desk/measures/{measure.code}/sheet/{section}"


def _sheet(measure: Measure) -> FactSheet:
    db.session.rollback()
    return sheets.sheet_of(fresh(measure))


def _say(planner: Browser, measure: Measure, *sections: str) -> None:
    for section in sections:
        planner.fill(_address(measure, section), **SAID[section])


def test_every_section_is_saved_by_itself_and_everybody_reads_it(planner: Browser, browser: Browser) -> None:
    measure = published()
    for section in Section:
        page = planner.follow(planner.fill(_address(measure, section), **SAID[section]))
        assert "Saved" in page.words("[role=status]")
    sheet = _sheet(measure)
    assert sheet.goals == ["350 Fahrgäste im Monat", "60 % aus den Dörfern"]
    assert (sheet.importance, sheet.priority) == (Weight.HIGH, Weight.LOW)
    assert (sheet.charta, sheet.sdgs, sheet.levels) == (["participation", "resources"], [11, 13], ["data"])
    assert [(one.what, one.state) for one in sheet.support] == [("Verkehrsvertrag", SupportState.ASKED)]
    page = browser.get(f"/en/measures/{measure.code}")
    for words in (
        *("Abends fährt kein Bus.", "60 % aus den Dörfern", "Jugendliche", "Bürgerservice, Kreisverkehr, Hochschule"),
        *("Verkehrsvertrag", "Fahrpersonal fehlt", "Fahrplan schreiben", "11 Sustainable cities", "Die Rohzahlen."),
        *("Abends fahren 350 Menschen.", "weniger als 100 im Monat", LEARNED, "September 2027"),
    ):
        assert words in page.words("main"), words


def test_what_was_said_comes_back_and_can_be_taken_back(planner: Browser) -> None:
    measure = draft()
    _say(planner, measure, "support", "tags", "time")
    assert planner.get(_address(measure, "support")).fields()["support-0-what"] == "Verkehrsvertrag"
    assert planner.get(_address(measure, "time")).fields()["importance"] == "high"
    planner.fill(_address(measure, "support"), **{"support-0-what": "", "support-0-needed_on": ""})
    planner.fill(_address(measure, "time"), starts_on="", ends_on="", importance="")
    sheet = _sheet(measure)
    assert (list(sheet.support), sheet.starts_on, sheet.importance, sheet.priority) == ([], None, None, Weight.LOW)


def test_two_who_write_different_sections_do_not_meet(planner: Browser, staff) -> None:
    measure, colleague = draft(), staff(Role.LEAD)
    mine = {**planner.get(_address(measure, "aims")).fields(), **SAID["aims"]}
    _say(colleague, measure, "risks", "time")
    planner.post(_address(measure, "aims"), mine)
    sheet = _sheet(measure)
    assert (sheet.need, sheet.risks) == ("Abends fährt kein Bus.", ["Fahrpersonal fehlt"])


@pytest.mark.parametrize(
    ("section", "own", "theirs"),
    [
        ("aims", {"need": "Meine Worte."}, "Abends fährt kein Bus."),
        ("time", {"priority": "high"}, "low"),
        ("support", {"support-0-what": "Anwalt"}, "Verkehrsvertrag (asked for)"),
        ("tags", {"levels": "users"}, "Openness, participation and shaping together; Resources"),
        ("trial", {"hypothesis": "Ganz anders.", "stop_rule": "nie", "is_trial": "y"}, "Abends fahren 350 Menschen."),
    ],
)
def test_who_saves_a_section_second_is_told_and_both_are_there(
    planner: Browser, staff, section: str, own: dict[str, str], theirs: str
) -> None:
    measure, colleague = draft(), staff(Role.LEAD)
    mine = {**planner.get(_address(measure, section)).fields(), **own}
    _say(colleague, measure, section)
    page = planner.post(_address(measure, section), mine, 409)
    assert "Somebody has saved this section in the meantime" in page.words("[role=alert]")
    assert theirs in page.words("main")
    kept = page.fields()
    assert {name: kept.get(name) for name in own} == own
    planner.post(_address(measure, section), kept)


@pytest.mark.parametrize(
    ("section", "broken", "words"),
    [
        ("time", {"ends_on": "2026-01-01", "starts_on": "2027-01-01"}, "on which it begins"),
        ("time", {"importance": "never"}, ""),
        ("aims", {"goals": "x" * 401}, "400 characters in a line"),
        ("aims", {"goals": "x\n" * 21}, "at most 20 lines"),
        ("support", {"support-0-needed_on": "2027-01-01"}, ""),
        ("trial", {"is_trial": "y", "stop_rule": "nie"}, "what you expect"),
        ("trial", {"is_trial": "y", "hypothesis": "Ja."}, "when you will stop"),
    ],
)
def test_a_refused_section_comes_back_filled(
    planner: Browser, section: str, broken: dict[str, str], words: str
) -> None:
    measure = draft()
    page = planner.fill(_address(measure, section), 422, **broken)
    assert page.html.css_first(".has-error") is not None
    assert words in page.words("[role=alert]")
    kept = page.fields()
    assert {name: kept[name].strip() for name in broken if name != "importance"} == {
        name: value.strip() for name, value in broken.items() if name != "importance"
    }


def test_the_list_of_sections_says_how_much_each_says(planner: Browser) -> None:
    measure = draft()
    planner.fill(_address(measure, "aims"), need="Kein Bus.")
    _say(planner, measure, "people")
    page = planner.get(f"/en/desk/measures/{measure.code}")
    assert page.all_words(".ways li .small") == ["complete", "in part", "complete", *["empty"] * 8]
    assert page.all_words(".ways a")[-4:] == ["Money", "Goals of the town", "What has to come first", "Points"]


def test_a_stopped_trial_with_something_learned_is_a_result(planner: Browser, browser: Browser) -> None:
    measure = published()
    _say(planner, measure, "trial")
    planner.fill(_address(measure, "trial"), learnings="")
    moved(measure, Move(BindingState.DECIDED, today(), "Rat"), Move(BindingState.RUNNING, today()))
    assert "Under way, as a trial" in browser.get("/en/measures").words(".item .badge")
    stop = {"state": "stopped", "reason": "Es fuhren zu wenige mit.", "learnings": LEARNED}
    planner.fill(f"/en/desk/measures/{measure.code}/state", **stop)
    assert browser.get("/en/measures").words(".item .badge") == "Trial ended, with a result"
    page = browser.get(f"/en/measures/{measure.code}")
    assert page.words(".hero .badge") == "Trial ended, with a result"
    assert LEARNED in page.words("main")


@pytest.mark.parametrize(
    ("state", "is_trial", "learnings", "result"),
    [
        (BindingState.STOPPED, True, [LEARNED], True),
        (BindingState.STOPPED, True, [], False),
        (BindingState.STOPPED, False, [LEARNED], False),
        (BindingState.RUNNING, True, [LEARNED], False),
    ],
)
def test_only_a_stopped_trial_that_taught_something_is_a_result(state, is_trial, learnings, result) -> None:
    assert is_result(state, is_trial, learnings) is result


@pytest.mark.parametrize(
    ("values", "found"), [([], Fullness.FULL), (["", []], Fullness.EMPTY), (["x", None], Fullness.PART)]
)
def test_a_section_is_as_full_as_what_it_says(values, found) -> None:
    assert fullness(values) is found


def test_nobody_else_writes_a_fact_sheet(staff, browser: Browser, planner: Browser) -> None:
    measure = draft()
    for role in (Role.CITIZEN, Role.MODERATOR):
        reader = staff(role)
        reader.get(_address(measure, "aims"), 403)
        reader.post(_address(measure, "aims"), SAID["aims"], 403)
    assert "/sign-in" in browser.get(_address(measure, "aims"), 303).location
    planner.get(_address(measure, "secret"), 404)


def test_a_draft_with_a_fact_sheet_can_be_forgotten(app: Flask, planner: Browser) -> None:
    measure = draft()
    _say(planner, measure, "support", "aims")
    factories.written(lambda: db.session.delete(fresh(measure)))
    assert db.session.get(FactSheet, measure.id) is None


def test_the_fact_sheets_of_the_demo_town_say_what_the_fixture_tells(app: Flask) -> None:
    demo(app, "--as-of", "phase4")
    town, found = DemoTown.standing_at(Anchor.PHASE4), measures()
    weights = {"hoch": Weight.HIGH, "mittel": Weight.MEDIUM}
    for one in town.fixture["measures"]:
        sheet = sheets.sheet_of(found[one["code"]])
        assert (sheet.priority, sheet.sdgs) == (weights[one["priority"]], one["sdg"])
        assert (sheet.starts_on, sheet.ends_on) == (town.day(one["start"]), town.day(one["end"]))
        assert [len(sheet.charta), len(sheet.levels)] == [len(one["charta"]), len(one["levels"])]
        assert (sheet.is_trial, sheet.risks, sheet.partners) == (bool(one["trial"]), one["risks"], one["partners"])
    assert sheets.fullness_of(sheets.sheet_of(found["M02"]))[Section.TRIAL] is Fullness.FULL
