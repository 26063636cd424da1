"""Rating by the rule of the board: in favour or against, and points to share out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from participation.contributions.asking import Rating
from participation.contributions.models import Contribution, Idea
from participation.core import codes
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.web import marks
from tests import factories
from tests.client import Browser, Page

FORM = "#support form"
SESSIONS = 10


def _rate(browser: Browser, idea: Idea, status: int = 303, **said: str) -> Page:
    return browser.fill(f"/en/ideas/{idea.reference}", status, form=FORM, **said)


def _counts(idea: Idea) -> tuple[int, int]:
    db.session.rollback()
    statement = select(Contribution.support_count, Contribution.score).where(Contribution.id == idea.id)
    found = db.session.execute(statement.execution_options(visibility_checked="test")).one()
    return found.support_count, found.score


def test_in_favour_and_against_are_counted_apart_and_each_once(app) -> None:
    board = factories.board(rating=Rating.UP_DOWN)
    idea, other = factories.idea(board, title="Geteilt"), factories.idea(board, title="Beliebt")
    one, two, three = (Browser(app) for _ in range(3))
    for browser in (one, two):
        _rate(browser, idea, deed="against")
    _rate(three, idea, deed="support")
    _rate(three, other, deed="support")
    page = one.get(f"/en/ideas/{idea.reference}")
    assert page.all_words("#support .big") == ["1in favour", "2against it"]
    assert "You are against it." in page.words("#support")
    assert "Counted once for each browser." in page.words("#support")
    assert _counts(idea) == (1, -1)
    listed = one.get(f"/en/boards/{board.slug}?sort=popular")
    assert listed.all_words(".item h3") == ["Beliebt", "Geteilt"]
    assert listed.all_words(".votes") == ["+1on balanceonce per browser", "\u22121on balanceonce per browser"]
    _rate(one, idea, deed="withdraw")
    assert _counts(idea) == (1, 0)


def test_who_changes_the_mind_counts_once(browser: Browser) -> None:
    idea = factories.idea(factories.board(rating=Rating.UP_DOWN))
    _rate(browser, idea, deed="against")
    fields = {**browser.get(f"/ideas/{idea.reference}").fields(FORM), "deed": "support"}
    browser.post(f"/ideas/{idea.reference}/support", fields)
    assert _counts(idea) == (1, 1)


def test_points_are_shared_out_over_the_whole_board(browser: Browser) -> None:
    board = factories.board(rating=Rating.POINTS, points=5)
    first, second = factories.idea(board), factories.idea(board)
    _rate(browser, first, deed="points", points="4")
    page = browser.get(f"/en/ideas/{second.reference}")
    assert "5 points for the whole board; up to 1 can go here" in page.words("#support")
    refused = _rate(browser, second, 422, deed="points", points="3")
    assert "You have one point left for it." in refused.words("[role=alert]")
    _rate(browser, second, deed="points", points="1")
    assert (_counts(first), _counts(second)) == ((1, 4), (1, 1))
    _rate(browser, first, deed="points", points="2")
    _rate(browser, second, deed="points", points="3")
    assert (_counts(first), _counts(second)) == ((1, 2), (1, 3))
    _rate(browser, first, deed="points", points="0")
    assert _counts(first) == (0, 0)
    assert browser.get(f"/en/boards/{board.slug}").all_words(".votes") == [
        "3pointsonce per browser",
        "0pointsonce per browser",
    ]


@pytest.mark.parametrize("points", ["-3", "1000", "drei"])
def test_what_is_no_number_of_points_gives_none(browser: Browser, points: str) -> None:
    idea = factories.idea(factories.board(rating=Rating.POINTS, points=5))
    _rate(browser, idea, 422, deed="points", points=points)
    assert _counts(idea) == (0, 0)


@pytest.mark.parametrize(
    ("rating", "said", "counted"),
    [
        (Rating.SUPPORT, {"deed": "support"}, (1, 1)),
        (Rating.UP_DOWN, {"deed": "against"}, (0, -1)),
        (Rating.POINTS, {"deed": "points", "points": "3"}, (1, 3)),
    ],
)
def test_ten_sessions_of_one_person_at_once_count_once(
    app, rating: Rating, said: dict[str, str], counted: tuple[int, int]
) -> None:
    board = factories.board(rating=rating, points=3)
    idea, other = factories.idea(board), factories.idea(board)
    first = Browser(app)
    fields = {**first.get(f"/ideas/{idea.reference}").fields(FORM), **said}
    references = [idea.reference, other.reference]
    cookie = codes.random_code(marks.LENGTH)

    def vote(number: int) -> int:
        client = app.test_client()
        client.set_cookie(marks.COOKIE, cookie, domain="localhost")
        where = references[number % 2 if rating is Rating.POINTS else 0]
        return int(client.post(f"/ideas/{where}/support", data=fields).status_code)

    db.session.rollback()
    with ThreadPoolExecutor(SESSIONS) as pool:
        found = list(pool.map(vote, range(SESSIONS)))
    assert set(found) <= {303, 422}
    spread = [_counts(idea), _counts(other)]
    assert counted in spread
    assert sum(score for _, score in spread) == counted[1]


def test_the_rule_stays_once_somebody_has_rated(staff, browser: Browser) -> None:
    board = factories.board()
    lead = staff(Role.LEAD)
    lead.fill(f"/desk/boards/{board.slug}", rating="points", points="7")
    idea = factories.idea(db.session.merge(board))
    _rate(browser, idea, deed="points", points="7")
    page = lead.fill(f"/en/desk/boards/{board.slug}", rating="support")
    assert "rating" not in lead.get(f"/en/desk/boards/{board.slug}").fields()
    assert page.status == 303
    assert browser.get(f"/en/ideas/{idea.reference}").words("#support .big") == "7points, from one person"
