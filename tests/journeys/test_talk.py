"""A citizen on a phone, without an account and without scripts: comment, reply, quote."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.contributions import services as contributions
from tests.journeys import devices
from tests.journeys.town import Town


@pytest.fixture
def phone(chromium: Browser, town: Town) -> Iterator[Page]:
    """A phone with scripts switched off."""
    context = devices.context(chromium, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _sends(page: Page, town: Town, words: str, *, more: bool = False) -> None:
    """Write a comment and let the moderators publish it."""
    field = page.get_by_label("Ihr Kommentar")
    field.fill(field.input_value() + words if more else words)
    page.get_by_role("button", name="Kommentar absenden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Kommentar ist da.")
    code = page.locator(".code").inner_text().replace("\u00a0", "")
    with town.writing():
        said = contributions.by_receipt(code)
        assert said is not None
        contributions.publish(said, None)


def test_somebody_comments_replies_and_quotes(phone: Page, town: Town) -> None:
    code = town.receives_an_idea("Bitte ein Trinkbrunnen am Markt.", title="Trinkbrunnen")
    town.answers(code)
    address = f"{town.address}/ideas/{town.reference_of(code)}"
    phone.goto(address)
    _sends(phone, town, "Gern mit **Napf** für Hunde.")
    phone.goto(address)
    expect(phone.locator("#comments-title")).to_have_text("Ein Kommentar")
    expect(phone.locator("#comments .words strong")).to_have_text("Napf")
    phone.locator("#comments").get_by_role("link", name="Antworten").first.click()
    _sends(phone, town, "Und wer füllt ihn?")
    phone.goto(address)
    phone.locator("#comments").get_by_role("link", name="Zitieren").first.click()
    expect(phone.get_by_label("Ihr Kommentar")).to_have_value("> Gern mit Napf für Hunde.\n\n")
    _sends(phone, town, "Mein Hund dankt.", more=True)
    phone.goto(address)
    expect(phone.locator("#comments .reply")).to_have_count(2)
    expect(phone.locator("#comments blockquote")).to_have_text("Gern mit Napf für Hunde.")
