"""People and buttons of the desk."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from participation.contributions import services as contributions
from participation.contributions.models import Board
from participation.contributions.services import Draft
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, Page

Press = Callable[..., Page]


@pytest.fixture
def moderator(staff: Callable[..., Browser]) -> Browser:
    """A moderator, signed in."""
    return staff(Role.MODERATOR, name="Katrin Muster", unit="Stabsstelle")


@pytest.fixture
def colleague(staff: Callable[..., Browser]) -> Browser:
    """Another moderator, signed in."""
    return staff(Role.MODERATOR, name="Bernd Beispiel", unit="Stabsstelle")


def many(board: Board, count: int, *, public: bool, **values: object) -> None:
    """Make many ideas in one transaction, of several fields and with a contact."""
    with factories.writing():
        for number in range(count):
            field = board.process.fields[number % 2].id
            draft = Draft("Herr Muster, Tel. 030 1234567", f"Idee {number}", mail="a@example.org")
            idea = contributions.submit_idea(board, replace(draft, action_field_id=field, **values))
            idea.visibility = Visibility.PUBLIC if public else Visibility.WAITING


def press(browser: Browser, address: str, key: str, status: int = 303, page: Page | None = None) -> Page:
    """Press the button with this key on a page that was opened before, or is opened now."""
    page = page or browser.get(address)
    button = page.html.css_first(f'button[aria-keyshortcuts="{key}"]')
    assert button is not None, f"no button {key} on {address}: {page.words('main')[:300]}"
    name = button.attributes.get("name")
    pressed = {name: button.attributes.get("value") or ""} if name else {}
    form = f'form[id="{button.attributes["form"]}"]'
    return browser.post(button.attributes["formaction"] or "", {**page.fields(form), **pressed}, status)
