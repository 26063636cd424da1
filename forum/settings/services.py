"""Queries and verbs of the settings: which boards there are, and which of them somebody may set up."""

from sqlalchemy import select

from participation.access.actions import Action
from participation.access.guard import can, see_all
from participation.access.policy import POLICY
from participation.contributions.models import Board, Contribution, Support
from participation.contributions.votes.models import Comparison
from participation.core.database import db
from participation.core.vocabulary import Phase

TEXTS = ("title", "question", "hint", "rules")


def boards() -> list[Board]:
    """Return the boards the present actor may set up, newest first."""
    found = db.session.scalars(select(Board).order_by(Board.id.desc())).unique().all()
    return [board for board in found if can(Action.SET_UP_BOARDS, board)]


def find(slug: str) -> Board | None:
    """Return the board of this name."""
    return db.session.scalars(select(Board).where(Board.slug == slug)).unique().first()


def is_taken(slug: str) -> bool:
    """Return whether a board has this name in its address."""
    return db.session.scalar(select(Board.id).where(Board.slug == slug)) is not None


def is_rated(board: Board) -> bool:
    """Return whether anybody has rated an idea on the board."""
    rated = (
        select(Support.id)
        .join(Contribution, Support.contribution_id == Contribution.id)
        .where(Contribution.board_id == board.id)
        .limit(1)
    )
    compared = (
        select(Comparison.id)
        .join(Contribution, Comparison.first_id == Contribution.id)
        .where(Contribution.board_id == board.id)
        .limit(1)
    )
    found = (db.session.scalar(see_all(one, "only whether there is one")) for one in (rated, compared))
    return any(one is not None for one in found)


def phases(board: Board, action: Action) -> frozenset[Phase]:
    """Return in which phases this is open on the board: its own, else those of the table."""
    own = board.phases_for(action)
    return (POLICY[action].phases or frozenset()) if own is None else own
