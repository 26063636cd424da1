"""“I can help with it”: offered with an idea or to one that is there, read by the moderators, reached by the town."""

from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions.models import Comment, Stance
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser


def offer() -> Comment:
    """Return the offer that came in."""
    return db.session.scalars(see_all(select(Comment).where(Comment.stance == Stance.HELP), "a test")).one()


def publish(comment: Comment) -> None:
    """Let everybody read it."""
    with factories.writing():
        db.session.get_one(Comment, comment.id).visibility = Visibility.PUBLIC


def test_somebody_offers_help_and_only_the_town_sees_the_address(browser: Browser, staff) -> None:
    idea = factories.idea()
    page = browser.get(f"/ideas/{idea.reference}")
    link = page.html.css_first("#offers ~ p a").attributes["href"]
    assert "Ich kann mitmachen" in browser.get(link).h1
    browser.fill(link, text="Wir pflegen die Liste.", display_name="Seniorenbeirat", mail="beirat@example.org")
    assert "Wir pflegen die Liste" not in browser.get(f"/ideas/{idea.reference}").text
    publish(offer())
    page = browser.get(f"/ideas/{idea.reference}")
    assert page.all_words(".offers li p") == ["Wir pflegen die Liste.", "Seniorenbeirat"]
    assert "beirat@example.org" not in page.text
    desk = f"/desk/answers/{idea.reference}"
    assert "beirat@example.org" in staff(Role.PLANNER).get(desk).text
    partner = staff(Role.PARTNER).get(desk).text
    assert "Wir pflegen die Liste" in partner
    assert "beirat@example.org" not in partner


def test_help_is_offered_along_with_an_idea_and_a_double_tap_is_one(browser: Browser) -> None:
    board = factories.board()
    sent = browser.get(f"/boards/{board.slug}/write").fields()
    sent |= {"text": "Hörstationen am See", "help_text": "Wir sprechen die Texte ein.", "display_name": "Heimatverein"}
    for _tap in range(2):
        browser.post(f"/boards/{board.slug}/write", sent)
    found = offer()
    assert (found.text, found.display_name) == ("Wir sprechen die Texte ein.", "Heimatverein")
    assert found.visibility is Visibility.WAITING
