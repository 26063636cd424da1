"""Tables of two questions, each protected as a whole, and against what another table hides."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from participation.core.cells import protected
from participation.questions.types import Question
from surveys.columns.column import CHANNEL, Column, table
from surveys.tally import QuestionResult, all_mentioned, suppressed

Cells: TypeAlias = list[list[int | None]]


class Tables:
    """All tables of two questions that there are of a survey.

    A question that only some were asked tells with its answers how many of each group these are. Where another table
    hides just that, it is hidden here, too.
    """

    def __init__(
        self, questions: Sequence[Question], columns: Mapping[str, Column], known: Mapping[str, QuestionResult]
    ) -> None:
        self._columns = columns
        self._known = known
        self._mentioned = all_mentioned(questions)
        self._made: dict[tuple[str, str], Cells] = {}

    def of(self, rows: Column, columns: Column) -> Cells:
        """Return the one table there is of two questions; the same whichever of them is asked for first."""
        names = (rows.key, columns.key)
        if names not in self._made:
            self._made[names] = self._worked_out(rows, columns)
            self._made[names] = self._without_betrayal(self._made[names], rows, columns)
        return self._made[names]

    def known_of(self, column: Column) -> list[bool]:
        """Return of each label, and of no answer, whether its number is shown somewhere."""
        result: QuestionResult | None = self._known.get(column.key)
        return [*self.labels_known(column), result is None or result.missing is not None]

    def labels_known(self, column: Column) -> list[bool]:
        """Return of each label whether its number is shown somewhere."""
        if column.key == CHANNEL:
            sizes = column.sizes()[:-1]
            return [size is not None for size in suppressed(sizes, sum(sizes))]
        cells = {cell.key: cell.count is not None for cell in self._known[column.key].cells}
        return [cells.get(key, False) for key, _ in column.labels]

    def _worked_out(self, rows: Column, columns: Column) -> Cells:
        columns_known = self.known_of(columns)
        if not rows.is_grouped:
            given = np.where(rows.is_given, 0, 1)
            return protected(table(given, 2, columns), [True, True], columns_known)
        if rows.is_several:
            return [
                protected(table(chosen, 2, columns), [is_known] * 2, columns_known)[0]
                for chosen, is_known in zip(rows.chosen, self.labels_known(rows), strict=False)
            ]
        if rows.key > columns.key:
            return [list(line) for line in zip(*self.of(columns, rows), strict=True)]
        counts = table(rows.chosen[0], len(rows.labels) + 1, columns)
        return protected(counts, self.known_of(rows), columns_known)

    def _without_betrayal(self, cells: Cells, rows: Column, columns: Column) -> Cells:
        across = self._hidden_across(rows, columns)
        down = self._hidden_down(rows, columns)
        # What is hidden alone could be worked out from the sums.
        hides_all = len(across) == 1 or len(down) == 1
        return [
            [None if hides_all or row in down or column in across else cell for column, cell in enumerate(line)]
            for row, line in enumerate(cells)
        ]

    def _hidden_across(self, rows: Column, columns: Column) -> set[int]:
        """Return the columns in which it is hidden how many were asked what stands in the rows."""
        found: set[int] = set()
        for deciding, places in self._deciding(rows):
            if deciding.key != columns.key:
                lines = self.of(deciding, columns)
                found |= {place for line in _chosen(lines, places) for place, cell in enumerate(line) if cell is None}
        return found

    def _hidden_down(self, rows: Column, columns: Column) -> set[int]:
        """Return the rows in which it is hidden how many were asked what stands in the columns."""
        found: set[int] = set()
        for deciding, places in self._deciding(columns):
            if deciding.key == rows.key:
                continue
            if deciding.is_several:
                return set(range(len(rows.labels) + 1))  # there is no such table to look at
            lines = self.of(rows, deciding)
            found |= {row for row, line in enumerate(lines) if any(cell is None for cell in _chosen_of(line, places))}
        return found

    def _deciding(self, column: Column) -> list[tuple[Column, Collection[int] | None]]:
        """Return the questions on whose answers it depends who was asked this one, and on which of their labels."""
        found: list[tuple[Column, Collection[int] | None]] = []
        for key, labels in self._mentioned.get(column.key.partition(".")[0], {}).items():
            for one in self._columns.values():
                is_it = one.key.partition(".")[0] == key and one.part is not None and one.is_grouped
                if is_it and self._known[one.key].n is not None:
                    places = [place for place, (name, _) in enumerate(one.labels) if labels and name in labels]
                    found.append((one, places if labels and len(places) == len(labels) else None))
        return found


def _chosen(lines: Cells, places: Collection[int] | None) -> Cells:
    return [line for place, line in enumerate(lines) if places is None or place in places]


def _chosen_of(line: list[int | None], places: Collection[int] | None) -> list[int | None]:
    return [cell for place, cell in enumerate(line) if places is None or place in places]
