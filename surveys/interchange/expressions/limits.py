"""The plain part of a rule about an answer: at least 3, at most 120, up to 300 characters. The rest stays a rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from participation.questions.kind import day_in
from participation.questions.types import Limits, Question, QuestionType
from surveys.interchange.expressions.targets import bare
from surveys.interchange.expressions.tree import Binary, Call, Expression, Itself, Ref, Value
from surveys.interchange.expressions.writing import TURNED

NUMBERS = frozenset({QuestionType.NUMBER})
TEXTS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})
LENGTHS = frozenset({"string-length", "strlen", "length"})
COUNTS = frozenset({"count-selected", "count"})


@dataclass(frozen=True, slots=True)
class _Bound:
    subject: str
    operator: str
    value: int | float | str


def limited(question: Question, tree: Expression, own: str = "") -> tuple[Question, list[Expression]]:
    """Return the question with the limits that a rule says, and the parts of the rule that are none.

    Args:
        own: the name by which the rule may call its own question.
    """
    rest: list[Expression] = []
    for part in _parts(tree):
        bound = _bound(part, own)
        limits = _with(question, bound) if bound else None
        if limits is None:
            rest.append(part)
        else:
            question = replace(question, limits=limits)
    return question, rest


def _parts(tree: Expression) -> Iterator[Expression]:
    if isinstance(tree, Binary) and tree.operator == "and":
        yield from _parts(tree.left)
        yield from _parts(tree.right)
    else:
        yield tree


def _bound(tree: Expression, own: str) -> _Bound | None:
    if not isinstance(tree, Binary) or tree.operator not in TURNED or tree.operator == "!=":
        return None
    left, right, operator = bare(tree.left), bare(tree.right), tree.operator
    if isinstance(left, Value):
        left, right, operator = right, left, TURNED[operator]
    if not isinstance(right, Value) or isinstance(right.value, bool):
        return None
    subject = _subject(left, own)
    return _Bound(subject, operator, right.value) if subject else None


def _subject(tree: Expression, own: str) -> str:
    if _is_own(tree, own):
        return "answer"
    if isinstance(tree, Call) and len(tree.arguments) == 1 and _is_own(bare(tree.arguments[0]), own):
        return "length" if tree.name in LENGTHS else "count" if tree.name in COUNTS else ""
    return ""


def _is_own(tree: Expression, own: str) -> bool:
    return isinstance(tree, Itself) or (bool(own) and tree == Ref(own))


def _with(question: Question, bound: _Bound) -> Limits | None:
    """Return the limits with this bound; None where it does not go with the type."""
    if bound.subject == "answer" and question.type in NUMBERS:
        return _numbers(question.limits, bound)
    if bound.subject == "answer" and question.type is QuestionType.DATE:
        return _days(question.limits, bound)
    if bound.subject == "length" and question.type in TEXTS:
        return _counted(question.limits, bound, "min_length", "max_length")
    if bound.subject == "count" and question.type is QuestionType.MULTIPLE:
        return _counted(question.limits, bound, "min_choices", "max_choices")
    return None


def _numbers(limits: Limits, bound: _Bound) -> Limits | None:
    value = bound.value
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if bound.operator in {"<", ">"}:
        if not limits.whole or not float(value).is_integer():
            return None
        value = value - 1 if bound.operator == "<" else value + 1
    number = int(value) if float(value).is_integer() else value
    low = number if bound.operator in {">", ">=", "="} else limits.min
    high = number if bound.operator in {"<", "<=", "="} else limits.max
    return replace(limits, min=low, max=high)


def _days(limits: Limits, bound: _Bound) -> Limits | None:
    day = day_in(str(bound.value)[:10])
    if day is None or bound.operator not in {">=", "<="}:
        return None
    return replace(limits, earliest=day) if bound.operator == ">=" else replace(limits, latest=day)


def _counted(limits: Limits, bound: _Bound, least: str, most: str) -> Limits | None:
    if not isinstance(bound.value, int):
        return None
    number = bound.value + {"<": -1, ">": 1}.get(bound.operator, 0)
    if number < 0 or number > 10_000:
        return None
    found: dict[str, Any] = {}
    if bound.operator in {">", ">=", "="}:
        found[least] = number
    if bound.operator in {"<", "<=", "="}:
        found[most] = number
    return replace(limits, **found)
