"""What a question is: a plain frozen value that a survey, a registration or a board stores as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

from participation.core.database import Texts
from participation.questions.conditions import ConditionError, parse

Answer: TypeAlias = str | int | float | list[Any] | dict[str, Any] | None
"""An answer as it is stored: plain JSON."""

LONGEST_LINE = 200
LONGEST_TEXT = 4000
LONGEST_OF_ALL = 10_000

MISSING: Final = None
"""The answer of somebody who gave none. It is not stored."""


class QuestionType(StrEnum):
    """The kinds of questions; the values are stored and never change."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    SINGLE = "single"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    SCALE = "scale"
    DROPDOWN = "dropdown"
    DATE = "date"
    RANKING = "ranking"
    PLACE = "place"
    CONSENT = "consent"
    INFORMATION = "information"
    SECTION = "section"


READ_ONLY = frozenset({QuestionType.INFORMATION, QuestionType.SECTION})
"""What is only read: a notice, and the heading under which the following questions stand."""


class Level(StrEnum):
    """What may be computed from the answers: levels of measurement, as statistics call them."""

    NONE = "none"
    TEXT = "text"
    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    METRIC = "metric"


LEVELS: Mapping[QuestionType, Level] = {
    QuestionType.SHORT_TEXT: Level.TEXT,
    QuestionType.LONG_TEXT: Level.TEXT,
    QuestionType.NUMBER: Level.METRIC,
    QuestionType.SCALE: Level.ORDINAL,
    QuestionType.RANKING: Level.ORDINAL,
    QuestionType.DATE: Level.METRIC,
    QuestionType.INFORMATION: Level.NONE,
    QuestionType.SECTION: Level.NONE,
}
"""The level of a type whose question does not say otherwise; nominal where none stands here."""

POINTS: Mapping[QuestionType, int] = {
    QuestionType.LONG_TEXT: 3,
    QuestionType.RANKING: 2,
    QuestionType.PLACE: 2,
    QuestionType.INFORMATION: 0,
    QuestionType.SECTION: 0,
}
"""How much of the length budget a type costs whose question does not say otherwise; 1 where none stands here."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from.

    Attributes:
        exclusive: goes with no other, like "none of these" or "prefer not to say".
        other: asks for an answer in one's own words.
    """

    key: str
    label: Texts
    exclusive: bool = False
    other: bool = False


YES_OR_NO = (Option("yes", Texts(de="Ja", en="Yes")), Option("no", Texts(de="Nein", en="No")))
AGREED = Texts(de="Ja, ich stimme zu.", en="Yes, I agree.")


@dataclass(frozen=True, slots=True)
class Scale:
    """A row of numbers with words at its ends, or with one word for every step."""

    min: int = 1
    max: int = 5
    min_label: Texts = field(default_factory=Texts)
    max_label: Texts = field(default_factory=Texts)
    words: tuple[Texts, ...] = ()

    @property
    def steps(self) -> list[tuple[int, Texts]]:
        """The numbers from low to high, each with its word; most have none where only the ends are named."""
        numbers = range(self.min, self.max + 1)
        if len(self.words) == len(numbers):
            return list(zip(numbers, self.words, strict=True))
        ends = {self.min: self.min_label, self.max: self.max_label}
        return [(number, ends.get(number, Texts())) for number in numbers]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer must keep to; None limits nothing. `earliest` and `latest` are days as 2027-01-31."""

    min_length: int | None = None
    max_length: int | None = None
    min: float | None = None
    max: float | None = None
    whole: bool = False
    unit: Texts = field(default_factory=Texts)
    min_choices: int | None = None
    max_choices: int | None = None
    max_rank: int | None = None
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked (Frage).

    Attributes:
        condition: when it is shown, in the language of docs/conditions.md; always, when empty.
        level: level of measurement; the type's own, when None.
        points: its part of the length budget; the type's own, when None.
        offers_idea: a long text that may also become a public idea, when its author ticks so.
    """

    key: str
    type: QuestionType
    text: Texts
    hint: Texts = field(default_factory=Texts)
    required: bool = False
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    limits: Limits = field(default_factory=Limits)
    condition: str = ""
    level: Level | None = None
    points: int | None = None
    offers_idea: bool = False

    @property
    def cost(self) -> int:
        """Its part of the length budget."""
        return POINTS.get(self.type, 1) if self.points is None else self.points

    @property
    def measured(self) -> Level:
        """Its level of measurement."""
        return self.level or LEVELS.get(self.type, Level.NOMINAL)

    @property
    def steps(self) -> list[tuple[int, Texts]]:
        """The steps of its scale; 1 to 5 where it does not say otherwise."""
        return (self.scale or Scale()).steps

    @property
    def ranks(self) -> int:
        """How many places its ranking has."""
        return min(self.limits.max_rank or len(self.options), len(self.options))

    @property
    def choices(self) -> tuple[Option, ...]:
        """What can be chosen, with the answers that the type itself brings: yes and no, or the one thing to tick."""
        if self.type is QuestionType.YES_NO:
            return YES_OR_NO + self.options
        if self.type is QuestionType.CONSENT:
            return (Option("yes", self.options[0].label if self.options else AGREED),)
        return self.options

    @property
    def longest(self) -> int:
        """How many characters the answer to a text question may have."""
        usual = LONGEST_TEXT if self.type is QuestionType.LONG_TEXT else LONGEST_LINE
        return min(self.limits.max_length or usual, LONGEST_OF_ALL)

    @property
    def when(self) -> list[Any] | None:
        """The tree of its condition for the browser; None when it is always shown."""
        try:
            return parse(self.condition).to_json() if self.condition else None
        except ConditionError:
            return None

    def option(self, key: str) -> Option | None:
        """Return the option with this key."""
        return next((option for option in self.choices if option.key == key), None)

    def picked(self, answer: object) -> frozenset[str]:
        """Return the keys of the options that an answer chooses; for templates."""
        return picked(answer)

    def text_in(self, answer: object) -> str:
        """Return the text that an answer is or holds; for templates."""
        return answer if isinstance(answer, str) else words_of(answer)

    def own_words(self, answer: object) -> str:
        """Return the words of one's own beside a choice; for templates."""
        return words_of(answer)

    def wants_idea(self, answer: object) -> bool:
        """Return whether the author of this text offers it as an idea; for templates."""
        return wants_idea(answer)


def budget(questions: Iterable[Question]) -> int:
    """Return how long these questions are, in points."""
    return sum(question.cost for question in questions)


def picked(answer: object) -> frozenset[str]:
    """Return the keys of the options that an answer chooses."""
    parts = answer if isinstance(answer, list) else [answer]
    keys = (part.get("key") if isinstance(part, Mapping) else part for part in parts)
    return frozenset(key for key in keys if isinstance(key, str))


def words_of(answer: object) -> str:
    """Return what an answer says in its author's own words: a text, or the text beside a choice."""
    parts = answer if isinstance(answer, list) else [answer]
    return next((part["text"] for part in parts if isinstance(part, Mapping) and isinstance(part.get("text"), str)), "")


def wants_idea(answer: object) -> bool:
    """Return whether the author of this text wants it to become a public idea too."""
    return isinstance(answer, Mapping) and answer.get("idea") is True
