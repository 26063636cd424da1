"""Decisions about dependencies on plain values: what hangs on what, and whether a new one would lead in a circle."""

from collections.abc import Collection, Mapping, Sequence

Needs = Mapping[int, Collection[int]]


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
