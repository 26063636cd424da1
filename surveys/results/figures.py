"""Figures beside counts: the middle of numbers, mean places of rankings, what an allocation gives to each option.

They say something of many people or nothing at all: a mean needs as many as a count does, and so does a quarter.
"""

from dataclasses import dataclass

import numpy as np

from participation.questions.types import QuestionType
from surveys.columns.column import Column
from surveys.columns.encoding import NO_PLACE, Numbers
from surveys.rules import SMALLEST_CELL

FEWEST_FOR_QUARTERS = 4 * SMALLEST_CELL
IN_NUMBERS = frozenset({QuestionType.NUMBER, QuestionType.CALCULATED})


@dataclass(frozen=True, slots=True)
class Quarters:
    """The middle of some numbers, and between which two the middle half of them lies (Median und Quartile)."""

    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Given:
    """What an option got of an allocation, on average, and between which two amounts half of the people gave it."""

    mean: float
    quarters: Quarters | None


def quarters(numbers: Numbers) -> Quarters | None:
    """Return the middle of these numbers; None where a quarter of them would be too few to show."""
    if len(numbers) < FEWEST_FOR_QUARTERS:
        return None
    lower, median, upper = np.quantile(numbers, (0.25, 0.5, 0.75))
    return Quarters(float(lower), float(median), float(upper))


def of_numbers(column: Column, group: Numbers) -> Quarters | None:
    """Return the middle of the numbers that the people of a group wrote."""
    if column.part is None or column.part.type not in IN_NUMBERS:
        return None
    numbers = column.coded.code[0][group]
    return quarters(numbers[~np.isnan(numbers)])


def mean(counts: list[tuple[int, int]]) -> float | None:
    """Return the mean of a scale by how often each of its steps was chosen; all of these counts are shown."""
    n = sum(count for _, count in counts)
    return sum(step * count for step, count in counts) / n if n >= SMALLEST_CELL else None


def of_steps(counts: list[tuple[int, int]]) -> Quarters | None:
    """Return the middle of a scale by how often each of its steps was chosen; all of these counts are shown."""
    numbers = np.repeat([step for step, _ in counts], [count for _, count in counts])
    if len(numbers) < FEWEST_FOR_QUARTERS:
        return None
    lower, median, upper = np.quantile(numbers, (0.25, 0.5, 0.75), method="inverted_cdf")
    return Quarters(float(lower), float(median), float(upper))


def mean_places(column: Column, group: Numbers) -> list[float | None]:
    """Return the mean place of each option among those of a group who gave it one; 1 is the first."""
    found: list[float | None] = []
    for line in column.coded.code:
        places = line[group & (line != NO_PLACE)]
        found.append(float(places.mean()) + 1 if len(places) >= SMALLEST_CELL else None)
    return found


def of_allocation(column: Column, group: Numbers) -> list[Given]:
    """Return what each option got from those of a group who gave something away."""
    lines = column.coded.code[:, group & column.is_given]
    return [Given(float(line.mean()), quarters(line)) for line in lines] if lines.shape[1] >= SMALLEST_CELL else []
