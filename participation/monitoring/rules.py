"""Decisions about progress on plain values: where a value should be by now, and which light that gives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

GREEN_FROM, YELLOW_FROM = 0.9, 0.7
GRACE = timedelta(days=31)
TYPED = re.compile(r"-?\d{1,12}(?:[.,]\d{1,3})?")


class Light(StrEnum):
    """How a measure or one of its figures stands against its plan (Ampel)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Aspect(StrEnum):
    """Whether a figure counts what was done or what it changed (Kennzahlart)."""

    OUTPUT = "output"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Path:
    """The straight way from where a figure began to where it is to arrive (Sollpfad).

    Attributes:
        rises: whether more is better; asked only where nobody knows where it began.
    """

    baseline: float | None
    baseline_on: date | None
    target: float
    target_on: date
    rises: bool = True

    def planned(self, day: date) -> float:
        """Return where the figure should be on this day; after the last day, at its target."""
        if self.baseline is None or self.baseline_on is None:
            return self.target
        days = (self.target_on - self.baseline_on).days
        gone = 1.0 if day >= self.target_on or days <= 0 else max(0.0, (day - self.baseline_on).days / days)
        return self.baseline + (self.target - self.baseline) * gone

    def reached(self, value: float | None, day: date) -> float | None:
        """Return which part of the planned way is done: nothing without a value or before the way begins."""
        if value is None:
            return None
        if self.baseline is None or self.baseline_on is None:
            whole, part = (self.target, value) if self.rises else (value, self.target)
            return part / whole if whole else None
        ahead = self.planned(day) - self.baseline
        return (value - self.baseline) / ahead if ahead else None


def light(reached: float | None) -> Light:
    """Return the light for a part of the planned way.

    >>> [light(part).value for part in (0.9, 0.7, 0.69, None)]
    ['green', 'yellow', 'red', 'grey']
    """
    if reached is None:
        return Light.GREY
    if reached >= GREEN_FROM:
        return Light.GREEN
    return Light.YELLOW if reached >= YELLOW_FROM else Light.RED


def together(lights: Iterable[Light]) -> Light:
    """Return the worst light among those that are known; a figure without a value is neither good nor bad.

    >>> together([Light.GREEN, Light.GREY, Light.YELLOW]).value, together([Light.GREY]).value
    ('yellow', 'grey')
    """
    known = set(lights)
    return next((one for one in (Light.RED, Light.YELLOW, Light.GREEN) if one in known), Light.GREY)


def is_stale(measured_on: date, every_days: int, today: date) -> bool:
    """Return whether a newer value should have come by now, a month of grace included."""
    return measured_on + timedelta(days=every_days) + GRACE < today


def is_overdue(due_on: date, done_on: date | None, today: date) -> bool:
    """Return whether something should have been done before today."""
    return done_on is None and due_on < today


def number_of(typed: str) -> float | None:
    """Return the number somebody typed, with a comma or a point; nothing where it is none.

    >>> number_of("24,5"), number_of(" 171 "), number_of("viele")
    (24.5, 171.0, None)
    """
    found = typed.strip()
    return float(found.replace(",", ".")) if TYPED.fullmatch(found) else None
