"""Which questions are shown, and what is wrong with the conditions of a whole set of questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions.conditions import Condition, ConditionError, comparisons, parse
from participation.questions.grammar import Key
from participation.questions.reach import is_reachable
from participation.questions.services import condition_of, is_missing
from participation.questions.types import Answer, Question, QuestionType

WITH_OPTIONS = frozenset(
    {QuestionType.SINGLE, QuestionType.DROPDOWN, QuestionType.MULTIPLE, QuestionType.RANKING, QuestionType.YES_NO}
)


class Fault(StrEnum):
    """What can be wrong with a condition."""

    UNREADABLE = "unreadable"
    UNKNOWN_KEY = "unknown_key"
    LATER = "later"
    LOOP = "loop"
    UNKNOWN_OPTION = "unknown_option"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the question that has it, and a sentence that says what to do."""

    key: str
    fault: Fault
    sentence: Lazy


def visible_questions(questions: Sequence[Question], answers: Mapping[str, object]) -> list[Question]:
    """Return the questions that are shown, in order; answers to questions that are not shown do not count.

    A condition that cannot be read hides nothing: `check` names it before anybody is asked.
    """
    counted_so_far: dict[str, object] = {}
    found: list[Question] = []
    for question in questions:
        condition = condition_of(question)
        if condition is None or condition.holds(counted_so_far):
            found.append(question)
            if question.key in answers:
                counted_so_far[question.key] = answers[question.key]
    return found


def counted(questions: Sequence[Question], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers that count: those to questions that are shown, without empty ones."""
    return {
        question.key: answers[question.key]
        for question in visible_questions(questions, answers)
        if not is_missing(answers.get(question.key))
    }


def check(questions: Sequence[Question]) -> list[Finding]:
    """Return what is wrong with the conditions, in the order of the questions."""
    found = [finding for question in questions for finding in _faults(question, questions)]
    found += _loops(questions)
    if not found:
        found = [_unreachable(question) for question in questions if not is_reachable(question, questions)]
    order = {question.key: number for number, question in enumerate(questions)}
    return sorted(found, key=lambda finding: order[finding.key])


def _faults(question: Question, questions: Sequence[Question]) -> Iterator[Finding]:
    if not question.condition:
        return
    try:
        condition = parse(question.condition)
    except ConditionError as error:
        yield Finding(question.key, Fault.UNREADABLE, error.sentence)
        return
    keys = [one.key for one in questions]
    here = keys.index(question.key)
    for key in sorted(condition.keys()):
        if key not in keys:
            sentence = lazy_gettext("There is no question “%(key)s”. Please choose another one.", key=key)
            yield Finding(question.key, Fault.UNKNOWN_KEY, sentence)
        elif keys.index(key) >= here:
            sentence = lazy_gettext("The question “%(key)s” comes later. Please put it before this one.", key=key)
            yield Finding(question.key, Fault.LATER, sentence)
    by_key = {one.key: one for one in questions}
    for key, word in _foreign_options(condition, by_key):
        sentence = lazy_gettext(
            "The question “%(key)s” has no answer “%(option)s”. Please choose one that it has.", key=key, option=word
        )
        yield Finding(question.key, Fault.UNKNOWN_OPTION, sentence)


def _foreign_options(condition: Condition, by_key: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    for _kind, operand, others in comparisons(condition.tree):
        question = by_key.get(operand.name) if isinstance(operand, Key) else None
        if question is None or question.type not in WITH_OPTIONS:
            continue
        known = {"", *(one.key for one in question.choices)}
        for word in others:
            if isinstance(word, str | int) and str(word) not in known:
                yield question.key, str(word)


def _loops(questions: Sequence[Question]) -> list[Finding]:
    """Name each circle of conditions once, at the first of its questions."""
    asks = {one.key: sorted(condition.keys()) for one in questions if (condition := condition_of(one))}
    found: dict[frozenset[str], Finding] = {}
    for start in asks:
        circle = _circle(start, asks)
        if circle and frozenset(circle) not in found:
            way = " → ".join([*circle, start])
            sentence = lazy_gettext("These conditions wait for each other: %(way)s. Please take one out.", way=way)
            found[frozenset(circle)] = Finding(start, Fault.LOOP, sentence)
    return list(found.values())


def _circle(start: str, asks: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a shortest way from a question back to itself through the questions it asks about."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for key in asks.get(way[-1], ()):
            if key == start:
                return way
            if key not in seen:
                seen.add(key)
                ways.append([*way, key])
    return []


def _unreachable(question: Question) -> Finding:
    sentence = lazy_gettext("Nobody can ever see this question, whatever the answers. Please change its condition.")
    return Finding(question.key, Fault.UNREACHABLE, sentence)
