"""Hall mode: questions from phones, the list of the moderators, and the screen everybody sees."""

import pytest

from forum.hall import services
from forum.hall.models import Hall
from forum.hall.rules import Deed, Stage, deeds, may
from participation.core.vocabulary import Phase, Role
from tests import factories
from tests.client import Browser, Page

QUESTION = "Wann fährt der Rufbus am Sonntag?"


@pytest.fixture
def hall(app) -> Hall:
    return factories.written(services.open_hall, factories.process(Phase.MONITORING), "Dorfversammlung")


def _address(hall: Hall) -> str:
    return f"/hall/{hall.code.lower()}"


def _ask(browser: Browser, hall: Hall, text: str = QUESTION, **more: str) -> Page:
    return browser.follow(browser.fill(_address(hall), form="form.form", text=text, **more))


def _press(moderator: Browser, hall: Hall, words: str, status: int = 303) -> Page:
    """Press the first button at the desk that says this."""
    page = moderator.get(f"/desk{_address(hall)}")
    for button in page.html.css("button[formaction]"):
        if words in button.text():
            body = page.fields("form#hall") | {"deed": button.attributes["value"] or ""}
            return moderator.post(button.attributes["formaction"] or "", body, status)
    raise AssertionError(f"no button {words}")


def test_a_question_waits_for_the_moderators(browser: Browser, hall: Hall) -> None:
    page = _ask(browser, hall, display_name="Karl")
    assert page.h1 == "Ihre Frage ist da."
    for address in (_address(hall), f"{_address(hall)}/screen"):
        assert QUESTION not in browser.get(address).text


def test_the_detectors_look_at_questions_and_who_asks_again_is_seen(browser: Browser, hall: Hall, staff) -> None:
    for _ in range(2):
        _ask(browser, hall, "Wann ruft mich Herr Muster unter 030 1234567 zurück?")
    page = staff(Role.MODERATOR).get("/en/desk/moderation?list=1")
    assert ["Telephone" in words for words in page.all_words(".q")] == [True, True]
    assert ["Nearly the same text" in words for words in page.all_words(".q")].count(True) == 1


def test_questions_count_among_what_the_town_owes_an_answer(browser: Browser, hall: Hall, staff) -> None:
    for text in (QUESTION, "Wer räumt den Weg zum See?"):
        _ask(browser, hall, text)
        _press(staff(Role.MODERATOR), hall, "Auf die Liste")
    process = f"/en/process/{hall.process.slug}"
    desk = staff(Role.PLANNER)
    assert "2 contributions wait" in desk.get("/en/desk/answers").text
    assert "0 of 2" in browser.get(process).words("main")
    listed = desk.get("/en/desk/answers").html.css_first(".lines a")
    assert listed is not None
    answer = {"kind": "answered", "answer": "Ab Mai, jede Stunde.", "office": "Bauamt"}
    desk.fill(listed.attributes["href"] or "", **answer)
    assert "1 of 2" in browser.get(process).words("main")
    moderator = staff(Role.MODERATOR)
    _press(moderator, hall, "Beantwortet")
    _press(moderator, hall, "Beantwortet")
    assert "2 of 2" in browser.get(process).words("main")
    assert "answered aloud" in desk.get("/en/desk/answers").text


def test_the_private_link_shows_what_became_of_the_question(browser: Browser, hall: Hall) -> None:
    link = _ask(browser, hall).html.css_first("aside a")
    assert link is not None
    assert QUESTION in browser.get(link.attributes["href"] or "").text


def test_a_double_tap_asks_once(browser: Browser, hall: Hall, staff) -> None:
    body = browser.get(_address(hall)).fields("form.form") | {"text": QUESTION}
    places = {browser.post(_address(hall), body).location for _ in range(2)}
    assert len(places) == 1
    assert staff(Role.MODERATOR).get(f"/desk{_address(hall)}").text.count(QUESTION) == 1


def test_what_is_taken_on_the_list_stands_on_the_screen(browser: Browser, hall: Hall, staff) -> None:
    _ask(browser, hall)
    _press(staff(Role.MODERATOR), hall, "Auf die Liste")
    assert QUESTION in browser.get(f"{_address(hall)}/screen").words("ol")
    assert QUESTION in browser.get(_address(hall)).words("#questions")


def test_a_question_can_be_reported_where_it_stands_and_is_gone_once_it_is_hidden(
    browser: Browser, hall: Hall, staff
) -> None:
    _ask(browser, hall)
    moderator = staff(Role.MODERATOR)
    _press(moderator, hall, "Auf die Liste")
    link = browser.get(_address(hall)).html.css_first("#questions a[href$='/report']")
    assert link is not None
    assert link.text().startswith("Melden")
    reference = (link.attributes["href"] or "").split("/")[2]
    browser.fill(link.attributes["href"] or "", ground="respect")
    why = {"rules": "privacy", "facts": "Die Frage nennt eine Person mit Namen."}
    moderator.fill(f"/desk/notices/{reference}/hide", **why)
    for address in (_address(hall), f"{_address(hall)}/screen"):
        assert QUESTION not in browser.get(address).text


def test_the_question_that_is_answered_stands_on_top_and_ends_the_one_before(
    browser: Browser, hall: Hall, staff
) -> None:
    moderator = staff(Role.MODERATOR)
    for text in ("Erste Frage?", "Zweite Frage?"):
        _ask(browser, hall, text)
        _press(moderator, hall, "Auf die Liste")
        _press(moderator, hall, "Jetzt beantworten")
    screen = browser.get(f"{_address(hall)}/screen")
    assert "Zweite Frage?" in screen.words(".screen__now")
    assert "Erste Frage?" not in screen.text
    assert "Erste Frage?" in browser.get(_address(hall)).words("details")


def test_who_asks_the_same_counts_once(app, hall: Hall, staff) -> None:
    browser = Browser(app)
    _ask(browser, hall)
    _press(staff(Role.MODERATOR), hall, "Auf die Liste")
    page = browser.get(_address(hall))
    target = page.html.css_first("button[form=same]").attributes["formaction"]
    body = page.fields("form#same")
    for _ in range(2):
        browser.post(target, body)
    page = browser.get(_address(hall))
    assert "Ein weiterer Mensch fragt das." in page.words("#questions")
    assert "Das fragen Sie auch." in page.words("#questions")


def test_the_questions_of_many_come_first(app, hall: Hall, staff) -> None:
    moderator = staff(Role.MODERATOR)
    for text in ("Frage von wenigen?", "Frage von vielen?"):
        _ask(Browser(app), hall, text)
        _press(moderator, hall, "Auf die Liste")
    for _ in range(2):
        browser = Browser(app)
        page = browser.get(_address(hall))
        button = next(one for one in page.html.css("button[form=same]") if "vielen" in one.text())
        browser.post(button.attributes["formaction"], page.fields("form#same"))
    assert Browser(app).get(f"{_address(hall)}/screen").all_words("ol p")[0].startswith("Frage von vielen?")


def test_a_closed_hall_takes_nothing_in_and_loses_nothing(browser: Browser, hall: Hall, staff) -> None:
    body = browser.get(_address(hall)).fields("form.form") | {"text": QUESTION}
    _press(staff(Role.MODERATOR), hall, "Keine Fragen mehr annehmen")
    page = browser.post(_address(hall), body, 409)
    assert QUESTION in page.words("main")
    assert "wurde nicht abgeschickt" in page.words("main")


def test_an_empty_question_is_asked_for(browser: Browser, hall: Hall) -> None:
    page = browser.fill(_address(hall), text=" ", display_name="Karl", status=422)
    assert "Bitte schreiben Sie hier Ihre Frage." in page.words("#errors")
    assert page.fields("form.form")["display_name"] == "Karl"


def test_the_code_is_typed_as_people_type(browser: Browser, hall: Hall) -> None:
    typed = f" {hall.code[:2].lower()}-{hall.code[2:]} ".replace("0", "o")
    assert browser.fill("/hall", code=typed).location == _address(hall)
    assert "kennen wir nicht" in browser.fill("/hall", code="nein", status=422).words("#errors")


def test_the_process_leads_into_an_open_hall(browser: Browser, hall: Hall) -> None:
    assert f'href="{_address(hall)}"' in browser.get(f"/process/{hall.process.slug}").text


def test_what_was_answered_in_the_hall_stands_in_the_way(browser: Browser, hall: Hall, staff) -> None:
    link = _ask(browser, hall).html.css_first("aside a").attributes["href"]
    moderator = staff(Role.MODERATOR)
    for words in ("Auf die Liste", "Jetzt beantworten", "Beantwortet"):
        _press(moderator, hall, words)
    assert "Im Saal beantwortet" in browser.get(link).words("main")


def test_only_the_part_that_changes_is_asked_for(browser: Browser, hall: Hall) -> None:
    part = browser.client.get(f"{_address(hall)}/screen", headers={"X-Part": "live"}).get_data(as_text=True)
    assert "<h2>" in part
    assert "<html" not in part


def test_a_hall_is_opened_at_the_desk(staff) -> None:
    factories.process()
    moderator = staff(Role.MODERATOR)
    page = moderator.follow(moderator.fill("/desk/hall", title="Einwohnerversammlung"))
    assert "Einwohnerversammlung" in page.words("ul.lines")
    assert moderator.fill("/desk/hall", title="", status=422).words("#errors")
    staff(Role.PARTNER).get("/desk/hall", 403)


@pytest.mark.parametrize(
    ("deed", "stages"),
    [
        (Deed.LIST, {Stage.ASKED, Stage.ASIDE, Stage.NOW, Stage.ANSWERED}),
        (Deed.CALL, {Stage.LISTED}),
        (Deed.ANSWER, {Stage.NOW, Stage.LISTED}),
        (Deed.PUT_ASIDE, {Stage.ASKED, Stage.LISTED, Stage.NOW}),
    ],
)
def test_what_may_be_done_with_a_question(deed: Deed, stages: set[Stage]) -> None:
    assert {stage for stage in Stage if may(deed, stage)} == stages


def test_every_stage_leads_on() -> None:
    assert all(deeds(stage) for stage in Stage)
