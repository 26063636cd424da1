"""Verbs and queries of monitoring: plan figures and milestones, report on them, and say how a measure stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from participation.core.clock import now, today
from participation.core.database import db
from participation.monitoring.models import Indicator, Milestone, Reading
from participation.monitoring.rules import Light, is_overdue, is_stale, light, together
from participation.plan.models import Measure


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
    """How a measure stands today, by its figures and milestones (Stand)."""

    figures: Sequence[Figure]
    milestones: Sequence[Milestone]
    overdue: Sequence[Milestone]

    @property
    def light(self) -> Light:
        """The worst light among the figures that have a value."""
        return together(figure.light for figure in self.figures)

    @property
    def known(self) -> int:
        """How many figures have a light."""
        return sum(figure.light is not Light.GREY for figure in self.figures)

    @property
    def is_planned(self) -> bool:
        """Whether there is anything to follow."""
        return bool(self.figures or self.milestones)


def standing(measure: Measure, day: date | None = None) -> Standing:
    """Return how the measure stands on a day, by default today."""
    moment = day or today()
    figures = select(Indicator).where(Indicator.measure_id == measure.id).order_by(Indicator.id)
    milestones = select(Milestone).where(Milestone.measure_id == measure.id).order_by(Milestone.due_on, Milestone.id)
    found = db.session.scalars(milestones).all()
    return Standing(
        [_figure(one, moment) for one in db.session.scalars(figures.options(selectinload(Indicator.readings)))],
        found,
        [one for one in found if is_overdue(one.due_on, one.done_on, moment)],
    )


def _figure(indicator: Indicator, day: date) -> Figure:
    latest = next((one for one in reversed(indicator.readings) if one.measured_on <= day), None)
    reached = indicator.path.reached(latest.value if latest else None, day)
    stale = latest is not None and is_stale(latest.measured_on, indicator.every_days, day)
    return Figure(indicator, latest, reached, indicator.path.planned(day), stale)


def add_indicator(measure: Measure, indicator: Indicator) -> None:
    """Follow one more figure."""
    indicator.measure_id = measure.id
    db.session.add(indicator)
    db.session.flush()


def add_milestone(measure: Measure, name: str, due_on: date, done_on: date | None = None) -> None:
    """Plan one more milestone."""
    db.session.add(Milestone(measure_id=measure.id, name=name, due_on=due_on, done_on=done_on))
    db.session.flush()


def record_value(indicator: Indicator, value: float, measured_on: date, person: int | None = None) -> None:
    """Write down what a figure was on a day."""
    indicator.readings.append(Reading(value=value, measured_on=measured_on, recorded_at=now(), person_id=person))
    db.session.flush()


def report(
    measure: Measure, values: Mapping[int, float], done: Mapping[int, date], measured_on: date, person: int | None
) -> None:
    """Write down values and reached milestones, by their ids; what belongs to another measure is left alone."""
    now_stands = standing(measure)
    for figure in now_stands.figures:
        if figure.indicator.id in values:
            record_value(figure.indicator, values[figure.indicator.id], measured_on, person)
    for milestone in now_stands.milestones:
        if milestone.id in done:
            milestone.done_on = done[milestone.id]
    db.session.flush()
