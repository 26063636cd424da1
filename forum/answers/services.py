"""Queries of the answers: what is to be answered together."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum.desk.services.reach import in_reach
from participation.access.actions import Action
from participation.contributions.models import ANSWERED, Contribution
from participation.core.database import db
from participation.moderation.rules import Visibility

MOST = 50
"""So many contributions are answered together at most."""


def answerable(references: Collection[str], *, locked: bool) -> Sequence[Contribution]:
    """Return those of the public contributions that the present actor may answer, oldest first.

    Args:
        locked: let nobody else answer them until this transaction ends.
    """
    statement = select(Contribution).where(
        Contribution.reference.in_(references),
        Contribution.visibility == Visibility.PUBLIC,
        Contribution.kind.in_(ANSWERED),
    )
    statement = in_reach(statement, Action.ANSWER).order_by(Contribution.id)
    if locked:
        statement = statement.with_for_update(of=Contribution)
    return db.session.scalars(statement.options(selectinload(Contribution.outcomes))).all()
