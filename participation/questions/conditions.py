"""Conditions: which answers make a question appear. The browser's twin is web/browser/conditions.js.

Both run the same table, tests/participation/questions/conditions.json.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from participation.questions import grammar
from participation.questions.grammar import Key, Operand, Tree
from participation.questions.tokens import WORDS, ConditionError

__all__ = ["Condition", "ConditionError", "Key", "parse", "plain", "reserved"]

Plain: TypeAlias = str | int | float | list[str | int | float]

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that has been read: its tree of nested tuples."""

    tree: Tree

    def __str__(self) -> str:
        return grammar.write(self.tree)

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Return whether the answers fulfil it; a question without an answer is empty."""
        return _holds(self.tree, answers)

    def keys(self) -> frozenset[str]:
        """Return the keys of the questions it asks about."""
        return frozenset(operand.name for _kind, operand, _others in comparisons(self.tree) if isinstance(operand, Key))

    def to_json(self) -> list[Any]:
        """Return the tree for the browser: lists, and {"key": "Q05"} for an answer."""
        return _jsonable(self.tree)  # type: ignore[no-any-return]  # a tuple always becomes a list


@lru_cache(maxsize=4096)
def parse(source: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: its text is one sentence in the language of the page; `position` counts from 1.
    """
    return Condition(grammar.read(source))


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
    others = right if isinstance(right, tuple) else (right,)
    yield tree[0], left, others
    for one in others:
        yield tree[0], one, (left,)


def _jsonable(part: Any) -> Any:
    if isinstance(part, Key):
        return {"key": part.name}
    return [_jsonable(one) for one in part] if isinstance(part, tuple) else part


def plain(value: object) -> Plain:
    """Return an answer as conditions see it: one word or number, or a list of them; empty is the empty text."""
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


def _holds(tree: Tree, answers: Mapping[str, object]) -> bool:
    kind = tree[0]
    if kind == "and":
        return all(_holds(part, answers) for part in tree[1:])
    if kind == "or":
        return any(_holds(part, answers) for part in tree[1:])
    if kind == "not":
        return not _holds(tree[1], answers)
    left = _value(tree[1], answers)
    if kind == "empty":
        return left == ""
    if isinstance(tree[2], tuple):
        return _SETS[kind](_many(left), [one for part in tree[2] for one in _many(_value(part, answers))])
    return _COMPARISONS[kind](left, _value(tree[2], answers))


def _value(operand: Operand, answers: Mapping[str, object]) -> Plain:
    return plain(answers.get(operand.name)) if isinstance(operand, Key) else operand


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
