"""A tablet in the town hall: answers stand apart, nothing stays on it, and only the staff gets out of it."""

import pytest

from participation.core.database import Texts
from participation.core.vocabulary import Channel, Role
from participation.questions.types import Question, QuestionType
from surveys import services as surveys
from surveys.kiosk import services
from surveys.paper import printing
from surveys.rules import Access
from surveys.ways.models import SurveyPart
from tests import factories
from tests.surveys import town
from tests.surveys.test_ways import count

GIVEN = {"q.idea": "Mehr Bäume"}


@pytest.fixture
def survey(app):
    return town.survey(access=Access.BROWSER, questions=(town.text_question(required=True),))


@pytest.fixture
def kiosk(survey):
    return factories.written(services.open_kiosk, survey, "Foyer", 90, "seed")


@pytest.fixture
def here(kiosk):
    return f"/kiosk/{services.secret_of(kiosk)}"


def send(browser, here, status=303, **given):
    return browser.post(f"{here}/answer", {**browser.get(f"{here}/answer").fields(), **(given or GIVEN)}, status)


def test_people_answer_one_after_the_other_and_stand_apart_in_the_results(browser, survey, here) -> None:
    for _person in range(3):
        thanks = browser.follow(send(browser, here))
        assert thanks.html.css_first("[data-done]")
    assert count(SurveyPart) == 0
    town.close(survey)
    town.open_all(survey)
    assert [row.channel for row in surveys.answers(survey)] == [Channel.KIOSK] * 3


def test_a_tablet_asks_for_no_picture_and_says_so(browser) -> None:
    photo = Question("photo", QuestionType.FILE, Texts(de="Ein Foto?"), required=True)
    asked = town.survey(questions=(town.text_question(), photo))
    address = f"/kiosk/{services.secret_of(factories.written(services.open_kiosk, asked, 'Foyer', 90, 'photo'))}"
    assert "kein Bild hinzufügen" in browser.get(address).text
    assert "Ein Foto?" not in browser.get(f"{address}/answer").text
    assert browser.follow(send(browser, address)).html.css_first("[data-done]")
    assert "ein Bild hinzufügen:" in printing._online(asked)


def test_a_double_tap_is_one_answer(browser, survey, here) -> None:
    body = {**browser.get(f"{here}/answer").fields(), **GIVEN}
    assert browser.post(f"{here}/answer", body).location == browser.post(f"{here}/answer", body).location
    assert surveys.sealed_count(survey) == 1


def test_no_page_is_kept_leads_out_or_sets_a_cookie(browser, here) -> None:
    for page in (browser.get(f"{here}{path}") for path in ("", "/answer", "/thanks", "/leave")):
        assert page.response.headers["Cache-Control"] == "no-store"
        assert not page.response.headers.getlist("Set-Cookie")
        links = [node.attributes["href"] for node in page.html.css("a")]
        assert all(link.startswith(("#", here, "/en/kiosk", "/ls/kiosk")) for link in links), links
        assert page.html.css_first("body").attributes["data-again"] == here
    assert browser.get(f"{here}/answer").html.css_first("form[data-kiosk][autocomplete=off]")
    assert "storage" in browser.get(f"{here}/thanks").response.headers["Clear-Site-Data"]


def test_a_missing_answer_is_named_and_nothing_that_was_typed_is_lost(browser, survey, here) -> None:
    page = send(browser, here, 422, **{"q.idea": " "})
    assert page.words(".error")
    browser.post(f"{here}/answer", {**page.fields(), **GIVEN})
    assert surveys.sealed_count(survey) == 1


def test_only_the_number_of_the_desk_leads_out(browser, kiosk, here) -> None:
    assert browser.fill(f"{here}/leave", 422, pin="12").words(".error")
    assert browser.fill(f"{here}/leave", pin=services.pin_of(kiosk)).location == "/"


def test_guessing_the_number_ends_soon(browser, here) -> None:
    for _attempt in range(6):
        browser.fill(f"{here}/leave", 422, pin="000000x")
    assert browser.fill(f"{here}/leave", 429, pin="1").words(".alert")


def test_the_desk_opens_a_tablet_and_closes_it(staff, browser, survey) -> None:
    planner, desk = staff(Role.PLANNER), f"/desk/ways/{survey.slug}/kiosks"
    assert planner.get(f"/desk/ways/{survey.slug}").html.css_first(f"a[href='{desk}']")
    assert planner.fill(desk, 422, form="#open-kiosk", place="", idle_s="5").all_words(".error")
    page = planner.follow(planner.fill(desk, form="#open-kiosk", place="Foyer"))
    address = page.html.css_first(".way a").attributes["href"].removeprefix("http://localhost")
    assert browser.get(address).h1
    planner.post(page.html.css_first(".way form").attributes["action"], page.fields(".way form"))
    browser.get(address, 404)
    staff(Role.MODERATOR).get(desk, 403)


def test_surveys_for_codes_have_no_tablet_and_closed_ones_take_nothing(staff, browser, survey, here) -> None:
    listed = town.survey(access=Access.CODES)
    assert not staff(Role.PLANNER).get(f"/desk/ways/{listed.slug}/kiosks").html.css_first("#open-kiosk")
    town.close(survey)
    assert browser.get(f"{here}/answer", 303).location == here
    assert not browser.get(here).html.css_first(f"a[href='{here}/answer']")
