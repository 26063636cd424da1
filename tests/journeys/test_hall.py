"""A hall: people ask from their phones, moderators choose what the screen shows, everybody sees it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Citizen, Staff
from tests.journeys.scene import Scene

Sign = Callable[..., Staff]
WORDS = {
    "de": ("", "Frage absenden", "Ihre Frage ist da.", "Das frage ich auch", "Auf die Liste", "Jetzt beantworten"),
    "en": ("/en", "Send the question", "Your question has arrived.", "I ask this, too", "Onto the list", "Answer now"),
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_question_goes_from_a_phone_over_the_list_to_the_screen(
    citizen: Citizen, staff: Sign, scene: Scene, language: str
) -> None:
    prefix, send, there, same, onto, now = WORDS[language]
    question = f"Wer liest die Zähler am Sportplatz ab, Fassung {language}?"
    screen, desk = f"{prefix}/hall/{scene.hall}/screen", f"{prefix}/desk/hall/{scene.hall}"
    citizen.opens(f"{prefix}/hall/{scene.hall}")
    citizen.page.locator("[name=text]").fill(question)
    citizen.page.get_by_role("button", name=send).click()
    citizen.sees_the_heading(there)

    moderator = staff("moderator")
    moderator.opens(screen)
    expect(moderator.page.get_by_text(question)).to_have_count(0)
    moderator.opens(desk)
    row = moderator.page.get_by_role("listitem").filter(has_text=question)
    row.get_by_role("button", name=onto).click()

    citizen.opens(f"{prefix}/hall/{scene.hall}")
    asked = citizen.page.get_by_role("listitem").filter(has_text=question)
    citizen.supports(asked.get_by_role("button", name=same))
    moderator.opens(screen)
    expect(moderator.page.get_by_role("listitem").filter(has_text=question)).to_contain_text("2")

    moderator.opens(desk)
    row.get_by_role("button", name=now).click()
    moderator.opens(screen)
    expect(moderator.page.locator(".screen__now")).to_contain_text(question)
