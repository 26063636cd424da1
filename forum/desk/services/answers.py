"""Official answers: which ideas and questions the present actor may answer, and how many of them still wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from forum.desk.services.queue import Pending
from forum.desk.services.reach import in_reach
from participation.access.actions import Action
from participation.access.guard import visible
from participation.contributions.models import ANSWERED, Contribution
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.process.models import ActionField, Process

_OWED = (Contribution.visibility == Visibility.PUBLIC) & Contribution.kind.in_(ANSWERED)
_UNANSWERED = _OWED & Contribution.answered_at.is_(None)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, how many there are in all, and how many of them without an answer."""

    items: Sequence[Contribution]
    total: int
    open: int


def to_answer(field: str, *, page: int, per_page: int) -> Found:
    """Return one page of what the present actor may answer: first what has no answer yet, oldest first."""
    statement = in_reach(select(Contribution).where(_OWED), Action.ANSWER)
    if field:
        statement = statement.where(Contribution.action_field.has(code=field))
    counts = statement.with_only_columns(func.count(Contribution.id), func.count(Contribution.answered_at))
    total, answered = db.session.execute(counts).one()
    ordered = statement.order_by(Contribution.answered_at.is_not(None), Contribution.created_at, Contribution.id)
    rows = (
        ordered.limit(per_page)
        .offset((page - 1) * per_page)
        .options(
            joinedload(Contribution.district),
            joinedload(Contribution.action_field),
            joinedload(Contribution.process).options(lazyload(Process.phases), lazyload(Process.fields)),
            selectinload(Contribution.outcomes),
        )
    )
    return Found(db.session.scalars(rows).all(), total, total - answered)


def answerable(reference: str, *, locked: bool = False) -> Contribution | None:
    """Return the public idea or question with this reference, with its answers so far.

    Args:
        locked: let nobody else answer it until this transaction ends.
    """
    statement = select(Contribution).where(Contribution.reference == reference, _OWED)
    if locked:
        statement = statement.with_for_update(of=Contribution)
    return db.session.scalars(visible(statement).options(selectinload(Contribution.outcomes))).first()


def fields() -> Sequence[ActionField]:
    """Return the action fields by which answers can be filtered."""
    return db.session.scalars(select(ActionField).order_by(ActionField.process_id, ActionField.position)).all()


def unanswered() -> Pending:
    """Return how much waits for the official answer, and by when."""
    statement = select(func.count(Contribution.id), func.min(Process.answers_by)).join(Process).where(_UNANSWERED)
    return Pending(*db.session.execute(in_reach(statement, Action.ANSWER)).one())
