"""What moderators do beside publishing and rejecting: edit, ask back, pass on, hide, restore, and who was faster."""

import pytest
from sqlalchemy import select

from participation.contributions import services as contributions
from participation.contributions.models import Idea
from participation.contributions.versioned import Version
from participation.core import codes
from participation.core.database import db
from participation.core.mail import Mail
from participation.moderation.models import Decision
from participation.moderation.rules import Verdict, Visibility
from tests import factories
from tests.client import Browser
from tests.forum.desk.conftest import press

TEXT = "Herr Mustermann, Tel. 030 1234567, parkt den Radweg zu."
CLEAN = "Jemand parkt den Radweg zu."
TAKEN = "den Namen und die Telefonnummer einer Person."


def item(idea: Idea) -> str:
    return f"/en/desk/moderation/{idea.reference}"


def sent(**values) -> tuple[Idea, str]:
    """Store a waiting idea with a receipt; return it and its private address."""
    receipt = contributions.receipt_code("the once-key of a test")
    idea = factories.idea(**{"receipt": receipt, "public": False, "title": "Zugeparkt", "text": TEXT, **values})
    return idea, f"/en/i/{codes.grouped(receipt).lower()}"


def fresh(idea: Idea) -> Idea:
    db.session.rollback()
    return db.session.get_one(Idea, idea.id)


def verdicts() -> list[str]:
    db.session.rollback()
    return [decision.verdict.value for decision in db.session.scalars(select(Decision).order_by(Decision.id))]


def mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).where(Mail.recipient == "author@example.org").order_by(Mail.id)))


# Editing


def test_personal_data_are_edited_out_and_published_in_one_step(browser: Browser, moderator: Browser) -> None:
    board = factories.board()
    idea, status = sent(board=board, mail="author@example.org")
    moderator.follow(press(moderator, item(idea), "b"))
    moderator.fill(f"{item(idea)}/edit", text=CLEAN, facts=TAKEN, publish="1")
    page = browser.get(f"/en/ideas/{idea.reference}")
    assert CLEAN in page.words(".said")
    assert "Edited by the moderators on" in page.words("article")
    for address in (f"/ideas/{idea.reference}", f"/ideas/{idea.reference}/way", f"/boards/{board.slug}?q=Mustermann"):
        assert "1234567" not in browser.get(address).text
    assert "Zugeparkt" not in browser.get(f"/boards/{board.slug}?q=Mustermann").words("main ol, main ul")
    own = browser.get(status)
    assert TEXT in own.text
    assert TAKEN in own.words(".prose")
    (mail,) = mails()
    assert TAKEN in mail.body
    assert "1234567" not in mail.body
    assert verdicts() == ["edit", "publish"]
    assert TEXT in moderator.get(item(idea)).text, "the moderators see the version before"


def test_marked_places_are_left_out_where_wished(moderator: Browser) -> None:
    idea, _status = sent()
    page = moderator.get(f"{item(idea)}/edit?blank=1")
    assert "[…]" in page.fields()["text"]
    assert "1234567" not in page.fields()["text"]
    assert fresh(idea).text == TEXT


def test_an_edit_that_changes_nothing_or_says_nothing_is_refused(moderator: Browser) -> None:
    idea, _status = sent()
    page = moderator.fill(f"{item(idea)}/edit", 422, facts=TAKEN, publish="1")
    assert "Nothing has been taken out yet." in page.text
    page = moderator.fill(f"{item(idea)}/edit", 422, text=CLEAN, publish="1")
    assert page.fields()["text"] == CLEAN
    assert verdicts() == []


def test_a_double_tap_edits_once(moderator: Browser) -> None:
    idea, _status = sent()
    fields = {**moderator.get(f"{item(idea)}/edit").fields(), "text": CLEAN, "facts": TAKEN, "publish": "1"}
    first, second = (moderator.post(f"{item(idea)}/edit", fields) for _ in range(2))
    assert first.location == second.location
    assert verdicts() == ["edit", "publish"]


def test_the_second_moderator_sees_both_texts_and_loses_nothing(moderator: Browser, colleague: Browser) -> None:
    idea, _status = sent()
    late = {**colleague.get(f"{item(idea)}/edit").fields(), "text": "Ein anderer Satz.", "facts": TAKEN}
    moderator.fill(f"{item(idea)}/edit", text=CLEAN, facts=TAKEN, edit="1")
    page = colleague.post(f"{item(idea)}/edit", late, 409)
    assert "The text has changed since you opened it." in page.text
    assert (TEXT in page.words(".two"), CLEAN in page.words(".two")) == (True, True)
    assert page.fields()["text"] == "Ein anderer Satz."
    colleague.post(f"{item(idea)}/edit", page.fields())
    assert fresh(idea).text == "Ein anderer Satz.", "whoever has seen both decides"


def test_nobody_publishes_a_text_that_changed_meanwhile(moderator: Browser, colleague: Browser) -> None:
    idea, _status = sent()
    page = colleague.get(item(idea))
    moderator.fill(f"{item(idea)}/edit", text=CLEAN, facts=TAKEN, edit="1")
    late = press(colleague, item(idea), "v", status=409, page=page)
    assert TEXT in late.words(".two")
    assert fresh(idea).visibility is Visibility.WAITING


# Asking back


def test_an_author_answers_a_question_and_the_text_waits_again(browser: Browser, moderator: Browser) -> None:
    idea, status = sent(mail="author@example.org")
    moderator.fill(f"{item(idea)}/ask", question="Welchen Radweg meinen Sie genau?")
    assert fresh(idea).visibility is Visibility.ASKED
    assert "Welchen Radweg" in mails()[0].body
    page = browser.get(status)
    assert "Welchen Radweg meinen Sie genau?" in page.words("#question")
    page = browser.post(f"{status}/answer", {**page.fields("#question form"), "note": ""}, 422)
    assert "Please answer the question" in page.text
    fields = {**page.fields("#question form"), "note": "Den nach Heidekaten.", "text": f"{TEXT} Nach Heidekaten."}
    browser.post(f"{status}/answer", fields)
    browser.post(f"{status}/answer", fields)
    assert fresh(idea).visibility is Visibility.WAITING
    assert fresh(idea).text.endswith("Nach Heidekaten.")
    assert [version.note for version in db.session.scalars(select(Version))] == ["Den nach Heidekaten."]
    assert "#question" not in browser.get(status).text
    assert "Den nach Heidekaten." in moderator.get(item(idea)).words("aside")


def test_without_a_contact_the_desk_says_who_may_not_read_it(moderator: Browser) -> None:
    idea, _status = sent()
    assert "No mail address was left." in moderator.get(f"{item(idea)}/ask").words("form")


def test_nobody_but_the_author_reads_the_question(browser: Browser, moderator: Browser) -> None:
    idea, _status = sent()
    moderator.fill(f"{item(idea)}/ask", question="Welchen Radweg meinen Sie genau?")
    moderator.post(f"{item(idea)}/publish", moderator.get(item(idea)).fields("form#decide"))
    assert "Welchen Radweg" not in browser.get(f"/en/ideas/{idea.reference}/way").text


# Passing on


def test_a_report_is_published_and_passed_on_in_one_step(browser: Browser, moderator: Browser) -> None:
    idea, _status = sent(mail="author@example.org", text="Die Laterne ist kaputt.")
    typed = {"office": "Bauhof", "what": "text", "note": "Bitte die Laterne tauschen.", "mail": "bauhof@example.org"}
    moderator.fill(f"{item(idea)}/forward", **typed, publish="1")
    assert "Passed on to: Bauhof" in browser.get(f"/en/ideas/{idea.reference}/way").text
    to_office = db.session.scalars(select(Mail).where(Mail.recipient == "bauhof@example.org")).one()
    assert "Die Laterne ist kaputt." in to_office.body
    assert "author@example.org" not in to_office.body
    assert any("Bauhof" in mail.body for mail in mails())
    other, _status = factories.idea(public=False), ""
    assert 'value="Bauhof"' in moderator.get(f"{item(other)}/forward").text, "offered the next time"


def test_a_note_without_the_name_goes_on_and_the_text_stays_back(browser: Browser, moderator: Browser) -> None:
    idea, status = sent()
    typed = {"office": "Ordnungsamt", "what": "note", "note": "Autos auf dem Radweg.", "mail": "amt@example.org"}
    answer = moderator.fill(f"{item(idea)}/forward", **typed, forward="1")
    assert answer.location == item(idea), "it still waits for its decision"
    assert "1234567" not in db.session.scalars(select(Mail).where(Mail.recipient == "amt@example.org")).one().body
    browser.get(f"/ideas/{idea.reference}", 404)
    assert "Passed on to: Ordnungsamt" in browser.get(status).text


# Hiding and restoring


def test_what_is_public_is_hidden_with_a_letter_and_restored(browser: Browser, moderator: Browser) -> None:
    idea = factories.idea(text=CLEAN, mail="author@example.org")
    page = moderator.follow(press(moderator, item(idea), "h"))
    assert page.h1 == "Hide: reasons and letter"
    moderator.fill(f"{item(idea)}/hide", rules="privacy", facts="Der Text nennt eine Person.")
    browser.get(f"/ideas/{idea.reference}", 404)
    assert "Der Text nennt eine Person." in mails()[0].body
    page = moderator.follow(press(moderator, item(idea), "u"))
    assert page.h1 == "Make public again"
    moderator.fill(f"{item(idea)}/restore", facts="Die Person ist ein Amt.")
    browser.get(f"/ideas/{idea.reference}")
    assert verdicts() == ["hide", "restore"]
    history = moderator.get(item(idea)).words("aside .thread")
    assert ("Hidden by Katrin Muster" in history, "Made public again by Katrin Muster" in history) == (True, True)


@pytest.mark.parametrize("page", ["edit", "ask", "forward", "hide", "restore"])
def test_only_moderators_reach_these_pages(browser: Browser, staff, page: str) -> None:
    idea = factories.idea()
    assert "/sign-in" in browser.get(f"{item(idea)}/{page}", 303).location
    staff().get(f"{item(idea)}/{page}", 403)
    staff().post(f"{item(idea)}/{page}", status=403)


@pytest.mark.parametrize("page", ["reject", "ask", "restore"])
def test_what_is_not_possible_any_more_is_not_done(moderator: Browser, page: str) -> None:
    idea = factories.idea()
    assert "Somebody was faster." in moderator.get(f"{item(idea)}/{page}").text
    typed = {"rules": "privacy", "facts": "Ein ganzer Satz.", "question": "Was meinen Sie genau?"}
    fields = {**moderator.get(f"{item(idea)}/{page}").fields(), **typed}
    moderator.post(f"{item(idea)}/{page}", fields, 409)
    assert fresh(idea).visibility is Visibility.PUBLIC
    assert Verdict.REJECT.value not in verdicts()


def test_what_waits_for_its_author_is_not_lost(moderator: Browser) -> None:
    idea, _status = sent()
    assert "No question is open." in moderator.get("/en/desk/moderation/asked").text
    moderator.fill(f"{item(idea)}/ask", question="Welchen Radweg meinen Sie genau?")
    factories.idea(public=False)
    assert "One waits for its author" in moderator.get("/en/desk/moderation").words(".pane-head")
    page = moderator.get("/en/desk/moderation/asked")
    assert "Welchen Radweg meinen Sie genau?" in page.words(".lines")
