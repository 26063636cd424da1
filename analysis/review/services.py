"""Deciding action fields: the least sure first, checked against what others decided meanwhile, kept in a log."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import joinedload

from analysis.models import FieldDecision, FieldGuess
from participation.access.guard import see_all, visible
from participation.contributions.models import AssignedBy, Contribution
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import ActionField, Process

SHOWN, LOGGED = 25, 100


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many decisions stand, and how many of them the machine had suggested."""

    decided: int
    suggested: int


def doubtful(process: Process) -> Sequence[FieldGuess]:
    """Return the next contributions to decide, the least sure first; what a person decided is not among them."""
    statement = (
        select(FieldGuess)
        .join(Contribution, Contribution.id == FieldGuess.contribution_id)
        .where(Contribution.process_id == process.id, _undecided())
        .order_by(FieldGuess.rank, FieldGuess.contribution_id)
        .limit(SHOWN)
    )
    loaded = joinedload(FieldGuess.contribution)
    more = (loaded.joinedload(Contribution.action_field), loaded.joinedload(Contribution.district))
    return db.session.scalars(visible(statement).options(*more, joinedload(FieldGuess.second))).all()


def left(process: Process) -> int:
    """Return how many contributions wait for a decision."""
    statement = (
        select(func.count())
        .select_from(FieldGuess)
        .join(Contribution, Contribution.id == FieldGuess.contribution_id)
        .where(Contribution.process_id == process.id, _undecided())
    )
    return db.session.scalar(visible(statement)) or 0


def agreement(process: Process) -> Agreement:
    """Return how often planners decided as the machine had suggested."""
    same = func.count().filter(FieldDecision.before_id == FieldDecision.after_id)
    statement = (
        select(func.count(), same)
        .select_from(FieldDecision)
        .join(Contribution, Contribution.id == FieldDecision.contribution_id)
        .where(Contribution.process_id == process.id, FieldDecision.undone_at.is_(None))
    )
    decided, suggested = db.session.execute(see_all(statement, "numbers only")).one()
    return Agreement(decided, suggested)


def stand(contribution: Contribution) -> str:
    """Return which field a contribution has and who chose it, as one word a form can bring back."""
    return f"{contribution.field_by or ''}:{contribution.action_field_id or ''}"


def by_reference(process: Process, reference: str) -> Contribution | None:
    """Return a contribution of the process that everybody may see."""
    statement = select(Contribution).where(Contribution.process_id == process.id, Contribution.reference == reference)
    return db.session.scalars(visible(statement).options(joinedload(Contribution.action_field))).first()


def decide(contribution: Contribution, field: ActionField, known: str, person_id: int | None) -> FieldDecision | None:
    """Give a contribution its field; None where somebody or a run changed it since `known` was read."""
    before_id, before_by = contribution.action_field_id, contribution.field_by
    if stand(contribution) != known or not _set(contribution, (before_id, before_by), (field.id, AssignedBy.STAFF)):
        return None
    made = FieldDecision(
        contribution_id=contribution.id,
        before_id=before_id,
        before_by=before_by,
        after_id=field.id,
        person_id=person_id,
        decided_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def undo(decision: FieldDecision) -> bool:
    """Give a contribution back what it had; False where this was undone or decided otherwise since."""
    before = (decision.before_id, decision.before_by)
    if decision.undone_at or not _set(decision.contribution, (decision.after_id, AssignedBy.STAFF), before):
        return False
    decision.undone_at = now()
    db.session.flush()
    return True


def log(process: Process) -> Sequence[FieldDecision]:
    """Return the last decisions, the newest first."""
    return db.session.scalars(_decisions(process).order_by(FieldDecision.id.desc()).limit(LOGGED)).all()


def decision(process: Process, decision_id: int) -> FieldDecision | None:
    """Return one decision of this process."""
    return db.session.scalars(_decisions(process).where(FieldDecision.id == decision_id)).first()


def _decisions(process: Process) -> Select[FieldDecision]:
    statement = (
        select(FieldDecision)
        .join(Contribution, Contribution.id == FieldDecision.contribution_id)
        .where(Contribution.process_id == process.id)
    )
    return visible(statement).options(
        joinedload(FieldDecision.contribution),
        joinedload(FieldDecision.before),
        joinedload(FieldDecision.after),
    )


def _undecided() -> ColumnElement[bool]:
    return or_(Contribution.field_by.is_(None), Contribution.field_by == AssignedBy.MACHINE)


def _set(
    contribution: Contribution,
    before: tuple[int | None, AssignedBy | None],
    after: tuple[int | None, AssignedBy | None],
) -> bool:
    """Change the field only where it still is what it was, so that of two at the same moment one is told."""
    changed = db.session.scalars(
        update(Contribution)
        .where(
            Contribution.id == contribution.id,
            Contribution.action_field_id.is_not_distinct_from(before[0]),
            Contribution.field_by.is_not_distinct_from(before[1]),
        )
        .values(action_field_id=after[0], field_by=after[1])
        .returning(Contribution.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.expire(contribution)
    return changed is not None
