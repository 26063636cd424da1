"""Publishing a survey: only one that holds, with a key of its own; and what the house does with it."""

from dataclasses import replace

import pytest

from participation.core.database import Texts, db, read_only
from participation.core.vocabulary import Phase, Role
from participation.questions.types import Limits
from surveys import retention, services
from surveys.feature import FEATURE
from surveys.keys import key_folder
from surveys.rules import Access, Anonymity, SurveyStatus
from tests import factories
from tests.surveys import town

WAY = town.choice("way", "foot", "bike")
IDEA = town.text_question()

FAULTY = {
    "no question": (),
    "no German": (replace(IDEA, text=Texts(en="Idea?")),),
    "two of one key": (IDEA, IDEA),
    "one option": (town.choice("way", "foot"),),
    "limits": (replace(IDEA, limits=Limits(min_length=9, max_length=3)),),
    "a key that is a word of conditions": (replace(IDEA, key="and"),),
    "unreadable condition": (WAY, replace(IDEA, condition="way =")),
    "unknown question": (WAY, replace(IDEA, condition='ways = "foot"')),
    "a later question": (replace(IDEA, condition='way = "foot"'), WAY),
    "unknown option": (WAY, replace(IDEA, condition='way = "plane"')),
    "never shown": (WAY, replace(IDEA, condition='way = "foot" and way = "bike"')),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_survey_with_faulty_questions_or_conditions_is_not_published(app, name) -> None:
    process, plan = factories.process(), town.plan(questions=FAULTY[name])
    with pytest.raises(services.FaultyQuestionsError) as caught:
        factories.written(services.publish, process, plan)
    assert len(caught.value.sentences) == 1
    assert name in {"no question", "two of one key", "a key that is a word of conditions"} or any(
        key in caught.value.sentences[0] for key in ("idea", "way")
    )
    assert services.by_slug(plan.slug) is None
    assert not (key_folder() / f"{plan.slug}.key").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"slug": "../geheim"},
        {"slug": "Mit Leerzeichen"},
        {"closes_on": town.day(-11)},
        {"results_from": town.day(10)},
        {"anonymity": Anonymity.PSEUDONYMOUS, "access": Access.OPEN},
        {"anonymity": Anonymity.PERSONAL, "access": Access.CODES},
    ],
)
def test_a_plan_that_does_not_hold_is_not_published(app, values) -> None:
    with pytest.raises(services.FaultyQuestionsError):
        town.survey(**values)


def test_two_surveys_do_not_share_a_name(app) -> None:
    survey = town.survey()
    with pytest.raises(services.FaultyQuestionsError):
        town.survey(slug=survey.slug)


def test_a_survey_that_is_still_being_written_is_for_the_staff_alone(browser, staff) -> None:
    survey = town.survey(status=SurveyStatus.DRAFT)
    for path in ("", "/answer", "/pages", "/results"):
        browser.get(f"/surveys/{survey.slug}{path}", 404)
    planner = staff(Role.PLANNER)
    assert planner.get(f"/surveys/{survey.slug}").h1
    assert planner.get(f"/surveys/{survey.slug}/answer", 303).location == f"/surveys/{survey.slug}"
    db.session.rollback()
    assert services.surveys() == []


def test_the_staff_is_told_that_a_survey_is_too_long_and_others_are_not(browser, staff) -> None:
    long = town.survey(questions=tuple(town.text_question(f"t{number}") for number in range(9)))
    fits = town.survey(questions=tuple(town.text_question(f"t{number}") for number in range(8)))
    planner = staff(Role.PLANNER)
    assert "27 Punkte" in planner.get(f"/surveys/{long.slug}").words("main")
    assert "Punkte" not in planner.get(f"/surveys/{fits.slug}").words("main")
    assert "Punkte" not in browser.get(f"/surveys/{long.slug}").words("main")


def test_an_open_survey_is_a_card_of_its_process_and_a_closed_one_is_not(browser, app) -> None:
    process = factories.process(Phase.INVENTORY)
    survey = town.survey(process=process)
    assert [card.href for card in _cards(browser, process)] == [f"/surveys/{survey.slug}"]
    town.close(survey)
    assert not _cards(browser, process)


def _cards(browser, process):
    db.session.rollback()
    with browser.app.test_request_context():
        return list(services.cards(process))


def test_answers_and_receipts_go_some_years_after_the_end_and_drafts_after_two_weeks(app) -> None:
    survey = town.survey(questions=(IDEA,))
    town.answer_all(survey, [{"idea": "alt"}] * 25)
    town.open_all(survey)
    town.answer(survey, {"idea": "alt"})
    rules = {rule.name: rule for rule in FEATURE.retention}
    assert {table for rule in rules.values() for table in rule.tables} >= {"survey_draft", "survey_answer"}
    assert factories.written(retention.forget_answers, town.day(300)) == 0
    assert factories.written(retention.forget_answers, town.day(3 * 365 + 30)) == 25
    assert services.counted(survey) == services.sealed_count(survey) == 0


# Commands


@pytest.fixture
def run(app):
    def invoke(*arguments: str):
        db.session.rollback()
        read_only(False)
        return app.test_cli_runner().invoke(args=["surveys", *arguments])

    return invoke


def test_the_commands_list_open_and_name_the_key(run, app) -> None:
    survey = town.survey(questions=(IDEA,))
    town.answer_all(survey, [{"idea": "Bäume"}] * 25)
    assert f"{survey.slug}\topen" in run("list").output
    assert "25 sealed" in run("list").output
    assert "25 opened, 0 sealed" in run("open", survey.slug).output
    assert "25 counted" in run("list").output
    said = run("key", survey.slug)
    assert f"{survey.slug}.key" in said.output
    assert said.exit_code == 0


def test_too_few_stay_sealed_and_the_command_says_why(run, app) -> None:
    survey = town.survey(questions=(IDEA,))
    town.answer(survey, {"idea": "Bäume"})
    assert "0 opened, 1 sealed" in run("open", survey.slug).output


def test_the_commands_say_what_is_missing(run, app) -> None:
    survey = town.survey(questions=(IDEA,))
    town.answer_all(survey, [{"idea": "Bäume"}] * 25)
    town.hide_key(survey)
    for command in ("open", "key"):
        said = run(command, survey.slug)
        assert said.exit_code == 1
        assert "missing" in said.output
    assert run("open", "nowhere").exit_code == 2
    town.bring_key_back(survey)
