"""Moderators remove a text for good, or one file of it; authors read why and object, also to what was edited."""

from io import BytesIO

import pytest
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import personal
from participation.contributions import services as contributions
from participation.contributions.attachments import store
from participation.contributions.attachments.models import Attachment
from participation.contributions.models import Contribution, Idea
from participation.contributions.wiping import ERASED
from participation.core import codes
from participation.core.clock import today
from participation.core.database import db
from participation.core.mail import Mail
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, Page
from tests.forum.desk.conftest import press
from tests.participation.contributions import hostile

FACTS = "Der Text ist aus einer Zeitung abgeschrieben."


def _written(**values: object) -> tuple[Idea, str]:
    """Make a public idea; return it with the address of its author's private page."""
    receipt = contributions.receipt_code(factories.once_key())
    return factories.idea(receipt=receipt, mail="a@example.org", **values), f"/en/i/{codes.grouped(receipt).lower()}"


def _row(idea: Idea) -> Contribution:
    db.session.rollback()
    return db.session.scalars(see_all(select(Contribution).where(Contribution.id == idea.id), "a test")).one()


def _mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


# A whole text


def test_what_is_removed_is_gone_and_its_address_says_so(browser: Browser, moderator: Browser) -> None:
    idea, private = _written(title="Der kopierte Artikel", text="Alles wörtlich aus der Zeitung.", display_name="Ole")
    comment = factories.comment(idea, text="Das kenne ich doch.")
    address = f"/en/desk/moderation/{idea.reference}/remove"
    page = moderator.fill(address, 200, rules="lawful", facts=FACTS, preview="1")
    assert "Nobody can bring the text back" in page.text
    moderator.fill(address, rules="lawful", facts=FACTS)
    row = _row(idea)
    assert (row.visibility, row.title, row.text, row.display_name) == (Visibility.REMOVED, ERASED, ERASED, "")
    for path in (f"/en/ideas/{idea.reference}", f"/en/ideas/{idea.reference}/way"):
        gone = browser.get(path, 410)
        assert "Nothing unlawful" in gone.words("main")
        assert "kopierte" not in gone.text
    browser.get(f"/comments/{comment.reference}", 404)
    assert "kopierte" not in browser.get(f"/en/boards/{idea.board.slug}?q=kopierte").words("main ul")
    assert "endgültig entfernt" in _mails()[-1].body
    own = browser.get(private)
    assert FACTS in own.text
    assert "Object" in own.words("#objection")
    assert "kopierte" not in moderator.get(f"/en/desk/moderation/{idea.reference}").text
    assert "Make public again" not in moderator.get(f"/en/desk/moderation/{idea.reference}").text
    moderator.get(f"/en/desk/moderation/{idea.reference}/remove").words("main")


def test_a_removed_comment_and_one_never_public_tell_nobody_too_much(browser: Browser, moderator: Browser) -> None:
    comment = factories.comment(text="Eine Drohung.")
    never = factories.idea(public=False)
    for one in (comment, never):
        moderator.fill(f"/desk/moderation/{one.reference}/remove", rules="lawful", facts=FACTS)
    browser.get(f"/comments/{comment.reference}", 410)
    browser.get(f"/ideas/{never.reference}", 404)


# One file


@pytest.fixture
def illustrated(app, browser: Browser):
    """A public idea with two pictures, and its author's private address."""
    board = factories.board()
    files = [(BytesIO(hostile.jpeg((side, 40))), f"Bild {side}.jpg") for side in (50, 60)]
    sent = browser.get(f"/boards/{board.slug}/write").fields("form.form")
    typed = {**sent, "text": "Am Steg", "mail": "a@example.org", "files": files}
    page = browser.post(f"/boards/{board.slug}/write", typed, content_type="multipart/form-data")
    with factories.writing():
        idea = db.session.scalars(see_all(select(Idea), "a test")).one()
        contributions.publish(idea, None)
    yield idea, f"/en/i/{page.location.rsplit('/', 1)[1]}"
    for one in store.folder().glob("*/*"):
        one.unlink()


def _files() -> list[Attachment]:
    db.session.rollback()
    return list(db.session.scalars(see_all(select(Attachment).order_by(Attachment.position), "a test")))


def _pictures(page: Page) -> int:
    return len(page.html.css(".pictures img"))


def test_one_picture_is_taken_out_and_comes_back_after_an_objection(
    illustrated, browser: Browser, moderator: Browser, colleague: Browser
) -> None:
    idea, private = illustrated
    first, second = _files()
    item = moderator.get(f"/en/desk/moderation/{idea.reference}")
    link = f"/en/desk/moderation/{idea.reference}/files/{first.id}/remove"
    assert item.html.css_first(f"a[href='{link}']") is not None
    assert "„Bild 50“" in moderator.get(link).words(".letter")
    moderator.fill(link, rules="privacy", facts="Auf dem Bild ist ein Kind zu erkennen.")
    moderator.get(link, 404)
    assert _pictures(browser.get(f"/ideas/{idea.reference}")) == 1
    browser.get(f"/contributions/{idea.reference}/files/{first.name}", 404)
    browser.get(f"/contributions/{idea.reference}/files/{second.name}")
    letter = _mails()[-1]
    assert "„Bild 50“" in letter.body
    assert "Kind zu erkennen" in letter.body
    assert "Taken out: “Bild 50”" in moderator.get(f"/en/desk/moderation/{idea.reference}").text
    assert "taken a file out" in browser.get(private).words("#objection")
    browser.fill(f"{private}/object", text="Das Kind ist meins.")
    colleague.fill("/desk/objections/1", outcome="reversed", answer="Die Eltern sind einverstanden.")
    assert _pictures(browser.get(f"/ideas/{idea.reference}")) == 2


def test_one_picture_of_a_reported_idea_is_taken_out_and_answers_the_notice(
    illustrated, browser: Browser, moderator: Browser
) -> None:
    idea, _private = illustrated
    first, _second = _files()
    browser.fill(f"/contributions/{idea.reference}/report", ground="privacy", mail="amsel@example.org")
    page = moderator.get(f"/en/desk/notices/{idea.reference}")
    assert _pictures(page) == 2
    link = f"/en/desk/moderation/{idea.reference}/files/{first.id}/remove"
    assert page.html.css_first(f"a[href='{link}']") is not None
    moderator.fill(link, rules="privacy", facts="Auf dem Bild ist ein Kind zu erkennen.")
    assert "hingewiesen" in _mails()[-1].body
    assert _pictures(browser.get(f"/ideas/{idea.reference}")) == 1
    page = moderator.get(f"/en/desk/notices/{idea.reference}")
    assert "All notices about it are answered." in page.text
    assert "Taken out: “Bild 50”" in page.text


def test_what_was_taken_out_is_deleted_once_nobody_can_object(illustrated, moderator: Browser) -> None:
    idea, _private = illustrated
    first, _second = _files()
    moderator.fill(f"/desk/moderation/{idea.reference}/files/{first.id}/remove", rules="privacy", facts=FACTS)
    assert factories.written(personal.forget_taken_out, today()) == 0
    assert factories.written(personal.forget_taken_out, today().replace(year=today().year + 1)) == 1
    assert len(_files()) == 1


# What was edited


def test_an_author_objects_to_an_edit_and_gets_the_own_words_back(
    browser: Browser, moderator: Browser, colleague: Browser
) -> None:
    idea, private = _written(text="Die Bäckerei Meier braucht eine Rampe.")
    edited = {"text": "Eine Bäckerei braucht eine Rampe.", "facts": "der Name einer Person"}
    moderator.fill(f"/desk/moderation/{idea.reference}/edit", **edited)
    page = browser.get(private)
    assert "We have edited the text." in page.words("#objection")
    browser.fill(f"{private}/object", text="Das ist eine Bäckerei.")
    browser.get(f"{private}/object", 303)
    colleague.fill("/desk/objections/1", outcome="reversed", answer="Gemeint ist ein Betrieb, keine Person.")
    row = _row(idea)
    assert (row.text, row.visibility) == ("Die Bäckerei Meier braucht eine Rampe.", Visibility.PUBLIC)
    assert "Our decision is taken back" in browser.get(private).words("#objection")


def test_each_decision_has_an_objection_of_its_own(browser: Browser, moderator: Browser) -> None:
    idea, private = _written(text="Die Bäckerei Meier braucht eine Rampe.")
    moderator.fill(f"/desk/moderation/{idea.reference}/edit", text="Eine Rampe.", facts="der Name einer Person")
    moderator.fill(f"/desk/moderation/{idea.reference}/hide", rules="on_topic", facts=FACTS)
    ways = [node.attributes["href"] for node in browser.get(private).html.css("#objection a")]
    assert len(ways) == 2
    assert "der Name einer Person" in browser.get(ways[0] or "").text
    assert FACTS in browser.get(ways[1] or "").text
    browser.fill(ways[0] or "", text="Es ist eine Bäckerei.")
    assert "You objected" in browser.get(private).words("#objection")
    assert len(browser.get(private).html.css("#objection a")) == 1


def test_keys_and_buttons_lead_to_the_rarer_decisions(moderator: Browser) -> None:
    idea = factories.idea(public=False)
    for key, page in (("e", "remove"), ("s", "block"), ("m", "merge"), ("w", "forward")):
        assert press(moderator, f"/desk/moderation/{idea.reference}", key).location.endswith(f"/{page}")
    folded = moderator.get(f"/en/desk/moderation/{idea.reference}")
    assert folded.words("details.more-deeds summary") == "More decisions"
    assert len(folded.html.css(".actions-bar > button")) == 4
