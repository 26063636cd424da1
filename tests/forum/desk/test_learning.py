"""Hints learned from the moderators' own decisions: from enough of them, told in words, switched off at will."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from analysis.core import decisions
from forum.desk import learning
from participation.access.guard import see_all
from participation.contributions import services as contributions
from participation.contributions.models import Board, Contribution
from participation.contributions.services import Draft
from participation.contributions.wiping import ERASED
from participation.core.database import db
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser

GOOD = "Bitte Nummer {} eine Bank mit Dach an der Haltestelle aufstellen, damit niemand im Regen wartet."
BAD = "Teppiche Nummer {} vom Händler: große Auswahl, kleine Preise, wir liefern in jedes Haus."
LIKE_BAD = "Gardinen vom Händler, große Auswahl und kleine Preise!"


@pytest.fixture
def board(app) -> Iterator[Board]:
    made = factories.board()
    yield made
    Path(app.extensions["settings"].instance, "learned", f"process-{made.process_id}.json").unlink(missing_ok=True)


def _decided(board: Board, good: int, bad: int) -> None:
    with factories.writing():
        for number in range(good + bad):
            is_good = number < good
            idea = contributions.submit_idea(board, Draft((GOOD if is_good else BAD).format(number)))
            idea.visibility = Visibility.PUBLIC if is_good else Visibility.REJECTED
    factories.written(learning.learn_all)


def test_what_is_like_rejected_ones_is_read_first_and_says_why(board: Board, moderator: Browser) -> None:
    _decided(board, 30, 12)
    factories.idea(board, public=False, title="Bank am Hafen", text="Bitte eine Bank mit Dach am Hafen.")
    factories.idea(board, public=False, title="Gardinen", text=LIKE_BAD)
    page = moderator.get("/en/desk/moderation")
    assert page.all_words(".q b") == ["Gardinen", "Bank am Hafen"]
    assert "is like rejected ones" in page.words("main")
    assert "Händler" in page.all_words("mark")
    assert "42 decisions, 12 rejections" in moderator.get("/en/desk/moderation/boards").words("main")


@pytest.mark.parametrize(("good", "bad"), [(27, 12), (40, 9)])
def test_with_too_few_decisions_it_says_nothing(board: Board, moderator: Browser, good: int, bad: int) -> None:
    _decided(board, good, bad)
    factories.idea(board, public=False, text=LIKE_BAD)
    assert "like rejected ones" not in moderator.get("/en/desk/moderation").text


def test_switched_off_it_is_gone_at_once_and_learns_nothing_more(board: Board, moderator: Browser) -> None:
    _decided(board, 30, 12)
    factories.idea(board, public=False, text=LIKE_BAD)
    page = moderator.get("/en/desk/moderation/boards")
    address = f"/en/desk/moderation/learning/{board.process.slug}"
    moderator.post(address, page.fields("form#learning") | {"deed": "off"})
    assert factories.written(learning.learn_all) == 0
    assert "like rejected ones" not in moderator.get("/en/desk/moderation").text


def test_erased_texts_are_forgotten_the_next_night(board: Board) -> None:
    _decided(board, 30, 12)
    assert "teppich" in (learning.known(board.process) or pytest.fail("nothing learned")).words
    with factories.writing():
        statement = select(Contribution).where(Contribution.text.like("Teppiche%"))
        for row in db.session.scalars(see_all(statement, "a test")).all()[:11]:
            row.text = row.title = ERASED
    factories.written(learning.learn_all)
    assert learning.known(board.process) is None


def test_a_word_of_a_single_text_is_never_kept() -> None:
    texts = [GOOD.format(number) for number in range(30)] + [BAD.format(number) for number in range(12)]
    model = decisions.learn([*texts, "Herr Mustermann parkt falsch"], [False] * 30 + [True] * 12 + [True])
    assert model is not None
    assert not [word for word in model.words if word.startswith("muster")]
