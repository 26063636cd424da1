"""Free discussions: begun by anybody, read by the moderators, found again, sorted by the latest word."""

from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import services
from participation.contributions.models import Discussion
from participation.contributions.threads import writing
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Phase, Role
from participation.moderation.rules import Visibility
from participation.process.models import Process
from tests import factories
from tests.client import Browser, statements


def _discussion(process: Process, title: str, *, public: bool = True, **values: str) -> Discussion:
    with factories.writing():
        draft = services.Draft(title=title, text=values.pop("text", "Was meinen **Sie**?"), **values)
        made = writing.submit_discussion(db.session.merge(process), draft)
        made.visibility = Visibility.PUBLIC if public else Visibility.WAITING
        made.published_at = now() if public else None
    return made


def _reply(found: Discussion, text: str) -> None:
    with factories.writing():
        thread = db.session.merge(found).thread
        made = writing.submit_comment(thread, services.Draft(text=text))
        made.visibility, made.published_at = Visibility.PUBLIC, now()


def _list(process: Process, asked: str = "") -> str:
    return f"/process/{db.session.merge(process).slug}/discussions{asked}"


def test_somebody_begins_a_discussion_and_others_reply_when_it_was_read(browser: Browser, staff):
    process = factories.process()
    sent = browser.fill(f"{_list(process)}/new", title="Lastenrad", text="Wer hat *Erfahrung*?", field="MO")
    assert browser.follow(sent).h1 == "Ihre Diskussion ist da."
    assert browser.get(_list(process)).all_words("li.item") == []
    found = db.session.scalars(see_all(select(Discussion), "for the test")).one()
    browser.get(f"/discussions/{found.reference}", status=404)
    moderator = staff(Role.MODERATOR)
    page = moderator.get(f"/desk/moderation/{found.reference}")
    assert "Diskussion" in page.text
    moderator.post(f"/desk/moderation/{found.reference}/publish", page.fields("form#decide"))
    assert "Mobilität" in browser.get(_list(process)).words("li.item")
    shown = browser.get(f"/discussions/{found.reference}")
    assert shown.words(".words em") == "Erfahrung"
    browser.post(f"/threads/{found.thread_id}/write", {**shown.fields("#comments form"), "text": "Ich!"})
    assert browser.get(f"/comments/{found.reference}", status=302).location == f"/discussions/{found.reference}"


def test_what_is_missing_is_said_and_nothing_is_lost(browser: Browser):
    process = factories.process()
    page = browser.fill(f"{_list(process)}/new", 422, title="", text="Wer hat Erfahrung?")
    assert "worum es geht" in page.words(".alert")
    assert page.fields()["text"] == "Wer hat Erfahrung?"


def test_outside_the_phase_nobody_begins_one_but_all_can_read(browser: Browser):
    process = factories.process(Phase.PLAN)
    _discussion(process, "Von früher")
    assert "Von früher" in browser.get(_list(process)).words("li.item")
    browser.get(f"{_list(process)}/new", status=403)


def test_the_latest_word_comes_first_and_pinned_ones_before_it(browser: Browser):
    process = factories.process()
    first, second, third = (_discussion(process, title) for title in ("Rad", "Bus", "Bahn"))
    _reply(first, "Ja!")
    assert browser.get(_list(process)).all_words("li.item h3") == ["Rad", "Bahn", "Bus"]
    with factories.writing():
        db.session.merge(second).pinned_at = now()
    page = browser.get(_list(process))
    assert page.all_words("li.item h3") == ["Bus", "Rad", "Bahn"]
    assert "Eine Antwort" in page.text
    assert "angeheftet" in page.words("li.item")
    assert third.comment_count == 0


def test_discussions_are_found_by_their_words_and_only_there(browser: Browser):
    board = factories.board()
    _discussion(board.process, "Lastenräder", text="Wer leiht eines?")
    _discussion(board.process, "Geheim", text="Lastenrad, noch nicht gelesen.", public=False)
    _discussion(board.process, "Anderes", text="Nichts davon.")
    assert browser.get(_list(board.process, "?q=Lastenrad")).all_words("li.item h3") == ["Lastenräder"]
    assert browser.get(_list(board.process, "?q=Xylophon")).words(".empty")
    assert browser.get(f"/boards/{board.slug}?q=Lastenrad").all_words("li.item h3") == []


def test_the_list_costs_the_same_number_of_statements_however_long_it_is(browser: Browser):
    process = factories.process()
    address = _list(process)
    _discussion(process, "Eins")
    with statements() as few:
        browser.get(address)
    for number in range(25):
        _discussion(process, f"Nummer {number}")
    with statements() as many:
        page = browser.get(address)
    assert len(few) == len(many) <= 10
    assert len(page.all_words("li.item")) == 20


def test_a_hidden_discussion_hides_what_was_said_in_it(browser: Browser):
    process = factories.process()
    found = _discussion(process, "Streit")
    _reply(found, "Gemeines.")
    with factories.writing():
        db.session.merge(found).visibility = Visibility.REJECTED
    assert browser.get(_list(process)).all_words("li.item") == []
    browser.get(f"/discussions/{found.reference}", status=404)
    browser.get(f"/threads/{found.thread_id}/write", status=404)
