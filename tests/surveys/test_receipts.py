"""Receipts: what they say before and after their answer was counted, and what they never say."""

import pytest

from participation.core import codes
from tests.surveys import town


@pytest.fixture
def survey(app):
    return town.survey(questions=(town.text_question(),))


def test_a_receipt_says_arrived_and_later_counted(browser, survey) -> None:
    code = town.answer(survey, {"idea": "Bäume"})
    where = f"/receipt/{codes.grouped(code).lower()}"
    assert browser.get(f"/en{where}").h1 == "Arrived"
    town.close(survey)
    town.open_all(survey)
    page = browser.get(f"/en{where}")
    assert page.h1 == "Counted"
    assert "Bäume" not in page.text


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "{} "])
def test_a_code_is_found_however_it_is_typed(browser, survey, typed) -> None:
    code = codes.grouped(town.answer(survey, {}))
    for words in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        page = browser.fill("/receipt", code=typed.format(words))
        assert page.location == f"/receipt/{code.lower()}"


def test_an_unknown_code_comes_back_as_it_was_typed(browser, survey) -> None:
    page = browser.fill("/receipt", 422, code="AAAA-BBBB-CCCC")
    assert page.fields()["code"] == "AAAA-BBBB-CCCC"
    browser.get("/receipt/aaaa-bbbb-cccc", 404)


def test_the_thanks_are_those_of_their_own_survey(browser, survey) -> None:
    code = codes.grouped(town.answer(survey, {})).lower()
    browser.get(f"/surveys/{survey.slug}/thanks/{code}")
    browser.get(f"/surveys/{town.survey().slug}/thanks/{code}", 404)
    browser.get(f"/surveys/{survey.slug}/thanks/aaaa-bbbb-cccc", 404)


def test_the_thanks_say_counted_once_the_answer_is(browser, survey) -> None:
    code = codes.grouped(town.answer(survey, {})).lower()
    town.close(survey)
    before = browser.get(f"/surveys/{survey.slug}/thanks/{code}")
    town.open_all(survey)
    after = browser.get(f"/surveys/{survey.slug}/thanks/{code}")
    assert len(after.html.css(".is-done")) > len(before.html.css(".is-done"))
