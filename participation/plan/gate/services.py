"""Queries of the gate: which public voices the town still owes an outcome, and which measure takes each of them up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import ANSWERED, Contribution
from participation.core.database import db
from participation.plan.finding import EDITORS_ONLY, WITH_FIELD, Found
from participation.plan.models import Measure, MeasureOrigin
from participation.plan.rules import BindingState
from participation.process.models import Process


@dataclass(frozen=True, slots=True)
class Owed:
    """How many voices the town owes an outcome, how many have one, and how many became part of a measure (Bilanz)."""

    voices: int
    answered: int
    in_measures: int

    @property
    def open(self) -> int:
        """How many have no outcome yet."""
        return self.voices - self.answered


def owed(process: Process) -> Owed:
    """Count what the gate of a process must show; public voices and public measures only."""
    counted = select(func.count(Contribution.id), func.count(Contribution.answered_at))
    voices, answered = db.session.execute(visible(_voices(counted, process), GUEST)).one()
    joined = select(func.count(MeasureOrigin.contribution_id.distinct())).join(MeasureOrigin.contribution)
    joined = _voices(joined.join(MeasureOrigin.measure), process).where(Measure.state != BindingState.DRAFT)
    return Owed(voices, answered, db.session.scalar(visible(joined, GUEST)) or 0)


def open_count(process: Process) -> int:
    """Return how many voices have no outcome yet; one statement."""
    statement = _voices(select(func.count(Contribution.id)), process).where(Contribution.answered_at.is_(None))
    return db.session.scalar(visible(statement, GUEST)) or 0


def without_outcome(process: Process, *, page: int, per_page: int) -> Found:
    """Return one page of the public voices without an outcome, oldest first."""
    statement = visible(_voices(select(Contribution), process).where(Contribution.answered_at.is_(None)), GUEST)
    total = db.session.scalar(statement.with_only_columns(func.count(Contribution.id))) or 0
    ordered = statement.order_by(Contribution.created_at, Contribution.id)
    ordered = ordered.limit(per_page).offset((page - 1) * per_page)
    return Found(db.session.scalars(ordered.options(joinedload(Contribution.action_field))).all(), total)


def taken_up_by(voices: Collection[Contribution]) -> Mapping[int, Sequence[Measure]]:
    """Return the measures that take up these voices by the id of the voice, drafts included."""
    found: dict[int, list[Measure]] = {voice.id: [] for voice in voices}
    statement = (
        select(MeasureOrigin.contribution_id, Measure)
        .join(MeasureOrigin.measure)
        .where(MeasureOrigin.contribution_id.in_(found))
        .order_by(Measure.id)
        .options(*WITH_FIELD)
    )
    for voice, measure in db.session.execute(see_all(statement, EDITORS_ONLY)):
        found[voice].append(measure)
    return found


def _voices(statement: Select, process: Process) -> Select:  # type: ignore[type-arg]  # whatever it selects
    return statement.where(Contribution.process_id == process.id, Contribution.kind.in_(ANSWERED))
