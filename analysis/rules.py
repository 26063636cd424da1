"""Decisions of the analysis on plain values: which topic of before a new group is, and how sure the machine is."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

SAME_FROM = 0.3
"""The share of common members (of all in either) from which a new group is a topic of before."""

VERY_STABLE, STABLE = 0.8, 0.55
VERY_SURE, SURE = 0.6, 0.35


def matched(before: Mapping[int, AbstractSet[int]], groups: Sequence[AbstractSet[int]]) -> list[int | None]:
    """Return for each group the topic of before that it is, or None where it is new; no topic twice.

    The pairs with the largest common share are settled first.

    >>> matched({7: {1, 2, 3}}, [{9, 8}, {1, 2, 3, 4}])
    [None, 7]
    """
    shares = sorted(
        (
            (-len(group & members) / len(group | members), place, topic)
            for place, group in enumerate(groups)
            for topic, members in before.items()
            if group & members
        ),
    )
    found: list[int | None] = [None] * len(groups)
    taken: set[int] = set()
    for share, place, topic in shares:
        if -share >= SAME_FROM and found[place] is None and topic not in taken:
            found[place] = topic
            taken.add(topic)
    return found


def level(value: float, high: float, middle: float) -> int:
    """Return 2 where a value is high, 1 where it is middling, else 0.

    >>> level(0.7, VERY_SURE, SURE), level(0.1, VERY_SURE, SURE)
    (2, 0)
    """
    return 2 if value >= high else 1 if value >= middle else 0
