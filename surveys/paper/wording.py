"""Conditions in words, for a sheet of paper: "only if question 5 says bicycle; otherwise go on with question 7"."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from participation.questions.conditions import ConditionError, Key, parse
from participation.questions.grammar import Operand, Tree
from participation.questions.types import Question


class _Unsayable(Exception):
    """There are no simple words for this part of a condition."""


def only_if(question: Question, numbers: Mapping[str, int], by_key: Mapping[str, Question], language: str) -> str:
    """Return when a question is to be answered, as one sentence; empty where always."""
    if not question.condition:
        return ""
    try:
        return gettext(
            "Please answer only if %(condition)s.",
            condition=_Teller(numbers, by_key, language).said(parse(question.condition).tree),
        )
    except (ConditionError, _Unsayable):
        return gettext("Please answer only if this fits you.")


class _Teller:
    """Says conditions about questions that have numbers on the sheet."""

    def __init__(self, numbers: Mapping[str, int], by_key: Mapping[str, Question], language: str) -> None:
        self.numbers, self.by_key, self.language = numbers, by_key, language

    def said(self, tree: Tree) -> str:
        """Return a condition as a part of a sentence."""
        kind = tree[0]
        if kind in {"and", "or"}:
            word = gettext("and") if kind == "and" else gettext("or")
            return f" {word} ".join(self.said(part) for part in tree[1:])
        if kind == "not":
            return self._denied(tree[1])
        number = self._number(tree[1])
        if kind == "empty":
            return gettext("question %(number)s is empty", number=number)
        if kind in {"=", "contains", "any", "in", "all"} and (labels := self._labels(tree)):
            return gettext(
                "“%(options)s” is ticked in question %(number)s", number=number, options=self._joined(labels, kind)
            )
        if kind in {"!=", "none"} and (labels := self._labels(tree)):
            return self._not_ticked(number, labels)
        return self._compared(kind, number, tree[2])

    def _denied(self, tree: Tree) -> str:
        number = self._number(tree[1]) if len(tree) > 1 else 0
        if tree[0] == "empty":
            return gettext("question %(number)s is answered", number=number)
        if tree[0] in {"=", "contains", "any", "in"} and (labels := self._labels(tree)):
            return self._not_ticked(number, labels)
        raise _Unsayable

    def _not_ticked(self, number: int, labels: Sequence[str]) -> str:
        options = self._joined(labels, "any")
        return gettext("“%(options)s” is not ticked in question %(number)s", number=number, options=options)

    def _compared(self, kind: str, number: int, value: Operand) -> str:
        if isinstance(value, Key | tuple):
            raise _Unsayable
        words = {
            "=": gettext("question %(number)s says %(value)s", number=number, value=value),
            ">": gettext("question %(number)s says more than %(value)s", number=number, value=value),
            ">=": gettext("question %(number)s says at least %(value)s", number=number, value=value),
            "<": gettext("question %(number)s says less than %(value)s", number=number, value=value),
            "<=": gettext("question %(number)s says at most %(value)s", number=number, value=value),
        }
        if kind not in words:
            raise _Unsayable
        return words[kind]

    def _number(self, operand: Operand) -> int:
        if not isinstance(operand, Key) or operand.part or operand.question not in self.numbers:
            raise _Unsayable
        return self.numbers[operand.question]

    def _labels(self, tree: Tree) -> list[str]:
        """Return the labels of the options a comparison names; none where they are no options."""
        question = self.by_key[tree[1].question]
        values = tree[2] if isinstance(tree[2], tuple) else (tree[2],)
        options = [question.option(value) if isinstance(value, str) else None for value in values]
        return [one.label.in_(self.language) for one in options if one] if all(options) else []

    def _joined(self, labels: Sequence[str], kind: str) -> str:
        word = gettext("and") if kind == "all" else gettext("or")
        return f"” {word} “".join(labels) if self.language == "en" else f"“ {word} „".join(labels)
