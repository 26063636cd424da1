"""What the names in a formula mean in our survey, and how single values are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from participation.questions.types import QuestionType
from surveys.interchange.expressions.tree import (
    Binary,
    Call,
    Expression,
    Unary,
    UnreadableError,
    Value,
)

CHOSEN = frozenset(
    {QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.DROPDOWN, QuestionType.RANKING, QuestionType.YES_NO}
)
NUMBERS = frozenset({QuestionType.NUMBER, QuestionType.SCALE, QuestionType.CALCULATED, QuestionType.ALLOCATION})
PASSING = frozenset({"date", "date-time", "number", "string", "intval", "floatval", "trim", "once"})
"""Functions that leave a value what it is, as far as conditions are concerned."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a name in a formula means in our survey.

    Attributes:
        option: the name asks whether this option of the question is chosen.
        row: the name means this row of a matrix, or line of an allocation.
        values: what the answers of the file are called in ours.
        chosen: what the file says where the option is chosen.
    """

    key: str
    type: QuestionType = QuestionType.SHORT_TEXT
    option: str = ""
    row: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset({"Y", "1", "true"})

    @property
    def words(self) -> str:
        """The answer in a condition."""
        return f"{self.key}.{self.row}" if self.row else self.key

    def value(self, given: Value) -> str | int | float:
        """Return what one of the file's answers is called in ours."""
        words = plain(given)
        if words in self.values:
            return self.values[words]
        if self.values and self.type in CHOSEN:
            raise UnreadableError(words)
        is_number = isinstance(given.value, int | float) and not isinstance(given.value, bool)
        if self.type in NUMBERS and not is_number:
            return _number(words)
        return given.value if isinstance(given.value, int | float) and is_number else words


Resolve = Callable[[str], Target | None]


def bare(tree: Expression) -> Expression:
    """Return a value without the functions around it that change nothing."""
    while isinstance(tree, Call) and tree.name in PASSING and len(tree.arguments) == 1 and not _is_format(tree):
        tree = tree.arguments[0]
    return tree


def _is_format(tree: Call) -> bool:
    """Return whether this is no day but the way to write today's, as in `date('Y')` of LimeSurvey."""
    first = tree.arguments[0]
    return tree.name == "date" and isinstance(first, Value) and not str(first.value)[:4].isdigit()


def plain(value: Value) -> str:
    """Return a value as the file would write it."""
    if isinstance(value.value, bool):
        return "true" if value.value else "false"
    return str(value.value)


def word(value: str | float) -> str:
    """Return a value as our conditions write it."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return format(Decimal(repr(value)), "f")


def said(tree: Expression) -> str:
    """Return the piece of a tree that has no word in our language, for people."""
    if isinstance(tree, Call):
        return f"{tree.name}()"
    if isinstance(tree, Binary | Unary):
        return tree.operator
    return str(getattr(tree, "name", "")) or "…"


def _number(words: str) -> str | int | float:
    try:
        number = float(words)
    except ValueError:
        return words
    return int(number) if number.is_integer() else number
