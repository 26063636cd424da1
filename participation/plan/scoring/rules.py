"""Decisions about scores on plain values: totals, ranks, how firm the order is, and what starts first.

Totals are exact: weights are whole per cent and points are whole, so nothing is ever rounded.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

ALL = 100
LOWEST, HIGHEST = 1, 5
IMPACT_FROM, EFFORT_TO = 4, 2
Points = Mapping[str, int]


def total(points: Points, weights: Mapping[str, int]) -> Decimal | None:
    """Return the weighted mean of the points; nothing as long as a criterion has none.

    >>> total({"K1": 5, "K2": 4}, {"K1": 30, "K2": 70}), total({"K1": 5}, {"K1": 30, "K2": 70})
    (Decimal('4.3'), None)
    """
    if not weights or set(weights) - set(points):
        return None
    return Decimal(sum(weight * points[name] for name, weight in weights.items())) / ALL


def ranks(totals: Mapping[str, Decimal | int]) -> Mapping[str, int]:
    """Return the rank of each, best first; equal totals share a rank.

    >>> ranks({"M01": 3, "M02": 4, "M03": 3})
    {'M02': 1, 'M01': 2, 'M03': 2}
    """
    values = sorted(totals.values(), reverse=True)
    order = sorted(totals, key=lambda name: (-totals[name], name))
    first = {value: place for place, value in reversed(list(enumerate(values, 1)))}
    return {name: first[totals[name]] for name in order}


@dataclass(frozen=True, slots=True)
class Firmness:
    """Between which weights of one criterion the order stays as it is, and who changes places beyond (Empfindlichkeit).

    Attributes:
        passing_below: pairs whose order is another one just below; the first name moves up.
    """

    lowest: int
    highest: int
    passing_below: Sequence[tuple[str, str]]
    passing_above: Sequence[tuple[str, str]]


def firmness(points: Mapping[str, Points], weights: Mapping[str, int], criterion: str) -> Firmness:
    """Return how much the weight of one criterion may change, the others in proportion, until the order does."""

    def ranked(weight: int) -> Mapping[str, int]:
        return ranks(_totals_at(points, weights, criterion, weight))

    present = ranked(weights[criterion])
    lowest, below = _until(ranked, present, weights[criterion], 0, -1)
    highest, above = _until(ranked, present, weights[criterion], ALL, 1)
    return Firmness(lowest, highest, _passing(present, below), _passing(present, above))


def _totals_at(
    points: Mapping[str, Points], weights: Mapping[str, int], criterion: str, weight: int
) -> Mapping[str, int]:
    """Return whole numbers in the order of the totals where one weight is another and the others share the rest."""
    rest = ALL - weights[criterion]
    others = {
        name: sum(share * own[one] for one, share in weights.items() if one != criterion)
        for name, own in points.items()
    }
    return {name: own[criterion] * weight * (rest or 1) + others[name] * (ALL - weight) for name, own in points.items()}


def _until(
    ranked: Callable[[int], Mapping[str, int]], present: Mapping[str, int], start: int, end: int, step: int
) -> tuple[int, Mapping[str, int]]:
    for weight in range(start + step, end + step, step):
        if (found := ranked(weight)) != present:
            return weight - step, found
    return end, present


def _passing(present: Mapping[str, int], other: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return the neighbours whose order is another one: who comes up, and who is passed."""
    names = list(present)
    return [
        (later, first)
        for first, later in pairwise(names)
        if _sign(present[later] - present[first]) != _sign(other[later] - other[first])
    ]


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def is_quick(impact: int | None, effort: int | None) -> bool:
    """Return whether a measure starts first by the rule: much impact, little effort.

    >>> is_quick(4, 2), is_quick(5, 3), is_quick(None, 1)
    (True, False, False)
    """
    return impact is not None and effort is not None and impact >= IMPACT_FROM and effort <= EFFORT_TO


def starts_first(impact: int | None, effort: int | None, decided: bool | None) -> bool:
    """Return whether a measure starts first: as people decided, and by the rule where nobody did.

    >>> starts_first(4, 3, True), starts_first(4, 2, None), starts_first(4, 2, False)
    (True, True, False)
    """
    return is_quick(impact, effort) if decided is None else decided
