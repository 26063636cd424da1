"""No two contributions share a reference, however the dice fall."""

from collections.abc import Iterator

import pytest

from participation.contributions import services
from participation.contributions.services import Draft
from tests import factories


@pytest.fixture
def dice(monkeypatch) -> list[str]:
    """The codes that chance will draw next."""
    coming: list[str] = []
    drawn: Iterator[str] = iter(coming)
    monkeypatch.setattr("participation.contributions.services.codes.random_code", lambda: next(drawn))
    return coming


def test_a_reference_that_is_taken_is_drawn_again(app, dice: list[str]) -> None:
    dice += ["AAAAAA", "AAAAAA", "BBBBBB"]
    board = factories.board()
    assert [factories.idea(board).reference for _ in range(2)] == ["AAAAAA", "BBBBBB"]


def test_an_import_draws_until_all_are_different(app, dice: list[str]) -> None:
    dice += ["AAAAAA", "AAAAAA", "BBBBBB", "BBBBBB", "BBBBBB", "CCCCCC"]
    board = factories.board()
    factories.idea(board)
    drafts = [Draft(text=f"Text {number}", import_key=f"k{number}") for number in range(2)]
    assert factories.written(services.import_ideas, board, drafts) == 2
