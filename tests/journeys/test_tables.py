"""An evening with tables: what is said there is written down in a dead spot, too, and is public the same evening."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys import devices
from tests.journeys.people import Citizen, Staff
from tests.journeys.scene import Scene
from tests.journeys.town import Town

Sign = Callable[..., Staff]
WORDS = {
    "de": ("", "Notieren", "keine Verbindung", "Notiert.", "Wartet auf diesem Gerät"),
    "en": ("/en", "Write it down", "no connection", "Written down.", "Waits on this device"),
}


@pytest.fixture
def citizen(town: Town, chromium: Browser) -> Iterator[Citizen]:
    """Somebody whose phone loses the net altogether, which it cannot where the net is only made slow."""
    context = devices.context(chromium)
    somebody = Citizen(context, town, is_slow=False)
    yield somebody
    somebody.watch.check()
    context.close()


@pytest.mark.parametrize("language", ["de", "en"])
def test_notes_from_a_dead_spot_arrive_once_and_are_public_the_same_evening(
    citizen: Citizen, staff: Sign, scene: Scene, language: str
) -> None:
    prefix, write, away, written, waits = WORDS[language]
    said = [f"Bänke an der Haltestelle {place}, Fassung {language}" for place in ("Markt", "See", "Mühle")]
    table = f"{prefix}/tables/{scene.event_table}"
    citizen.opens(table)
    text, press = citizen.page.locator("[name=text]"), citizen.page.get_by_role("button", name=write)
    text.fill(said[0])
    press.dblclick()
    expect(citizen.page.locator("[data-notice]")).to_have_text(written)

    citizen.context.set_offline(True)
    for words in said[1:]:
        text.fill(words)
        press.click()
    expect(citizen.page.locator("[data-notice]")).to_contain_text(away)
    expect(citizen.page.locator("[data-waiting] li")).to_have_count(2)
    expect(citizen.page.locator("[data-waiting] li").first).to_contain_text(waits)
    text.fill("Angefangen, als der Akku")
    citizen.page.close()  # the phone goes off, and is on again when there is a net
    citizen.context.set_offline(False)
    citizen.page = citizen.context.new_page()
    citizen.opens(table)
    expect(citizen.page.locator("[name=text]")).to_have_value("Angefangen, als der Akku")
    for words in said:
        expect(citizen.page.locator("[data-notes] li").filter(has_text=words)).to_have_count(1)
    expect(citizen.page.locator("[data-waiting] li")).to_have_count(0)
    citizen.reloads()
    for words in said:
        expect(citizen.page.locator("[data-notes] li").filter(has_text=words)).to_have_count(1)

    voices = f"{prefix}/events/{scene.full_event}/voices"
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.chooses(said[1])
    moderator.publishes(said[1])
    citizen.opens(voices)
    citizen.reads(said[1])
    citizen.does_not_find(said[2])
    citizen.taps(said[1])
    citizen.sees_the_heading(said[1])


def test_a_photo_of_the_cards_waits_for_the_net_with_its_text(citizen: Citizen, scene: Scene, photo: bytes) -> None:
    citizen.opens(f"/tables/{scene.event_table}")
    citizen.page.locator("[name=text]").fill("Die Karten von der Wand, mit Foto")
    citizen.page.get_by_text("Foto der Karten dazu").click()
    citizen.page.locator("[name=files]").set_input_files({"name": "k.png", "mimeType": "image/png", "buffer": photo})
    citizen.context.set_offline(True)
    citizen.page.get_by_role("button", name="Notieren").click()
    expect(citizen.page.locator("[data-notice]")).to_contain_text("Text und Foto sind noch hier")
    citizen.context.set_offline(False)
    citizen.page.get_by_role("button", name="Notieren").click()
    row = citizen.page.locator("[data-notes] li").filter(has_text="Die Karten von der Wand")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("mit einer Datei")
    expect(citizen.page.locator("[name=text]")).to_have_value("")


@pytest.fixture
def photo() -> bytes:
    """A small picture."""
    content = BytesIO()
    Image.new("RGB", (60, 40), "#7788aa").save(content, "PNG")
    return content.getvalue()


AFTER = {
    "de": (
        "",
        "Tisch 1",
        "Punkte vergeben",
        "Ihre Punkte sind da",
        "Speichern",
        "Protokoll veröffentlichen",
        "Was gesagt",
    ),
    "en": ("/en", "Table 1", "Give points", "Your points have arrived", "Save", "Publish the minutes", "What was said"),
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_lead_prints_cards_people_give_points_and_everybody_reads_the_minutes(
    citizen: Citizen, staff: Sign, scene: Scene, language: str
) -> None:
    prefix, table, give, arrived, save, publish, title = AFTER[language]
    desk = f"{prefix}/desk/events/{scene.event}"
    lead = staff("lead")
    lead.opens(f"{desk}/tables")
    card = lead.page.locator(".slip").filter(has_text=table)
    expect(card.get_by_role("img").first).to_be_visible()
    expect(card.get_by_role("link")).to_have_attribute("href", re.compile(r"/tables/"))

    citizen.opens(f"{prefix}/events/{scene.event}")
    citizen.taps(give)
    choice = citizen.page.locator("main select").first
    choice.select_option("2")
    citizen.supports(citizen.page.locator("main form button[type=submit]"))
    citizen.reads(arrived)
    expect(choice).to_have_value("2")

    said = f"Vereinbart wurde ein Probebetrieb, Fassung {language}."
    lead.opens(f"{desk}/minutes")
    lead.page.locator("[name=text]").fill(said)
    lead.page.locator("[name=came]").fill("24")
    with lead.page.expect_navigation():
        lead.page.get_by_role("button", name=save).click()
    publishing = lead.page.get_by_role("button", name=publish)
    if publishing.count():  # the other language may have published them already
        publishing.click()
    citizen.opens(f"{prefix}/events/{scene.event}/minutes")
    citizen.sees_the_heading(title)
    citizen.reads(said)
    citizen.reads("24")
    with citizen.page.expect_download() as report:
        citizen.page.get_by_role("link", name="PDF").click()
    assert report.value.suggested_filename.endswith(".pdf")
