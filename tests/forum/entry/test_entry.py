"""Fast entry: a stack of cards typed in on one page."""

import pytest
from sqlalchemy import func, select

from participation.contributions.models import Contact, Idea
from participation.core.database import db
from participation.core.vocabulary import Channel, Role
from participation.moderation.models import Decision
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser

ENTRY = "/en/desk/entry"
CARDS = {
    "channel": "paper",
    "origin": "Dorfversammlung Neu Wiesow",
    "origin_on": "2026-01-28",
    "cards-0-text": "Der Bus soll auch sonntags fahren.",
    "cards-1-text": "Licht an der Haltestelle",
    "cards-1-title": "Licht",
    "cards-1-display_name": "Frau Reiher",
    "cards-1-mail": "Reiher@example.org",
    "cards-13-text": "Mehr Bänke.",
}


@pytest.fixture
def planner(staff) -> Browser:
    """A planner, signed in."""
    return staff(Role.PLANNER)


def _ideas() -> list[Idea]:
    return list(db.session.scalars(select(Idea).order_by(Idea.id).execution_options(visibility_checked="test")))


def test_filled_rows_become_ideas_with_their_origin_and_a_receipt_each(planner: Browser, browser: Browser) -> None:
    village = factories.district(name="Neu Wiesow")
    board = factories.board()
    page = planner.follow(planner.fill(ENTRY, **CARDS, board=board.slug, district=village.code))
    assert page.h1 == "3 cards are saved"
    ideas = _ideas()
    assert [idea.text for idea in ideas] == [CARDS["cards-0-text"], CARDS["cards-1-text"], "Mehr Bänke."]
    assert {(idea.channel, idea.origin, idea.visibility, idea.district_id) for idea in ideas} == {
        (Channel.PAPER, CARDS["origin"], Visibility.WAITING, village.id)
    }
    assert db.session.scalars(select(Contact.mail)).all() == ["reiher@example.org"]
    codes = page.all_words(".slip .code")
    assert len(set(codes)) == 3
    way = browser.get(f"/i/{codes[1].lower()}")
    assert "Licht" in way.h1
    assert "auf Papier, Dorfversammlung Neu Wiesow, 28.\xa0Januar" in way.text
    following = page.html.css_first(".head a.btn").attributes["href"]
    assert planner.get(following).fields()["origin_on"] == "2026-01-28"


def test_an_error_in_one_card_keeps_all_of_them(planner: Browser) -> None:
    board = factories.board()
    wrong = {**CARDS, "cards-2-title": "Nur ein Titel", "cards-3-text": "Gut", "cards-3-mail": "reiher@"}
    page = planner.fill(ENTRY, 422, **wrong, board=board.slug)
    assert page.all_words("[role=alert] li") == [
        "Card 3, What stands on the card: Please type what stands on the card, or empty this row.",
        "Card 4, Mail for the answer: This mail address is not complete. Please compare it.",
    ]
    assert {name: page.fields()[name] for name in wrong if name != "channel"} == {
        name: value for name, value in wrong.items() if name != "channel"
    }
    assert not _ideas()
    assert "at least one card" in planner.fill(ENTRY, 422, board=board.slug).words("[role=alert]")


def test_a_double_tap_saves_a_stack_once(planner: Browser) -> None:
    board = factories.board()
    fields = {**planner.get(ENTRY).fields(), **CARDS, "board": board.slug}
    first, second = (planner.post(ENTRY, fields) for _ in range(2))
    assert first.location == second.location
    assert len(_ideas()) == 3


def test_only_who_moderates_publishes_at_once(planner: Browser, staff, browser: Browser) -> None:
    board = factories.board()
    planner.fill(ENTRY, **CARDS, board=board.slug, publish="y")
    assert {idea.visibility for idea in _ideas()} == {Visibility.WAITING}
    page = staff(Role.MODERATOR).fill(ENTRY, **CARDS, board=board.slug, publish="y")
    assert [idea.visibility for idea in _ideas()[3:]] == [Visibility.PUBLIC] * 3
    assert db.session.scalar(select(func.count(Decision.id))) == 3
    assert "Licht" in browser.get(f"/boards/{board.slug}").text
    assert "sign-in" in browser.get(page.location, 303).location


def test_whoever_was_granted_one_board_types_in_for_that_one_alone(staff) -> None:
    factories.board(slug="fremde")
    factories.board(slug="eigene")
    moderator = staff(Role.MODERATOR, on=("board:eigene",))
    page = moderator.get(ENTRY)
    assert [node.attributes["value"] for node in page.html.css("#board option")] == ["eigene"]
    moderator.fill(ENTRY, 422, **CARDS, board="fremde")
    assert not _ideas()
