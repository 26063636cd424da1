"""Threads: comments count where they are public, are hidden with their subject, and are nobody's official business."""

from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from analysis.runs import read
from participation.access.guard import see_all
from participation.contributions import personal, services
from participation.contributions.models import Comment, Contribution, Idea, Stance, Thread
from participation.contributions.threads import markup, writing
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Phase, Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, statements


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
    assert [voice.id for voice in read(idea.process_id).voices] == [idea.id]
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


def _address(idea: Idea) -> str:
    return f"/threads/{idea.thread_id}/write"


def _publish(moderator: Browser, reference: str) -> None:
    page = moderator.get(f"/desk/moderation/{reference}")
    moderator.post(f"/desk/moderation/{reference}/publish", page.fields("form#decide"))


def _waiting(browser: Browser) -> str:
    page = browser.get("/desk/moderation?list=1")
    ways = [node.attributes.get("href") or "" for node in page.html.css("main a[href*='/desk/moderation/']")]
    return next(way for way in ways if way.rpartition("/")[2].isupper()).rpartition("/")[2]


def test_somebody_comments_without_an_account_and_it_appears_when_it_was_read(browser: Browser, staff):
    idea = factories.idea()
    page = browser.get(f"/ideas/{idea.reference}")
    form = "#comments form"
    sent = browser.post(_address(idea), {**page.fields(form), "text": "Mit **Dach** bitte."})
    again = browser.post(_address(idea), {**page.fields(form), "text": "Mit **Dach** bitte."})
    assert sent.location == again.location
    received = browser.follow(sent)
    assert received.h1 == "Ihr Kommentar ist da."
    assert "Mit Dach" not in browser.get(f"/ideas/{idea.reference}").words("#comments")
    moderator = staff(Role.MODERATOR)
    _publish(moderator, _waiting(moderator))
    shown = browser.get(f"/ideas/{idea.reference}")
    assert shown.words("#comments h2") == "Ein Kommentar"
    assert shown.words("#comments strong:not(.when strong)") == "Dach"
    assert "1 Kommentar" in browser.get(f"/boards/{idea.board.slug}").words("li.item")


def test_an_empty_comment_gets_a_sentence_and_loses_nothing(browser: Browser):
    idea = factories.idea()
    page = browser.fill(_address(idea), 422, text="", display_name="Amsel")
    assert "Ein Satz genügt" in page.words(".alert")
    assert page.fields()["display_name"] == "Amsel"


def test_a_reply_stands_below_what_it_answers_and_a_quote_is_prepared(browser: Browser):
    idea = factories.idea()
    first = factories.comment(idea, text="Bitte *Bänke*.", display_name="Amsel")
    factories.comment(idea, text="Ganz anderes.")
    second = factories.comment(idea, text="Gern.", display_name="Star", reply_to=first)
    factories.comment(idea, text="Fein, @Amsel.", reply_to=second)
    page = browser.get(f"/ideas/{idea.reference}")
    assert [words.split(".")[0] for words in page.all_words("#comments .words")] == [
        "Bitte Bänke",
        "Gern",
        "Fein, @Amsel",
        "Ganz anderes",
    ]
    assert page.all_words("#comments .reply .muted") == ["antwortet auf Star"]
    assert page.html.css_first(f"#comments .words a[href='#c-{first.reference}']") is not None
    quote = browser.get(f"{_address(idea)}?to={first.reference}&quote=1")
    assert quote.fields()["text"] == "> Bitte Bänke.\n\n"
    sent = browser.post(f"{_address(idea)}?to={first.reference}", {**quote.fields(), "text": "Und Tische."})
    assert "Und Tische" in browser.follow(sent).text
    statement = see_all(select(Comment).where(Comment.text == "Und Tische."), "for the test")
    assert db.session.scalars(statement).one().reply_to_id == first.id


def test_what_is_no_longer_to_be_seen_gets_no_reply_and_lends_no_name(browser: Browser):
    idea = factories.idea()
    first = factories.comment(idea, text="Geheim", display_name="Elster")
    factories.comment(idea, text="Stimmt.", reply_to=first)
    _shown_as(first, Visibility.REJECTED)
    page = browser.get(f"/ideas/{idea.reference}")
    assert "Geheim" not in page.text
    assert "Elster" not in page.text
    assert "nicht mehr zu sehen" in page.words("#comments .reply")
    browser.get(f"{_address(idea)}?to={first.reference}", status=404)


def test_opinions_are_asked_and_sorted_where_the_board_wants_it(browser: Browser):
    board = factories.board(asks_stance=True)
    idea = factories.idea(board)
    for stance in (None, Stance.QUESTION, Stance.CONTRA, Stance.PRO):
        comment = factories.comment(idea, text=f"{stance}")
        with factories.writing():
            db.session.merge(comment).stance = stance
    browser.fill(_address(idea), text="Nein!", stance="contra")
    page = browser.get(f"/ideas/{idea.reference}?comments=stance")
    assert page.all_words("#comments .words") == ["pro", "contra", "question", "None"]
    assert page.all_words("#comments .stance") == ["Dafür", "Dagegen", "Eine Frage"]
    assert "Nach Meinung" not in browser.get(f"/ideas/{factories.idea().reference}").text


def test_comments_wait_for_the_phase_and_stay_to_be_read(browser: Browser):
    idea = factories.idea(factories.board(phase=Phase.PLAN))
    factories.comment(idea, text="Von früher.")
    page = browser.get(f"/ideas/{idea.reference}")
    assert "Von früher" in page.words("#comments")
    assert page.html.css_first("#comments form") is None
    browser.get(_address(idea), status=403)


def test_an_office_speaks_with_its_name_at_once(browser: Browser, staff):
    idea = factories.idea()
    lead = staff(Role.LEAD, unit="Bauamt")
    lead.fill(_address(idea), text="Das prüfen wir.", speaks_for="office")
    page = browser.get(f"/ideas/{idea.reference}")
    assert "Bauamt" in page.words("#comments .is-office")
    assert "Antwort der Stadt" in page.words("#comments .is-office")
    browser.fill(_address(idea), text="Ich bin das Amt.", speaks_for="office")
    assert "Ich bin das Amt" not in browser.get(f"/ideas/{idea.reference}").text


def test_a_thread_costs_the_same_number_of_statements_however_long_it_is(browser: Browser):
    idea = factories.idea()
    factories.comment(idea, text="@Amsel")
    address = f"/ideas/{idea.reference}"
    with statements() as few:
        browser.get(address)
    first = factories.comment(idea, display_name="Amsel")
    with factories.writing():
        thread = db.session.get_one(Thread, idea.thread_id)
        for number in range(60):
            made = writing.submit_comment(
                thread, services.Draft(text=f"Nummer {number}"), reply_to=db.session.merge(first)
            )
            made.visibility = Visibility.PUBLIC
    with statements() as many:
        page = browser.get(address)
    assert len(few) == len(many) <= 20
    assert len(page.all_words("#comments .words")) == 50
    assert page.words("#comments h2") == "62 Kommentare"
    last = browser.get(f"/comments/{made.reference}", status=302)
    assert last.location == f"{address}?part=2#c-{made.reference}"
    assert f"Nummer {59}" in browser.follow(last).words("#comments")


def test_comments_follow_the_rules_of_their_board(browser: Browser):
    idea = factories.idea(factories.board(checks={"ideas": "marked"}, slow_minutes=5))
    page = browser.get(f"/ideas/{idea.reference}")
    assert "sofort öffentlich" in page.words("#comments")
    browser.post(_address(idea), {**page.fields("#comments form"), "text": "Gern."})
    assert browser.get(f"/ideas/{idea.reference}").all_words("#comments .words") == ["Gern."]
    again = browser.fill(_address(idea), 429, text="Und noch etwas.")
    assert again.fields()["text"] == "Und noch etwas."


HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "<img src=x onerror=alert(1)>",
    '[a](https://example.org "" onmouseover=alert(1))',
    "<a href='data:text/html,x'>x</a>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_is_no_way_in(text: str):
    html = LexborHTMLParser(str(markup.to_html(text)))
    assert not html.css("script, img, [onerror], [onmouseover], a:not([rel='nofollow ugc noopener'])")
    assert not [node for node in html.css("a") if not (node.attributes.get("href") or "").startswith("https://")]


def test_feed_readers_hear_what_is_public_in_a_thread_and_on_a_board(browser: Browser) -> None:
    idea = factories.idea(title="Mehr Bänke")
    factories.comment(idea, text="Mit **Dach** & Lehne", display_name="Ole")
    hidden = factories.comment(idea, text="Noch nicht gelesen", public=False)
    elsewhere = factories.comment(text="Ganz woanders")
    for address in (f"/en/threads/{idea.thread_id}/comments.atom", f"/en/boards/{idea.board.slug}/comments.atom"):
        feed = browser.get(address)
        assert feed.response.mimetype == "application/atom+xml"
        root = ET.fromstring(feed.text)
        entries = root.findall("{*}entry")
        assert [one.findtext("{*}title") for one in entries] == ["Ole on “Mehr Bänke”"]
        assert entries[0].findtext("{*}content") == "Mit Dach & Lehne"
        assert hidden.reference not in feed.text
        assert elsewhere.reference not in feed.text
    assert f"/threads/{idea.thread_id}/comments.atom" in browser.get(f"/ideas/{idea.reference}").text
    browser.get("/threads/999/comments.atom", 404)
