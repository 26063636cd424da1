"""Decisions about progress on plain values: where a value should be by now, and which light that gives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

GREEN_FROM, YELLOW_FROM = 0.9, 0.7
GRACE = timedelta(days=31)
SHORTEST_REASON = 10
TYPED = re.compile(r"-?\d{1,12}(?:[.,]\d{1,3})?")


class Light(StrEnum):
    """How a measure or one of its figures stands against its plan (Ampel)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    RESULT = "result"


class Hindrance(StrEnum):
    """What holds a measure up (Art des Hemmnisses)."""

    LAW = "law"
    MONEY = "money"
    STAFF = "staff"
    TECHNOLOGY = "technology"
    ACCEPTANCE = "acceptance"
    PARTNER = "partner"
    OTHER = "other"


class Effect(StrEnum):
    """What an obstacle does to the goal of a measure (Wirkung auf das Ziel)."""

    NONE = "none"
    LESS = "less"
    LOST = "lost"


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


def shown(rule: Light, person: Light | None, *, is_result: bool) -> Light:
    """Return the light that everybody sees: a trial that taught something is a result, then a person's word counts.

    >>> [shown(Light.RED, person, is_result=ended).value for person, ended in ((None, True), ("yellow", False))]
    ['result', 'yellow']
    """
    return Light.RESULT if is_result else Light(person or rule)


@dataclass(frozen=True, slots=True)
class Whole:
    """Which part of the planned way several are on together, and how many of them are known (Gesamtstand)."""

    part: float | None
    known: int
    total: int


def whole(parts: Iterable[tuple[float, float | None]]) -> Whole:
    """Return the mean of weighted parts; the weights of those that are known count as one whole.

    A part nobody knows is neither zero nor one: it is left out and counted. Each part stands between nothing and all,
    so that one that is far ahead hides none that lies behind.

    >>> whole([(1, 0.5), (3, 1.0)]).part, whole([(1, 0.0), (1, None)]).part, whole([(1, None)]).part
    (0.875, 0.0, None)
    """
    listed = list(parts)
    known = [(weight, min(1.0, max(0.0, part))) for weight, part in listed if part is not None and weight > 0]
    weights = sum(weight for weight, _part in known)
    mean = sum(weight * part for weight, part in known) / weights if weights else None
    return Whole(mean, len(known), len(listed))


def is_explained(*, has_obstacle: bool, late: Iterable[date | None], today: date) -> bool:
    """Return whether somebody said why, or until when: an open obstacle, or a new day for all that is late."""
    return has_obstacle or all(new is not None and new >= today for new in late)


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


def typed(number: float | None) -> str:
    """Return a number as somebody would type it again.

    >>> typed(24.5), typed(171.0), typed(None)
    ('24.5', '171', '')
    """
    return "" if number is None else f"{number:.3f}".rstrip("0").rstrip(".")
