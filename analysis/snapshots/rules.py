"""How two states of the topics differ; pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drift:
    """What became of one topic between two states; a topic that is only in one of them has 0 in the other.

    Attributes:
        before, after: how many contributions it held.
        stayed: how many of these are the same.
        came: how many are new in it and stood in another topic before; `fresh` those that stood in none.
        left: how many went to another topic; `gone` those that stand in none any more.
        into: the other topic most of those that left went to; None where none left.
    """

    key: int
    before: int
    after: int
    stayed: int
    came: int
    fresh: int
    left: int
    gone: int
    into: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states beside each other.

    Attributes:
        drifts: by topic, the largest of before first, then what is new.
        known: how many contributions both states place; `same` those of them that stand in the same topic.
        moved: which contributions stand in another topic, in their own order.
    """

    drifts: tuple[Drift, ...]
    known: int
    same: int
    moved: tuple[int, ...]


def compare(before: Mapping[int, int], after: Mapping[int, int]) -> Comparison:
    """Compare two states.

    Args:
        before, after: the number of the topic of each contribution, by its own number.
    """
    both = before.keys() & after.keys()
    moved = tuple(sorted(number for number in both if before[number] != after[number]))
    ways = Counter((before[number], after[number]) for number in moved)
    sizes, now = Counter(before.values()), Counter(after.values())
    fresh = Counter(after[number] for number in after.keys() - before.keys())
    gone = Counter(before[number] for number in before.keys() - after.keys())
    drifts = []
    for key in sorted(sizes | now, key=lambda one: (-sizes[one], -now[one], one)):
        leaving = Counter({target: count for (source, target), count in ways.items() if source == key})
        came = sum(count for (_source, target), count in ways.items() if target == key)
        left = leaving.total()
        into = leaving.most_common(1)[0][0] if leaving else None
        stayed = sizes[key] - left - gone[key]
        drifts.append(Drift(key, sizes[key], now[key], stayed, came, fresh[key], left, gone[key], into))
    return Comparison(tuple(drifts), len(both), len(both) - len(moved), moved)
