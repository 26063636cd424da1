"""When votes are conspicuous: pure numbers, so that everybody can follow them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(minutes=10)
FEWEST = 20
"""Fewer votes within one window are never conspicuous."""
TIMES_USUAL = 10
LARGEST_SHARE = 0.5
VOTES_A_SOURCE = 5
DAYS_COMPARED = 14
WINDOWS_A_DAY = 12 * 6
"""People vote by day; a usual rate spread over the night as well would make every morning conspicuous."""


SCALE = 1_000_000
"""The share of comparisons won is stored in millionths, so that wins can be told from it exactly."""


def won_of(score: int, decided: int) -> int:
    """Return how many comparisons were won, from the stored share (wins + 1) / (decided + 2).

    >>> won_of(666_667, 1), won_of(500_000, 0), won_of(333_333, 1)
    (1, 0, 0)
    """
    return round(score * (decided + 2) / SCALE) - 1


def next_pair(shown: Sequence[int], said: Collection[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the pair to be shown next: of what was shown least the two that this person has not compared yet.

    Args:
        shown: ideas by their numbers, what was shown least first.
        said: the pairs the person has compared, the lower number first.

    >>> next_pair([7, 3, 5], {(3, 7)}), next_pair([7, 3], {(3, 7)}), next_pair([7], ())
    ((7, 5), None, None)
    """
    for place, one in enumerate(shown):
        for other in shown[place + 1 :]:
            if (min(one, other), max(one, other)) not in said:
                return one, other
    return None


@dataclass(frozen=True, slots=True)
class Burst:
    """Many votes from few sources within one window.

    Attributes:
        largest: how many of them came from the same network.
        usual: how many would come within such a window on a usual day.
    """

    votes: int
    largest: int
    sources: int
    usual: float


def burst(counts: Mapping[str, int], usual: float) -> Burst | None:
    """Judge the votes for one idea within one window, by source.

    >>> burst({"a": 55, "b": 5}, 0.4)
    Burst(votes=60, largest=55, sources=2, usual=0.4)
    >>> burst({str(number): 1 for number in range(60)}, 0.4) is None, burst({"a": 19}, 0.0) is None
    (True, True)
    """
    votes = sum(counts.values())
    if votes < FEWEST or votes < TIMES_USUAL * usual:
        return None
    largest = max(counts.values())
    is_narrow = largest >= LARGEST_SHARE * votes or votes >= VOTES_A_SOURCE * len(counts)
    return Burst(votes, largest, len(counts), usual) if is_narrow else None


def usual_rate(own: int, of_all: int, ideas: int) -> float:
    """Return how many votes come within a window: the idea's own rate or that of an average idea, the higher one.

    Args:
        own: the votes for the idea in the days that are compared.
        of_all: those for all ideas of the process.
        ideas: how many ideas these are.
    """
    return max(own, of_all / max(1, ideas)) / (DAYS_COMPARED * WINDOWS_A_DAY)
