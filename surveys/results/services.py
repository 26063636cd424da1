"""What the desk reads of a survey: everybody or one group, two questions in a table, weighted to the register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from participation.core.database import Texts
from surveys import services as surveys
from surveys.models import Survey
from surveys.results.columns import CHANNEL, Column, columns_of, table
from surveys.results.rules import effective_number, protected, weighted_share, weights
from surveys.rules import SMALLEST_CELL
from surveys.tally import QuestionResult, suppressed


@dataclass(frozen=True, slots=True)
class Share:
    """One label and how many chose it; None where that is too small to show."""

    key: str
    name: Texts
    count: int | None
    share: float | None
    weighted: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a group, or everybody, said to one question.

    Attributes:
        n: how many answered it; of questions with several answers, how many were asked. None where hidden.
        missing: how many of them gave no answer; None where hidden or not counted.
    """

    column: Column
    n: int | None
    missing: int | None
    shares: tuple[Share, ...]

    @property
    def most(self) -> int:
        """The largest count that is shown, for the length of bars."""
        return max((share.count or 0 for share in self.shares), default=0) or 1


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Two questions beside each other; None for cells that are too small to show (Kreuztabelle).

    Attributes:
        sizes: how many are in each column; None where that is hidden.
    """

    rows: Column
    columns: Column
    cells: tuple[tuple[int | None, ...], ...]
    sizes: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the register: how many people it has, how many answered, and what each answer counts."""

    name: Texts
    people: int
    share: float
    answers: int | None
    answered_share: float | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class Participation:
    """Who took part, beside the town's register (Beteiligung).

    Attributes:
        effective: how many unweighted answers tell as much as the weighted ones.
    """

    column: Column
    groups: tuple[Group, ...]
    weight: Mapping[str, float]
    effective: float

    @property
    def is_far(self) -> bool:
        """Whether some group is so rare among the answers that each of its answers counts three times or more."""
        return any(group.weight is None or group.weight >= 3 for group in self.groups)


class Reading:
    """The answers of a survey as the desk reads them in one request."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        state = surveys.state_of(survey)
        self._known = {one.question.key: one for one in surveys.tallies(survey, state)}
        self.columns = {key: one for key, one in columns_of(survey, state).items() if self._is_shown(key)}
        self.total = len(self.columns[CHANNEL].chosen[0])

    def _is_shown(self, key: str) -> bool:
        """Return whether anything is shown of a question: not where its numbers would give others away."""
        return key == CHANNEL or self._known[key].n is not None

    def groups(self) -> Iterator[tuple[Column, list[tuple[str, Texts]]]]:
        """Yield what people can be grouped by, each with the groups that are large enough."""
        for column in self.columns.values():
            if not column.is_several:
                known = self._labels_known(column)
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
        about = self.participation()
        return [self._of_everybody(column, about) for column in self.columns.values()]

    def of_group(self, split: Column, place: int) -> list[Counted]:
        """Return what a group said: to each question one column of its table with the groups."""
        return [self._of_group(column, split, place) for column in self.columns.values() if column.key != split.key]

    def crosstab(self, rows: Column, columns: Column) -> Crosstab:
        """Return two questions beside each other, with nothing that could point at a person."""
        sizes = [size if known else None for size, known in zip(columns.sizes(), self._known_of(columns), strict=True)]
        return Crosstab(rows, columns, tuple(map(tuple, self._protected(rows, columns))), tuple(sizes))

    def participation(self) -> Participation | None:
        """Return who took part beside the register, by the first question of which the town has told how it is."""
        for key, register in self.survey.register.items():
            column = self.columns.get(key)
            if column is not None and not column.is_several and any(register.values()):
                return self._beside(column, register)
        return None

    def _beside(self, column: Column, register: Mapping[str, int]) -> Participation:
        sample = {key: size for (key, _), size in zip(column.labels, column.sizes(), strict=False)}
        sample = {key: sample.get(key, 0) for key in register}
        weight = weights(register, sample)
        people, answers = sum(register.values()), sum(sample.values())
        known = dict(zip((key for key, _ in column.labels), self._labels_known(column), strict=False))
        groups = tuple(
            Group(
                name,
                register[key],
                register[key] / people,
                sample[key] if known[key] else None,
                sample[key] / answers if known[key] and answers else None,
                weight.get(key) if known[key] else None,
            )
            for key, name in column.labels
            if key in register
        )
        return Participation(column, groups, weight, effective_number(weight, sample))

    def _of_everybody(self, column: Column, about: Participation | None) -> Counted:
        if column.key == CHANNEL:
            sizes = suppressed(column.sizes()[:-1], self.total)
            shares = [Share(key, name, size, _share(size, self.total)) for (key, name), size in
                      zip(column.labels, sizes, strict=True)]  # fmt: skip
            return Counted(column, self.total, None, tuple(shares))
        known = self._known[column.key]
        names = dict(column.labels)
        weighted = self._weighted(column, about) if about else {}
        shares = [
            Share(cell.key, names[cell.key], cell.count, _share(cell.count, known.n), weighted.get(cell.key))
            for cell in known.cells
        ]
        return Counted(column, known.n, known.missing, tuple(shares))

    def _weighted(self, column: Column, about: Participation) -> dict[str, float | None]:
        """Return the weighted shares of a question; none where a cell is hidden, which they could betray."""
        if self._known[column.key].hides() or column.is_several:
            return {}
        keys = [key for key, _ in about.column.labels]
        counts = table(column.chosen[0], len(column.labels) + 1, about.column)
        answered = {key: sum(line[place] for line in counts[:-1]) for place, key in enumerate(keys)}
        return {
            label: weighted_share(about.weight, dict(zip(keys, line, strict=False)), answered)
            for (label, _), line in zip(column.labels, counts, strict=False)
        }

    def _of_group(self, column: Column, split: Column, place: int) -> Counted:
        lines = self._protected(column, split)
        size = split.sizes()[place]
        if column.is_several:
            shares = [Share(key, name, line[place], _share(line[place], size)) for (key, name), line in
                      zip(column.labels, lines, strict=False)]  # fmt: skip
            return Counted(column, size, None, tuple(shares))
        none = lines[-1][place]
        n = size - none if none is not None else None
        shares = [Share(key, name, line[place], _share(line[place], n)) for (key, name), line in
                  zip(column.labels, lines, strict=False)]  # fmt: skip
        return Counted(column, n, none, tuple(shares))

    def _protected(self, rows: Column, columns: Column) -> list[list[int | None]]:
        """Return the one table there is of two questions; the same whichever of them is asked for first."""
        if not rows.is_several and rows.key > columns.key:
            return [list(line) for line in zip(*self._protected(columns, rows), strict=True)]
        columns_known = self._known_of(columns)
        if not rows.is_several:
            counts = table(rows.chosen[0], len(rows.labels) + 1, columns)
            return protected(counts, self._known_of(rows), columns_known)
        found = []
        for chosen, is_known in zip(rows.chosen, self._labels_known(rows), strict=False):
            found.append(protected(table(chosen, 2, columns), [is_known] * 2, columns_known)[0])
        return found

    def _known_of(self, column: Column) -> list[bool]:
        """Return of each label, and of no answer, whether its number is shown somewhere."""
        result: QuestionResult | None = self._known.get(column.key)
        return [*self._labels_known(column), result is None or result.missing is not None]

    def _labels_known(self, column: Column) -> list[bool]:
        if column.key == CHANNEL:
            return [size is not None for size in suppressed(column.sizes()[:-1], self.total)]
        cells = {cell.key: cell.count is not None for cell in self._known[column.key].cells}
        return [cells.get(key, False) for key, _ in column.labels]


def _share(count: int | None, n: int | None) -> float | None:
    return count / n if count is not None and n else None


def keep_back(survey: Survey, keys: Sequence[str]) -> None:
    """Show the public the results of all questions but these."""
    survey.kept_back = sorted(keys)


def set_register(survey: Survey, key: str, people: Mapping[str, int]) -> None:
    """Weight results by how many people the register has in each group of this question; not at all where all are 0."""
    survey.register = {key: dict(people)} if any(people.values()) else {}
