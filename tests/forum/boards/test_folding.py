"""Ideas that say nearly the same are shown as one with a count, and can be unfolded; each keeps its page and answer."""

import pytest
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import merging
from participation.contributions import services as contributions
from participation.contributions.folding import Standing, standings
from participation.contributions.models import Board, Idea, Outcome
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import HouseRule
from tests import factories
from tests.client import Browser, statements

TEXT = "Wir fordern einen sicheren Radweg von Heidekaten bis zum Bahnhof, mit Licht und ohne Umwege, noch dieses Jahr."


def _campaign(board: Board, count: int = 3) -> list[Idea]:
    return [factories.idea(board, title="Radweg jetzt", text=f"{TEXT} Gruß, {name}") for name in "ABCDEFGH"[:count]]


def _state(*ideas: Idea) -> list[tuple[int | None, int]]:
    db.session.rollback()
    rows = select(Idea.id, Idea.folded_into_id, Idea.folded_count).where(Idea.id.in_([idea.id for idea in ideas]))
    found = {number: (into, count) for number, into, count in db.session.execute(see_all(rows, "a test"))}
    return [found[idea.id] for idea in ideas]


@pytest.fixture
def board(app) -> Board:
    """A board for ideas."""
    return factories.board()


def test_one_stands_for_the_others_and_opens_to_them(browser: Browser, board: Board) -> None:
    first, second, third = _campaign(board)
    factories.idea(board, title="Etwas anderes")
    assert _state(first, second, third) == [(None, 2), (first.id, 0), (first.id, 0)]
    page = browser.get(f"/en/boards/{board.slug}")
    assert page.all_words(".item h3") == ["Etwas anderes", "Radweg jetzt"]
    assert "4 ideas." in page.words(".lead")
    assert "and 2 that say the same" in page.words("main")
    opened = browser.get(f"/en/boards/{board.slug}?like={first.reference}")
    assert len(opened.all_words(".item")) == 3
    assert "3 ideas say nearly the same." in opened.words(".lead")
    assert len(browser.get(f"/en/boards/{board.slug}?q=Heidekaten").all_words(".item")) == 3
    assert "shown together with one" in browser.get(f"/en/ideas/{third.reference}").words("article")
    assert "and 2 that say the same" in browser.get(f"/en/ideas/{first.reference}").words("article")
    assert browser.get(f"/en/ideas/{third.reference}/way").h1


def test_when_the_one_is_hidden_or_merged_the_next_stands_for_the_others(app, board: Board) -> None:
    first, second, third = _campaign(board)
    with app.test_request_context(), factories.writing():
        contributions.hide(db.session.merge(first), None, rules=[HouseRule.PRIVACY], facts="Nennt einen Namen.")
    assert _state(first, second, third) == [(None, 0), (None, 1), (second.id, 0)]
    with app.test_request_context(), factories.writing():
        contributions.restore(db.session.merge(first), None)
    assert _state(first, second, third) == [(None, 2), (first.id, 0), (first.id, 0)]
    target = factories.idea(board)
    with app.test_request_context(), factories.writing():
        merging.merge(db.session.merge(first), db.session.merge(target), None)
    assert _state(second, third) == [(None, 1), (second.id, 0)]


def test_moderators_unfold_and_fold_by_hand(staff, board: Board) -> None:
    first, second, third = _campaign(board)
    other = factories.idea(board, title="Ein sicherer Weg")
    moderator = staff(Role.MODERATOR)
    address = f"/en/desk/moderation/{third.reference}/alike"
    assert "Folded into another idea" in moderator.get(f"/en/desk/moderation/{third.reference}").text
    moderator.fill(address, form="#unfold", deed="unfold")
    assert _state(first, second, third) == [(None, 1), (first.id, 0), (None, 0)]
    assert "Somebody has decided so." in moderator.get(address).words("main")
    refused = moderator.fill(address, 422, form="#fold-form", deed="fold", reference=factories.idea().reference)
    assert "no other idea of this number" in refused.text
    moderator.fill(address, form="#fold-form", deed="fold", reference=f"/ideas/{first.reference}")
    own = f"/en/desk/moderation/{other.reference}/alike"
    moderator.fill(own, form="#fold-form", deed="fold", reference=first.reference)
    assert _state(first, second, third, other) == [(None, 3), (first.id, 0), (first.id, 0), (first.id, 0)]


@pytest.mark.parametrize(("tick", "told"), [({"for_alike": "y"}, 3), ({}, 1)])
def test_the_answer_goes_to_all_of_them_or_says_so(staff, board: Board, tick: dict[str, str], told: int) -> None:
    first, *_others = _campaign(board)
    lead = staff(Role.LEAD)
    page = lead.get(f"/en/desk/answers/{first.reference}")
    assert "Give this answer to 2 more ideas that say the same" in page.words("main")
    said = {**page.fields(), "kind": "answered", "answer": "Er kommt.", "office": "Bauamt"}
    assert said.pop("for_alike") == "y"
    lead.post(f"/en/desk/answers/{first.reference}", {**said, **tick})
    assert len(db.session.scalars(select(Outcome.id)).all()) == told


def test_the_list_costs_the_same_however_many_are_folded(browser: Browser, board: Board) -> None:
    counts = []
    for _ in range(2):
        _campaign(board, 4)
        with statements() as found:
            browser.get(f"/boards/{board.slug}")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 10


def test_what_was_edited_to_say_something_else_stands_by_itself(board: Board) -> None:
    first, second, _third = _campaign(board)
    with factories.writing():
        db.session.merge(second).text = "Mehr Bänke am See."
    assert _state(first, second) == [(None, 1), (None, 0)]


def test_boards_do_not_mix() -> None:
    shown = standings([(1, 7, True), (2, 8, True), (3, 7, True)])
    assert shown == {1: Standing(count=1), 2: Standing(), 3: Standing(folded_into=1)}
