"""Scarce places: an option that is full, a group of which enough have answered, and the last place among rivals."""

from threading import Semaphore

import pytest
from sqlalchemy import func, select

from participation.core import capacity
from participation.core.database import db
from surveys import services
from surveys.kiosk import services as kiosks
from surveys.models import SealedAnswer
from surveys.paper import services as papers
from surveys.rules import Access, Anonymity
from surveys.scarce import OptionLimit, Quota, Scarce, place_name
from surveys.ways.services import Comer
from tests import factories
from tests.reliability.races import at_once
from tests.surveys import town

SERVED_AT_ONCE = 8
"""As many requests as the server works on at a time; the others wait at its door."""

SEAT = OptionLimit("tour", "friday", 1)
YOUNG = Quota("young", 'age = "young"', 1)
QUESTIONS = (town.choice("tour", "friday", "sunday"), town.choice("age", "young", "old"), town.text_question())


@pytest.fixture
def survey(app):
    return town.survey(questions=QUESTIONS, limits=Scarce((SEAT,), (YOUNG,)))


def where(survey, path="/answer") -> str:
    return f"/surveys/{survey.slug}{path}"


def send(browser, survey, status=303, **given):
    return browser.post(where(survey), {**browser.get(where(survey)).fields(), **given}, status)


def sealed() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(SealedAnswer.id))) or 0


def test_a_full_option_says_so_and_who_chose_it_late_loses_nothing(browser, survey) -> None:
    late = {**browser.get(where(survey)).fields(), "q.tour": "friday", "q.idea": "Mehr Bäume"}
    send(browser, survey, **{"q.tour": "friday"})
    assert "(voll)" in browser.get(where(survey)).words("[data-step=tour]")
    assert "(voll)" in browser.get(where(survey, "/pages")).words("main")
    page = browser.post(where(survey), late, 422)
    assert page.html.css_first("#errors a[href='#q-tour-0']")
    assert page.fields()["q.idea"] == "Mehr Bäume"
    send(browser, survey, **{"q.tour": "sunday"})
    assert sealed() == 2


def test_page_by_page_a_full_option_is_named_at_the_end(browser, survey) -> None:
    at = browser.fill(where(survey, "/pages"), **{"q.tour": "friday"}).location
    for given in ({"q.age": "old"}, {"q.idea": "Ja"}):
        at = browser.fill(at, **given).location
    send(browser, survey, **{"q.tour": "friday"})
    assert browser.fill(at, 422).html.css_first("#errors a")


def test_of_whose_group_enough_have_answered_is_thanked_and_led_on(browser, survey) -> None:
    send(browser, survey, **{"q.age": "young"})
    turned = send(browser, survey, **{"q.age": "young"})
    assert turned.location == where(survey, "/full")
    assert browser.follow(turned).h1
    second = browser.fill(where(survey, "/pages"), **{"q.tour": "sunday"}).location
    assert browser.fill(second, **{"q.age": "young"}).location == where(survey, "/full")
    send(browser, survey, **{"q.age": "old"})
    assert sealed() == 2


def test_thirty_at_once_for_one_place_give_one(app, browser, survey) -> None:
    bodies = [{**browser.get(where(survey)).fields(), "q.tour": "friday"} for _ in range(30)]
    target = where(survey)
    door = Semaphore(SERVED_AT_ONCE)

    def post(number: int) -> int:
        with door:
            return app.test_client().post(target, data=bodies[number]).status_code

    answers = at_once(30, post)
    assert sorted(answers) == [303, *[422] * 29]
    assert sealed() == 1


def test_whoever_takes_the_answer_back_frees_the_place(browser, survey) -> None:
    receipt = town.answer(survey, {"tour": "friday"})
    name = place_name(survey.id, SEAT)
    assert capacity.free(name) == 0
    browser.fill(f"/receipt/{receipt}")
    db.session.rollback()
    assert capacity.free(name) == 1


def test_at_a_tablet_what_is_full_is_said_and_nothing_is_lost(browser, survey) -> None:
    here = f"/kiosk/{kiosks.secret_of(factories.written(kiosks.open_kiosk, survey, 'Foyer', 90, 'seed'))}/answer"
    late = {**browser.get(here).fields(), "q.tour": "friday", "q.idea": "Mehr Bäume"}
    town.answer(survey, {"tour": "friday", "age": "young"})
    assert "(voll)" in browser.get(here).words("[data-step=tour]")
    page = browser.post(here, late, 422)
    assert page.html.css_first("#errors a[href='#q-tour-0']")
    assert page.fields()["q.idea"] == "Mehr Bäume"
    young = {**browser.get(here).fields(), "q.age": "young"}
    assert "Ihrer Gruppe" in browser.post(here, young, 422).words(".alert")
    assert sealed() == 1


def test_a_sheet_for_which_there_is_no_place_is_left_out_and_takes_none(app, survey) -> None:
    stack = factories.written(papers.open_stack, survey, 0, "seed")
    town.answer(survey, {"age": "young"})
    with factories.writing():
        for number, values in enumerate(({"tour": "friday", "age": "young"}, {"tour": "friday"}), 1):
            papers.keep(survey, one := db.session.merge(stack), number, 1, papers.Typed(values), None)
        papers.count(survey, one)
        assert (one.counted, one.left_out) == (1, 1)
    assert sealed() == 2
    assert capacity.free(place_name(survey.id, SEAT)) == 0


def test_who_has_the_last_place_keeps_it_while_changing_another_answer(app) -> None:
    modes = {"anonymity": Anonymity.PERSONAL, "access": Access.ACCOUNTS}
    survey = town.survey(questions=QUESTIONS, limits=Scarce((SEAT,)), **modes)
    comer = Comer(person_id=factories.person().id)
    for words in ("Eins", "Zwei"):
        town.answer(survey, {"tour": "friday", "idea": words}, comer)
    assert [row.values["idea"] for row in services.answers(survey)] == ["Zwei"]
    assert capacity.free(place_name(survey.id, SEAT)) == 0


@pytest.mark.parametrize(
    "limits",
    [
        Scarce((OptionLimit("tour", "monday", 3),)),
        Scarce((OptionLimit("idea", "friday", 3),)),
        Scarce((OptionLimit("tour", "friday", 0),)),
        Scarce(quotas=(Quota("a", "age =", 3),)),
        Scarce(quotas=(Quota("a", 'nobody = "x"', 3),)),
    ],
)
def test_limits_of_what_is_not_asked_are_not_published(app, limits) -> None:
    with pytest.raises(services.FaultyQuestionsError):
        town.survey(questions=QUESTIONS, limits=limits)
