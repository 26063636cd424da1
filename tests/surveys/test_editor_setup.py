"""What stands around the questions of a survey: days and hours, promises that answers settle, two people at once."""

from datetime import UTC, datetime

import pytest

from participation.core.database import Texts
from participation.questions.types import Option, Question, QuestionType
from surveys.editor import services as editing
from surveys.rules import Access, Anonymity
from tests import factories
from tests.client import Browser
from tests.surveys import town
from tests.surveys.test_editor import desk, draft, now, planner

__all__ = ["planner"]


def test_days_hours_closing_text_frames_and_the_end_are_set_at_the_desk(planner: Browser) -> None:
    """All of a survey's life is one page; what stays empty means whole days, and nothing else moves by saving."""
    survey = draft()
    before = (survey.opens_at, survey.closes_at)
    planner.fill(desk(survey, "setup"), lead_de="Darum.")
    assert (now(survey).opens_at, now(survey).closes_at) == before
    told = {"opens_on": "2027-03-01", "opens_time": "08:30", "closes_on": "2027-03-27", "closes_time": "18:00"}
    rest = {"results_from": "2027-04-02", "kept_days": "90", "frame_sites": "https://www.elderow.example"}
    planner.fill(desk(survey, "setup"), **told, **rest, closing_de="Der Rat berät.")
    found = now(survey)
    assert found.opens_at == datetime(2027, 3, 1, 7, 30, tzinfo=UTC)
    assert found.closes_at == datetime(2027, 3, 27, 17, 0, tzinfo=UTC)
    assert (found.kept_days, found.frame_sites) == (90, ["https://www.elderow.example"])
    assert found.closing_text == {"de": "Der Rat berät."}
    page = planner.get(desk(survey, "setup"))
    assert {name: page.fields()[name] for name in told} == told
    assert f"/surveys/{survey.slug}/embed" in page.words("code")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"closes_on": "2027-03-28", "closes_time": "02:30"}, "vorgestellt"),
        ({"opens_on": "2027-03-27", "opens_time": "12:00", "closes_on": "2027-03-27", "closes_time": "11:59"}, "bevor"),
        ({"frame_sites": "https://a.example/path"}, "https://www.example.org"),
        ({"frame_sites": "https://a.example", "access": "browser"}, "Cookies"),
        ({"kept_days": "5000"}, "1095"),
        ({"minutes": "viele"}, "ganze Zahl"),
        ({"opens_on": "morgen"}, "Tag"),
        ({"anonymity": "personal", "access": "open"}, "Zugang"),
    ],
)
def test_what_cannot_be_is_said_and_stays_in_its_field(planner: Browser, told: dict[str, str], said: str) -> None:
    """In spring half past two never comes; sites, days and modes that do not go together are named."""
    survey = draft()
    usual = {"opens_on": "2027-03-01", "closes_on": "2027-03-20", "results_from": "2027-05-01"}
    page = planner.fill(desk(survey, "setup"), 422, **usual | told)
    assert said in page.words("main")
    assert {name: page.fields()[name] for name in told} == told


def test_in_autumn_half_past_two_comes_twice_and_the_first_counts(planner: Browser) -> None:
    """The night has 25 hours; the survey ends at the first half past two."""
    survey = draft()
    told = {"opens_on": "2027-10-01", "closes_on": "2027-10-31", "closes_time": "02:30", "results_from": "2027-11-05"}
    planner.fill(desk(survey, "setup"), **told)
    assert now(survey).closes_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_answers_settle_what_people_were_promised(planner: Browser) -> None:
    """Mode and way in stay, and nothing is kept longer; a copy is one press away and open again."""
    survey = town.survey(questions=(town.choice("way", "bus", "rad"),), kept_days=30)
    assert "anonymity" in planner.get(desk(survey, "setup")).fields()
    town.answer(survey, {"way": "bus"})
    page = planner.get(desk(survey, "setup"))
    assert not {"anonymity", "access"} & page.fields().keys()
    assert "Kopieren Sie" in page.words(".note")
    refused = planner.fill(desk(survey, "setup"), 422, kept_days="31", form="form.form")
    assert "30" in refused.words("#kept_days-error")
    planner.fill(desk(survey, "setup"), kept_days="20", anonymity="personal", access="accounts", form="form.form")
    found = now(survey)
    assert (found.kept_days, found.anonymity, found.access) == (20, Anonymity.ANONYMOUS, Access.OPEN)
    with pytest.raises(editing.UnreadableError):
        factories.written(lambda: editing.set_up(now(survey), access=Access.BROWSER))
    copy = planner.follow(planner.fill(desk(survey, "setup"), deed="copy", form="#copy"))
    assert {"anonymity", "access"} <= copy.fields().keys()


def test_two_people_at_one_setup_are_told_and_both_texts_stay(planner: Browser) -> None:
    """Whoever saves second sees what the first stored, with their own words still in the fields."""
    survey = draft()
    opened = planner.get(desk(survey, "setup")).fields()
    planner.fill(desk(survey, "setup"), lead_de="Zuerst.")
    page = planner.post(desk(survey, "setup"), {**opened, "lead_de": "Danach."}, 409)
    assert "Zuerst." in page.words(".note")
    assert page.fields()["lead_de"] == "Danach."
    planner.post(desk(survey, "setup"), page.fields())
    assert now(survey).lead["de"] == "Danach."


def _bus() -> Question:
    return Question("Q1", QuestionType.SINGLE, Texts(de="Wo?"), options=(Option("a", Texts(de="Hier")),))


def test_two_people_translate_at_once_and_only_the_same_text_is_asked_about(planner: Browser) -> None:
    """What only the other one wrote stays; where both wrote, both stand there and nothing is stored before a choice."""
    survey = draft(_bus())
    address = desk(survey, "translation")
    opened = planner.get(address).fields()
    planner.post(address, {**opened, "Q1:text": "Where?", "Q1:option.a": "Here"})
    planner.post(address, {**opened, ":title": "What?"})
    assert (now(survey).questions[0].text["en"], now(survey).title["en"]) == ("Where?", "What?")
    page = planner.post(address, {**opened, "Q1:text": "At which place?"}, 409)
    assert "Where?" in page.words("main")
    fields = page.fields()
    assert (fields["Q1:text"], fields["Q1:option.a"]) == ("At which place?", "Here")
    assert now(survey).questions[0].text["en"] == "Where?"
    planner.post(address, fields)
    assert now(survey).questions[0].text["en"] == "At which place?"


def test_a_refused_translation_loses_nothing(planner: Browser) -> None:
    """A token that does not hold, or a text too long: every word comes back."""
    survey = draft(_bus())
    address = desk(survey, "translation")
    opened = planner.get(address).fields()
    page = planner.post(address, {**opened, "Q1:text": "Where?", "token": "stale"}, 422)
    assert page.fields()["Q1:text"] == "Where?"
    page = planner.post(address, {**opened, "Q1:text": "x" * 4001, "Q1:option.a": "Here"}, 422)
    assert (len(page.fields()["Q1:text"]), page.fields()["Q1:option.a"]) == (4001, "Here")
    assert "4000" in page.words("main")
    assert now(survey).version == 1


def test_the_time_it_takes_follows_the_questions_until_somebody_sets_it(planner: Browser) -> None:
    """Nobody has to think of it; what was set by hand stays."""
    survey = draft()
    for _ in range(2):
        planner.fill(desk(survey, "questions", "new", "long_text"), text_de="Warum?")
    assert now(survey).minutes == 2
    planner.fill(desk(survey, "setup"), minutes="7")
    planner.fill(desk(survey, "questions", "new", "long_text"), text_de="Warum?")
    assert now(survey).minutes == 7


def test_leichte_sprache_is_written_beside_german_too(planner: Browser) -> None:
    """The same page for the second language; English stays as it is."""
    survey = draft(_bus())
    planner.fill(desk(survey, "translation"), **{"Q1:text": "Where?"})
    planner.fill(desk(survey, "translation") + "?to=ls", **{"Q1:text": "An welchem Ort?", "Q1:option.a": "Hier."})
    found = now(survey).questions[0]
    assert found.text == {"de": "Wo?", "en": "Where?", "ls": "An welchem Ort?"}
    assert found.options[0].label == {"de": "Hier", "ls": "Hier."}
    assert desk(survey, "translation") + "?to=ls" in planner.get(desk(survey, "check")).text
