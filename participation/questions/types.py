"""What a question is: a plain frozen value that a survey, a registration or a board stores as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

from markupsafe import Markup

from participation.core.database import Texts
from participation.questions.conditions import ConditionError, formula, parse
from participation.questions.gaps import marked, pieces

Answer: TypeAlias = str | int | float | list[Any] | dict[str, Any] | None
"""An answer as it is stored: plain JSON."""

LONGEST_LINE = 200
LONGEST_TITLE = 120
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
    MATRIX = "matrix"
    ALLOCATION = "allocation"
    FILE = "file"
    IDEA = "idea"
    CALCULATED = "calculated"


READ_ONLY = frozenset({QuestionType.INFORMATION, QuestionType.SECTION, QuestionType.CALCULATED})
"""What is only read: a notice, the heading under which the following questions stand, and what is worked out."""


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
    QuestionType.ALLOCATION: Level.METRIC,
    QuestionType.CALCULATED: Level.METRIC,
    QuestionType.IDEA: Level.TEXT,
    QuestionType.FILE: Level.NONE,
    QuestionType.INFORMATION: Level.NONE,
    QuestionType.SECTION: Level.NONE,
}
"""The level of a type whose question does not say otherwise; nominal where none stands here."""

POINTS: Mapping[QuestionType, int] = {
    QuestionType.LONG_TEXT: 3,
    QuestionType.RANKING: 2,
    QuestionType.PLACE: 2,
    QuestionType.ALLOCATION: 3,
    QuestionType.FILE: 2,
    QuestionType.IDEA: 3,
    QuestionType.INFORMATION: 0,
    QuestionType.SECTION: 0,
    QuestionType.CALCULATED: 0,
}
"""How much of the length budget a type costs whose question does not say otherwise; 1 where none stands here."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from, or one of the rows of a matrix.

    Attributes:
        exclusive: goes with no other, like "none of these" or "prefer not to say".
        other: asks for an answer in one's own words.
        condition: when it is offered, in the language of docs/conditions.md; always, when empty.
    """

    key: str
    label: Texts
    exclusive: bool = False
    other: bool = False
    condition: str = ""

    @property
    def when(self) -> list[Any] | None:
        """The tree of its condition for the browser; None when it is always offered."""
        return _tree(self.condition)


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
    """What an answer must keep to; None limits nothing. `earliest` and `latest` are days as 2027-01-31.

    Attributes:
        total: how many points, or how much money, an allocation gives away.
    """

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
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked (Frage).

    Attributes:
        condition: when it is shown, in the language of docs/conditions.md; always, when empty.
        level: level of measurement; the type's own, when None.
        points: its part of the length budget; the type's own, when None.
        offers_idea: a long text that may also become a public idea, when its author ticks so.
        rows: what a matrix asks about, one answer each; its columns are the options, or the scale where it has one.
        formula: how a calculated value is worked out, in the language of docs/conditions.md.
        constraint: a condition that the answer has to fulfil; it names the question by its own key.
        constraint_message: what to say to somebody whose answer does not.
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
    rows: tuple[Option, ...] = ()
    formula: str = ""
    constraint: str = ""
    constraint_message: Texts = field(default_factory=Texts)

    @property
    def cost(self) -> int:
        """Its part of the length budget; a matrix costs as much as its rows."""
        usual = max(len(self.rows), 1) if self.type is QuestionType.MATRIX else POINTS.get(self.type, 1)
        return usual if self.points is None else self.points

    @property
    def measured(self) -> Level:
        """Its level of measurement."""
        usual = Level.ORDINAL if self.type is QuestionType.MATRIX and self.scale else Level.NOMINAL
        return self.level or LEVELS.get(self.type, usual)

    @property
    def total(self) -> int:
        """How many points an allocation gives away; a hundred, where it does not say otherwise."""
        return self.limits.total or 100

    @property
    def portion(self) -> int:
        """How much of what it gives away one press of a button moves: 1, 2 or 5 with noughts, about a tenth of all."""
        tenth = max(self.total // 10, 1)
        noughts = int("1" + "0" * (len(str(tenth)) - 1))
        return next(one * noughts for one in (5, 2, 1) if one * noughts <= tenth)

    def left(self, answer: object) -> int:
        """Return how much of what it gives away is left after this answer; less than nothing where it is too much."""
        amounts = answer.values() if isinstance(answer, Mapping) else ()
        return self.total - sum(amount for amount in amounts if isinstance(amount, int))

    @property
    def table_columns(self) -> list[tuple[str | int, Texts]]:
        """What can be chosen in each row of a matrix: the steps of its scale, then its options."""
        steps: list[tuple[str | int, Texts]] = list(self.scale.steps) if self.scale else []
        return [*steps, *((option.key, option.label) for option in self.options)]

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
        usual = LONGEST_LINE if self.type is QuestionType.SHORT_TEXT else LONGEST_TEXT
        return min(self.limits.max_length or usual, LONGEST_OF_ALL)

    @property
    def when(self) -> list[Any] | None:
        """The tree of its condition for the browser; None when it is always shown."""
        return _tree(self.condition)

    @property
    def worked_from(self) -> Any:
        """The tree of its formula for the browser; None where there is none."""
        try:
            return formula(self.formula).to_json() if self.formula else None
        except ConditionError:
            return None

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """Return a text with the keys of the answers in its gaps; for templates."""
        return pieces(text)

    def marked(self, markup: Markup) -> Markup:
        """Return markup whose gaps a script can find; for templates."""
        return marked(markup)

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

    @property
    def takes_ideas(self) -> bool:
        """Whether what people write here may become a public idea."""
        return self.type is QuestionType.IDEA or self.offers_idea

    def wants_idea(self, answer: object) -> bool:
        """Return whether the author of this text offers it as an idea; for templates."""
        return wants_idea(answer)


def _tree(condition: str) -> list[Any] | None:
    try:
        return parse(condition).to_json() if condition else None
    except ConditionError:
        return None


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


PIN = ("lat", "lon")
"""The degrees of a point on the map, as parts of the answer to a place."""


def pin_of(answer: object) -> tuple[float, float] | None:
    """Return the degrees of the pin in the answer to a place."""
    found = [answer.get(one) for one in PIN] if isinstance(answer, Mapping) else []
    degrees = [float(one) for one in found if isinstance(one, int | float)]
    return (degrees[0], degrees[1]) if len(degrees) == len(PIN) else None


def wants_idea(answer: object) -> bool:
    """Return whether the author of this text wants it to become a public idea."""
    if not isinstance(answer, Mapping):
        return False
    return answer.get("idea") is True or ("title" in answer and answer.get("consent") is True)


def title_of(answer: object) -> str:
    """Return the title that an idea has."""
    title = answer.get("title") if isinstance(answer, Mapping) else None
    return title if isinstance(title, str) else ""
