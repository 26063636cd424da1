"""Walks W1 step 11 and W3 steps 8 and 11: reporting in two taps, an objection, and the figures of a month."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from participation.core import clock
from tests.journeys import devices
from tests.journeys.people import Citizen, Staff
from tests.journeys.town import Town

Sign = Callable[..., Staff]
FACTS = "Der Text nennt eine Nachbarin mit vollem Namen."
WORDS = {
    "de": ("", "Beitrag melden", "Beleidigung oder Drohung", "Ihre Meldung ist angekommen", "Meine Idee zeigen"),
    "en": ("/en", "Report this contribution", "Insult or threat", "Your notice has arrived", "Show my idea"),
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_insulting_post_is_reported_in_two_taps_and_the_code_leads_back(
    citizen: Citizen, town: Town, language: str
) -> None:
    prefix, report, ground, heading, show = WORDS[language]
    code = town.receives_an_idea("Die im Rathaus sind alle Idioten.", title=f"Idioten {language}")
    town.answers(code)
    citizen.opens(f"{prefix}/ideas/{town.reference_of(code)}")
    citizen.taps(report)
    citizen.taps(ground)
    citizen.sees_the_heading(heading)
    kept = citizen.code()
    citizen.opens(f"{prefix}/status")
    citizen.page.locator("[name=code]").fill(kept.lower())
    citizen.page.get_by_role("button", name=show).or_(citizen.page.locator("main button[type=submit]")).first.click()
    citizen.sees_the_heading(heading)


def test_an_author_objects_and_a_second_person_decides(citizen: Citizen, staff: Sign, town: Town) -> None:
    code = town.receives_an_idea("Frau Vogelsang soll die Hecke schneiden.", title="Hecke schneiden")
    town.answers(code)
    reference = town.reference_of(code)
    citizen.opens(f"/contributions/{reference}/report")
    citizen.taps("Daten über andere Menschen")
    first = staff("moderator")
    first.opens_the_list()
    first.chooses("Hecke schneiden")
    first.presses("h")
    first.sees_the_heading("Ausblenden: Begründung und Brief")
    first.gives_the_reason("Keine Daten anderer", FACTS)
    first.taps("Ausblenden und Brief senden")
    first.page.wait_for_url("**/desk/moderation**")
    assert not town.is_public(code)
    citizen.opens(f"/i/{code}")
    citizen.reads(FACTS)
    citizen.taps("Widersprechen")
    citizen.page.locator("[name=text]").fill("Vogelsang heißt die Straße.")
    citizen.taps("Widerspruch senden")
    citizen.reads("Ein anderer Mensch entscheidet")
    first.opens_the_list()
    first.page.locator("[data-queue] a").filter(has_text="jemand anderes entscheidet").first.click()
    first.reads("Jemand anderes entscheidet.")
    expect(first.page.locator("input[name=outcome]")).to_have_count(0)
    second = staff("lead")
    second.opens_the_list()
    objection = second.page.locator("[data-queue] a").filter(has_text="Hecke schneiden").filter(visible=True)
    objection.click()
    second.page.get_by_role("radio", name="Der Widerspruch hat recht").check()
    second.page.locator("[name=answer]").fill("Gemeint ist die Straße, kein Mensch.")
    second.taps("Entscheiden und Antwort senden")
    second.page.wait_for_url("**/desk/moderation**")
    assert town.is_public(code)
    citizen.opens(f"/i/{code}")
    citizen.reads("Gemeint ist die Straße, kein Mensch.")


def test_a_moderator_publishes_the_figures_of_a_month(citizen: Citizen, staff: Sign, town: Town) -> None:
    month = f"{clock.today() - timedelta(days=100):%Y-%m}"
    town.receives_an_idea("Bitte mehr Bänke.", days_ago=100)
    moderator = staff("moderator", devices.PHONE)
    moderator.opens("/desk/register")
    moderator.taps("Zahlen nach Monaten")
    moderator.page.locator(f"a[href$='/desk/figures/{month}']").click()
    moderator.taps("Diese Zahlen veröffentlichen")
    moderator.reads("Was alle sehen")
    citizen.opens("/moderation")
    citizen.page.locator(f"a[href$='/moderation/{month}']").click()
    citizen.reads("Was ankam")
