"""Decisions about points, on plain values."""

from collections.abc import Collection, Iterable, Mapping

MOST_EACH = 10


def given_in(typed: Mapping[str, str], notes: Collection[int], most: int) -> dict[str, int]:
    """Return the points in what was sent, for notes that are there; nonsense counts as none.

    >>> given_in({"points-3": "2", "points-4": "x", "points-9": "1"}, {3, 4}, 5)
    {'3': 2}
    """
    found: dict[str, int] = {}
    for note in notes:
        value = typed.get(f"points-{note}", "")
        if value.isascii() and value.isdigit() and 0 < int(value[:4]) <= most:
            found[str(note)] = int(value)
    return found


def total(sheets: Iterable[Mapping[str, int]]) -> dict[int, int]:
    """Return how many points each note got.

    >>> total([{"3": 2}, {"3": 1, "4": 5}])
    {3: 3, 4: 5}
    """
    found: dict[int, int] = {}
    for sheet in sheets:
        for note, points in sheet.items():
            found[int(note)] = found.get(int(note), 0) + points
    return found
