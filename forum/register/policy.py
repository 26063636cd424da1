"""How contributions are moderated, taken from the rules in use, so that the page never says anything else."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.desk.board_forms import CHECKS
from forum.desk.names import MARKS
from participation.contributions.models import Board
from participation.contributions.timeline import CHECK_TAKES_DAYS
from participation.core.database import Texts, db
from participation.core.feature import Lazy
from participation.moderation.rules import APPEAL_TAKES_DAYS, NOTICE_TAKES_DAYS, OBJECTION_LASTS, HouseRule
from participation.moderation.services import RULE_HINTS, RULE_NAMES
from participation.process.models import Process

TAKES = {
    "check": CHECK_TAKES_DAYS,
    "notice": NOTICE_TAKES_DAYS,
    "objection": APPEAL_TAKES_DAYS,
    "objecting": OBJECTION_LASTS.days,
}
"""Days within which something happens, by its name."""


@dataclass(frozen=True, slots=True)
class BoardRule:
    """One board, and whether contributions to it are read before or after they are public."""

    title: Texts
    mode: Lazy


def rules_in_use() -> Sequence[tuple[Lazy, Lazy]]:
    """Return the house rules that decisions can name, each with what it means."""
    return [(RULE_NAMES[rule], RULE_HINTS[rule]) for rule in HouseRule]


def boards() -> Sequence[BoardRule]:
    """Return how each board is moderated."""
    found = db.session.scalars(select(Board).join(Process).order_by(Process.id, Board.id))
    return [BoardRule(board.title, CHECKS[board.checks_now()]) for board in found]


def hints() -> Sequence[str]:
    """Return what programmes point out to the moderators."""
    return [str(name).rstrip("?") for name in dict.fromkeys(MARKS.values())]
