"""Conditions: which answers make a question appear. The browser's twin is web/browser/conditions.js.

Both run the same table, tests/participation/questions/conditions.json.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from participation.core import clock
from participation.questions import grammar, reckoning
from participation.questions.grammar import LISTS, Key, Operand, Tree
from participation.questions.tokens import WORDS, ConditionError
from participation.questions.written import write

__all__ = ["Condition", "ConditionError", "Formula", "Key", "formula", "parse", "plain", "reserved"]

Plain: TypeAlias = str | int | float | list[str | int | float]

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Condition:
    """A condition that has been read: its tree of nested tuples."""

    tree: Tree

    def __str__(self) -> str:
        return write(self.tree)

    def holds(self, answers: Mapping[str, object], day: date | None = None) -> bool:
        """Return whether the answers fulfil it; a question without an answer is empty.

        Args:
            day: what `today()` means; the present day, where None.
        """
        return _Judge(answers, day).holds(self.tree)

    def keys(self) -> frozenset[str]:
        """Return the keys of the questions it asks about."""
        return self._keys

    @cached_property
    def _keys(self) -> frozenset[str]:
        return _keys(self.tree)

    def to_json(self) -> list[Any]:
        """Return the tree for the browser: lists, and {"key": "Q05"} for an answer."""
        return _jsonable(self.tree)  # type: ignore[no-any-return]  # a tuple always becomes a list


@dataclass(frozen=True)
class Formula:
    """A value that is worked out from answers, or a condition, whose value is yes or no."""

    tree: Operand

    def __str__(self) -> str:
        return write(self.tree)

    def value(self, answers: Mapping[str, object], day: date | None = None) -> str | int | float | None:
        """Return what comes out, None where something that is needed is missing."""
        judge = _Judge(answers, day)
        if grammar.is_condition(self.tree):
            return "yes" if judge.holds(self.tree) else "no"  # type: ignore[arg-type]  # a condition is a tree
        found = judge.value(self.tree)
        only = found[0] if isinstance(found, list) and len(found) == 1 else found
        return None if only == "" or isinstance(only, list) else only

    def keys(self) -> frozenset[str]:
        """Return the keys of the questions it needs."""
        return self._keys

    @cached_property
    def _keys(self) -> frozenset[str]:
        return _keys(self.tree)

    def to_json(self) -> Any:
        """Return the tree for the browser."""
        return _jsonable(self.tree)


@lru_cache(maxsize=4096)
def parse(source: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: its text is one sentence in the language of the page; `position` counts from 1.
    """
    return Condition(grammar.read(source))


@lru_cache(maxsize=1024)
def formula(source: str) -> Formula:
    """Read how a value is worked out.

    Raises:
        ConditionError: its text is one sentence in the language of the page; `position` counts from 1.
    """
    return Formula(grammar.read_formula(source))


def reserved(key: str) -> bool:
    """Return whether the language uses this word itself, so that no question can have it as its key."""
    return key.lower() in WORDS


def comparisons(tree: Tree) -> Iterator[tuple[str, Operand, tuple[Operand, ...]]]:
    """Yield every operand of the tree with the kind of its comparison and what stands on the other side."""
    if tree[0] in {"and", "or", "not"}:
        for part in tree[1:]:
            yield from comparisons(part)
        return
    left, right = tree[1], tree[2] if len(tree) > 2 else ()
    others = right if tree[0] in LISTS or right == () else (right,)
    yield tree[0], left, others
    for one in others:
        yield tree[0], one, (left,)


def _keys(tree: Operand) -> frozenset[str]:
    return frozenset(key.question for key in set(named(tree)))


def named(part: Any) -> Iterator[Key]:
    """Yield every answer that a condition or a value asks for."""
    if isinstance(part, Key):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from named(one)


def _jsonable(part: Any) -> Any:
    if isinstance(part, Key):
        return {"key": part.name}
    return [_jsonable(one) for one in part] if isinstance(part, tuple) else part


def plain(value: object) -> Plain:
    """Return an answer as conditions see it: one word or number, or a list of them; empty is the empty text.

    A matrix is the list of its choices, an allocation that of its amounts.
    """
    if isinstance(value, Mapping) and not _scalar(value):
        value = list(value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        found = [one for one in map(_scalar, value) if one != ""]
        return found or ""
    return _scalar(value)


def _scalar(value: object) -> str | int | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        for name in ("key", "text"):
            inner = value.get(name)
            if isinstance(inner, str) and inner:
                return inner
    return ""


class _Judge:
    """Looks at trees with some answers in hand."""

    def __init__(self, answers: Mapping[str, object], day: date | None) -> None:
        self.answers = answers
        self.day = day

    def holds(self, tree: Tree) -> bool:
        kind = tree[0]
        if kind == "and":
            return all(self.holds(part) for part in tree[1:])
        if kind == "or":
            return any(self.holds(part) for part in tree[1:])
        if kind == "not":
            return not self.holds(tree[1])
        left = self.value(tree[1])
        if kind == "empty":
            return left == ""
        if kind in LISTS:
            return _SETS[kind](_many(left), [one for part in tree[2] for one in _many(self.value(part))])
        return _COMPARISONS[kind](left, self.value(tree[2]))

    def value(self, operand: Operand) -> Plain:
        if isinstance(operand, Key):
            return plain(self.answer(operand))
        return self.worked(operand) if isinstance(operand, tuple) else operand

    def answer(self, key: Key) -> object:
        whole = self.answers.get(key.question)
        return (whole.get(key.part) if isinstance(whole, Mapping) else None) if key.part else whole

    def worked(self, tree: Tree) -> Plain:
        kind = tree[0]
        if kind == "if":
            return self.value(tree[2] if self.holds(tree[1]) else tree[3])
        if kind == "today":
            return (self.day or clock.today()).isoformat()
        values = [_many(self.value(part)) for part in tree[1:]]
        if kind == "count":
            return len(values[0])
        if kind in reckoning.OF_MANY:
            numbers = (_float(one) for several in values for one in several)
            return reckoning.OF_MANY[kind]([one for one in numbers if one is not None])
        singles = [several[0] if len(several) == 1 else "" for several in values]
        if kind in reckoning.OF_DAYS:
            return reckoning.OF_DAYS[kind](*singles)
        found = [number for one in singles if (number := _float(one)) is not None]
        return reckoning.OF_NUMBERS[kind](*found) if len(found) == len(singles) else ""


def _float(value: Plain) -> float | None:
    number = _number(value)
    try:
        return None if number is None else float(number)
    except OverflowError:
        return None


def _many(value: Plain) -> list[str | int | float]:
    if isinstance(value, list):
        return value
    return [] if value == "" else [value]


def _number(value: Plain) -> int | float | None:
    if isinstance(value, int | float):
        return value
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _same(left: Plain, right: Plain) -> bool:
    """Compare two single values: as numbers where at least one is a number, else letter by letter."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    first, second = _number(left), _number(right)
    return first is not None and first == second


def _equal(left: Plain, right: Plain) -> bool:
    """Compare two values; lists are equal when they hold the same, in any order."""
    if not isinstance(left, list) and not isinstance(right, list):
        return _same(left, right)
    first, second = _many(left), _many(right)
    return len(first) == len(second) and _all(first, second)


def _contains(left: Plain, right: Plain) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return right != "" and right.lower() in left.lower()
    return _any(_many(left), _many(right))


def _any(have: list[str | int | float], wanted: list[str | int | float]) -> bool:
    return any(_same(one, other) for one in have for other in wanted)


def _all(have: list[str | int | float], wanted: list[str | int | float]) -> bool:
    return bool(wanted) and all(any(_same(one, other) for one in have) for other in wanted)


def _before(left: Plain, right: Plain) -> int | None:
    """Return -1, 0 or 1 for two numbers or two days; None where there is no order."""
    first, second = _number(left), _number(right)
    if first is not None and second is not None:
        return (first > second) - (first < second)
    if isinstance(left, str) and isinstance(right, str) and _DAY.fullmatch(left) and _DAY.fullmatch(right):
        return (left > right) - (left < right)
    return None


_SETS: Mapping[str, Callable[[list[str | int | float], list[str | int | float]], bool]] = {
    "in": _any,
    "any": _any,
    "all": _all,
    "none": lambda have, wanted: not _any(have, wanted),
}
_COMPARISONS: Mapping[str, Callable[[Plain, Plain], bool]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": lambda left, right: _before(left, right) == -1,
    "<=": lambda left, right: _before(left, right) in {-1, 0},
    ">": lambda left, right: _before(left, right) == 1,
    ">=": lambda left, right: _before(left, right) in {0, 1},
    "contains": _contains,
}
