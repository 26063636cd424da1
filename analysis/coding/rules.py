"""How well two sortings of the same contributions agree, on plain values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SIZES = (20, 50, 100)
"""How many contributions a round can have; below twenty chance says more than the coders do."""

BOUNDS = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Where the next word for an agreement begins. Source: Landis and Koch, Biometrics 33 (1977), p. 165."""

Pair = tuple[str, str]
"""What the first and what the second said about one contribution."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How often two coders agree, and how much of it is more than chance.

    Attributes:
        n: contributions that both coded.
        same: how many of them both coded alike.
        kappa: Cohen's kappa from -1 to 1; None where both always chose one and the same field, or nothing is coded.
    """

    n: int
    same: int
    kappa: float | None

    @property
    def level(self) -> int:
        """Return 0 (no more than chance) to 5 (almost all) for the words beside kappa."""
        return sum(self.kappa > bound for bound in BOUNDS) if self.kappa is not None else 0


def reliability(pairs: Sequence[Pair]) -> Reliability:
    """Return how well the two codings agree. Source: Cohen, Educational and Psychological Measurement 20 (1960).

    >>> reliability([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    Reliability(n=4, same=3, kappa=0.5)
    """
    n, same = len(pairs), sum(first == second for first, second in pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[key] * seconds[key] for key in firsts)
    left_to_chance = n * n - by_chance
    return Reliability(n, same, (n * same - by_chance) / left_to_chance if left_to_chance else None)
