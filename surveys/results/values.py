"""What the desk reads of a survey, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.core.database import Texts
from participation.questions.types import QuestionType
from surveys.columns.column import Column
from surveys.results.figures import Given, Quarters


@dataclass(frozen=True, slots=True)
class Share:
    """One label and how many chose it; None where that is too small to show.

    Attributes:
        weighted: the share, each answer counted by its weight.
        place: the mean place that those gave it who put it in an order.
        given: what it got of an allocation.
    """

    key: str
    name: Texts
    count: int | None
    share: float | None
    weighted: float | None = None
    place: float | None = None
    given: Given | None = None


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
    shares: tuple[Share, ...] = ()
    mean: float | None = None
    quarters: Quarters | None = None

    @property
    def most(self) -> float:
        """The largest number that is shown, for the length of bars."""
        largest = max((share.given.mean if share.given else share.count or 0 for share in self.shares), default=0)
        return largest or 1

    @property
    def kind(self) -> QuestionType | None:
        """The kind of the question; the way in which answers came has none."""
        return self.column.part.type if self.column.part else None

    @property
    def are_words(self) -> bool:
        """Whether there are texts to read."""
        return self.column.part is not None and self.column.part.type in WORDS


WORDS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT, QuestionType.IDEA})


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

    @property
    def of_people(self) -> float | None:
        """How many of its people answered, as a share."""
        return self.answers / self.people if self.answers is not None and self.people else None


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
