"""Authors correct a comment for a quarter of an hour; what it said before is kept, and moderators read it again."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions.models import Comment, Idea
from participation.contributions.wording import versions_of
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser


def _comment() -> Comment:
    db.session.rollback()
    return db.session.scalars(see_all(select(Comment), "for the test")).one()


@pytest.fixture
def idea(app) -> Idea:
    """An idea on a board where everything is read first."""
    return factories.idea()


@pytest.fixture
def address(browser: Browser, idea: Idea) -> str:
    """Where the comment that was just written can be corrected."""
    page = browser.follow(browser.fill(f"/threads/{idea.thread_id}/write", text="Mit Dahc, **bitte**."))
    link = page.html.css_first("a[href$='/edit']")
    assert link is not None
    return link.attributes.get("href") or ""


def test_a_slip_is_mended_and_what_stood_there_is_kept(browser: Browser, address: str):
    browser.fill(address, text="Mit Dach, **bitte**.")
    comment = _comment()
    assert (comment.text, comment.title) == ("Mit Dach, **bitte**.", "Mit Dach, bitte")
    assert [version.text for version in versions_of(comment)] == ["Mit Dahc, **bitte**."]
    assert comment.visibility is Visibility.WAITING
    assert "Ein Satz genügt" in browser.fill(address, 422, text="").words(".alert")


def test_what_was_public_is_read_again_and_marked(browser: Browser, idea: Idea, address: str):
    with factories.writing():
        comment = _comment()
        comment.visibility, comment.published_at = Visibility.PUBLIC, now()
    browser.fill(address, text="Ganz anders.")
    assert "Ganz anders" not in browser.get(f"/ideas/{idea.reference}").text
    assert _comment().visibility is Visibility.WAITING
    with factories.writing():
        _comment().visibility = Visibility.PUBLIC
    assert "bearbeitet" in browser.get(f"/ideas/{idea.reference}").words("#comments .when")


def test_after_a_quarter_of_an_hour_it_stays_as_it_is(browser: Browser, address: str):
    with time_machine.travel(now() + timedelta(minutes=16), tick=True):
        browser.get(address, status=410)
        browser.post(address, {"text": "Zu spät."}, 410)
    assert _comment().text == "Mit Dahc, **bitte**."


def test_only_its_author_corrects_it(browser: Browser, staff, address: str):
    reference = _comment().reference
    staff(Role.CITIZEN).get(f"/account/contributions/{reference}/edit", status=404)
    author = staff(Role.CITIZEN, mail="ole@example.org")
    idea = factories.idea()
    author.fill(f"/threads/{idea.thread_id}/write", text="Meins.")
    statement = see_all(select(Comment.reference).where(Comment.text == "Meins."), "for the test")
    own = db.session.scalars(statement).one()
    page = author.get(f"/en/account/contributions/{own}")
    link = page.html.css_first(f"a[href='/en/account/contributions/{own}/edit']")
    assert link is not None
    assert link.text().strip() == "Correct your comment"
    author.fill(f"/account/contributions/{own}/edit", text="Unseres.")
    browser.get(f"/i/{'x' * 14}/edit", status=404)
