"""The tree into which the formulas of XLSForm, LimeSurvey and SurveyJS are read alike."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Value:
    """A text, a number, or true and false."""

    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Ref:
    """The answer to a question, by the name the file gives it."""

    name: str


@dataclass(frozen=True, slots=True)
class Itself:
    """The answer to the question whose formula this is."""


@dataclass(frozen=True, slots=True)
class Many:
    """Several values in a list."""

    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the other program."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """An operation on one thing: not, minus, empty."""

    operator: str
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """An operation between two things; the operators are those of our own language, + - * / and mod."""

    operator: str
    left: "Expression"
    right: "Expression"


Expression: TypeAlias = Value | Ref | Itself | Many | Call | Unary | Binary
"""A formula that was read."""


class UnreadableError(ValueError):
    """A formula that cannot be read or said in our language; the words are a function or a piece of it."""


class NeverError(UnreadableError):
    """A formula that never holds, whatever the answers."""
