"""What moderators decide about what is public already: who sees it then, and what its author reads."""

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from participation.contributions import services
from participation.contributions.models import Idea
from participation.core import codes
from participation.core.database import db
from participation.core.mail import Mail
from participation.moderation.models import Decision
from participation.moderation.rules import FoundBy, HouseRule, Visibility
from participation.moderation.services import NotPossibleError, ReasonMissingError
from tests import factories
from tests.client import Browser

RECEIPT = "the once-key of a test"
FACTS = "Ihr Text nennt den Namen einer Person."


def hidden(board=None, **values) -> tuple[Idea, str]:
    """Store an idea that was public and is hidden; return it and its private address."""
    receipt = services.receipt_code(RECEIPT)
    idea = factories.idea(board, receipt=receipt, mail="author@example.org", **values)
    with current_app.test_request_context(), factories.writing():
        services.hide(idea, None, rules=[HouseRule.PRIVACY], facts=FACTS, found_by=FoundBy.NOTICE, automated=True)
    return idea, f"/en/i/{codes.grouped(receipt).lower()}"


def test_what_is_hidden_is_gone_for_everybody_but_its_author(app: Flask, browser: Browser) -> None:
    board = factories.board()
    idea, address = hidden(board, title="Zwiebelmarkt")
    for path in (f"/ideas/{idea.reference}", f"/ideas/{idea.reference}/way"):
        browser.get(path, 404)
    for path in (f"/boards/{board.slug}", f"/boards/{board.slug}?q=Zwiebelmarkt", f"/boards/{board.slug}/feed.atom"):
        assert "Zwiebelmarkt</" not in browser.get(path).text
    page = browser.get(address)
    assert page.words(".lead").startswith("We have hidden this contribution.")
    assert FACTS in page.words(".thread--long")
    assert "Jemand hat uns darauf hingewiesen." in page.words(".prose")
    assert "Ein Programm hat uns auf Stellen" in page.words(".prose")
    (mail,) = db.session.scalars(select(Mail).where(Mail.recipient == "author@example.org"))
    assert mail.body == db.session.scalars(select(Decision)).one().letter


def test_what_is_restored_is_public_again_and_says_no_more_why_it_was_hidden(app: Flask, browser: Browser) -> None:
    idea, address = hidden(title="Zwiebelmarkt")
    with factories.writing():
        services.restore(db.session.get_one(Idea, idea.id), None)
    page = browser.get(f"/en/ideas/{idea.reference}/way")
    assert "Public again" in page.words(".thread--long")
    for path in (f"/en/ideas/{idea.reference}/way", address):
        assert FACTS not in browser.get(path).text


def test_a_restriction_without_reason_is_refused(app: Flask) -> None:
    idea = factories.idea()
    with current_app.test_request_context(), pytest.raises(ReasonMissingError), factories.writing():
        services.hide(idea, None, rules=[], facts=FACTS)


def test_only_what_is_public_can_be_hidden(app: Flask) -> None:
    idea = factories.idea(public=False)
    with current_app.test_request_context(), pytest.raises(NotPossibleError), factories.writing():
        services.hide(idea, None, rules=[HouseRule.PRIVACY], facts=FACTS)
    assert db.session.get_one(Idea, idea.id).visibility is Visibility.WAITING
