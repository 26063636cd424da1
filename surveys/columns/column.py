"""One thing that was asked, as a column: what could be chosen, and what each answer chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from participation.core.database import Texts
from participation.questions.types import Question, QuestionType
from surveys.columns.encoding import CHANNELS, GIVEN, LEFT_OUT, NO_PLACE, NOT_ASKED, Coded, Numbers
from surveys.tally import ONE_EACH, Summary, labels

CHANNEL = "channel"
SEVERAL = frozenset({QuestionType.MULTIPLE, QuestionType.RANKING})
GROUPED = ONE_EACH | SEVERAL
"""What people can be told apart by, and counted in tables."""


@dataclass(frozen=True, eq=False)
class Column:
    """One part of a question, or the way in which answers came, which has no question.

    Attributes:
        labels: key and name of what could be chosen.
    """

    key: str
    name: Texts
    labels: tuple[tuple[str, Texts], ...]
    coded: Coded
    part: Question | None = None

    @cached_property
    def chosen(self) -> tuple[Numbers, ...]:
        """For each answer the place of its label, or as many as there are labels where none was chosen.

        For questions with several answers one such line for each label, of 0 (chosen) and 1.
        """
        if self.part is not None and self.part.type is QuestionType.RANKING:
            return tuple((line == NO_PLACE).astype(np.int16) for line in self.coded.code)
        return tuple(line.astype(np.int16, copy=False) for line in self.coded.code)

    @property
    def is_several(self) -> bool:
        """Whether an answer could choose several labels."""
        return self.part is not None and self.part.type in SEVERAL

    @property
    def is_grouped(self) -> bool:
        """Whether people can be told apart by it."""
        return self.part is None or self.part.type in GROUPED

    @property
    def is_given(self) -> Numbers:
        """For each answer whether it says something here."""
        found: Numbers = self.coded.state == GIVEN
        return found

    @cached_property
    def states(self) -> tuple[int, int, int]:
        """How many answered, how many left it out, and how many were not asked."""
        found = np.bincount(self.coded.state, minlength=3)
        return int(found[GIVEN]), int(found[LEFT_OUT]), int(found[NOT_ASKED])

    def sizes(self) -> list[int]:
        """Return how many chose each label, and how many none."""
        found: list[int] = np.bincount(self.chosen[0], minlength=len(self.labels) + 1).tolist()
        return found

    def summary(self) -> Summary:
        """Return how often each label was chosen, for all answers together."""
        given, left_out, _ = self.states
        if not self.is_grouped:
            return Summary(given, left_out, ())
        if self.is_several:
            counts = [int(np.count_nonzero(line == 0)) for line in self.chosen[: len(self.labels)]]
            return Summary(given, left_out, tuple(counts))
        return Summary(given, left_out, tuple(self.sizes()[:-1]))


def table(rows: Numbers, height: int, columns: Column) -> list[list[int]]:
    """Return how many chose each pair of labels; the last row and the last column are those who chose none."""
    width = len(columns.labels) + 1
    pairs = rows.astype(np.intp) * width + columns.chosen[0]
    found: list[list[int]] = np.bincount(pairs, minlength=height * width).reshape(height, width).tolist()
    return found


def of_channels(coded: Coded) -> Column:
    """Return the way in which answers came, with those ways that there are."""
    there = np.flatnonzero(np.bincount(coded.code[0], minlength=len(CHANNELS)))
    names = tuple((CHANNELS[place].value, Texts()) for place in there)
    places = np.searchsorted(there, coded.code[0]).astype(np.int16)
    return Column(CHANNEL, Texts(), names, Coded(coded.state, places[None, :]))


def of_part(part: Question, coded: Coded) -> Column:
    """Return the column of a question or of a line of a matrix."""
    names: Sequence[tuple[str, Texts]] = ()
    if part.type in GROUPED or part.type is QuestionType.ALLOCATION:
        names = [(key, Texts(label)) for key, label in labels(part)]
    return Column(part.key, part.text, tuple(names), coded, part)
