"""The page of a process: what it is about, where it stands, what to do now, what became of it."""

from datetime import date

import pytest
from flask import Flask

from participation.contributions import finding
from participation.contributions import services as contributions
from participation.contributions.models import OutcomeKind
from participation.contributions.services import Answer
from participation.core.database import Texts
from participation.core.vocabulary import Phase
from participation.process import rules, services
from tests import factories
from tests.client import Browser, statements

ANSWER = Answer(OutcomeKind.ANSWERED, "Die Laterne ist repariert. Danke für den Hinweis.", "Bauhof")


def answered(board, count: int) -> None:
    for _ in range(count):
        idea = factories.idea(board)
        with factories.writing():
            contributions.record_outcome(finding.idea(idea.reference), ANSWER, None)


def test_the_start_page_shows_the_newest_process(browser: Browser) -> None:
    factories.process(title=Texts(de="Alte Agenda"))
    factories.process(title=Texts(de="Neue Agenda"))
    page = browser.get("/")
    assert page.h1 == "Neue Agenda"
    assert page.words(".is-now h3") == "ideas"
    assert page.all_words(".section--paper .cols p") == ["Die Themen", "Das Geld", "Die Stadtvertretung"]


def test_a_house_without_a_process_says_what_will_be_here(browser: Browser) -> None:
    page = browser.get("/en/")
    assert page.h1 == "Soon you can take part here"
    assert "mitreden@elderow.example" in page.words("main")


def test_a_process_has_an_address_of_its_own(browser: Browser) -> None:
    old = factories.process(slug="agenda-2020", title=Texts(de="Alte Agenda"))
    factories.process()
    assert browser.get(f"/process/{old.slug}").h1 == "Alte Agenda"
    browser.get("/process/nobody-knows", 404)


def test_the_printed_address_leads_to_the_process_however_it_is_typed(browser: Browser) -> None:
    factories.process(slug="agenda", short_code="ag30")
    page = browser.get("/q/AG30")
    assert page.html.css_first("link[rel=canonical]").attributes["href"] == "http://localhost/process/agenda"
    assert browser.get("/en/q/ag30").h1 == "Digital agenda"
    browser.get("/q/other", 404)


def test_the_code_for_posters_is_kept_long_and_drawn_in_the_towns_ink(browser: Browser) -> None:
    factories.process(short_code="ag30")
    response = browser.client.get("/q/ag30/qr.svg")
    assert response.mimetype == "image/svg+xml"
    assert response.headers["Cache-Control"] == "public, max-age=2592000"
    assert b'stroke="#b0264f"' in response.data
    assert response.data != browser.client.get("/en/q/ag30/qr.svg").data


def test_a_town_with_a_pale_colour_prints_dark_codes() -> None:
    assert rules.ink("#ffdd00") == rules.INK
    assert rules.ink("#1c3a94") == "#1c3a94"


FIRST, LAST = date(2027, 1, 10), date(2027, 1, 20)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2027, 1, 9), "next"),
        (FIRST, "now"),
        (LAST, "now"),
        (date(2027, 1, 21), "done"),
    ],
)
def test_dates_say_where_a_phase_stands(today: date, state: str) -> None:
    assert rules.phase_state(FIRST, LAST, today) == state


def test_phases_tell_when_they_were_are_and_will_be(app: Flask) -> None:
    process = factories.process(Phase.IDEAS)
    with app.test_request_context("/en/", environ_overrides={"stadtfaden.language": "en"}):
        done, now, coming, last = services.phase_steps(process)
    assert [done.state, now.state, coming.state, last.state] == ["done", "now", "next", "next"]
    assert done.text.endswith("Finished.")
    assert now.when.startswith("until ")
    assert " to " in coming.when
    assert last.when.startswith("from ")


def test_the_most_welcome_thing_to_do_comes_first(browser: Browser) -> None:
    factories.board()
    page = browser.get("/")
    assert len(page.html.css(".do")) == 2
    assert len(page.html.css(".do--first")) == 1
    assert page.html.css_first(".do--first a").attributes["href"].endswith("/write")


def test_a_process_in_which_nothing_is_open_says_so(browser: Browser) -> None:
    factories.process()
    assert browser.get("/en/").words(".empty h3") == "Nothing to do for the moment"


def test_stories_tell_the_latest_answers_in_few_words(browser: Browser) -> None:
    board = factories.board()
    answered(board, 4)
    page = browser.get("/en/")
    assert len(page.html.css("article")) == 3
    last_step = page.all_words("article:first-of-type li")[-1]
    assert last_step.endswith("Die Laterne ist repariert")


def test_hidden_contributions_become_no_story(browser: Browser) -> None:
    board = factories.board()
    idea = factories.idea(board, public=False)
    with factories.writing():
        contributions.record_outcome(idea, ANSWER, None)
    assert "Die Laterne" not in browser.get("/").text


def test_the_page_costs_the_same_for_one_answer_and_for_many(browser: Browser) -> None:
    board = factories.board()
    answered(board, 1)
    with statements() as few:
        browser.get("/")
    answered(board, 12)
    with statements() as many:
        browser.get("/")
    assert len(many) == len(few) <= 20, "\n".join(many)  # each format that people can use costs one or two


def test_easy_language_puts_every_sentence_on_its_line_and_names_what_is_missing(browser: Browser) -> None:
    factories.process(lead=Texts(de="Ein Satz.", ls="Ein Satz.\nNoch ein Satz."))
    page = browser.get("/ls/")
    assert "Ein Satz.<br>Noch ein Satz." in page.text
    missing = page.words(".note")
    assert missing
    assert page.html.css_first(".note a").attributes["href"] == "/ls/text/easy-language"


def test_parts_without_a_translation_are_named(app: Flask, browser: Browser) -> None:
    factories.process(is_fixed=Texts(de="Das Geld"))
    note = browser.get("/en/").words(".note")
    assert note == "Not yet translated, and therefore in German: Already fixed."
    assert not browser.get("/").html.css(".note")
