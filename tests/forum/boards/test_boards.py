"""Reading, searching and writing on a board."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
import time_machine
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.contributions import finding
from participation.contributions import services as contributions
from participation.contributions.finding import IdeaFilter
from participation.contributions.models import Contact, Idea, OutcomeKind
from participation.contributions.services import Answer
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Phase, Sector
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, Page, statements

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def _ideas() -> list[Idea]:
    return list(db.session.scalars(see_all(select(Idea).order_by(Idea.id), "a test")))


def _send(browser: Browser, board, **values: str) -> Page:
    return browser.fill(f"/boards/{board.slug}/write", status=303, **values)


def test_one_sentence_is_enough_to_send_an_idea(browser: Browser) -> None:
    board = factories.board()
    page = browser.follow(_send(browser, board, text="Bitte eine Bank mit Dach an der Haltestelle. Es regnet."))
    assert page.h1 == "Ihre Idee ist angekommen."
    assert "Bitte eine Bank" in page.words(".said")
    stored = _ideas()[0]
    assert stored.title == "Bitte eine Bank mit Dach an der Haltestelle"
    assert stored.visibility is Visibility.WAITING


def test_an_idea_waits_until_somebody_has_read_it(browser: Browser) -> None:
    board = factories.board()
    _send(browser, board, text="Mehr Licht am Bahnhof")
    assert "Mehr Licht" not in browser.get(f"/boards/{board.slug}").text
    browser.get(f"/ideas/{_ideas()[0].reference}", status=404)


def test_the_private_link_leads_to_the_status(browser: Browser) -> None:
    board = factories.board()
    page = browser.follow(_send(browser, board, text="Mehr Licht am Bahnhof"))
    code = page.words(".code").replace("\u00a0", "")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    status = browser.get(f"/i/{code.lower()}")
    assert "Mehr Licht am Bahnhof" in status.text
    assert page.html.css_first(".qr svg") is not None


def test_the_code_can_be_typed_as_people_type(browser: Browser) -> None:
    board = factories.board()
    page = browser.follow(_send(browser, board, text="Mehr Licht am Bahnhof"))
    code = page.words(".code").replace("\u00a0", "").lower().replace("0", "o").replace("-", " ")
    assert "Mehr Licht" in browser.follow(browser.fill("/status", code=code)).text
    assert "kennen" in browser.fill("/status", status=422, code="ABCD-EFGH-JKMN").words(".error")
    number = db.session.scalars(see_all(select(Idea.reference), "a test")).one()
    assert "Mehr Licht" in browser.follow(browser.fill("/status", code=code, number=number.lower())).text
    for wrong in ({"code": code, "number": "7K3M2Q"}, {"code": "ABCD-EFGH-JKMN", "number": number}):
        refused = browser.fill("/status", status=422, **wrong)
        assert refused.words(".error").endswith(
            "gehören nicht zusammen. Bitte vergleichen Sie beide Zeichen für Zeichen."
        )


def test_a_double_tap_is_one_idea(browser: Browser) -> None:
    board = factories.board()
    sent = {**browser.get(f"/boards/{board.slug}/write").fields(), "text": "Nur einmal bitte"}
    first = browser.post(f"/boards/{board.slug}/write", sent)
    second = browser.post(f"/boards/{board.slug}/write", sent)
    assert first.location == second.location
    assert len(_ideas()) == 1


def test_ten_taps_at_once_are_one_idea_and_ten_equal_answers(browser: Browser, app) -> None:
    board = factories.board()
    address = f"/boards/{board.slug}/write"
    sent = {**browser.get(address).fields(), "text": "Zehnmal getippt"}
    db.session.rollback()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(address, data=sent), range(10)))
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    db.session.rollback()
    assert len(_ideas()) == 1


def test_an_empty_idea_comes_back_with_a_sentence_and_all_that_was_typed(browser: Browser) -> None:
    board = factories.board()
    page = browser.fill(f"/boards/{board.slug}/write", status=422, text="  ", title="Licht", display_name="Mia")
    assert "Bitte schreiben Sie" in page.words(".error")
    assert page.fields()["title"] == "Licht"
    assert page.fields()["display_name"] == "Mia"
    assert _ideas() == []


def test_a_wrong_mail_address_loses_nothing(browser: Browser) -> None:
    board = factories.board()
    page = browser.fill(f"/boards/{board.slug}/write", status=422, text="Mehr Licht", mail="mia@")
    assert page.fields()["text"] == "Mehr Licht"
    assert page.html.css_first("#mail[aria-invalid=true]") is not None


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("garbage", {}),
        ("keep", {"Origin": "https://elsewhere.example"}),
        ("keep", {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_form_that_is_not_ours_is_refused_filled_and_can_be_sent_again(browser: Browser, token, headers) -> None:
    board = factories.board()
    address = f"/boards/{board.slug}/write"
    fields = {**browser.get(address).fields(), "text": "Mehr Licht"}
    if token != "keep":
        fields["token"] = token
    refused = browser.post(address, fields, status=422, headers=headers)
    assert refused.fields()["text"] == "Mehr Licht"
    assert _ideas() == []
    browser.post(address, refused.fields())
    assert len(_ideas()) == 1


def test_a_page_left_open_for_hours_is_sent_again_without_loss(browser: Browser) -> None:
    board = factories.board()
    address = f"/boards/{board.slug}/write"
    with time_machine.travel("2027-01-12 08:00+00:00", tick=False) as clock:
        factories.process()
        fields = {**browser.get(_open(board), status=200).fields(), "text": "Spät gesendet"}
        clock.shift(4 * 3600)
        refused = browser.post(address, fields, status=422)
        assert "lange offen" in refused.words(".alert")
        browser.post(address, refused.fields())
        browser.post(address, refused.fields())
    assert len(_ideas()) == 1


def _open(board) -> str:
    process = board.process
    with factories.writing():
        for phase in process.phases:
            phase.starts_on, phase.ends_on = phase.starts_on.replace(year=2020), phase.ends_on.replace(year=2040)
            db.session.add(phase)
    return f"/boards/{board.slug}/write"


def test_whoever_sends_very_often_is_asked_to_wait_and_loses_nothing(browser: Browser, monkeypatch) -> None:
    monkeypatch.setattr("forum.boards.views.writing.SENDINGS", 1)
    board = factories.board()
    _send(browser, board, text="Die erste Idee")
    page = browser.fill(f"/boards/{board.slug}/write", status=429, text="Die zweite Idee")
    assert page.fields()["text"] == "Die zweite Idee"
    assert "zehn Minuten" in page.words(".alert")
    assert len(_ideas()) == 1


def test_writing_is_open_in_phase_two_only(browser: Browser) -> None:
    closed = factories.board(phase=Phase.PLAN)
    assert "/write" not in browser.get(f"/boards/{closed.slug}").text
    browser.get(f"/boards/{closed.slug}/write", status=403)


def test_whoever_leaves_a_mail_is_told(browser: Browser) -> None:
    board = factories.board()
    _send(browser, board, text="Mehr Licht", mail="Mia@Example.org")
    contact = db.session.scalars(select(Contact)).one()
    letter = db.session.scalars(select(Mail)).one()
    assert contact.mail == letter.recipient == "mia@example.org"
    assert "/i/" in letter.body
    assert "Mehr Licht" in letter.subject


def test_an_english_reader_stays_in_english(browser: Browser) -> None:
    board = factories.board()
    page = browser.get(f"/en/boards/{board.slug}/write")
    assert page.h1 == "What should become better?"
    sent = browser.post(f"/en/boards/{board.slug}/write", {**page.fields(), "text": "More light"})
    assert sent.location.startswith("/en/boards/")
    assert browser.follow(sent).h1 == "Your idea has arrived."
    assert _ideas()[0].language == "en"


def test_no_cookie_is_ever_set_for_somebody_who_writes(browser: Browser) -> None:
    board = factories.board()
    answer = _send(browser, board, text="Mehr Licht").response
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=radweg", {"Radwege nach Heidekaten"}),
        ("q=schule", {"Schulweg sichern"}),
        ("field=MO", {"Radwege nach Heidekaten", "Schulweg sichern"}),
        ("district=NW", {"Schulweg sichern"}),
        ("field=MO&q=heide", {"Radwege nach Heidekaten"}),
        ("state=answered", set()),
        ("state=open", {"Radwege nach Heidekaten", "Schulweg sichern", "Bücher für alle"}),
        ("q=raumschiff", set()),
        ("page=7", set()),
        ("page=-1&sort=evil&state=evil", {"Radwege nach Heidekaten", "Schulweg sichern", "Bücher für alle"}),
    ],
)
def test_filters_combine_and_live_in_the_address(browser: Browser, query: str, expected: set[str]) -> None:
    board, village = factories.board(), factories.district(code="NW", name="Neu Wiesow")
    mobility = board.process.fields[0].id
    factories.idea(board, title="Radwege nach Heidekaten", text="Sie sind kaputt.", action_field_id=mobility)
    factories.idea(board, title="Schulweg sichern", text="Bitte.", action_field_id=mobility, district_id=village.id)
    factories.idea(board, title="Bücher für alle", text="Bitte.")
    assert set(browser.get(f"/boards/{board.slug}?{query}").all_words("li.item h3")) == expected


def test_several_boards_are_listed_and_one_is_opened_at_once(browser: Browser) -> None:
    first = factories.board()
    assert browser.get("/ideas", status=302).location == f"/boards/{first.slug}"
    factories.board(process_id=first.process_id)
    assert len(browser.get("/ideas").all_words("li.item")) == 2


def test_a_page_of_the_list_keeps_the_filters(browser: Browser) -> None:
    board = factories.board()
    for _ in range(21):
        factories.idea(board, title="Bank", text="Bank am See")
    page = browser.get(f"/boards/{board.slug}?q=bank&sort=answered")
    more = page.html.css_first("nav.between a")
    assert more is not None
    address = more.attributes["href"] or ""
    assert {"q=bank", "sort=answered", "page=2"} <= set(address.split("?")[1].split("&"))
    second = browser.get(address)
    assert len(second.all_words("li.item")) == 1
    back = second.html.css_first("nav.between a")
    assert back is not None
    assert {"q=bank", "sort=answered"} == set((back.attributes["href"] or "").split("?")[1].split("&"))


def test_the_list_takes_the_same_number_of_statements_however_long_it_is(browser: Browser) -> None:
    board = factories.board()
    for _ in range(3):
        factories.idea(board)
    with statements() as few:
        browser.get(f"/boards/{board.slug}")
    with factories.writing():
        contributions.import_ideas(
            board, [contributions.Draft(text=f"Bank {n}", import_key=f"test:{n}") for n in range(200)]
        )
    with statements() as many:
        browser.get(f"/boards/{board.slug}")
    assert len(few) == len(many) <= 10


def test_importing_twice_adds_nothing(app) -> None:
    board = factories.board()
    drafts = [contributions.Draft(text=f"Bank {n}", import_key=f"test:{n}") for n in range(5)]
    assert factories.written(contributions.import_ideas, board, drafts) == 5
    assert factories.written(contributions.import_ideas, board, drafts) == 0
    assert db.session.scalar(see_all(select(func.count(Idea.id)), "a test")) == 5


def test_what_people_write_is_shown_as_text(browser: Browser) -> None:
    board = factories.board()
    written = '<script>alert(1)</script><img src=x onerror=alert(1)> "Zitat" {{ 7*7 }}'
    idea = factories.idea(board, title=written, text=written, display_name=written, place=written)
    for address in (f"/boards/{board.slug}", f"/ideas/{idea.reference}", f"/ideas/{idea.reference}/way"):
        page = browser.get(address)
        assert not page.html.css("main script, main img")
        assert "{{ 7*7 }}" in page.text


def test_a_hidden_idea_is_hidden_everywhere(browser: Browser) -> None:
    board = factories.board()
    hidden = factories.idea(board, title="Geheimnis", text="Geheimnis", public=False)
    for address in (f"/boards/{board.slug}", f"/boards/{board.slug}?q=geheimnis", "/", "/sitemap.xml"):
        assert "Geheimnis" not in browser.get(address).text
        assert hidden.reference not in browser.get(address).text
    browser.get(f"/ideas/{hidden.reference}", status=404)
    browser.get(f"/ideas/{hidden.reference}/way", status=404)


def test_an_order_by_chance_stays_while_somebody_reads_on_and_is_another_one_next_time(browser: Browser) -> None:
    board = factories.board()
    titles = {factories.idea(board).title for _ in range(45)}
    orders = []
    for _ in range(3):
        first = browser.get(f"/boards/{board.slug}?sort=chance", status=302).location
        pages = [browser.get(f"{first}&page={number}") for number in (1, 2, 3)]
        assert f"{first}&page=2".replace("&", "&amp;") in pages[0].text
        orders.append([title for page in pages for title in page.all_words(".item h3")])
        assert browser.get(first).all_words(".item h3") == orders[-1][:20]
    assert [set(order) == titles and len(order) == 45 for order in orders] == [True] * 3
    assert len({tuple(order) for order in orders}) > 1


def test_an_order_by_chance_favours_nobody(app) -> None:
    board = factories.board()
    ideas = [factories.idea(board).reference for _ in range(12)]
    first = Counter(
        finding.ideas_on(board, IdeaFilter(sort="chance", chance=chance), page=1, per_page=1).items[0].reference
        for chance in range(1, 601)
    )
    assert set(first) == set(ideas)
    assert max(first.values()) < 2 * 600 / 12


@pytest.mark.parametrize("chance", ["", "0", "-1", "x", "9999999", "1e3", "٣"])
def test_a_strange_number_of_an_order_is_drawn_anew_or_cut(browser: Browser, chance: str) -> None:
    board = factories.board()
    page = browser.client.get(f"/boards/{board.slug}", query_string={"sort": "chance", "chance": chance})
    assert page.status_code == 302


def test_feed_readers_get_what_is_public_and_its_answer_and_nothing_hidden(browser: Browser) -> None:
    board = factories.board()
    idea = factories.idea(board, title="Bänke & <Bäume>", text="Bitte \x0bam See.")
    factories.idea(board, title="Noch ungelesen", public=False)
    with factories.writing():
        contributions.record_outcome(idea, Answer(OutcomeKind.ADOPTED, "Sie kommen im Mai.", "Bauamt"), None)
    page = browser.get(f"/boards/{board.slug}/feed.atom")
    assert page.response.mimetype == "application/atom+xml"
    feed = ET.fromstring(page.response.data)
    titles = [title.text for title in feed.iterfind("a:entry/a:title", ATOM)]
    assert titles == ["Bänke & <Bäume>"]
    content = feed.findtext("a:entry/a:content", "", ATOM)
    assert content == "Bitte am See.\n\nÜbernommen: Sie kommen im Mai."
    for path in ("a:updated", "a:entry/a:updated", "a:entry/a:published"):
        assert datetime.fromisoformat(feed.findtext(path, "", ATOM)).tzinfo is not None
    assert feed.findtext("a:entry/a:id", "", ATOM).endswith(f"/ideas/{idea.reference}")


def test_the_feed_of_an_empty_board_is_one_too(browser: Browser) -> None:
    feed = ET.fromstring(browser.get(f"/en/boards/{factories.board().slug}/feed.atom").response.data)
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    assert datetime.fromisoformat(feed.findtext("a:updated", "", ATOM)).tzinfo is not None


def test_what_is_free_to_leave_out_is_folded_and_opens_with_what_was_typed(browser: Browser) -> None:
    board = factories.board(asked=["title", "sector"])
    address = f"/en/boards/{board.slug}/write"
    page = browser.get(address)
    assert page.html.css_first("#free:not([open]) [name=title]")
    assert not page.html.css("#free [name=mail]")
    refused = browser.fill(address, 422, text="", title="Mehr Bänke", sector="business")
    assert refused.html.css_first("#free[open]")
    assert (refused.fields()["title"], refused.html.css_first("[name=sector] [selected]").text()) == (
        "Mehr Bänke",
        "Business",
    )
    refused = browser.fill(address, 422, text="", title="x" * 200)
    assert refused.html.css_first("#free[open] .error")
    browser.fill(address, text="Bitte mehr Bänke am See.", sector="business")
    browser.fill(address, text="Bitte mehr Bäume am Markt.")
    sectors = db.session.scalars(see_all(select(Idea.sector).order_by(Idea.id), "a test")).all()
    assert sectors == [Sector.BUSINESS, Sector.CITIZENS]
    assert "sector" not in browser.get(f"/boards/{factories.board().slug}/write").fields()
