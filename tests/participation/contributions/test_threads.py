"""Threads: comments count where they are public, are hidden with their subject, and are nobody's official business."""

from sqlalchemy import select

from analysis.runs import read
from participation.access.guard import see_all
from participation.contributions import personal, services
from participation.contributions.models import Comment, Contribution, Idea, Thread
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser


def _count(idea: Idea) -> int:
    db.session.rollback()
    return db.session.get_one(Thread, idea.thread_id).comment_count


def _seen(comment: Comment) -> Visibility:
    db.session.rollback()
    statement = see_all(select(Contribution.visibility).where(Contribution.id == comment.id), "for the test")
    return db.session.scalars(statement).one()


def _shown_as(row: Contribution, visibility: Visibility) -> None:
    with factories.writing():
        db.session.merge(row).visibility = visibility


def test_only_public_comments_count(app):
    idea = factories.idea()
    first, waiting = factories.comment(idea), factories.comment(idea, public=False)
    assert _count(idea) == 1
    _shown_as(waiting, Visibility.PUBLIC)
    assert _count(idea) == 2
    _shown_as(first, Visibility.REJECTED)
    assert _count(idea) == 1


def test_comments_are_hidden_with_their_idea_and_come_back_with_it(app):
    idea = factories.idea()
    shown, waiting = factories.comment(idea), factories.comment(idea, public=False)
    _shown_as(idea, Visibility.REJECTED)
    assert (_seen(shown), _seen(waiting), _count(idea)) == (Visibility.COVERED, Visibility.WAITING, 0)
    _shown_as(waiting, Visibility.PUBLIC)
    assert _seen(waiting) is Visibility.COVERED
    _shown_as(idea, Visibility.PUBLIC)
    assert (_seen(shown), _seen(waiting), _count(idea)) == (Visibility.PUBLIC, Visibility.PUBLIC, 2)


def test_a_comment_leads_to_its_place_while_that_can_be_read(browser: Browser):
    idea = factories.idea()
    comment = factories.comment(idea)
    page = browser.get(f"/comments/{comment.reference}", status=302)
    assert page.location == f"/ideas/{idea.reference}#c-{comment.reference}"
    _shown_as(idea, Visibility.REJECTED)
    browser.get(f"/comments/{comment.reference}", status=404)


def test_a_comment_is_neither_answered_nor_sorted_nor_listed(browser: Browser, staff):
    idea = factories.idea(title="Bänke")
    comment = factories.comment(idea, text="Auch Mülleimer wären gut.")
    assert [voice.id for voice in read(idea.process_id)[0]] == [idea.id]
    lead = staff(Role.LEAD)
    assert "Mülleimer" not in lead.get("/desk/answers").text
    lead.get(f"/desk/answers/{comment.reference}", status=404)
    browser.get(f"/ideas/{comment.reference}", status=404)
    browser.get(f"/ideas/{comment.reference}/way", status=404)
    assert "Mülleimer" not in browser.get(f"/boards/{idea.board.slug}?q=Mülleimer").words("#list ~ ul")
    assert "Mülleimer" not in browser.get(f"/boards/{idea.board.slug}/feed.atom").text


def test_the_desk_says_what_a_comment_is_about_and_tells_its_author(browser: Browser, staff):
    idea = factories.idea(title="Bänke am See")
    reply = factories.comment(
        idea,
        public=False,
        text="Das finde ich auch.",
        mail="mia@example.org",
        reply_to=factories.comment(idea, text="Gut so."),
    )
    moderator = staff(Role.MODERATOR)
    assert "Kommentar" in moderator.get("/desk/moderation?list=1").text
    page = moderator.get(f"/desk/moderation/{reply.reference}")
    assert "Bänke am See" in page.text
    assert "Gut so." in page.text
    moderator.post(f"/desk/moderation/{reply.reference}/publish", page.fields("form#decide"))
    assert _seen(reply) is Visibility.PUBLIC
    assert _count(idea) == 2


def test_a_moderator_of_one_board_reads_the_comments_on_it(browser: Browser, staff):
    here, there = factories.comment(public=False), factories.comment(public=False)
    moderator = staff(Role.MODERATOR, on=(f"board:{db.session.merge(here).thread.board.slug}",))
    page = moderator.get("/desk/moderation?list=1")
    assert here.reference in page.text
    assert there.reference not in page.text


def test_what_becomes_of_a_comment_promises_no_answer(browser: Browser):
    comment = factories.comment()
    with factories.writing():
        code = "RRRR22223333"
        db.session.merge(comment).receipt_hash = services.receipt_hash(code)
    page = browser.get("/i/rrrr-2222-3333")
    assert "Antwort mit Begründung" not in page.text
    assert f"/comments/{comment.reference}" in page.text


def test_contacts_of_comments_are_forgotten_in_time(app):
    factories.comment(mail="mia@example.org")
    assert factories.written(personal.forget_contacts, today()) == 0
    later = today().replace(year=today().year + 1)
    assert factories.written(personal.forget_contacts, later) == 1
