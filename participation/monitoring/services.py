"""Verbs and queries of monitoring: plan figures and milestones, report on them, and say how measures stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from participation.access.guard import GUEST, visible
from participation.core.clock import now, today
from participation.core.database import db
from participation.monitoring.models import (
    Indicator,
    Judgement,
    Milestone,
    Obstacle,
    ProgressNote,
    Reading,
    TargetChange,
)
from participation.monitoring.rules import (
    Light,
    Whole,
    is_explained,
    is_overdue,
    is_stale,
    light,
    shown,
    together,
    typed,
    whole,
)
from participation.plan.models import Measure
from participation.plan.rules import ENDED
from participation.plan.sheet import services as sheets
from participation.process.models import Process


@dataclass(frozen=True, slots=True)
class Figure:
    """How one figure of a measure stands today (Stand einer Kennzahl)."""

    indicator: Indicator
    latest: Reading | None
    reached: float | None
    planned: float
    is_stale: bool

    @property
    def light(self) -> Light:
        """The light that the rule gives."""
        return light(self.reached)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands on a day, by its figures, milestones, obstacles and what people say (Stand)."""

    figures: Sequence[Figure]
    milestones: Sequence[Milestone]
    overdue: Sequence[Milestone]
    obstacles: Sequence[Obstacle]
    judgement: Judgement | None
    is_result: bool
    is_late: bool
    is_explained: bool

    @property
    def light(self) -> Light:
        """The light of the rule: the worst among the figures that have a value."""
        return together(figure.light for figure in self.figures)

    @property
    def shown(self) -> Light:
        """The light that everybody sees."""
        return shown(self.light, self.judgement.light if self.judgement else None, is_result=self.is_result)

    @property
    def open_obstacles(self) -> Sequence[Obstacle]:
        """What still holds the measure up."""
        return [one for one in self.obstacles if one.resolved_on is None]

    @property
    def needs_word(self) -> bool:
        """Whether the measure is late and nobody has said why or until when."""
        return self.is_late and not self.is_explained

    @property
    def whole(self) -> Whole:
        """Which part of the planned way its figures are on together."""
        return whole((figure.indicator.weight, figure.reached) for figure in self.figures)

    @property
    def known(self) -> int:
        """How many figures have a light."""
        return sum(figure.light is not Light.GREY for figure in self.figures)

    @property
    def next_milestone(self) -> Milestone | None:
        """What comes next, be it late or not."""
        return next((one for one in self.milestones if one.done_on is None), None)

    @property
    def is_planned(self) -> bool:
        """Whether there is anything to follow."""
        return bool(self.figures or self.milestones or self.obstacles or self.judgement)


def public_measures_of(process: Process) -> Sequence[Measure]:
    """Return the measures of a process that everybody reads, in the order of their codes."""
    statement = select(Measure).where(Measure.process_id == process.id).order_by(Measure.id)
    return db.session.scalars(visible(statement, GUEST)).all()


def standing(measure: Measure, day: date | None = None) -> Standing:
    """Return how the measure stands on a day, by default today."""
    return standings([measure], day)[measure.id]


def standings(measures: Collection[Measure], day: date | None = None) -> Mapping[int, Standing]:
    """Return how each of these measures stands on a day, by its id; as many statements for one as for a thousand."""
    moment = day or today()
    ids = [measure.id for measure in measures]
    figures = _by_measure(_figures(ids, moment), lambda one: one.indicator.measure_id)
    milestones = _by_measure(_of(Milestone, ids, Milestone.due_on, Milestone.id))
    obstacles = _by_measure(_of(Obstacle, ids, Obstacle.found_on, Obstacle.id))
    judged = {one.measure_id: one for one in _of(Judgement, ids, Judgement.id)}
    told = sheets.sheets_of(measures)
    found = {}
    for one in measures:
        overdue = [each for each in milestones[one.id] if is_overdue(each.due_on, each.done_on, moment)]
        ends_on, is_over = told[one.id].ends_on, one.state in ENDED
        is_past = ends_on is not None and ends_on < moment
        late = [each.expected_on for each in overdue] or ([None] if is_past else [])
        is_open = any(each.resolved_on is None for each in obstacles[one.id])
        found[one.id] = Standing(
            figures[one.id],
            milestones[one.id],
            overdue,
            obstacles[one.id],
            judged[one.id] if one.id in judged and judged[one.id].light else None,
            told[one.id].is_result(one.state),
            not is_over and bool(late),
            is_explained(has_obstacle=is_open, late=late, today=moment),
        )
    return found


def _of(noun: Any, ids: Collection[int], *order: Any) -> Sequence[Any]:
    return db.session.scalars(select(noun).where(noun.measure_id.in_(ids)).order_by(*order)).all()


def _by_measure(rows: Sequence[Any], key: Any = lambda one: one.measure_id) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _figures(ids: Collection[int], day: date) -> Sequence[Figure]:
    newest = (Reading.measured_on.desc(), Reading.id.desc())
    rank = func.row_number().over(partition_by=Reading.indicator_id, order_by=newest).label("rank")
    ranked = select(Reading.id, rank).join(Indicator, Indicator.id == Reading.indicator_id)
    rows = ranked.where(Indicator.measure_id.in_(ids), Reading.measured_on <= day).subquery()
    found = db.session.scalars(select(Reading).join(rows, rows.c.id == Reading.id).where(rows.c.rank == 1))
    latest = {one.indicator_id: one for one in found}
    return [_figure(one, latest.get(one.id), day) for one in _of(Indicator, ids, Indicator.id)]


def _figure(indicator: Indicator, latest: Reading | None, day: date) -> Figure:
    reached = indicator.path.reached(latest.value if latest else None, day)
    stale = latest is not None and is_stale(latest.measured_on, indicator.every_days, day)
    return Figure(indicator, latest, reached, indicator.path.planned(day), stale)


# What is to be reached


def add_indicator(measure: Measure, indicator: Indicator) -> None:
    """Follow one more figure."""
    indicator.measure_id = measure.id
    db.session.add(indicator)
    db.session.flush()


def add_milestone(measure: Measure, name: str, due_on: date, done_on: date | None = None) -> None:
    """Plan one more milestone."""
    db.session.add(Milestone(measure_id=measure.id, name=name, due_on=due_on, done_on=done_on))
    db.session.flush()


def change(target: Indicator | Milestone, values: Mapping[str, Any], person: int | None) -> None:
    """Change a figure or a milestone, by the names of the columns, and keep what it said before."""
    subject = target.name
    for name, value in values.items():
        before = getattr(target, name)
        if before == value:
            continue
        setattr(target, name, value)
        words = {"before": _told(before), "after": _told(value)}
        entry = TargetChange(measure_id=target.measure_id, subject=subject, field=name, recorded_at=now(), **words)
        entry.person_id = person
        db.session.add(entry)
    db.session.flush()


def _told(value: object) -> str:
    if isinstance(value, float):
        return typed(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def changes_of(measure: Measure) -> Sequence[TargetChange]:
    """Return what was changed in figures and milestones, newest first."""
    return _of(TargetChange, [measure.id], TargetChange.id.desc())


# Reporting


def record_value(indicator: Indicator, value: float, measured_on: date, person: int | None = None) -> None:
    """Write down what a figure was on a day."""
    indicator.readings.append(Reading(value=value, measured_on=measured_on, recorded_at=now(), person_id=person))
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports: values, reached milestones and new days, each by its id (Bericht)."""

    measured_on: date
    values: Mapping[int, float]
    done: Mapping[int, date]
    expected: Mapping[int, date]
    text: str = ""
    spent: int | None = None


def report(measure: Measure, told: Report, person: int | None) -> None:
    """Write down what was reported; what belongs to another measure is left alone."""
    now_stands = standing(measure)
    for figure in now_stands.figures:
        if figure.indicator.id in told.values:
            record_value(figure.indicator, told.values[figure.indicator.id], told.measured_on, person)
    for milestone in now_stands.milestones:
        new: dict[str, Any] = {}
        if milestone.id in told.done:
            new["done_on"] = told.done[milestone.id]
        if milestone.id in told.expected:
            new["expected_on"] = told.expected[milestone.id]
        change(milestone, new, person)
    if told.text or told.spent is not None:
        note = ProgressNote(measure_id=measure.id, text=told.text, spent=told.spent, recorded_at=now())
        note.person_id = person
        db.session.add(note)
        db.session.flush()


def notes_of(measure: Measure) -> Sequence[ProgressNote]:
    """Return what those in charge said, newest first."""
    return _of(ProgressNote, [measure.id], ProgressNote.id.desc())


def spent_on(measure: Measure) -> ProgressNote | None:
    """Return the newest report that names the money spent."""
    return next((one for one in notes_of(measure) if one.spent is not None), None)


def judge(measure: Measure, said: Light | None, reason: str, person: int | None) -> None:
    """Give a measure another light than the rule's, with the reason, or give the word back to the rule."""
    db.session.add(Judgement(measure_id=measure.id, light=said, reason=reason, recorded_at=now(), person_id=person))
    db.session.flush()


# Obstacles


def name_obstacle(measure: Measure, values: Mapping[str, Any], person: int | None = None) -> Obstacle:
    """Say what holds a measure up, by the names of the columns."""
    obstacle = Obstacle(measure_id=measure.id, recorded_at=now(), person_id=person, **values)
    db.session.add(obstacle)
    db.session.flush()
    return obstacle


def change_obstacle(obstacle: Obstacle, values: Mapping[str, Any]) -> None:
    """Say what has become of an obstacle."""
    for name, value in values.items():
        setattr(obstacle, name, value)
    db.session.flush()


def one_of(noun: Any, measure: Measure, number: int) -> Any | None:
    """Return a figure, milestone or obstacle of this measure by its id; nothing where it belongs to another."""
    return db.session.scalars(select(noun).where(noun.id == number, noun.measure_id == measure.id)).first()
