"""Decisions about dependencies on plain values: what hangs on what, and whether a new one would lead in a circle."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

Needs = Mapping[int, Collection[int]]
Days = tuple[date | None, date | None]


class Decided(StrEnum):
    """Whether a measure moves with the one it hangs on (Entscheidung über eine Folge)."""

    OPEN = "open"
    STAYS = "stays"
    MOVES = "moves"


def days_moved(before: Days, after: Days) -> int:
    """Return by how many days a measure was moved: its beginning, or its end where it begins as before.

    >>> days_moved((date(2027, 1, 1), None), (date(2027, 3, 1), None))
    59
    """
    for old, new in zip(before, after, strict=True):
        if old and new and old != new:
            return (new - old).days
    return 0


def circle(needs: Needs, measure: int, first: int) -> Sequence[int]:
    """Return the circle that would arise if a measure needed another one first; empty where none would.

    >>> circle({6: [1], 1: [4]}, 4, 6), circle({6: [1]}, 6, 4)
    ([4, 6, 1, 4], [])
    """
    ways = [[measure, first]]
    seen = {first}
    while ways:
        way = ways.pop()
        if way[-1] == measure:
            return way
        further = [one for one in needs.get(way[-1], ()) if one not in seen or one == measure]
        seen |= set(further)
        ways += [[*way, one] for one in further]
    return []


def hanging_on(needs: Needs, measure: int) -> Sequence[int]:
    """Return every measure that needs this one first, be it through others; those that hang on it directly come first.

    >>> hanging_on({6: [1], 7: [6], 8: [2]}, 1)
    [6, 7]
    """
    found: list[int] = []
    border = [measure]
    while border:
        border = [one for one, first in needs.items() if one not in found and set(first) & set(border)]
        found += border
    return [one for one in found if one != measure]
