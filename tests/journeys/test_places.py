"""W2, steps 5 and 6: an idea with a photo and a point on the map, on a phone; and the map on which it is found."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from participation.access.guard import see_all
from participation.accounts import organisations
from participation.accounts import services as accounts
from participation.contributions.models import Idea
from participation.core.database import db
from participation.core.vocabulary import Sector
from tests.journeys import devices
from tests.journeys.people import Citizen, Staff
from tests.journeys.town import CITIZEN_MAIL, Town
from tests.participation.contributions import hostile

TEXT = "Auf der Promenade fehlt eine Bank mit Lehne, gleich am alten Bootshaus."

STATEMENTS = {
    "de": ("", "Unternehmerverband", "Als Stellungnahme:", "Idee absenden", "Ich kann mitmachen", "Angebot absenden"),
    "en": ("/en", "Traders’ guild", "As a statement of", "Send the idea", "I can help with it", "Send the offer"),
}


def _stored(town: Town) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """Return what is stored of the idea, and its pictures by what they show and how wide they are."""
    with town.looking():
        idea = db.session.scalars(see_all(select(Idea).where(Idea.text == TEXT), "a test")).one()
        known = {"reference": idea.reference, "part": idea.district.name if idea.district else ""}
        return known, [(one.words, one.width) for one in idea.attachments]


def test_an_idea_with_photo_and_point_is_found_on_the_map(
    citizen: Citizen, staff: Callable[..., Staff], town: Town
) -> None:
    page = citizen.page
    citizen.opens(f"/boards/{town.board}/write")
    page.locator("#text").fill(TEXT)
    page.locator("#free > summary").click()
    citizen.taps("Auf der Karte zeigen")
    frame = page.locator("#pin .map-frame")
    expect(frame.locator("path.map-area").first).to_be_visible()
    frame.scroll_into_view_if_needed()
    frame.tap(position={"x": 120, "y": 180})
    expect(page.get_by_role("status").filter(has_text="Der Punkt ist gesetzt.")).to_be_visible()
    photo = {"name": "Bank.jpg", "mimeType": "image/jpeg", "buffer": hostile.jpeg((3000, 2000), quality=98)}
    page.locator("#files").set_input_files([photo])
    page.get_by_label("Was zeigt „Bank.jpg“?").fill("Die Promenade ohne Bank")
    page.wait_for_function("document.querySelector('#files').files[0].size < 400000")
    citizen.taps("Idee absenden")
    citizen.sees_the_heading("Ihre Idee ist angekommen.")
    expect(page.locator(".described img")).to_have_js_property("complete", True)
    known, pictures = _stored(town)
    assert known["part"], "the point says which part of town it is"
    assert pictures == [("Die Promenade ohne Bank", 1600)], "the phone made it smaller before it sent it"

    moderator = staff("moderator")
    moderator.opens(f"/desk/moderation/{known['reference']}")
    expect(moderator.page.get_by_alt_text("Die Promenade ohne Bank")).to_be_visible()
    moderator.taps("Veröffentlichen")

    citizen.opens(f"/boards/{town.board}?view=map")
    knob = page.locator(".map-knob").first
    expect(knob).to_be_visible()
    knob.focus()
    citizen.presses("Enter")
    expect(page.locator("#map-list a").first).to_be_visible()
    expect(page.locator(".places")).to_contain_text("Auf der Promenade fehlt")
    citizen.opens(f"/ideas/{known['reference']}")
    expect(page.locator(".spot-map circle.spot")).to_be_visible()


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_organisation_writes_an_idea_and_offers_what_it_has(
    chromium: Browser, staff: Callable[..., Staff], town: Town, language: str
) -> None:
    prefix, name, statement, send, help_with, offers = STATEMENTS[language]
    with town.writing():
        person = accounts.by_mail(CITIZEN_MAIL)
        assert person is not None
        organisations.confirm(organisations.register(person, name, Sector.BUSINESS))
    context = devices.context(chromium, devices.DESK)
    cookie, value = town.cookie("citizen")
    context.add_cookies([{"name": cookie, "value": value, "url": town.address}])
    secretary = Citizen(context, town, is_slow=False)
    secretary.opens(f"{prefix}/boards/{town.board}/write")
    secretary.page.locator("#text").fill(f"A list of empty shops, kept up to date: {name}.")
    secretary.page.locator("[name=speaks_for]").select_option(label=f"{statement} {name}")
    secretary.taps(send)
    code = secretary.code()
    town.answers(code)
    reference = town.reference_of(code)
    secretary.opens(f"{prefix}/ideas/{reference}")
    secretary.reads(name)
    secretary.taps(help_with)
    secretary.page.locator("[name=text]").fill(f"We maintain the list: {name}.")
    secretary.page.locator("[name=speaks_for]").select_option(label=f"{statement} {name}")
    secretary.taps(offers)
    secretary.page.wait_for_url("**/comments/received/**")
    offer = town.reference_of(secretary.code())
    context.close()
    moderator = staff("moderator")
    moderator.opens(f"/desk/moderation/{offer}")
    moderator.taps("Veröffentlichen")
    moderator.opens(f"{prefix}/ideas/{reference}")
    expect(moderator.page.locator(".offers")).to_contain_text(f"We maintain the list: {name}.")
