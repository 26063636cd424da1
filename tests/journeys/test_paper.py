"""Walk W-paper: sheets typed in with keys alone, a second person, a difference, and the count."""

from collections.abc import Mapping

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from participation.core.clock import today
from participation.core.database import db
from surveys import services as surveys
from surveys.models import SealedAnswer
from surveys.paper import services
from tests.journeys import devices
from tests.journeys.sights import LEAD, MODERATOR
from tests.journeys.town import Town

KEYS = ("2", "4", "2 1 3", "13", "2", "3", "1", "4", "Mehr Bänke", "3")
"""What stands on a sheet with ten questions, as it is typed; Enter follows each."""


def _desk(chromium: Browser, town: Town, role: str, address: str) -> Page:
    context = devices.context(chromium, devices.DESK)
    name, value = town.cookie(role)
    context.add_cookies([{"name": name, "value": value, "url": town.address}])
    page = context.new_page()
    page.goto(town.address + address)
    return page


def _types(page: Page, changed: Mapping[int, str] | None = None, *, number: bool = True) -> None:
    """Type one sheet without a mouse."""
    expect(page.locator("[data-sheet] :is(input, textarea):focus")).to_have_count(1)
    if number:
        page.keyboard.press("Enter")
    for place, words in enumerate(KEYS):
        page.keyboard.type((changed or {}).get(place, words))
        page.keyboard.press("Enter")


def test_sheets_are_typed_with_keys_compared_and_counted_once(chromium: Browser, town: Town) -> None:
    with town.writing():
        survey = surveys.by_slug("digital-werden")
        assert survey is not None
        stack = services.open_stack(survey, 100, f"a journey on {today()}").id
    desk = f"/desk/ways/digital-werden/paper/{stack}"
    first = _desk(chromium, town, MODERATOR, f"{desk}/sheet")
    for number in range(1, 6):
        _types(first)
        expect(first.get_by_role("status")).to_contain_text(f"Bogen {number} ist gespeichert.")
    second = _desk(chromium, town, LEAD, desk)
    for number in range(1, 6):
        second.get_by_role("link", name=f"Bogen {number} ein zweites Mal eingeben").click()
        _types(second, {1: "5"} if number == 2 else None, number=False)
        expect(second).to_have_url(town.address + desk)
    second.get_by_role("link", name="Bogen 2: Unterschiede ansehen").click()
    second.get_by_label("5 (sehr zufrieden)").check()
    second.get_by_label("Begründung").fill("vertippt")
    second.get_by_role("button", name="Klären").click()
    before = _sealed(town)
    second.get_by_role("button", name="Stapel zählen").click()
    expect(second.get_by_text("5 Bögen wurden gezählt.")).to_be_visible()
    assert _sealed(town) - before == 5
    for page in (first, second):
        page.context.close()


def _sealed(town: Town) -> int:
    with town.looking():
        return db.session.scalar(select(func.count(SealedAnswer.id))) or 0
