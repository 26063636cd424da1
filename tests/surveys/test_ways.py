"""Who may take part: everybody, each browser once, each code once, each account once; and what is kept of it."""

from typing import Any

import pytest
from sqlalchemy import func, select

from participation.core.clock import now
from participation.core.database import db
from surveys import services
from surveys.feature import FEATURE
from surveys.models import PersonalAnswer, SealedAnswer, SurveyAnswer
from surveys.rules import Access, Anonymity
from surveys.ways import services as ways
from surveys.ways.models import SurveyCode, SurveyPart
from tests import factories
from tests.client import Browser
from tests.reliability.races import at_once
from tests.surveys import town

GIVEN = {"q.idea": "Mehr Bäume"}
TEXT = (town.text_question(),)


def count(entity) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def where(survey, path="/answer") -> str:
    return f"/surveys/{survey.slug}{path}"


def send(browser, survey, status=303, query="", **given):
    fields = browser.get(where(survey) + query).fields()
    return browser.post(where(survey), {**fields, **(given or GIVEN)}, status)


# Each browser once


@pytest.fixture
def once(app):
    return town.survey(access=Access.BROWSER, questions=TEXT)


def test_a_browser_gets_its_mark_with_the_thanks_and_answers_once(app, browser, once) -> None:
    assert not browser.get(where(once)).response.headers.getlist("Set-Cookie")
    body = {**browser.get(where(once)).fields(), **GIVEN}
    second = {**browser.get(where(once)).fields(), **GIVEN}
    thanks = browser.post(where(once), body)
    assert "browser=" in thanks.response.headers["Set-Cookie"]
    assert browser.post(where(once), body).location == thanks.location
    page = browser.post(where(once), second, 422)
    assert page.words(".alert")
    assert page.fields()["q.idea"] == "Mehr Bäume"
    assert browser.get(where(once), 303).location == where(once, "")
    assert not browser.get(where(once, "")).html.css_first(f"a[href='{where(once)}']")
    send(Browser(app), once)
    assert (count(SealedAnswer), count(SurveyPart)) == (2, 2)


# Each code once


@pytest.fixture
def listed(app):
    return town.survey(access=Access.CODES, questions=TEXT)


@pytest.fixture
def letters(listed):
    return factories.written(ways.make_codes, listed, ["Familie Meier", "Frau Schulz"])


def test_a_code_opens_the_survey_once_however_it_is_typed(browser, listed, letters) -> None:
    assert browser.get(where(listed), 303).location == where(listed, "")
    start = browser.get(where(listed, f"?code={letters[0].lower()}"))
    assert start.fields()["code"] == letters[0].lower()
    entered = browser.post(where(listed, ""), start.fields())
    body = {**browser.follow(entered).fields(), **GIVEN}
    browser.post(where(listed), body)
    assert browser.post(where(listed), body).status == 303
    page = browser.fill(where(listed, ""), 422, code=letters[0])
    assert page.words(".error")
    assert page.fields()["code"] == letters[0]
    assert (count(SealedAnswer), [one.recipient for one in factories.written(ways.unused, listed)]) == (
        1,
        ["Frau Schulz"],
    )


@pytest.mark.parametrize("code", ["", "0000000000", "<b>&"])
def test_a_missing_or_wrong_code_gets_a_sentence_and_loses_nothing(browser, listed, letters, code) -> None:
    page = browser.fill(where(listed, ""), 422, code=code)
    assert page.fields()["code"] == code
    page = send(browser, listed, 422, "?code=wrong", **GIVEN, code=code)
    assert (page.fields()["q.idea"], page.fields()["code"]) == ("Mehr Bäume", code)
    browser.post(where(listed), {**page.fields(), "code": letters[0]})
    assert count(SealedAnswer) == 1


def test_a_code_goes_along_page_by_page(browser, listed, letters) -> None:
    first = where(listed, f"/pages?code={letters[0]}")
    check = browser.post(first, {**browser.get(first).fields(), **GIVEN}).location
    browser.post(check, browser.get(check).fields())
    assert count(SealedAnswer) == 1
    assert len(factories.written(ways.unused, listed)) == 1


def test_of_ten_sendings_with_one_code_at_once_one_counts(app, browser, listed, letters) -> None:
    bodies = [{**browser.get(where(listed) + f"?code={letters[0]}").fields(), **GIVEN} for _ in range(10)]
    target = where(listed)
    answers = at_once(10, lambda number: app.test_client().post(target, data=bodies[number]).status_code)
    assert sorted(answers) == [303, *[422] * 9]
    assert count(SealedAnswer) == 1


def test_codes_stand_as_hashes_alone_and_lists_go_after_the_end(listed, letters) -> None:
    rows = db.session.execute(select(SurveyCode.__table__)).all()
    assert not any(code in str(value) for code in letters for row in rows for value in row)
    assert factories.written(ways.forget_codes, town.day(60)) == 0
    assert factories.written(ways.forget_codes, town.day(120)) == 2


# Each account once


def test_an_account_answers_once_and_only_a_mark_says_so(browser, staff, app) -> None:
    survey = town.survey(access=Access.ACCOUNTS, questions=TEXT)
    assert browser.get(where(survey), 303).location == where(survey, "")
    for way_in in ("sign-in", "sign-up"):
        link = browser.get(where(survey, "")).html.css_first(f"main a[href*='/{way_in}?next=']")
        assert survey.title.in_("de") in browser.get(link.attributes["href"]).words("main .lead")
    assert survey.title.in_("de") not in browser.get("/sign-in?next=/surveys").words("main .lead")
    assert browser.post(where(survey), GIVEN, 422).words(".alert")
    person = staff()
    send(person, survey)
    assert person.get(where(survey), 303).location == where(survey, "")
    assert (count(SealedAnswer), count(SurveyPart), count(PersonalAnswer)) == (1, 1, 0)


# Pseudonyms


def test_a_pseudonym_joins_two_waves_and_leads_back_to_nobody_without_the_key_file(app) -> None:
    values = {"access": Access.CODES, "anonymity": Anonymity.PSEUDONYMOUS, "questions": TEXT, "series": "wellen"}
    first, second = town.survey(**values), town.survey(**values)
    found = []
    for survey in (first, second):
        for code in factories.written(ways.make_codes, survey, ["A", "B"]):
            town.answer(survey, {"idea": f"von {code}"}, ways.Comer(code=code))
        town.close(survey)
        town.open_all(survey)
        found.append({row.values["idea"]: row.pseudonym for row in services.answers(survey)})
    assert found[0] == found[1]
    assert len(set(found[0].values())) == 2
    other = town.survey(**{**values, "series": "andere"})
    (code,) = factories.written(ways.make_codes, other, ["A"])
    town.answer(other, {}, ways.Comer(code=code))
    town.close(other)
    town.open_all(other)
    assert services.answers(other)[0].pseudonym not in found[0].values()


# Personal answers


@pytest.fixture
def personal(app):
    return town.survey(access=Access.ACCOUNTS, anonymity=Anonymity.PERSONAL, questions=TEXT)


def test_a_personal_answer_is_changed_until_the_survey_closes_and_counts_once(staff, personal) -> None:
    person = staff()
    send(person, personal)
    assert person.get(where(personal)).fields()["q.idea"] == "Mehr Bäume"
    assert person.get(where(personal, "/pages")).fields()["q.idea"] == "Mehr Bäume"
    thanks = person.follow(send(person, personal, **{"q.idea": "Weniger Bäume"}))
    assert thanks.words("main .code")
    assert [row.values for row in services.answers(personal)] == [{"idea": "Weniger Bäume"}]
    town.close(personal)
    assert person.get(where(personal), 303).location == where(personal, "")


def test_two_first_answers_of_one_account_at_once_are_one(app, staff, personal) -> None:
    person = staff()
    bodies = [{**person.get(where(personal)).fields(), "q.idea": f"Nummer {n}"} for n in range(4)]
    cookie = person.client.get_cookie(app.extensions["sign_in_cookie"])
    target = where(personal)

    def post(number: int) -> int:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value, domain="localhost", secure=False)
        return client.post(target, data=bodies[number]).status_code

    assert at_once(4, post) == [303] * 4
    assert (count(SurveyAnswer), count(PersonalAnswer)) == (1, 1)


@pytest.mark.parametrize(("keep", "left"), [(False, 0), (True, 1)])
def test_a_personal_answer_is_exported_and_erased_with_its_person(app, personal, keep, left) -> None:
    person = factories.person()
    town.answer(personal, {"idea": "Meins"}, ways.Comer(person_id=person.id))
    mine: Any = FEATURE.personal_data.export(person.id)["survey_answers"]
    assert (mine[0]["answers"], mine[0]["sent_at"][:4]) == ({"idea": "Meins"}, str(now().year))
    factories.written(FEATURE.personal_data.erase, person.id, keep)
    assert (count(PersonalAnswer), count(SurveyAnswer)) == (0, left)


def test_the_mark_of_an_account_is_exported_and_erased_with_its_person(app) -> None:
    survey, person = town.survey(access=Access.ACCOUNTS, questions=TEXT), factories.person()
    town.answer(survey, {}, ways.Comer(person_id=person.id))
    assert len(FEATURE.personal_data.export(person.id)["surveys_taken_part_in"]) == 1
    factories.written(FEATURE.personal_data.erase, person.id, False)
    assert count(SurveyPart) == 0


# What people are told


@pytest.mark.parametrize(
    ("anonymity", "access", "words"),
    [
        (Anonymity.ANONYMOUS, Access.OPEN, "anonymous"),
        (Anonymity.PSEUDONYMOUS, Access.ACCOUNTS, "pseudonym"),
        (Anonymity.PERSONAL, Access.ACCOUNTS, "belong to your account"),
    ],
)
def test_each_mode_says_what_it_is_before_it_begins_and_beside_the_button(staff, anonymity, access, words) -> None:
    survey, person = town.survey(anonymity=anonymity, access=access, questions=TEXT), staff()
    assert words in person.get(f"/en{where(survey, '')}").words("main")
    assert words in person.get(f"/en{where(survey)}").words("[data-promise]")
    first = f"/en{where(survey, '/pages')}"
    page = person.get(first)
    assert words in page.words("form.survey")
    check = person.post(first, {**page.fields(), **GIVEN}).location
    assert words in person.get(check).words("main")
