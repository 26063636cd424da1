"""What leads people here: the picture beside a shared link, and a page with a QR code to hang up."""

from io import BytesIO

import pytest
from PIL import Image

from forum.boards import sharing
from forum.boards.sharing import Words
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser


def test_a_shared_idea_comes_with_a_picture_of_its_title(browser: Browser) -> None:
    page = browser.get(f"/ideas/{factories.idea(title='Mehr Bänke').reference}")
    tags = {one.attributes["property"]: one.attributes["content"] for one in page.html.css("meta[property]")}
    assert tags["og:title"] == "Mehr Bänke"
    assert tags["og:url"].startswith("http://localhost/ideas/")
    answer = browser.get(tags["og:image"].removeprefix("http://localhost")).response
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)
    assert len(answer.data) < 60_000


def test_nothing_hidden_has_a_picture_or_a_poster_not_even_for_those_who_see_it(browser: Browser, staff) -> None:
    moderator = staff(Role.MODERATOR)
    for visibility in set(Visibility) - {Visibility.PUBLIC}:
        idea = factories.idea(public=False)
        with factories.writing():
            idea.visibility = visibility
        for somebody in (browser, moderator):
            somebody.get(f"/ideas/{idea.reference}/share.png", status=404)
            somebody.get(f"/ideas/{idea.reference}/poster", status=404)
        assert moderator.get(f"/ideas/{idea.reference}").html.css_first("meta[property]") is None


def test_a_poster_has_the_address_as_code_and_in_words(browser: Browser) -> None:
    board = factories.board()
    page = browser.get(f"/boards/{board.slug}/poster")
    assert page.h1 == "Was soll besser werden?"
    assert page.html.css_first(".qr svg path") is not None
    assert f"localhost/boards/{board.slug}" in page.words(".poster strong")
    browser.get(f"/boards/{board.slug}/share.png")


@pytest.mark.parametrize(
    "title", ["", "Я" * 400, "漢字 und 🚲", "Donaudampfschifffahrtsgesellschaft" * 9, "kurz " * 90]
)
def test_a_picture_can_be_drawn_of_every_title(app, title: str) -> None:
    drawn = Image.open(BytesIO(sharing.picture(Words("Elderow redet mit", title, "Eine Idee", "#ffee00"))))
    assert drawn.size == (1200, 630)


def test_another_title_has_another_tag() -> None:
    one, other = Words("a", "b", "c", "#000000"), Words("a", "bc", "", "#000000")
    assert one.tag != other.tag
