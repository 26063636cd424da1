"""A tablet in the town hall: one person after the other, and nothing of the one is there for the next."""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from surveys import services as surveys
from surveys.kiosk import services
from tests.journeys import devices
from tests.journeys.town import Town

WORDS = "Nur für das Rathaus gedacht"
numbers = count(1)


@pytest.fixture
def address(town: Town) -> str:
    """Where the tablet stands: the start of a kiosk that begins anew after two seconds."""
    with town.writing():
        survey = surveys.by_slug("digital-werden")
        assert survey is not None
        kiosk = services.open_kiosk(survey, "Foyer", 2, f"a journey {next(numbers)}")
        return f"{town.address}/kiosk/{services.secret_of(kiosk)}"


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Page]:
    """A tablet with scripts."""
    context = devices.context(chromium, devices.DESK)
    yield context.new_page()
    context.close()


def _answers(page: Page, address: str) -> None:
    """Walk to the free text, past the question for cyclists, and write."""
    page.goto(address)
    page.locator("main .kern-btn--primary").click()
    for key in ("Q01", "Q02", "Q03", "Q04", "Q05", "Q07", "Q08"):
        page.locator(f"[data-step={key}]").wait_for()
        page.locator("[data-next]").click()
    page.locator("[name='q.Q09']").fill(WORDS)


def _is_blank(page: Page, address: str) -> None:
    """Find nothing on the device of whoever was there before."""
    assert WORDS not in page.content()
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert not page.context.cookies()
    page.goto(f"{address}/answer")
    expect(page.locator("[name='q.Q09']")).to_have_value("")


def test_after_sending_the_next_person_finds_nothing_not_even_by_going_back(
    tablet: Page, address: str, town: Town
) -> None:
    _answers(tablet, address)
    tablet.locator("[data-next]").click()
    tablet.wait_for_timeout(450)
    tablet.locator("[data-send]").click()
    tablet.wait_for_url(f"{address}/thanks")
    tablet.get_by_role("link", name="Fertig").click()
    expect(tablet).to_have_url(address)
    for _step in range(3):
        tablet.go_back(wait_until="commit")
        expect(tablet).to_have_url(address)
        expect(tablet.get_by_role("heading", level=1)).to_be_visible()
    _is_blank(tablet, address)


def test_whoever_walks_away_leaves_nothing_behind(tablet: Page, address: str) -> None:
    _answers(tablet, address)
    expect(tablet.get_by_role("dialog")).to_be_visible()
    tablet.get_by_role("button", name="Ich bin noch da").click()
    expect(tablet.locator("[name='q.Q09']")).to_have_value(WORDS)
    tablet.wait_for_url(address, timeout=40_000)
    _is_blank(tablet, address)


def test_without_scripts_the_survey_is_one_page_and_is_answered_all_the_same(
    chromium: Browser, address: str, town: Town
) -> None:
    context = devices.context(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/answer")
    page.locator("[name='q.Q09']").fill(WORDS)
    page.locator("[data-send]").click()
    expect(page).to_have_url(f"{address}/thanks")
    context.close()
