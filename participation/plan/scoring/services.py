"""Verbs and queries of scoring: fix the weights, give points, and say which order that makes and how firm it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, select

from participation.access.guard import GUEST, see_all, visible
from participation.core.clock import now
from participation.core.database import db
from participation.plan.finding import EDITORS_ONLY
from participation.plan.models import Measure
from participation.plan.rules import BindingState
from participation.plan.scoring.models import Criterion, Estimate, Points, WeightsFixed
from participation.plan.scoring.rules import Firmness, firmness, ranks, total
from participation.plan.sheet import services as sheets
from participation.plan.sheet.models import FactSheet
from participation.process.models import Process


class WeightsStandError(Exception):
    """The weights are fixed, and points were given by them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in the order of its total (Rang)."""

    measure: Measure
    points: Mapping[str, int]
    total: Decimal | None
    rank: int | None
    estimate: Estimate
    sheet: FactSheet


@dataclass(frozen=True, slots=True)
class Ranking:
    """All measures of a process by their totals, with the criteria that gave them (Rangfolge)."""

    criteria: Sequence[Criterion]
    lines: Sequence[Line]

    @property
    def weights(self) -> Mapping[str, int]:
        """The weights by the codes of their criteria."""
        return {one.code: one.weight for one in self.criteria}

    @property
    def scored(self) -> Sequence[Line]:
        """The measures that have points by all criteria."""
        return [line for line in self.lines if line.total is not None]

    def firmness(self) -> Sequence[tuple[Criterion, Firmness]]:
        """Return for each criterion how much its weight may change until the order does."""
        points = {line.measure.code: line.points for line in self.scored}
        return [(one, firmness(points, self.weights, one.code)) for one in self.criteria] if len(points) > 1 else []


def criteria_of(process: Process | int) -> Sequence[Criterion]:
    """Return by what the measures of a process are compared."""
    key = process if isinstance(process, int) else process.id
    statement = select(Criterion).where(Criterion.process_id == key).order_by(Criterion.position, Criterion.id)
    return db.session.scalars(statement).all()


def fixed_at(process: Process | int) -> datetime | None:
    """Return since when the weights of a process stand."""
    key = process if isinstance(process, int) else process.id
    return db.session.scalar(select(WeightsFixed.fixed_at).where(WeightsFixed.process_id == key))


def has_points(process: Process) -> bool:
    """Return whether somebody has given points in this process."""
    statement = select(Points.measure_id).join(Criterion).where(Criterion.process_id == process.id).limit(1)
    return db.session.scalar(statement) is not None


def set_criteria(process: Process, rows: Sequence[tuple[str, int]]) -> None:
    """Write down by what measures are compared and how much each counts.

    Raises:
        WeightsStandError: where they are fixed.
    """
    if fixed_at(process):
        raise WeightsStandError
    db.session.execute(delete(Criterion).where(Criterion.process_id == process.id))
    db.session.add_all(
        Criterion(process_id=process.id, code=f"K{number}", name=name, weight=weight, position=number)
        for number, (name, weight) in enumerate(rows, 1)
    )
    db.session.flush()


def fix(process: Process, person: int | None = None, moment: datetime | None = None) -> None:
    """Let the weights stand, so that points can be given."""
    db.session.add(WeightsFixed(process_id=process.id, fixed_at=moment or now(), person_id=person))
    db.session.flush()


def reopen(process: Process) -> None:
    """Let the weights be changed again.

    Raises:
        WeightsStandError: where points were given by them.
    """
    if has_points(process):
        raise WeightsStandError
    db.session.execute(delete(WeightsFixed).where(WeightsFixed.process_id == process.id))
    db.session.flush()


def points_of(measure: Measure) -> Mapping[str, int]:
    """Return the points of a measure by the codes of the criteria."""
    return _points([measure])[measure.id]


def estimate_of(measure: Measure) -> Estimate:
    """Return what is thought of impact and effort of a measure; an empty one where nobody has said it."""
    return db.session.get(Estimate, measure.id) or Estimate(measure_id=measure.id, reason="")


def score(measure: Measure, points: Mapping[str, int]) -> None:
    """Give a measure points, by the codes of the criteria, in place of those of before."""
    db.session.execute(delete(Points).where(Points.measure_id == measure.id))
    known = {one.code: one.id for one in criteria_of(measure.process_id)}
    db.session.add_all(
        Points(measure_id=measure.id, criterion_id=known[code], points=number) for code, number in points.items()
    )
    db.session.flush()


def estimate(
    measure: Measure, impact: int | None, effort: int | None, decided: bool | None = None, reason: str = ""
) -> None:
    """Say how much a measure changes, how much work it is, and whether it starts first against the rule."""
    found = estimate_of(measure)
    found.impact, found.effort, found.decided, found.reason = impact, effort, decided, reason
    db.session.add(found)
    db.session.flush()


def ranking(process: Process) -> Ranking:
    """Return all measures of a process that were not stopped, drafts included, in the order of their totals."""
    statement = select(Measure).where(Measure.process_id == process.id, Measure.state != BindingState.STOPPED)
    return _ranked(process, db.session.scalars(see_all(statement.order_by(Measure.id), EDITORS_ONLY)).all())


def first_of(process: Process) -> Sequence[tuple[Measure, Estimate]]:
    """Return the public measures that start first, with what decided it."""
    going = Measure.state.not_in([BindingState.STOPPED, BindingState.DONE])
    statement = select(Measure).where(Measure.process_id == process.id, going).order_by(Measure.id)
    measures = db.session.scalars(visible(statement, GUEST)).all()
    found = _estimates(measures)
    return [(one, found[one.id]) for one in measures if found[one.id].starts_first]


def _ranked(process: Process, measures: Sequence[Measure]) -> Ranking:
    criteria, points, estimates = criteria_of(process), _points(measures), _estimates(measures)
    weights = {one.code: one.weight for one in criteria}
    totals = {one.id: total(points[one.id], weights) for one in measures}
    placed = ranks({one.code: value for one in measures if (value := totals[one.id]) is not None})
    said = sheets.sheets_of(measures)
    lines = [
        Line(
            one,
            points[one.id],
            totals[one.id],
            placed.get(one.code),
            estimates[one.id],
            said[one.id],
        )
        for one in measures
    ]
    return Ranking(criteria, sorted(lines, key=lambda line: (line.rank or len(lines) + 1, line.measure.id)))


def _points(measures: Collection[Measure]) -> Mapping[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {one.id: {} for one in measures}
    columns = select(Points.measure_id, Criterion.code, Points.points).join(Criterion)
    for key, code, number in db.session.execute(columns.where(Points.measure_id.in_(list(found)))):
        found[key][code] = number
    return found


def _estimates(measures: Collection[Measure]) -> Mapping[int, Estimate]:
    keys = [one.id for one in measures]
    found = {one.measure_id: one for one in db.session.scalars(select(Estimate).where(Estimate.measure_id.in_(keys)))}
    return {key: found.get(key) or Estimate(measure_id=key, reason="") for key in keys}
