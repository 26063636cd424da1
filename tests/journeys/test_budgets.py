"""What a page may cost on a phone: bytes, requests, nobody else, no cookie.

Pages that bring along the same files differ by their own weight alone: of these the heaviest is opened and measured.
"""

import zlib
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession
from selectolax.lexbor import LexborHTMLParser

from tests.journeys import devices
from tests.journeys.scene import Scene
from tests.journeys.sights import Sight, citizens
from tests.journeys.town import Town

MOST_BYTES = 60 * 1024
QUESTIONS = 10
MOST_FOR_A_QUESTION = 1024
MOST_REQUESTS = 8
BROUGHT = "link[rel=stylesheet], link[rel=preload], script[src], img[src], iframe[src], [data-src]"
WITH_MAP = {"ideas-map": 150 * 1024, "ideas-map-none": 150 * 1024}


@dataclass
class Wire:
    """What went over the wire for one page."""

    total: int = 0
    questions: int = 0
    addresses: list[str] = field(default_factory=list)

    def listen(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", lambda event: self._add(event["encodedDataLength"]))
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _sent(self, event: dict) -> None:
        if event["request"]["url"].startswith("data:"):
            return
        self.addresses.append(event["request"]["url"])
        self._add(event.get("redirectResponse", {}).get("encodedDataLength", 0))

    def _add(self, count: float) -> None:
        self.total += int(count)


def measure(context: BrowserContext, town: Town, sight: Sight) -> Wire:
    """Open a page with nothing in the cache and return what it cost."""
    page, wire = context.new_page(), Wire()
    wire.listen(context.new_cdp_session(page))
    page.goto(town.address + sight.path)
    page.evaluate("() => document.fonts.ready")
    wire.questions = page.locator("[data-step]").count()
    assert not context.cookies(), sight.name
    page.close()
    return wire


def heaviest(context: BrowserContext, town: Town, sights: list[Sight]) -> list[Sight]:
    """Return of all pages with the same files and as many questions the one that weighs most itself."""
    found: dict[tuple[object, ...], tuple[int, Sight]] = {}
    for sight in sights:
        answer = context.request.get(town.address + sight.path)
        assert "set-cookie" not in answer.headers, sight.name
        page = LexborHTMLParser(answer.text())
        asked = [node.attributes.get("src") or node.attributes.get("href") for node in page.css(BROUGHT)]
        kind = (
            sight.name if sight.name in WITH_MAP else "",
            len(page.css("[data-step]")),
            *sorted(set(filter(None, asked))),
        )
        weight = len(zlib.compress(answer.body()))
        if weight > found.get(kind, (0, sight))[0]:
            found[kind] = weight, sight
    return [sight for _, sight in found.values()]


@pytest.fixture(scope="module")
def costs(chromium: Browser, town: Town, scene: Scene) -> dict[str, Wire]:
    """What the pages of the citizens cost a phone that keeps nothing."""
    context = devices.context(chromium, service_workers="block")
    chosen = heaviest(context, town, [sight for sight in citizens(scene) if not sight.press])
    assert len(chosen) > 8
    found = {sight.name: measure(context, town, sight) for sight in chosen}
    context.close()
    return found


def allowed(name: str, wire: Wire) -> int:
    """Return how many bytes a page may weigh: a survey comes whole, each question after the tenth adds to it."""
    return WITH_MAP.get(name, MOST_BYTES) + MOST_FOR_A_QUESTION * max(0, wire.questions - QUESTIONS)


def test_a_page_weighs_at_most_60_kib(costs: dict[str, Wire]) -> None:
    too_heavy = {name: wire.total for name, wire in costs.items() if wire.total > allowed(name, wire)}
    assert not too_heavy


def test_a_page_takes_at_most_eight_requests(costs: dict[str, Wire]) -> None:
    too_many = {name: wire.addresses for name, wire in costs.items() if len(wire.addresses) > MOST_REQUESTS}
    assert not too_many


def test_a_page_calls_nobody_else(costs: dict[str, Wire], town: Town) -> None:
    foreign = {
        address
        for wire in costs.values()
        for address in wire.addresses
        if not address.startswith(("/", town.address + "/"))
    }
    assert not foreign
