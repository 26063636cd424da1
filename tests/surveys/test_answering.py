"""Answering a survey in one sending: what people see, send, and are told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from participation.core.database import db
from surveys import services
from surveys.models import SealedAnswer
from tests.reliability.races import at_once
from tests.surveys import town

GIVEN = {
    "q.Q01": "ALT",
    "q.Q02": "4",
    "q.Q03": ["MO", "BI", "VW"],
    "q.Q04": ["moving", "dog_tax"],
    "q.Q05": "bike",
    "q.Q06": "2",
    "q.Q09": "Eine Bank mit Dach\nan der Haltestelle",
}


def sealed() -> int:
    db.session.rollback()  # to see what others have stored
    return db.session.scalar(select(func.count(SealedAnswer.id))) or 0


def address(survey, path="/answer", language="") -> str:
    return f"{language}/surveys/{survey.slug}{path}"


@pytest.fixture
def survey(app):
    return town.survey()


def send(browser, survey, status=303, given=GIVEN, **more):
    token = browser.get(address(survey)).fields()["token"]
    return browser.post(address(survey), {"token": token, **given}, status, **more)


# Before, during, after


def test_the_first_page_says_how_many_questions_how_long_until_when_and_that_it_is_anonymous(browser, survey) -> None:
    page = browser.get(address(survey, ""))
    assert page.h1 == "Elderow, wie willst du digital werden?"
    assert {"10", "4"} <= set(re.findall(r"\d+", page.words("dl.facts")))
    assert page.html.css_first(f"main a[href='{address(survey)}']")


def test_a_survey_to_come_says_when_and_cannot_be_answered(browser, app) -> None:
    survey = town.survey(opens_on=town.day(3))
    page = browser.get(address(survey, ""))
    assert not page.html.css_first(f"a[href='{address(survey)}']")
    for path in ("/answer", "/pages"):
        assert browser.get(address(survey, path), 303).location == address(survey, "")
        assert browser.post(address(survey, path), GIVEN).location == address(survey, "")
    assert sealed() == 0


def test_a_closed_survey_thanks_and_takes_no_answers(browser, survey) -> None:
    token = browser.get(address(survey)).fields()["token"]
    town.close(survey)
    assert not browser.get(address(survey, "")).html.css_first(f"a[href='{address(survey)}']")
    assert browser.post(address(survey), {"token": token, **GIVEN}).location == address(survey, "")
    assert sealed() == 0


def test_what_was_acknowledged_before_the_end_gets_its_thanks_after_it(browser, survey) -> None:
    body = {"token": browser.get(address(survey)).fields()["token"], **GIVEN}
    thanks = browser.post(address(survey), body).location
    town.close(survey)
    assert browser.post(address(survey), body).location == thanks
    assert "/thanks/" in thanks


def test_an_unknown_survey_is_not_found(browser) -> None:
    for path in ("", "/answer", "/pages", "/results", "/answers.csv", "/thanks/ABCD", "/pages/x/Q01", "/pages/x/check"):
        browser.get(f"/surveys/nowhere{path}", 404)


def test_asking_for_the_head_alone_stores_nothing(browser, survey) -> None:
    for path in ("/answer", "/pages"):
        assert browser.client.head(address(survey, path)).status_code == 200
    assert sealed() == 0


# One sending


def test_one_sending_is_one_sealed_answer_with_all_that_was_said(browser, survey) -> None:
    thanks = browser.follow(send(browser, survey))
    assert sealed() == 1
    assert thanks.words("main .code")
    town.close(survey)
    assert town.open_all(survey) == 1
    values = services.answers(survey)[0].values
    assert values == {
        "Q01": "ALT",
        "Q02": 4,
        "Q03": ["MO", "BI", "VW"],
        "Q04": ["moving", "dog_tax"],
        "Q05": "bike",
        "Q06": 2,
        "Q09": "Eine Bank mit Dach\nan der Haltestelle",
    }


def test_the_same_form_twice_is_one_answer_and_the_same_page(browser, survey) -> None:
    body = {"token": browser.get(address(survey)).fields()["token"], **GIVEN}
    assert browser.post(address(survey), body).location == browser.post(address(survey), body).location
    assert sealed() == 1


def test_the_same_form_ten_times_at_once_is_one_answer_and_the_same_page(app, browser, survey) -> None:
    body = MultiDict({"token": browser.get(address(survey)).fields()["token"], **GIVEN})
    where = address(survey)
    answers = at_once(10, lambda _: app.test_client().post(where, data=body))
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(303, answers[0].headers["Location"])}
    assert "/thanks/" in answers[0].headers["Location"]
    assert sealed() == 1


def test_an_answer_to_a_question_that_is_not_shown_does_not_count(browser, survey) -> None:
    send(browser, survey, given={**GIVEN, "q.Q05": "car"})
    town.close(survey)
    town.open_all(survey)
    assert "Q06" not in services.answers(survey)[0].values


def test_nothing_at_all_is_an_answer_where_nothing_is_required(browser, survey) -> None:
    send(browser, survey, given={})
    assert sealed() == 1


# Refused


@pytest.fixture
def strict(app):
    text = town.text_question(required=True)
    return town.survey(questions=(town.choice("way", "foot", "bike", required=True), text))


def test_a_refused_sending_comes_back_filled_with_what_to_mend(browser, strict) -> None:
    page = send(browser, strict, 422, {"q.idea": "Mehr <Bäume>"})
    assert page.html.css_first("#errors a[href='#q-way-0']")
    assert page.fields()["q.idea"] == "Mehr <Bäume>"
    assert sealed() == 0


def test_a_refused_sending_keeps_its_key_so_that_the_mended_one_is_the_first(browser, strict) -> None:
    page = send(browser, strict, 422, {"q.idea": "Bäume"})
    mended = {**page.fields(), "q.way": "foot"}
    assert browser.post(address(strict), mended).location == browser.post(address(strict), mended).location
    assert sealed() == 1


def test_a_refused_sending_keeps_answers_to_questions_that_are_hidden_now(browser, app) -> None:
    questions = (town.choice("way", "foot", "bike"), town.text_question("safe", condition='way = "bike"'),
                 town.text_question(required=True))  # fmt: skip
    survey = town.survey(questions=questions)
    page = send(browser, survey, 422, {"q.way": "foot", "q.safe": "Der Radweg endet"})
    assert page.fields()["q.safe"] == "Der Radweg endet"


def test_an_old_token_is_refused_filled_and_the_new_one_has_the_same_key(app, browser, survey, monkeypatch) -> None:
    token = browser.get(address(survey)).fields()["token"]
    later = datetime.now(UTC) + timedelta(hours=4)
    monkeypatch.setattr("itsdangerous.timed.time.time", later.timestamp)
    page = browser.post(address(survey), {"token": token, **GIVEN}, 422)
    assert page.words(".alert")
    assert page.fields()["q.Q09"] == GIVEN["q.Q09"]
    fresh = page.response.headers["X-Form-Token"]
    assert fresh != token
    browser.post(address(survey), {"token": fresh, **GIVEN})
    assert sealed() == 1


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_sending_without_our_token_is_refused_filled(browser, survey, token) -> None:
    page = browser.post(address(survey), {"token": token, **GIVEN}, 422)
    assert page.fields()["q.Q01"] == "ALT"
    assert sealed() == 0


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_sending_from_another_site_is_refused_filled(browser, survey, headers) -> None:
    page = send(browser, survey, 422, headers=headers)
    assert page.fields()["q.Q01"] == "ALT"
    assert sealed() == 0


def test_too_many_from_one_address_are_refused_filled(browser, survey, monkeypatch) -> None:
    monkeypatch.setattr("surveys.views.blueprint.SENDINGS", 1)
    send(browser, survey)
    page = send(browser, survey, 429)
    assert page.fields()["q.Q01"] == "ALT"
    assert page.response.headers["X-Form-Token"]
    assert sealed() == 1


def test_a_ranking_in_the_one_document_moves_by_its_buttons_and_keeps_the_rest(browser, survey) -> None:
    page = send(browser, survey, 200, {**GIVEN, "q.Q03": ["MO", "BI"], "q.Q03.up": "BI"})
    assert [node.attributes["value"] for node in page.html.css("#q-Q03-order input")] == ["BI", "MO"]
    assert page.fields()["q.Q01"] == "ALT"
    assert sealed() == 0


@pytest.mark.parametrize("language", ["", "/en", "/ls"])
def test_every_page_is_there_in_every_language_without_a_cookie(browser, survey, language) -> None:
    body = {"token": browser.get(address(survey, language=language)).fields()["token"], **GIVEN}
    thanks = browser.post(address(survey, language=language), body).location
    assert thanks.startswith(f"{language}/surveys/")
    code = thanks.rsplit("/", 1)[1]
    pages = [browser.get(where) for where in (
        address(survey, "", language), address(survey, language=language), address(survey, "/pages", language), thanks,
        f"{language}/receipt", f"{language}/receipt/{code}")]  # fmt: skip
    expected = {"": ("de", "Wo wohnen Sie?"), "/en": ("en", "Where do you live?"), "/ls": ("de", "Leben Sie gern")}
    lang, words = expected[language]
    assert {page.html.css_first("html").attributes["lang"] for page in pages} == {lang}
    assert words in pages[1].text
    assert not any(page.response.headers.getlist("Set-Cookie") for page in pages)


def test_the_cached_questions_are_those_of_the_language_and_of_the_survey(browser, app) -> None:
    one, other = town.survey(questions=(town.choice("way", "foot", "bike"),)), town.survey()
    for _ in range(2):
        assert "Wo wohnen Sie?" in browser.get(address(other)).text
        assert "Where do you live?" in browser.get(address(other, language="/en")).text
        assert "Frage way?" in browser.get(address(one)).text


def test_enter_before_the_script_is_there_sends_nothing_and_keeps_everything(browser, survey) -> None:
    page = send(browser, survey, 200, {**GIVEN, "stay": "1"})
    assert sealed() == 0
    assert page.html.css_first("[name='q.Q01'][value=ALT][checked]") is not None
    assert "Bank mit Dach" in page.words("textarea")
