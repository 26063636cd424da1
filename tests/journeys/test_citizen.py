"""Walk W1: a citizen on a phone with a slow connection, from the poster to the answer."""

import re
import urllib.request
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect
from selectolax.lexbor import LexborHTMLParser

from tests.journeys import devices
from tests.journeys.people import SHORT_ADDRESS, Citizen, Staff
from tests.journeys.town import Town

FIRST_PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime"""
LARGEST_PAINT = """() => new Promise((answer) => {
  new PerformanceObserver((list) => answer(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""
STEP_8 = {
    "de": ("Idee schreiben", "Unterstützen", "Unterstützung zurücknehmen", "Sie unterstützen diese Idee."),
    "en": ("Write an idea", "Support", "Take the support back", "You support this idea."),
}
DAY = re.compile(r"\d{1,2}\.\s(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)")


# Step 1: scan the code


def test_the_page_on_the_poster_is_readable_within_two_seconds(town: Town, chromium: Browser) -> None:
    # The machine of the tests does other things, too: the best of five tries counts.
    tries = [_paints(chromium, town)]
    while len(tries) < 5 and not _is_quick(*tries[-1]):
        tries.append(_paints(chromium, town))
    assert _is_quick(*tries[-1]), f"first and largest paint in ms: {tries}"


def _is_quick(first: float, largest: float) -> bool:
    return first <= 2000 and largest <= 2500


def _paints(chromium: Browser, town: Town) -> tuple[float, float]:
    context = devices.context(chromium)
    page = context.new_page()
    devices.Line(page).becomes(devices.SLOW_3G, cpu=4)
    page.goto(town.address + SHORT_ADDRESS)
    largest = float(page.evaluate(LARGEST_PAINT))
    found = float(page.evaluate(FIRST_PAINT)), largest
    context.close()
    return found


def test_no_banner_and_no_sign_in_stand_in_the_way(citizen: Citizen) -> None:
    citizen.opens_the_short_address()
    assert citizen.path == SHORT_ADDRESS
    assert citizen.page.get_by_role("dialog").count() == 0
    expect(citizen.page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert citizen.page.locator("main").get_by_text("Cookie").count() == 0


# Step 2: what it is about


def test_two_sentences_say_what_it_is_about_and_the_rules_of_the_game_follow(citizen: Citizen) -> None:
    citizen.opens_the_short_address()
    lead = citizen.page.locator(".hero .lead").inner_text()
    assert 1 <= len(re.findall(r"[.!?](\s|$)", lead)) <= 3, lead
    for heading in ("Offen", "Fest", "Wer entscheidet"):
        expect(citizen.page.get_by_role("heading", name=heading)).to_be_visible()
    phase = citizen.page.locator(".phases [aria-current=step]")
    expect(phase).to_contain_text("jetzt")
    assert DAY.search(phase.inner_text()), "until when"
    citizen.reads("Stadtvertretung")


# Step 3: the other language


def test_english_stays_on_the_same_page_and_keeps_its_filters(citizen: Citizen) -> None:
    citizen.opens_the_short_address()
    citizen.switches_to_english()
    assert citizen.path == f"/en{SHORT_ADDRESS}"
    expect(citizen.page.locator("html")).to_have_attribute("lang", "en")
    expect(citizen.page.get_by_role("heading", name="What you can do now")).to_be_visible()
    citizen.taps("Read and support ideas")
    citizen.opens(citizen.path + "?q=Bus")
    citizen.page.get_by_role("link", name="Deutsch").first.click()
    assert citizen.path.endswith("?q=Bus")
    assert not citizen.path.startswith("/en/")
    expect(citizen.page.locator("[name=q]")).to_have_value("Bus")


# Step 8: others have said it already, and the topic is suggested


@pytest.mark.parametrize(
    ("switch", "yes", "chosen"),
    [(False, "Ja, das passt", "ist gewählt"), (True, "Yes, that is it", "is chosen")],
    ids=["de", "en"],
)
def test_the_topic_that_is_suggested_is_taken_with_one_tap(
    citizen: Citizen, switch: bool, yes: str, chosen: str
) -> None:
    citizen.begins_an_idea()
    if switch:
        citizen.switches_to_english()
    citizen.dictates("Die Ampel am Kreisverkehr ist kaputt, und der Radweg hat Löcher")
    citizen.taps(yes)
    expect(citizen.page.locator(".likely")).to_contain_text(chosen)
    expect(citizen.page.locator(".likely")).to_be_focused()
    expect(citizen.page.locator("[name=field]")).to_have_value("MO")
    assert citizen.path.endswith("/write")


@pytest.mark.parametrize("language", ["de", "en"])
def test_who_dictates_an_idea_sees_similar_ones_and_supports_one_instead(
    citizen: Citizen, town: Town, language: str
) -> None:
    begin, support, done, thanks = STEP_8[language]
    citizen.opens_the_short_address()
    if language == "en":
        citizen.switches_to_english()
    citizen.taps(begin)
    citizen.dictates(
        "Am Wochenende kommt man ohne Auto nicht aus dem Dorf. Der Rufbus soll auch samstags und sonntags fahren."
    )
    found = citizen.page.locator(".similar li")
    wanted = found.filter(has_text="Rufbus auch am Wochenende")
    expect(wanted).to_have_count(1)
    expect(found.filter(has_text="Samstags und sonntags weg vom Dorf")).to_have_count(1)
    before = int(re.findall(r"(\d+)", wanted.inner_text())[0])
    citizen.supports(wanted.get_by_role("button", name=support))
    citizen.sees_the_heading("Rufbus auch am Wochenende")
    expect(citizen.page.locator("#support .big")).to_contain_text(str(before + 1))
    expect(citizen.page.locator("#support [role=status]")).to_have_text(thanks)
    citizen.reloads()
    citizen.taps(done)
    expect(citizen.page.locator("#support .big")).to_contain_text(str(before))
    assert town.ideas("ohne Auto nicht aus dem Dorf") == 0


def test_going_back_from_a_supported_idea_finds_what_was_typed(citizen: Citizen) -> None:
    citizen.begins_an_idea()
    text = "Der Rufbus soll bitte auch am Wochenende fahren."
    citizen.dictates(text)
    button = citizen.page.locator(".similar button").first
    citizen.supports(button)
    expect(citizen.page.locator("#support [role=status]")).to_be_visible()
    citizen.goes_back()
    expect(citizen.words).to_have_value(text)


def test_without_scripts_similar_ideas_are_a_button_away(citizen_without_scripts: Citizen) -> None:
    citizen = citizen_without_scripts
    citizen.begins_an_idea()
    citizen.writes("Der Rufbus soll bitte auch am Wochenende fahren.", title="Rufbus")
    citizen.taps("Erst sehen, was andere schrieben")
    citizen.still_sees("Der Rufbus soll bitte auch am Wochenende fahren.", title="Rufbus")
    citizen.supports(citizen.page.locator(".similar button").first)
    expect(citizen.page.locator("#support [role=status]")).to_have_text("Sie unterstützen diese Idee.")


def test_who_looked_at_similar_ideas_without_scripts_sends_the_own_one(
    citizen_without_scripts: Citizen, town: Town
) -> None:
    citizen = citizen_without_scripts
    citizen.begins_an_idea()
    text = "Der Bus hält am Friedhof im Regen. Bitte ein Dach."
    citizen.writes(text, title="Dach")
    citizen.taps("Erst sehen, was andere schrieben")
    citizen.still_sees(text, title="Dach", field="Mobilität")
    citizen.sends_the_idea()
    assert town.ideas(text) == 1


# Step 9: write an idea


def test_a_citizen_writes_an_idea_and_learns_where_it_appears_and_when_an_answer_is_due(
    citizen: Citizen, town: Town
) -> None:
    citizen.begins_an_idea()
    citizen.writes(
        "Bitte einen Fahrradständer vor der Bücherei aufstellen. Meiner kippt immer um.",
        title="Fahrradständer an der Bücherei",
        mail="nachtigall@example.org",
    )
    citizen.sends_the_idea()
    citizen.reads("Fahrradständer vor der Bücherei")
    citizen.reads("Geprüft und veröffentlicht")
    citizen.reads("Antwort mit Begründung")
    assert len(DAY.findall(citizen.page.locator("main .thread").inner_text())) >= 3
    expect(citizen.page.locator(".qr svg")).to_be_visible()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", citizen.code())
    assert citizen.status_link() == f"{town.address}/i/{citizen.code().lower()}"
    assert town.mails_to("nachtigall@example.org")


def test_without_scripts_an_idea_is_written_just_the_same(citizen_without_scripts: Citizen, town: Town) -> None:
    citizen = citizen_without_scripts
    citizen.begins_an_idea()
    citizen.send.click()
    citizen.page.wait_for_selector("#errors")
    citizen.writes("Ohne Skripte: mehr Bänke am Hafen.", display_name="Möwe")
    citizen.sends_the_idea()
    citizen.opens(citizen.status_link())
    citizen.reads("Ohne Skripte: mehr Bänke am Hafen.")
    assert town.ideas("Ohne Skripte: mehr Bänke") == 1


# Step 10: weeks later


def test_weeks_later_the_private_link_shows_the_answer(
    citizen: Citizen, staff: Callable[..., Staff], town: Town
) -> None:
    citizen.begins_an_idea()
    citizen.writes("Bitte das Dach der Haltestelle Mühlenweg abdichten.", title="Dach am Mühlenweg")
    citizen.sends_the_idea()
    link = citizen.status_link()
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.chooses("Dach am Mühlenweg")
    moderator.publishes("Dach am Mühlenweg")
    moderator.answers(
        "Dach am Mühlenweg",
        kind="Teilweise übernommen",
        answer="Wir dichten das Dach im März ab.",
        reason="Für ein neues Dach reicht das Geld in diesem Jahr nicht.",
        office="Bauamt",
    )
    citizen.opens(link)
    for words in ("Wir dichten das Dach im März ab.", "Für ein neues Dach reicht das Geld", "Bauamt", "Teilweise"):
        citizen.reads(words)
    citizen.opens("/status")
    citizen.page.locator("[name=code]").fill(link.rpartition("/")[2].upper().replace("-", " "))
    citizen.page.locator("main form").get_by_role("button").click()
    citizen.reads("Wir dichten das Dach im März ab.")


# From the code on the poster to any task in five taps at most


TASKS = {
    "write an idea": r"/boards/[^/]+/write$",
    "read an idea": r"/ideas/[^/]+$",
    "see what became of it": r"/ideas/[^/]+/way$",
    "look up the own idea": r"/status$",
    "tell about a barrier": r"/barrier(\?.*)?$",
    "read the rules": r"/text/rules$",
    "read who is responsible": r"/text/imprint$",
}


def test_every_task_is_at_most_five_taps_from_the_poster(town: Town) -> None:
    taps = _taps(town, depth=3)
    for task, pattern in TASKS.items():
        distance = min((n for path, n in taps.items() if re.search(pattern, path)), default=99)
        assert distance + 1 <= 5, f"{task}: {distance} taps and the one that sends"


def _taps(town: Town, depth: int) -> dict[str, int]:
    """Return how many taps it takes to every German page."""
    found, row = {SHORT_ADDRESS: 0}, [SHORT_ADDRESS]
    for taps in range(1, depth + 1):
        links = dict.fromkeys(link for path in row for link in _links(town, path))
        row = [link for link in links if link not in found and not re.match(r"/(en|ls)(/|$)", link)]
        found |= dict.fromkeys(row, taps)
    return found


def _links(town: Town, path: str) -> list[str]:
    with urllib.request.urlopen(town.address + path) as answer:
        page = LexborHTMLParser(answer.read())
    addresses = [urljoin(answer.url, link.attributes["href"] or "") for link in page.css("a[href]")]
    return [one.removeprefix(town.address).partition("#")[0] for one in addresses if one.startswith(town.address)]


@pytest.mark.parametrize("width", [320, 360])
def test_the_menu_of_the_phone_leads_to_the_pages(town: Town, chromium: Browser, width: int) -> None:
    context = devices.context(chromium, {**devices.PHONE, "viewport": {"width": width, "height": 740}})
    citizen = Citizen(context, town, is_slow=False)
    citizen.opens_the_short_address()
    citizen.taps("Menü")
    citizen.page.locator("#menu").get_by_role("link", name="Ideen").click()
    citizen.sees_the_heading("Ideen")
    context.close()
