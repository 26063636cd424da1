"""What everybody reads: the list, one measure, and the way from a contribution to its measure and back."""

import re

import pytest
from flask import Flask

from participation.contributions import services as hub
from participation.core.clock import today
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.plan.rules import BindingState
from participation.plan.services import Move
from tests import factories
from tests.client import Browser, statements
from tests.participation.plan.conftest import FACTS, draft, ideas, moved, published

TOKEN = re.compile(r"value=\"[\w.-]{40,}\"")
"""Chance, in which any three letters may stand."""

DECIDED = Move(BindingState.DECIDED, today(), "Stadtvertretung")


def test_before_there_is_a_measure_the_list_says_what_will_be_here(browser: Browser) -> None:
    assert "No measure is public yet" in browser.get("/en/measures").words(".empty")
    factories.process()
    assert "No measure is public yet" in browser.get("/en/measures").words(".empty")


def test_everybody_reads_what_a_measure_is_how_far_it_is_and_where_it_comes_from(browser: Browser) -> None:
    voices = ideas(3, district_id=factories.district(name="Neu Wiesow").id)
    process = voices[0].process
    measure = published(voices, action_field_id=process.fields[0].id, next_step="Der Rat tagt.", next_on=today())
    moved(measure, DECIDED)
    page = browser.get(f"/en/measures/{measure.code}")
    assert page.h1 == "Rufbus am Abend"
    assert "Measure M01, Mobility" in page.words(".hero")
    assert "Decided" in page.words(".hero .badge")
    for words in (FACTS["benefit"], "3 contributions from the town.", "Neu Wiesow", "Adopted"):
        assert words in page.text
    assert [words.split(":")[1] for words in page.all_words(".side .step")] == [
        " Proposed",
        " Decided Stadtvertretung",
        " Der Rat tagt.",
    ]
    assert {"Bauamt", "short-term"} <= set(page.all_words(".facts dd"))


def test_the_list_shows_state_unit_and_how_many_voices(browser: Browser) -> None:
    voices = ideas(2)
    published(voices)
    page = browser.get("/en/measures")
    assert page.all_words(".item h3") == ["M01 Rufbus am Abend"]
    assert "2 contributions" in page.words(".item")
    assert "Proposed" in page.words(".item .badge")


def test_from_a_contribution_to_its_measure_and_back_in_one_click_each(browser: Browser) -> None:
    (voice,) = ideas(1)
    measure = published([voice])
    for address in (f"/ideas/{voice.reference}", f"/ideas/{voice.reference}/way"):
        assert browser.get(address).html.css_first(f".thread a[href='/measures/{measure.code}']") is not None
    page = browser.get(f"/measures/{measure.code}")
    assert page.html.css_first(f".thread a[href='/ideas/{voice.reference}/way']") is not None


def test_the_way_of_a_contribution_tells_of_every_change_and_of_what_comes_next(browser: Browser) -> None:
    (voice,) = ideas(1)
    measure = published([voice], next_step="Die Busse fahren.", next_on=today())
    moved(measure, DECIDED, Move(BindingState.RUNNING, today()))
    words = browser.get(f"/en/ideas/{voice.reference}/way").all_words(".thread--long h2")
    told = [one for one in words if "M01" in one]
    assert told == [
        "Measure M01 proposed",
        "Measure M01 decided",
        "Measure M01 has begun",
        "Measure M01: Die Busse fahren.",
    ]


def test_a_stopped_measure_says_why_and_promises_nothing_more(browser: Browser) -> None:
    (voice,) = ideas(1)
    measure = published([voice], next_step="Die Busse fahren.", next_on=today())
    moved(measure, Move(BindingState.STOPPED, today(), reason="Es fand sich kein Betrieb."))
    page = browser.get(f"/en/ideas/{voice.reference}/way")
    assert "Measure M01 stopped" in page.text
    assert "Es fand sich kein Betrieb." in page.text
    assert "Die Busse fahren." not in page.text
    assert "Es fand sich kein Betrieb." in browser.get(f"/measures/{measure.code}").text


@pytest.mark.parametrize("who", [None, Role.CITIZEN, Role.PLANNER, Role.LEAD])
def test_a_draft_shows_nowhere_but_at_its_desk(app: Flask, browser: Browser, staff, who: Role | None) -> None:
    (voice,) = ideas(1)
    measure = draft([voice], title="Geheimer Entwurf", next_step="Geheimer Schritt", next_on=today())
    reader = staff(who) if who else browser
    addresses = ["/", f"/process/{voice.process.slug}", "/measures", "/ideas", f"/boards/{voice.board.slug}"]
    addresses += [
        f"/ideas/{voice.reference}",
        f"/ideas/{voice.reference}/way",
        f"/measures?process={voice.process.slug}",
    ]
    if who in {Role.LEAD, Role.PLANNER}:
        addresses += ["/desk", "/desk/answers", f"/desk/answers/{voice.reference}"]
    for address in addresses:
        text = reader.client.get(address, follow_redirects=True).text
        assert "Geheim" not in text, address
        assert measure.code not in TOKEN.sub("", text), address
    reader.get(f"/measures/{measure.code}", 404)


def test_a_moderator_who_may_not_edit_the_plan_gets_no_draft(staff) -> None:
    measure = draft()
    moderator = staff(Role.MODERATOR)
    moderator.get(f"/measures/{measure.code}", 404)
    moderator.get(f"/desk/measures/{measure.code}", 403)
    moderator.get("/desk/measures", 403)


def test_a_contribution_that_was_hidden_later_leaves_the_page_of_its_measure(browser: Browser) -> None:
    shown, hidden = factories.idea(title="Bleibt"), factories.idea(title="Verschwindet")
    measure = published([shown, hidden])

    def hide() -> None:
        hidden.visibility = Visibility.REJECTED

    factories.written(hide)
    page = browser.get(f"/en/measures/{measure.code}")
    assert "One contribution from the town." in page.text
    assert "Verschwindet" not in page.text


def test_the_start_page_invites_to_read_as_soon_as_there_is_a_measure(browser: Browser) -> None:
    process = factories.process()
    draft(process=process)
    assert "Read what the town means to do" not in browser.get("/en/").text
    published(process=process)
    assert browser.get("/en/").html.css_first(".do a[href='/en/measures']") is not None


def test_an_older_process_keeps_its_own_list_and_codes(browser: Browser) -> None:
    old, new = factories.process(slug="alt"), factories.process(slug="neu")
    (voice,) = [factories.idea(factories.board(process_id=old.id))]
    published([voice], title="Alte Maßnahme")
    published(process=new, title="Neue Maßnahme")
    assert browser.get("/measures/M01").h1 == "Neue Maßnahme"
    assert browser.get("/measures/m01?process=alt").h1 == "Alte Maßnahme"
    assert browser.get("/measures?process=alt").all_words(".item h3") == ["M01 Alte Maßnahme"]
    way = browser.get(f"/ideas/{voice.reference}/way")
    assert way.html.css_first("a[href='/measures/M01?process=alt']") is not None
    assert browser.get("/process/alt").html.css_first(".do a[href='/measures?process=alt']") is not None


@pytest.mark.parametrize(
    "address", ["/measures/M99", "/measures/xyz", "/measures/M01?process=none", "/measures?process=none"]
)
def test_what_does_not_exist_is_not_found(browser: Browser, address: str) -> None:
    published()
    browser.get(address, 404)


def test_pages_cost_the_same_number_of_statements_however_many_origins_there_are(browser: Browser) -> None:
    counts = []
    for wanted in (10, 190):
        voices = _many(wanted)
        measure = published(voices)
        own = [f"/measures/{measure.code}", "/measures", f"/ideas/{voices[0].reference}/way", "/"]
        counts.append([_cost(browser, address) for address in own])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20  # the start page: it asks for the next event and the released topics, too


def _many(count: int) -> list:
    board = factories.board()
    with factories.writing():
        made = [hub.submit_idea(board, hub.Draft(f"Text {number}", f"Idee {number}")) for number in range(count)]
        for one in made:
            one.visibility, one.published_at = Visibility.PUBLIC, one.created_at
    return made


def _cost(browser: Browser, address: str) -> int:
    browser.get(address)
    with statements() as found:
        browser.get(address)
    return len(found)


def test_a_list_of_measures_costs_the_same_however_long_it_is(browser: Browser, planner: Browser) -> None:
    process, counts = factories.process(), []
    for wanted in (2, 30):
        for _ in range(wanted):
            published([factories.idea(factories.board(process_id=process.id))], process=process)
        counts.append((_cost(browser, "/measures"), _cost(planner, "/desk/measures")))
    assert counts[0] == counts[1]
    assert len(browser.get("/measures?page=2").all_words(".item")) == 2
    assert len(browser.get("/measures").all_words(".item")) == 30


def test_many_origins_are_paged(browser: Browser) -> None:
    measure = published(_many(60))
    page = browser.get(f"/measures/{measure.code}")
    assert len(page.all_words(".split .thread:not(.thread--small) .step")) == 50
    page = browser.get(f"/measures/{measure.code}?page=2")
    assert len(page.all_words(".split .thread:not(.thread--small) .step")) == 10
