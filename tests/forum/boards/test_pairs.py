"""Ranking by pairs: two ideas are shown, one is chosen, once for each person and pair, and the order follows."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation.accounts import own_data
from participation.contributions import merging
from participation.contributions.asking import Assurance, Rating
from participation.contributions.models import Board, Contribution, Idea
from participation.contributions.supporting import KNOWN_DAYS
from participation.contributions.votes import freezing, pairs
from participation.contributions.votes.models import Comparison
from participation.contributions.votes.rules import SCALE, next_pair, won_of
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Phase, Role
from tests import factories
from tests.client import Browser, Page, statements

FORM = "main form[method=post]"


@pytest.fixture
def board(app) -> Board:
    """A board on which ideas are compared."""
    return factories.board(rating=Rating.PAIRS)


def _page(browser: Browser, board: Board) -> Page:
    return browser.get(f"/en/boards/{board.slug}/pairs")


def _choose(browser: Browser, board: Board, title: str, status: int = 303, **said: str) -> Page:
    """Choose the idea of this title where it is shown; else say that one cannot say."""
    page = _page(browser, board)
    shown = page.all_words(".pair h2")
    deed = ("left", "right")[shown.index(title)] if title in shown else "none"
    return browser.post(f"/en/boards/{board.slug}/pairs", {**page.fields(FORM), "deed": deed, **said}, status)


def _standing(*ideas: Idea) -> list[tuple[int, int]]:
    """Return of each idea how many comparisons it won, and of how many."""
    db.session.rollback()
    statement = select(Contribution.id, Contribution.score, Contribution.support_count)
    rows = db.session.execute(statement.execution_options(visibility_checked="test"))
    found = {number: (won_of(score, decided), decided) for number, score, decided in rows}
    return [found[idea.id] for idea in ideas]


def test_one_of_two_is_chosen_and_the_order_follows(app, board: Board) -> None:
    ideas = [factories.idea(board, title=title) for title in ("Bänke", "Bäume", "Busse")]
    browser = Browser(app)
    assert "Set-Cookie" not in _page(browser, board).response.headers
    for _ in range(3):
        _choose(browser, board, "Bäume")
    page = _page(browser, board)
    assert "You have compared everything." in page.words("main")
    assert _standing(*ideas) == [(0, 1), (2, 2), (0, 1)]
    listed = browser.get(f"/en/boards/{board.slug}?sort=popular")
    assert listed.all_words(".item h3")[0] == "Bäume"
    assert listed.all_words(".votes")[0] == "2of 2 wononce per browser"
    shown = browser.get(f"/en/ideas/{ideas[1].reference}")
    assert "2of 2 comparisons won" in shown.words("#support")
    assert "Counted once for each browser." in shown.words("#support")
    _choose(Browser(app), board, "Bänke")
    assert sum(decided for _, decided in _standing(*ideas)) in {4, 6}


def test_what_was_shown_least_comes_next_and_no_pair_twice(app, board: Board) -> None:
    for number in range(4):
        factories.idea(board, title=f"Idee {number}")
    browser, seen = Browser(app), []
    for _ in range(2):
        page = _page(browser, board)
        seen += page.all_words(".pair h2")
        browser.post(f"/en/boards/{board.slug}/pairs", {**page.fields(FORM), "deed": "none"})
    assert sorted(seen) == [f"Idee {number}" for number in range(4)]
    for _ in range(4):
        _choose(browser, board, "")
    assert "compared everything" in _page(browser, board).words("main")
    assert db.session.scalar(select(func.count(Comparison.id))) == 6


def test_the_same_answer_twice_counts_once_and_nobody_chooses_the_pair(app, board: Board) -> None:
    one, two = (factories.idea(board, title=title) for title in ("Bänke", "Bäume"))
    browser = Browser(app)
    page = _page(browser, board)
    fields = {**page.fields(FORM), "deed": "left"}
    for _ in range(2):
        browser.post(f"/boards/{board.slug}/pairs", fields)
    assert [decided for _, decided in _standing(one, two)] == [1, 1]
    browser.post(f"/boards/{board.slug}/pairs", {**page.fields(FORM), "deed": "left", "pair": f"{one.id},{two.id}"})
    assert [decided for _, decided in _standing(one, two)] == [1, 1]
    again = browser.post(f"/ideas/{one.reference}/support", {**page.fields(FORM), "deed": "support"})
    assert again.location == f"/boards/{board.slug}/pairs"


def test_codes_and_accounts_compare_where_the_board_asks_for_them(app, staff) -> None:
    board = factories.board(rating=Rating.PAIRS, assurance=Assurance.ACCOUNT)
    ideas = [factories.idea(board, title=title) for title in ("Bänke", "Bäume")]
    page = _page(Browser(app), board)
    assert "Here each account counts once." in page.words("main")
    assert not page.html.css(".pair button")
    citizen = staff(Role.CITIZEN)
    _choose(citizen, board, "Bänke")
    assert _standing(*ideas) == [(1, 1), (0, 1)]
    person_id = db.session.scalars(select(Comparison.person_id)).one()
    assert "Bäume" in str(own_data.export(person_id)["contributions"]["comparisons"])
    factories.written(own_data.erase, person_id, keep_texts=True)
    assert _standing(*ideas) == [(0, 0), (0, 0)]
    lead = staff(Role.LEAD)
    refused = lead.fill(f"/en/desk/boards/{board.slug}", 422, rating="pairs", assurance="mail")
    assert "Comparisons go with browsers" in refused.words("[role=alert]")


def test_a_code_is_asked_for_once(app, staff) -> None:
    board = factories.board(rating=Rating.PAIRS, assurance=Assurance.CODE)
    for title in ("Bänke", "Bäume", "Busse"):
        factories.idea(board, title=title)
    made = staff(Role.LEAD).fill(f"/en/desk/boards/{board.slug}/codes", 200, form="#codes", name="Mai", count="1")
    browser = Browser(app)
    refused = _choose(browser, board, "Bänke", 422)
    assert "Please type the code" in refused.words("[role=alert]")
    _choose(browser, board, "Bänke", vote_code=made.text.splitlines()[1].split(";")[1])
    _choose(browser, board, "Bänke")
    assert db.session.scalar(select(func.count(Comparison.id))) == 2


def test_merging_counts_each_person_once_and_can_be_taken_apart(app, board: Board) -> None:
    one, two, three = (factories.idea(board, title=title) for title in ("Bänke", "Bäume", "Busse"))
    for _ in range(2):
        browser = Browser(app)
        for _ in range(3):
            _choose(browser, board, "Bänke")
    before = _standing(one, two, three)
    assert before == [(4, 4), (0, 2), (0, 2)]
    with app.test_request_context(), factories.writing():
        merging.merge(db.session.merge(one), db.session.merge(two), None)
    assert _standing(two, three) == [(0, 0), (0, 0)]
    with app.test_request_context(), factories.writing():
        merging.split(db.session.merge(one), None)
    assert _standing(one, two, three) == before


def test_a_count_that_stands_still_takes_comparisons_in_and_counts_them_or_not(app, board: Board) -> None:
    one, two = (factories.idea(board, title=title) for title in ("Bänke", "Bäume"))
    with app.test_request_context(), factories.writing():
        freezing.freeze(db.session.merge(one), "Sehr viele Stimmen aus einem Netz.", None, "/")
    _choose(Browser(app), board, "Bänke")
    assert _standing(one, two) == [(0, 0), (0, 0)]
    assert freezing.held_count(one) == 1
    with factories.writing():
        freezing.release(db.session.merge(one), "Es war eine Schulklasse.", counts=True)
    assert _standing(one, two) == [(1, 1), (0, 1)]


def test_browsers_are_forgotten_and_their_word_stays(app, board: Board) -> None:
    one, two = (factories.idea(board, title=title) for title in ("Bänke", "Bäume"))
    _choose(Browser(app), board, "Bänke")
    assert factories.written(pairs.forget_browsers, today() + timedelta(days=KNOWN_DAYS + 1)) == 1
    assert db.session.scalars(select(Comparison.voter)).one().startswith("past:")
    assert _standing(one, two) == [(1, 1), (0, 1)]


def test_a_board_by_pairs_says_what_there_is_to_do(app, staff) -> None:
    closed = factories.board(rating=Rating.PAIRS, phase=Phase.MONITORING)
    browser = Browser(app)
    assert "Comparing is closed" in _page(browser, closed).words("main")
    open_one = factories.board()
    factories.idea(open_one)
    staff(Role.LEAD).fill(f"/desk/boards/{open_one.slug}", rating="pairs")
    assert "Nothing to compare yet" in _page(browser, open_one).words("main")
    page = browser.get(f"/en/boards/{open_one.slug}")
    assert page.words(".votes") == "\u2013not compared yetonce per browser"
    assert page.html.css(f"a[href='/en/boards/{open_one.slug}/pairs']")
    scores = select(Contribution.score).execution_options(visibility_checked="test")
    assert db.session.scalars(scores).all() == [SCALE // 2]
    browser.get(f"/boards/{factories.board().slug}/pairs", 404)


def test_a_pair_costs_the_same_number_of_statements_at_any_length(app, board: Board) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            factories.idea(board)
        with statements() as found:
            _page(Browser(app), board)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(("score", "decided", "won"), [(SCALE // 2, 0, 0), (666_667, 1, 1), (833_333, 10, 9)])
def test_wins_are_told_from_the_share(score: int, decided: int, won: int) -> None:
    assert won_of(score, decided) == won


def test_the_least_shown_that_are_new_to_somebody_come_first() -> None:
    assert next_pair([4, 2, 9], {(2, 4)}) == (4, 9)
    assert next_pair([4, 2], {(2, 4)}) is None
