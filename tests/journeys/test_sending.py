"""Sending, when the net, the server or the finger does not do what it should."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Citizen
from tests.journeys.town import Town

IS_SENT = re.compile(r"/write\??$")
TYPED = {"title": "Licht am Steg", "place": "Am Steg", "display_name": "Möwe", "district": "Altstadt"}


def test_a_double_tap_is_one_idea(citizen: Citizen, town: Town) -> None:
    citizen.begins_an_idea()
    citizen.writes("Zweimal getippt: Licht am Steg.")
    citizen.send.dblclick()
    citizen.sees_the_heading("Ihre Idee ist angekommen.")
    assert town.ideas("Zweimal getippt") == 1


def test_loading_the_confirmation_again_is_no_second_idea(citizen: Citizen, town: Town) -> None:
    citizen.begins_an_idea()
    citizen.writes("Neu geladen: Licht am Steg.")
    citizen.sends_the_idea()
    code = citizen.code()
    citizen.reloads()
    citizen.sees_the_heading("Ihre Idee ist angekommen.")
    assert citizen.code() == code
    assert town.ideas("Neu geladen") == 1


def test_going_back_and_sending_again_is_no_second_idea(citizen: Citizen, town: Town) -> None:
    citizen.begins_an_idea()
    citizen.writes("Noch einmal gesendet: Licht am Steg.")
    citizen.sends_the_idea()
    code = citizen.code()
    citizen.goes_back()
    citizen.still_sees("Noch einmal gesendet: Licht am Steg.")
    citizen.sends_the_idea()
    assert citizen.code() == code
    assert town.ideas("Noch einmal gesendet") == 1


def test_a_look_at_the_rules_keeps_what_was_typed(citizen: Citizen) -> None:
    citizen.begins_an_idea()
    citizen.writes("Vor dem Lesen getippt.", **TYPED)
    citizen.taps("Spielregeln lesen")
    citizen.goes_back()
    citizen.still_sees("Vor dem Lesen getippt.", **TYPED)


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_mistake(citizen: Citizen) -> None:
    citizen.begins_an_idea()
    citizen.writes("Mit falscher Adresse.", **TYPED, mail="nachtigall@example")
    citizen.send.click()
    expect(citizen.page.locator("#errors")).to_be_focused()
    citizen.still_sees("Mit falscher Adresse.", **TYPED, mail="nachtigall@example")
    citizen.page.locator("#errors").get_by_role("link").click()
    expect(citizen.page.locator("[name=mail]")).to_be_focused()


def test_a_dead_spot_while_sending_loses_nothing(citizen: Citizen, town: Town) -> None:
    citizen.begins_an_idea()
    citizen.writes("Im Funkloch getippt.", **TYPED)
    citizen.line.breaks()
    with citizen.page.expect_event("requestfailed"):
        citizen.send.click()
    expect(citizen.words).to_have_count(0)
    citizen.goes_back()
    citizen.still_sees("Im Funkloch getippt.", **TYPED)
    citizen.line.returns()
    citizen.sends_the_idea()
    assert town.ideas("Im Funkloch getippt.") == 1


@pytest.mark.slow
def test_a_server_that_is_not_ready_loses_nothing(citizen: Citizen, town: Town) -> None:
    citizen.begins_an_idea()
    citizen.writes("Als gerade nichts ging.", **TYPED)
    with town.not_writing(), citizen.page.expect_response(IS_SENT, timeout=60_000) as answer:
        citizen.send.click(no_wait_after=True)
    assert answer.value.status == 503
    citizen.sees_the_heading("einen Moment")
    citizen.goes_back()
    citizen.still_sees("Als gerade nichts ging.", **TYPED)
    citizen.sends_the_idea()
    assert town.ideas("Als gerade nichts ging.") == 1
