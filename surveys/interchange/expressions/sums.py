"""Writes what has a value: answers, sums, days, and the functions that mean the same in our language."""

from collections.abc import Sequence
from dataclasses import replace

from participation.questions.types import QuestionType
from surveys.interchange.expressions.targets import Resolve, Target, bare, said, word
from surveys.interchange.expressions.tree import (
    Binary,
    Call,
    Expression,
    Itself,
    Ref,
    Unary,
    UnreadableError,
    Value,
)

TODAY = frozenset({"today", "now", "currentdate"})
SAME = {"sum": "sum", "min": "min", "max": "max", "round": "round", "count-selected": "count", "count": "count"}
CHOICES = frozenset({"if", "iif"})
SAID = frozenset({QuestionType.INFORMATION, QuestionType.SECTION})
"""What has no answer to ask about."""

YEARS = frozenset({365, 365.25, 365.2425})


class Sums:
    """Writes values; what is true or false is written by whoever inherits this."""

    def __init__(self, resolve: Resolve, own: str) -> None:
        self.resolve = resolve
        self.own = own

    def test(self, tree: Expression) -> str | bool:
        """Write what is true or false."""
        raise NotImplementedError

    def sum(self, tree: Expression) -> str:
        """Write what has a value."""
        tree = bare(tree)
        if isinstance(tree, Value):
            return word("yes" if tree.value is True else "no" if tree.value is False else tree.value)
        if isinstance(tree, Ref | Itself):
            return self.answer(tree)
        if isinstance(tree, Unary) and tree.operator == "-":
            return f"-{self.part(tree.operand)}"
        if isinstance(tree, Binary) and tree.operator in {"+", "-", "*", "/"}:
            return self.reckoned(tree)
        if isinstance(tree, Call):
            return self.worked(tree)
        raise UnreadableError(said(tree))

    def answer(self, tree: Ref | Itself) -> str:
        """Write the answer to a question; whether an option is chosen is none."""
        target = self.target(tree)
        if target.option:
            raise UnreadableError(target.option)
        return target.words

    def reckoned(self, tree: Binary) -> str:
        """Write a sum; between days it is a number of days, or another day."""
        left, right = self.is_day(tree.left), self.is_day(tree.right)
        if tree.operator == "-" and left and right:
            return f"days_between({self.sum(tree.right)}, {self.sum(tree.left)})"
        if tree.operator in {"+", "-"} and left and not right:
            days = self.sum(tree.right) if tree.operator == "+" else f"-{self.part(tree.right)}"
            return f"add_days({self.sum(tree.left)}, {days})"
        is_product = tree.operator in {"*", "/"}
        left_words = self.part(tree.left, alone=is_product)
        return f"{left_words} {tree.operator} {self.part(tree.right)}"

    def worked(self, tree: Call) -> str:
        """Write a function."""
        arguments = tree.arguments
        if tree.name in TODAY:
            return "today()"
        if tree.name in {"int", "floor"} and len(arguments) == 1:
            return self.years(arguments[0])
        if tree.name == "age" and len(arguments) == 1:
            return f"years_between({self.sum(arguments[0])}, today())"
        if tree.name in CHOICES and len(arguments) == 3:
            return self.either(arguments)
        if tree.name == "coalesce" and len(arguments) == 2:
            first = self.sum(arguments[0])
            return f"if({first} not empty, {first}, {self.sum(arguments[1])})"
        if tree.name in SAME and arguments:
            return f"{SAME[tree.name]}({', '.join(self.sum(one) for one in arguments)})"
        raise UnreadableError(said(tree))

    def either(self, arguments: Sequence[Expression]) -> str:
        """Write one value or another."""
        test = self.test(arguments[0])
        if isinstance(test, bool):
            return self.sum(arguments[1] if test else arguments[2])
        return f"if({test}, {self.sum(arguments[1])}, {self.sum(arguments[2])})"

    def years(self, tree: Expression) -> str:
        """Write an age: days since a birthday, divided by those of a year. No other whole number can be said."""
        tree = bare(tree)
        if isinstance(tree, Binary) and tree.operator == "/" and isinstance(bare(tree.right), Value):
            days, year = bare(tree.left), bare(tree.right)
            is_year = isinstance(year, Value) and year.value in YEARS
            if is_year and isinstance(days, Binary) and days.operator == "-":
                return f"years_between({self.sum(days.right)}, {self.sum(days.left)})"
        raise UnreadableError("int()")

    def is_day(self, tree: Expression) -> bool:
        """Return whether this is a day."""
        tree = bare(tree)
        if isinstance(tree, Call):
            return tree.name in TODAY
        if isinstance(tree, Ref | Itself):
            return self.target(tree).type is QuestionType.DATE
        return False

    def part(self, tree: Expression, *, alone: bool = True) -> str:
        """Write a value that is a part of a sum; what begins a plain sum stands without brackets."""
        words = self.sum(tree)
        return f"({words})" if alone and isinstance(bare(tree), Binary | Unary) else words

    def target(self, tree: Ref | Itself) -> Target:
        """Return what a name means."""
        name = self.own if isinstance(tree, Itself) else tree.name
        found = self.resolve(name)
        if found is None or found.type in SAID:
            raise UnreadableError(name)
        return replace(found, option="") if isinstance(tree, Itself) else found
