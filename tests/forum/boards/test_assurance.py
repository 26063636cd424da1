"""How sure it is that one person counts once: by press, browser, code, confirmed address or account."""

import re

import pytest
from sqlalchemy import select

from participation.accounts import own_data
from participation.contributions.asking import Assurance, Rating
from participation.contributions.models import Contribution, Idea, Support
from participation.contributions.votes.models import CodeList, VoteCode
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.web import marks
from tests import factories
from tests.client import Browser, Page

FORM = "#support form"
MARY = "mary@example.org"


def _idea(level: Assurance, **values) -> Idea:
    return factories.idea(factories.board(assurance=level, **values), title="Mehr Bänke")


def _support(browser: Browser, idea: Idea, status: int = 303, **said: str) -> Page:
    return browser.fill(f"/en/ideas/{idea.reference}", status, form=FORM, **{"deed": "support", **said})


def _count(idea: Idea) -> int:
    db.session.rollback()
    statement = select(Contribution.support_count).where(Contribution.id == idea.id)
    return db.session.scalars(statement.execution_options(visibility_checked="test")).one()


def _link(recipient: str) -> str:
    db.session.rollback()
    body = db.session.scalars(select(Mail.body).where(Mail.recipient == recipient).order_by(Mail.id.desc())).first()
    found = re.search(r"http://localhost(/\S+)", body or "")
    return found[1] if found else ""


def _codes(lead: Browser, board_slug: str, count: int = 2, **said: str) -> list[str]:
    typed = {"name": "Letters of May", "count": str(count), **said}
    answer = lead.fill(f"/en/desk/boards/{board_slug}/codes", 200, form="#codes", **typed)
    return re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", answer.text)


def test_on_an_open_board_every_press_counts_but_a_double_tap_is_one(browser: Browser) -> None:
    idea = _idea(Assurance.OPEN)
    for _ in range(2):
        page = browser.follow(_support(browser, idea))
    fields = {**page.fields(FORM), "deed": "support"}
    for _ in range(2):
        answer = browser.post(f"/ideas/{idea.reference}/support", fields)
    assert _count(idea) == 3
    assert "Set-Cookie" not in answer.response.headers
    assert "Every press counts." in page.words("#support")
    assert "Your press was counted." in page.words("#support [role=status]")
    assert "each press" in browser.get(f"/en/boards/{idea.board.slug}").words(".votes")


def test_one_code_counts_once_for_each_idea_whoever_types_it(app, staff) -> None:
    idea = _idea(Assurance.CODE)
    other = factories.idea(db.session.merge(idea).board)
    code, second = _codes(staff(Role.LEAD), idea.board.slug)
    one, two = Browser(app), Browser(app)
    refused = _support(one, idea, 422)
    assert "Please type the code" in refused.words("[role=alert]")
    refused = _support(one, idea, 422, vote_code="0000-0000")
    assert "We do not know this code." in refused.words("[role=alert]")
    assert refused.fields(FORM)["vote_code"] == "0000-0000"
    _support(one, idea, vote_code=code.lower().replace("-", " "))
    _support(two, idea, vote_code=code)
    assert _count(idea) == 1
    assert "vote_code" not in one.get(f"/en/ideas/{other.reference}").fields(FORM)
    _support(one, other)
    _support(staff(Role.CITIZEN), idea, vote_code=second)
    assert (_count(idea), _count(other)) == (2, 1)
    assert "Counted once for each code" in one.get(f"/en/ideas/{idea.reference}").words("#support")
    _support(one, idea, deed="withdraw")
    assert _count(idea) == 1


def test_codes_are_handed_out_once_and_stored_as_hashes(staff) -> None:
    board = factories.board(assurance=Assurance.CODE)
    lead = staff(Role.LEAD)
    address = f"/en/desk/boards/{board.slug}/codes"
    fields = {**lead.get(address).fields(), "name": "Letters of May", "count": "3"}
    first, again = (lead.post(address, fields, 200) for _ in range(2))
    assert first.text == again.text
    assert first.text.startswith("\ufeffNumber;Code;Address")
    assert first.response.headers["Cache-Control"] == "no-store"
    stored = db.session.scalars(select(VoteCode.hash)).all()
    assert len(stored) == 3
    assert not any(code.replace("-", "") in str(stored) for code in re.findall(r"\w{4}-\w{4}", first.text))
    page = lead.get(address)
    assert "Letters of May" in page.words(".lines")
    assert "3 codes · 0 used" in page.words(".lines")
    slips = lead.fill(address, 200, form="#codes", name="Youth workshop", count="2", shape="slips")
    assert len(slips.html.css(".slip")) == 2
    refused = lead.fill(address, 422, form="#codes", name="", count="100000", shape="slips")
    assert "Please look at 2 entries again." in refused.words("[role=alert]")


def test_the_codes_of_a_closed_list_count_no_more(app, staff) -> None:
    idea = _idea(Assurance.CODE)
    lead = staff(Role.LEAD)
    first, second = _codes(lead, idea.board.slug)
    _support(Browser(app), idea, vote_code=first)
    number = db.session.scalars(select(CodeList.id)).one()
    page = lead.fill(f"/desk/boards/{idea.board.slug}/codes", form=f"form[action$='/{number}/close']")
    _support(Browser(app), idea, 422, vote_code=second)
    assert _count(idea) == 1
    assert "1 benutzt" in lead.follow(page).words(".lines")


def test_an_address_counts_once_its_owner_has_pressed_the_button(app) -> None:
    idea = _idea(Assurance.MAIL)
    browser, other = Browser(app), Browser(app)
    assert "Please type your mail address." in _support(browser, idea, 422).words("[role=alert]")
    page = browser.follow(_support(browser, idea, vote_mail="Mary+a@example.org"))
    assert "look into your mails" in page.h1
    link = _link("mary+a@example.org")
    assert browser.get(link).h1 == "Shall your voice count?"
    assert _count(idea) == 0
    page = browser.follow(browser.fill(link, deed="support"))
    assert (page.h1, _count(idea)) == ("Your voice counts.", 1)
    _support(other, idea, vote_mail=MARY)
    other.fill(_link(MARY), deed="support")
    assert _count(idea) == 1
    second = factories.idea(db.session.merge(idea).board)
    _support(browser, second)
    assert _count(second) == 1
    stored = str([(row.voter, row.assurance) for row in db.session.scalars(select(Support))])
    assert "mary" not in stored
    browser.fill(_link(MARY), deed="withdraw")
    assert _count(idea) == 0
    assert "Counted once for each confirmed mail address." in browser.get(f"/en/ideas/{idea.reference}").words(
        "#support"
    )


def test_the_account_of_the_same_address_is_the_same_person(app, staff) -> None:
    idea = _idea(Assurance.MAIL)
    person = staff(Role.CITIZEN, mail=MARY)
    _support(person, idea)
    guest = Browser(app)
    _support(guest, idea, vote_mail=MARY)
    guest.fill(_link(MARY), deed="support")
    assert _count(idea) == 1
    db.session.rollback()
    number = db.session.scalars(select(Support.person_id)).one()
    assert "'counted_by': 'account'" in str(own_data.export(number)["contributions"]["supported"])
    factories.written(own_data.erase, number, keep_texts=True)
    assert _count(idea) == 0


def test_points_by_mail_are_counted_when_pressed_and_never_too_many(browser: Browser) -> None:
    idea = _idea(Assurance.MAIL, rating=Rating.POINTS, points=3)
    other = factories.idea(db.session.merge(idea).board)
    for one in (idea, other):
        browser.fill(f"/en/ideas/{one.reference}", form=FORM, deed="points", points="2", vote_mail=MARY)
        link = _link(MARY)
        if one is idea:
            browser.fill(link, deed="support")
            browser.client.delete_cookie(marks.VOTER_COOKIE, domain="localhost")
    refused = browser.fill(link, 422, deed="support")
    assert "given these points elsewhere" in refused.words("[role=alert]")
    assert (_count(idea), _count(other)) == (1, 0)


def test_only_accounts_count_where_the_board_asks_for_one(browser: Browser, staff) -> None:
    idea = _idea(Assurance.ACCOUNT)
    page = browser.get(f"/en/ideas/{idea.reference}")
    assert "Here each account counts once." in page.words("#support")
    assert not page.html.css("#support button")
    browser.post(f"/en/ideas/{idea.reference}/support", {**page.fields(FORM), "deed": "support"}, 422)
    _support(staff(Role.CITIZEN), idea)
    assert _count(idea) == 1


@pytest.mark.parametrize("address", ["/votes/torn-off", "/idea-news/confirm/torn-off"])
def test_a_torn_link_says_so(browser: Browser, address: str) -> None:
    assert browser.get(f"/en{address}", 404).h1 == "This link is over"


def test_the_level_is_chosen_at_the_desk_and_stays_once_somebody_has_rated(staff, browser: Browser) -> None:
    board = factories.board()
    lead = staff(Role.LEAD)
    address = f"/en/desk/boards/{board.slug}"
    refused = lead.fill(address, 422, rating="points", assurance="open")
    assert "Points need at least one browser" in refused.words("[role=alert]")
    lead.fill(address, assurance="open")
    idea = factories.idea(db.session.merge(board))
    _support(browser, idea)
    page = lead.get(address)
    assert "assurance" not in page.fields()
    assert "Every press counts." in page.words("main")
