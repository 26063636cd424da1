"""Moderators close, pin, move, split and merge; every deed leaves a trace and can be undone."""

import pytest
from sqlalchemy import select

from participation.contributions.models import Idea, Thread
from participation.contributions.threads.models import Deed, ThreadChange
from participation.core.database import db
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser


@pytest.fixture
def moderator(staff) -> Browser:
    """Somebody who may steer."""
    return staff(Role.MODERATOR)


def _deed(browser: Browser, address: str, deed: str, status: int = 303, **values: str) -> str:
    page = browser.get(address)
    return browser.post(address, {**page.fields(), "deed": deed, **values}, status).location


def _said(browser: Browser, address: str) -> list[str]:
    return browser.get(address).all_words("#comments .words")


def _traces() -> list[Deed]:
    db.session.rollback()
    return list(db.session.scalars(select(ThreadChange.deed).order_by(ThreadChange.id)))


def _page(idea: Idea) -> str:
    return f"/ideas/{db.session.merge(idea).reference}"


def test_only_moderators_steer(browser: Browser, staff):
    idea = factories.idea()
    comment = factories.comment(idea)
    for address in (f"/threads/{idea.thread_id}/steer", f"/comments/{comment.reference}/steer"):
        browser.get(address, status=303)
        staff(Role.PLANNER).get(address, status=403)
        assert "Ordnen" not in browser.get(_page(idea)).words("#comments")


def test_a_closed_thread_takes_nothing_more_until_it_is_opened(browser: Browser, moderator: Browser):
    idea = factories.idea()
    address = f"/threads/{idea.thread_id}/steer"
    _deed(moderator, address, "close")
    assert "geschlossen" in browser.get(_page(idea)).words("#comments")
    browser.get(f"/threads/{idea.thread_id}/write", status=403)
    _deed(moderator, address, "reopen")
    browser.get(f"/threads/{idea.thread_id}/write")
    assert _traces() == [Deed.CLOSE, Deed.REOPEN]
    assert "wieder geöffnet" in moderator.get(address).text


def test_a_pinned_comment_comes_first(browser: Browser, moderator: Browser):
    idea = factories.idea()
    factories.comment(idea, text="Erster.")
    second = factories.comment(idea, text="Zweiter.")
    _deed(moderator, f"/comments/{second.reference}/steer", "pin")
    assert _said(browser, _page(idea)) == ["Zweiter.", "Erster."]
    _deed(moderator, f"/comments/{second.reference}/steer", "unpin")
    assert _said(browser, _page(idea)) == ["Erster.", "Zweiter."]


def test_a_comment_moves_with_its_replies_and_comes_back(browser: Browser, moderator: Browser):
    here, there = factories.idea(), factories.idea()
    first = factories.comment(here, text="Bleibt.")
    moved = factories.comment(here, text="Geht.", reply_to=first)
    factories.comment(here, text="Geht mit.", reply_to=moved)
    address = f"/comments/{moved.reference}/steer"
    _deed(moderator, address, "move", target=f"http://localhost/ideas/{there.reference}#c-1")
    assert (_said(browser, _page(here)), _said(browser, _page(there))) == (["Bleibt."], ["Geht.", "Geht mit."])
    assert browser.get(_page(there)).words("#comments h2") == "2 Kommentare"
    assert len(browser.get(_page(there)).all_words("#comments .reply")) == 1
    page = moderator.post(address, {**moderator.get(address).fields(), "deed": "move", "target": "XXXXXX"}, 422)
    assert "keine andere Idee" in page.text
    _deed(moderator, address, "move", target=db.session.merge(here).reference)
    assert _said(browser, _page(here)) == ["Bleibt.", "Geht.", "Geht mit."]


def test_a_discussion_is_split_off_and_merged_back(browser: Browser, moderator: Browser):
    idea = factories.idea()
    first = factories.comment(idea, text="Bleibt.")
    split = factories.comment(idea, text="Anderes Thema.", reply_to=first)
    reply = factories.comment(idea, text="Dazu.", reply_to=split)
    factories.comment(idea, text="Und dazu.", reply_to=reply)
    reference = split.reference
    _deed(moderator, f"/comments/{reference}/steer", "split", title="Parkplätze")
    discussion = browser.get(f"/discussions/{reference}")
    assert discussion.h1 == "Parkplätze"
    assert discussion.all_words("#comments .words") == ["Dazu.", "Und dazu."]
    assert _said(browser, _page(idea)) == ["Bleibt."]
    assert "Parkplätze" in browser.get(f"/process/{db.session.merge(idea).process.slug}/discussions").words("li.item")
    with factories.writing():
        number = db.session.scalars(select(Thread.id).order_by(Thread.id.desc())).first()
    _deed(moderator, f"/threads/{number}/steer", "merge", target=db.session.merge(idea).reference)
    assert _said(browser, _page(idea)) == ["Bleibt.", "Anderes Thema.", "Dazu.", "Und dazu."]
    browser.get(f"/discussions/{reference}", status=302)
    assert _traces() == [Deed.SPLIT, Deed.MERGE]


def test_what_a_moderator_cannot_reach_takes_nothing_in(staff):
    here, there = factories.idea(), factories.idea()
    comment = factories.comment(here)
    limited = staff(Role.MODERATOR, on=(f"board:{here.board.slug}",))
    _deed(limited, f"/comments/{comment.reference}/steer", "move", 403, target=there.reference)
