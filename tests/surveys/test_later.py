"""Stopping and going on later: by link or code, on another device, until the draft's time is over."""

import pytest
from sqlalchemy import func, select

from participation.core import codes
from participation.core.database import Texts, db
from surveys import answering, resume
from surveys.models import SealedAnswer, SurveyDraft, SurveyResume
from tests import factories
from tests.client import Browser
from tests.surveys import town

QUESTIONS = (town.choice("way", "foot", "bike"), town.text_question())


def count(entity) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


@pytest.fixture
def survey(app):
    return town.survey(questions=QUESTIONS)


@pytest.fixture
def stopped(browser, survey):
    """The page somebody saw who stopped in the one document."""
    where = f"/surveys/{survey.slug}/answer"
    return browser.follow(browser.fill(where, **{"q.way": "bike", "later": "1"}))


def code_on(page) -> str:
    return page.words("main .code")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}."])
def test_the_code_leads_another_device_to_the_first_open_question(app, stopped, typed) -> None:
    other = Browser(app)
    found = other.fill("/continue", code=typed.format(code_on(stopped).lower()))
    second = other.get(found.location, 303).location
    assert other.get(second).h1 == "Ihre Idee?"
    check = other.fill(second, **{"q.idea": "Mehr Bäume"}).location
    other.fill(check)
    assert (count(SealedAnswer), count(SurveyDraft), count(SurveyResume)) == (1, 0, 0)
    gone = other.get(found.location, 404)
    assert gone.html.css_first("main a[href='/receipt']")


def test_somebody_page_by_page_stops_with_half_an_answer_and_gets_the_same_code_again(browser, survey) -> None:
    first = f"/surveys/{survey.slug}/pages"
    second = browser.fill(first, **{"q.way": "foot"}).location
    pages = [browser.follow(browser.fill(second, **{"q.idea": "Halb", "later": "1"})) for _ in range(2)]
    assert code_on(pages[0]) == code_on(pages[1])
    assert len(codes.typed(code_on(pages[0]))) == 8
    assert browser.get(second).fields()["q.idea"] == "Halb"
    assert count(SurveyResume) == 1


def test_the_link_alone_leads_on_and_the_draft_can_be_deleted(browser, stopped, survey) -> None:
    link = stopped.html.css_first("main .address").attributes["href"].removeprefix("http://localhost")
    assert "/pages/" in browser.get(link, 303).location
    where = browser.fill(f"{link}/later").location
    assert where == f"/surveys/{survey.slug}"
    assert (count(SurveyDraft), count(SurveyResume)) == (0, 0)
    browser.get(f"{link}/later", 404)


@pytest.mark.parametrize("code", ["", "AAAAAAAA", "AAAA-AAA", "x" * 60])
def test_a_wrong_code_gets_a_sentence_and_stays_in_its_field(browser, stopped, code) -> None:
    page = browser.fill("/continue", 422, code=code)
    assert page.words(".error")
    assert page.fields()["code"] == code[:40]


def test_codes_cannot_be_tried_for_ever(browser, stopped, monkeypatch) -> None:
    monkeypatch.setattr("surveys.views.later.CODES", 1)
    browser.fill("/continue", 422, code="AAAAAAAA")
    page = browser.fill("/continue", 429, code=code_on(stopped))
    assert page.fields()["code"] == code_on(stopped)
    monkeypatch.setattr("surveys.views.later.CODES", 100)
    monkeypatch.setattr("surveys.views.later.CODES_OF_ALL", 1)
    browser.fill("/continue", 422, code=code_on(stopped))


def test_the_database_alone_neither_holds_the_code_nor_opens_with_it(app, stopped) -> None:
    code = codes.typed(code_on(stopped))
    row = db.session.scalars(select(SurveyResume)).one()
    assert code.encode() not in row.box
    assert row.hash != codes.fingerprint(app.extensions["settings"].secret_key, "survey-resume", code)
    with factories.writing():
        db.session.get_one(SurveyResume, row.hash).box = bytes(len(row.box))
    assert resume.find(code) is None


def test_a_code_goes_with_its_draft_when_the_time_is_over(browser, stopped) -> None:
    code = code_on(stopped)
    assert factories.written(answering.forget_old_drafts, town.day(20)) == 1
    assert count(SurveyResume) == 0
    browser.fill("/continue", 422, code=code)


def test_what_is_missing_in_easy_language_is_said_and_the_ordinary_text_is_shown(browser, app) -> None:
    easy = town.text_question("easy")
    easy.text["ls"] = "Was ist Ihre Idee?"
    survey = town.survey(questions=(easy, *QUESTIONS))
    page = browser.get(f"/ls/surveys/{survey.slug}/answer")
    assert len(page.html.css(".q > p.muted")) == 2
    assert not browser.get(f"/surveys/{survey.slug}/answer").html.css(".q > p.muted")
    german = town.survey(questions=(town.text_question("nur"),), title=Texts(de="Nur Deutsch"))
    db.session.rollback()
    assert browser.get(f"/en/surveys/{german.slug}/pages").html.css_first("section.q").attributes.get("lang") is None
