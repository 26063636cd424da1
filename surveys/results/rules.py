"""Decisions about results on plain values: what weighting makes of shares, and what is mere chance."""

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist


def weights(register: Mapping[str, int], sample: Mapping[str, int]) -> dict[str, float]:
    """Return by how much each group counts: its share of the register divided by its share of those who answered.

    Groups in which nobody answered have no weight; nothing stands for them.
    """
    people, answers = sum(register.values()), sum(sample.get(group, 0) for group in register)
    return {
        group: (count / people) / (sample[group] / answers) for group, count in register.items() if sample.get(group)
    }


def weighted_share(weight: Mapping[str, float], said: Mapping[str, int], answered: Mapping[str, int]) -> float | None:
    """Return the share of those who said it, each group counted by its weight; None where nobody answered.

    Args:
        said: how many of each group said it.
        answered: how many of each group answered the question.
    """
    whole = sum(weight[group] * answered.get(group, 0) for group in weight)
    return sum(weight[group] * said.get(group, 0) for group in weight) / whole if whole else None


def effective_number(weight: Mapping[str, float], sample: Mapping[str, int]) -> float:
    """Return how many unweighted answers tell as much as these weighted ones (Kish 1965)."""
    once = sum(weight[group] * sample[group] for group in weight)
    twice = sum(weight[group] ** 2 * sample[group] for group in weight)
    return once**2 / twice if twice else 0.0


def is_within_chance(first: tuple[int, int], second: tuple[int, int], comparisons: int = 1) -> bool:
    """Return whether two shares differ by no more than chance would make them, in 95 of 100 cases.

    Args:
        first: how many said it in one wave, and how many answered.
        second: likewise in the other one.
        comparisons: how many differences are looked at side by side; the more, the farther one of them may stray.
    """
    (one, n), (other, m) = first, second
    together = (one + other) / (n + m)
    spread = sqrt(together * (1 - together) * (1 / n + 1 / m))
    limit = NormalDist().inv_cdf(1 - 0.025 / max(comparisons, 1))
    return abs(one / n - other / m) <= limit * spread
