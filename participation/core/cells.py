"""Tables that give nobody away: which cells stay hidden, so that no small number can be worked out from the sums.

A table of two groupings is protected as a whole, and should be the only table there is of these two: a group of people
is one column of it. So whoever asks for every group and subtracts knows no more than the table shows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

SMALLEST_CELL = 5
"""Fewer than these are not shown: they could be recognised."""

Place: TypeAlias = tuple[int, int]
"""Row and column of a cell."""

Counts: TypeAlias = Sequence[Sequence[int]]


def protected(counts: Counts, rows_known: Sequence[bool], columns_known: Sequence[bool]) -> list[list[int | None]]:
    """Return the cells of a table, None for those that are too small and for what would give them away.

    Args:
        counts: the cells, row by row; everybody is in exactly one of them.
        rows_known: of each row, whether its sum is shown somewhere.
        columns_known: likewise of each column.

    >>> protected([[9, 3], [8, 7]], [True, True], [True, True])
    [[None, None], [None, None]]
    """
    lines = list(_lines(counts, rows_known, columns_known))
    hidden = {place for place, count in _cells(counts) if _is_small(count)}
    known = (rows_known, columns_known)
    while (more := _too_few(counts, lines, hidden) or _determined(counts, lines, hidden, known)) is not None:
        hidden.add(more)
    return [
        [None if (row, column) in hidden else count for column, count in enumerate(line)]
        for row, line in enumerate(counts)
    ]


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST_CELL


def _cells(counts: Counts) -> Iterator[tuple[Place, int]]:
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            yield (row, column), count


def _lines(counts: Counts, rows_known: Sequence[bool], columns_known: Sequence[bool]) -> Iterator[list[Place]]:
    """Yield the places whose sum is known: rows, columns, and all together."""
    rows, columns = range(len(rows_known)), range(len(columns_known))
    yield from ([(row, column) for column in columns] for row in rows if rows_known[row])
    yield from ([(row, column) for row in rows] for column in columns if columns_known[column])
    yield [(row, column) for row in rows for column in columns]


def _too_few(counts: Counts, lines: Sequence[Sequence[Place]], hidden: set[Place]) -> Place | None:
    """Return what must be hidden, too, because the hidden cells of a line could be worked out from its sum."""
    for line in lines:
        behind = [place for place in line if place in hidden]
        if behind and (len(behind) < 2 or sum(counts[row][column] for row, column in behind) < SMALLEST_CELL):
            more = _smallest(counts, line, hidden)
            if more is not None:
                return more
    return None


def _smallest(counts: Counts, line: Sequence[Place], hidden: set[Place]) -> Place | None:
    """Return the cell of a line whose hiding costs least; in a line's own sum nought hides nobody."""
    shown = [place for place in line if place not in hidden and counts[place[0]][place[1]]]
    return min(shown, key=lambda place: (counts[place[0]][place[1]], place), default=None)


def _determined(
    counts: Counts, lines: Sequence[Sequence[Place]], hidden: set[Place], known: tuple[Sequence[bool], Sequence[bool]]
) -> Place | None:
    """Return what must be hidden, too, because all sums together leave a small cell only one value."""
    for place in sorted(hidden):
        if _is_small(counts[place[0]][place[1]]) and not _can_differ(counts, hidden, known, place):
            own = [one for line in lines if place in line for one in line if one not in hidden]
            if own:
                # Where nothing else is left, even nought is hidden: it could have been more.
                return min(own, key=lambda one: (not counts[one[0]][one[1]], counts[one[0]][one[1]], one))
    return None


def _can_differ(counts: Counts, hidden: set[Place], known: tuple[Sequence[bool], Sequence[bool]], place: Place) -> bool:
    """Return whether another table has the same sums and the same shown cells, but another number in this cell.

    Such a table differs from the true one along a ring: one more here, one fewer in the same column, one more in that
    row, and so on until the first row is reached again; or the other way round. Only what is not nought can be fewer.
    """
    row, column = place
    lines = _by_line(hidden - {place})
    upwards = _reaches(counts, lines, known, start=column, goal=row, is_fewer_first=True)
    return upwards or _reaches(counts, lines, known, start=column, goal=row, is_fewer_first=False)


def _by_line(places: set[Place]) -> Mapping[tuple[str, int], list[Place]]:
    found: defaultdict[tuple[str, int], list[Place]] = defaultdict(list)
    for row, column in places:
        found["row", row].append((row, column))
        found["column", column].append((row, column))
    return found


def _reaches(
    counts: Counts,
    lines: Mapping[tuple[str, int], list[Place]],
    known: tuple[Sequence[bool], Sequence[bool]],
    *,
    start: int,
    goal: int,
    is_fewer_first: bool,
) -> bool:
    """Walk from a column to a row over hidden cells, changing them in turn; sums nobody knows may change as well."""
    rows_known, columns_known = known
    seen, waiting = {("column", start)}, [("column", start)]
    while waiting:
        kind, at = waiting.pop()
        if (kind, at) == ("row", goal):
            return True
        is_column = kind == "column"
        may_be_fewer = is_fewer_first is is_column
        steps = {
            ("row", row) if is_column else ("column", column)
            for row, column in lines.get((kind, at), ())
            if counts[row][column] or not may_be_fewer
        }
        sums = columns_known if is_column else rows_known
        if not sums[at]:
            steps |= {(kind, other) for other, is_known in enumerate(sums) if not is_known}
        waiting += steps - seen
        seen |= steps
    return False
