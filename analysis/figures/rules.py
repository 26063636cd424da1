"""Heat tables on plain values: which numbers are shown, and how dark each of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.core.cells import SMALLEST_CELL, protected

SHADES = 5
"""So many steps from light to dark."""


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Counts by row and column, with their sums; None stands for what must not be known.

    Attributes:
        rows: the keys of the rows; so are `columns`.
        floors: from which count on each shade begins; fewer than five where the numbers are few.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_sums: tuple[int | None, ...]
    column_sums: tuple[int | None, ...]
    total: int
    floors: tuple[int, ...]

    def shade(self, count: int | None) -> int:
        """Return how dark a count is, from 1 to 5; 0 for none, and for what is hidden."""
        return sum(count >= floor for floor in self.floors) if count else 0

    def share(self, row: int, column: int) -> float | None:
        """Return which part of its column a cell is; None where either of them is hidden."""
        count, whole = self.cells[row][column], self.column_sums[column]
        return None if count is None or not whole else count / whole


def heat_table(counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> HeatTable:
    """Return a table in which no count below five can be read or worked out.

    Args:
        counts: how many there are by row and column; what is missing is nought.
        rows: the rows in their order; so are `columns`. A column without any is left out.
    """
    used = [column for column in columns if any(counts.get((row, column)) for row in rows)]
    table = [[counts.get((row, column), 0) for column in used] for row in rows]
    row_sums = _margin([sum(line) for line in table])
    column_sums = _margin([sum(line[place] for line in table) for place in range(len(used))])
    cells = protected(table, [one is not None for one in row_sums], [one is not None for one in column_sums])
    return HeatTable(
        tuple(rows),
        tuple(used),
        tuple(map(tuple, cells)),
        row_sums,
        column_sums,
        sum(map(sum, table)),
        floors([cell for line in cells for cell in line if cell]),
    )


def _margin(sums: Sequence[int]) -> tuple[int | None, ...]:
    """Return sums beside their own sum, which everybody knows."""
    return tuple(protected([sums], [True], [False] * len(sums))[0]) if sums else ()


def floors(shown: Sequence[int]) -> tuple[int, ...]:
    """Return from which count on each shade begins, so that each holds about as many cells.

    >>> floors([5, 6, 8, 9, 11, 12, 14, 19, 22, 25])
    (5, 8, 11, 14, 22)
    """
    ordered = sorted(shown)
    starts = {ordered[len(ordered) * step // SHADES] for step in range(SHADES)} if ordered else set()
    return tuple(sorted(starts))


def is_too_few(count: int) -> bool:
    """Return whether so many are too few to be shown where age was asked for.

    >>> is_too_few(4), is_too_few(0), is_too_few(5)
    (True, False, False)
    """
    return 0 < count < SMALLEST_CELL
