"""What the desk reads of a survey: everybody or one group, two questions in a table, weighted to the register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from participation.core.database import Texts
from participation.questions.types import QuestionType
from surveys import services as surveys
from surveys.columns.column import CHANNEL, Column, table
from surveys.columns.encoding import Numbers
from surveys.models import Survey
from surveys.results import figures
from surveys.results.rules import effective_number, weighted_share, weights
from surveys.results.tables import Tables
from surveys.results.values import Counted, Crosstab, Group, Participation, Share
from surveys.rules import SMALLEST_CELL
from surveys.tally import suppressed


class Reading:
    """The answers of a survey as the desk reads them in one request.

    Attributes:
        all: every question and line of a matrix, the way in which answers came first.
        columns: those of them by which people can be told apart.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        state = surveys.state_of(survey)
        self._known = {one.question.key: one for one in surveys.tallies(survey, state)}
        self.all = surveys.columns(survey, state)
        self.columns = {key: one for key, one in self.all.items() if one.is_grouped and self._is_shown(key)}
        self.total = len(self.all[CHANNEL].coded.state)
        self._tables = Tables(survey.questions, self.all, self._known)

    def _is_shown(self, key: str) -> bool:
        """Return whether anything is shown of a question: not where its numbers would give others away."""
        return key == CHANNEL or self._known[key].n is not None

    def groups(self) -> Iterator[tuple[Column, list[tuple[str, Texts]]]]:
        """Yield what people can be grouped by, each with the groups that are large enough."""
        for column in self.columns.values():
            if not column.is_several:
                known = self._tables.labels_known(column)
                there = [label for label, is_known, size in zip(column.labels, known, column.sizes(), strict=False)
                         if is_known and size >= SMALLEST_CELL]  # fmt: skip
                if there:
                    yield column, there

    def group(self, asked: str) -> tuple[Column, int] | None:
        """Return the column and the place of a group as an address names it; None where there is none such."""
        key, _, label = asked.rpartition(":")
        for column, labels in self.groups():
            if column.key == key and any(name == label for name, _ in labels):
                return column, [name for name, _ in column.labels].index(label)
        return None

    def everybody(self) -> list[Counted]:
        """Return what everybody said, with shares weighted to the register where there is one."""
        about = next(iter(self.participation()), None)
        return [self._of_everybody(column, about) for column in self.all.values()]

    def of_group(self, split: Column, place: int) -> list[Counted]:
        """Return what a group said: to each question one column of its table with the groups."""
        return [self._of_group(column, split, place) for column in self.all.values() if column.key != split.key]

    def crosstab(self, rows: Column, columns: Column) -> Crosstab:
        """Return two questions beside each other, with nothing that could point at a person."""
        known = self._tables.known_of(columns)
        sizes = [size if is_known else None for size, is_known in zip(columns.sizes(), known, strict=True)]
        return Crosstab(rows, columns, tuple(map(tuple, self._tables.of(rows, columns))), tuple(sizes))

    def participation(self) -> list[Participation]:
        """Return who took part beside the register, for each question of which the town has told how it is.

        The first of them is the one by which results are weighted.
        """
        found = []
        for key, register in self.survey.register.items():
            column = self.columns.get(key)
            if column is not None and not column.is_several and any(register.values()):
                found.append(self._beside(column, register))
        return found

    def _beside(self, column: Column, register: Mapping[str, int]) -> Participation:
        sample = {key: size for (key, _), size in zip(column.labels, column.sizes(), strict=False)}
        sample = {key: sample.get(key, 0) for key in register}
        weight = weights(register, sample)
        people, answers = sum(register.values()), sum(sample.values())
        known = dict(zip((key for key, _ in column.labels), self._tables.labels_known(column), strict=False))
        are_all_known = all(known.get(key) for key in register)
        groups = tuple(
            Group(
                name,
                register[key],
                register[key] / people,
                sample[key] if known[key] else None,
                # Shares and weights are worked out of all groups together: with one of them hidden, they betray it.
                sample[key] / answers if are_all_known and answers else None,
                weight.get(key) if are_all_known else None,
            )
            for key, name in column.labels
            if key in register
        )
        return Participation(column, groups, weight if are_all_known else {}, effective_number(weight, sample))

    def _of_everybody(self, column: Column, about: Participation | None) -> Counted:
        if column.key == CHANNEL:
            sizes = suppressed(column.sizes()[:-1], self.total)
            shares = [Share(key, name, size, _share(size, self.total)) for (key, name), size in
                      zip(column.labels, sizes, strict=True)]  # fmt: skip
            return Counted(column, self.total, None, tuple(shares))
        known = self._known[column.key]
        names = dict(column.labels)
        weighted = self._weighted(column, about) if about and known.cells else {}
        shares = [
            Share(cell.key, names[cell.key], cell.count, _share(cell.count, known.n), weighted.get(cell.key))
            for cell in known.cells
        ]
        counted = Counted(column, known.n, known.missing, tuple(shares))
        return self._with_figures(counted, np.ones(self.total, bool))

    def _weighted(self, column: Column, about: Participation) -> dict[str, float | None]:
        """Return the weighted shares of a question; none where a cell is hidden, which they could betray."""
        if self._known[column.key].hides() or column.is_several or not about.weight:
            return {}
        keys = [key for key, _ in about.column.labels]
        counts = table(column.chosen[0], len(column.labels) + 1, about.column)
        answered = {key: sum(line[place] for line in counts[:-1]) for place, key in enumerate(keys)}
        return {
            label: weighted_share(about.weight, dict(zip(keys, line, strict=False)), answered)
            for (label, _), line in zip(column.labels, counts, strict=False)
        }

    def _of_group(self, column: Column, split: Column, place: int) -> Counted:
        if not self._is_shown(column.key):
            return Counted(column, None, None)
        lines = self._tables.of(column, split)
        size = split.sizes()[place]
        if column.is_several:
            shares = [Share(key, name, line[place], _share(line[place], size)) for (key, name), line in
                      zip(column.labels, lines, strict=False)]  # fmt: skip
            return self._with_figures(Counted(column, size, None, tuple(shares)), split.chosen[0] == place)
        none = lines[-1][place]
        n = size - none if none is not None else None
        labels = column.labels if column.is_grouped else ()
        shares = [Share(key, name, line[place], _share(line[place], n)) for (key, name), line in
                  zip(labels, lines, strict=False)]  # fmt: skip
        return self._with_figures(Counted(column, n, none, tuple(shares)), split.chosen[0] == place)

    def _with_figures(self, counted: Counted, group: Numbers) -> Counted:
        """Add means and quarters, where nothing they are made of is hidden."""
        column, hides = counted.column, any(share.count is None for share in counted.shares)
        if hides or not counted.n or counted.n < SMALLEST_CELL:
            return counted
        if counted.kind is QuestionType.SCALE:
            steps = {str(step): step for step, _ in column.part.steps} if column.part else {}
            shown = [(steps[one.key], one.count or 0) for one in counted.shares if one.key in steps]
            return replace(counted, mean=figures.mean(shown), quarters=figures.of_steps(shown))
        if counted.kind is QuestionType.RANKING:
            places = figures.mean_places(column, group)
            shares = (replace(one, place=place) for one, place in zip(counted.shares, places, strict=False))
            return replace(counted, shares=tuple(shares))
        if counted.kind is QuestionType.ALLOCATION:
            given = zip(column.labels, figures.of_allocation(column, group), strict=False)
            return replace(counted, shares=tuple(Share(key, name, None, None, given=one) for (key, name), one in given))
        return replace(counted, quarters=figures.of_numbers(column, group))


def _share(count: int | None, n: int | None) -> float | None:
    return count / n if count is not None and n else None


def keep_back(survey: Survey, keys: Sequence[str]) -> None:
    """Show the public the results of all questions but these."""
    survey.kept_back = sorted(keys)


def set_register(survey: Survey, key: str, people: Mapping[str, int], *, is_weight: bool = True) -> None:
    """Tell how many people the register has in each group of a question; nothing, where all are 0.

    Args:
        is_weight: results are weighted by this question, and no longer by another one.
    """
    others = {name: groups for name, groups in survey.register.items() if name != key}
    own = {key: dict(people)} if any(people.values()) else {}
    survey.register = own | others if is_weight else others | own
