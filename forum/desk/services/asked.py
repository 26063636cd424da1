"""Contributions about which their authors were asked something and have not answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.desk.services.reach import in_reach
from participation.access.actions import Action
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core.database import db
from participation.moderation import services as moderation
from participation.moderation.rules import Verdict, Visibility

MOST_SHOWN = 100
_ASKED = Contribution.visibility == Visibility.ASKED


@dataclass(frozen=True, slots=True)
class Asked:
    """A contribution that waits for its author, with the question and since when."""

    contribution: Contribution
    question: str
    since: datetime


def asked_count() -> int:
    """Return how many contributions wait for their authors, as far as the present actor moderates them."""
    return db.session.scalar(in_reach(select(func.count(Contribution.id)).where(_ASKED), Action.MODERATE)) or 0


def asked() -> Sequence[Asked]:
    """Return what waits for an author, whoever waits longest first."""
    statement = in_reach(select(Contribution).where(_ASKED), Action.MODERATE)
    rows = db.session.scalars(statement.order_by(Contribution.created_at, Contribution.id).limit(MOST_SHOWN)).all()
    decisions = moderation.decisions_on(SUBJECT, [row.id for row in rows])
    found = [
        Asked(row, last.facts, last.decided_at)
        for row in rows
        for last in [one for one in decisions[row.id] if one.verdict is Verdict.ASK_BACK][-1:]
    ]
    return sorted(found, key=lambda one: one.since)
