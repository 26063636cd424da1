"""What is wrong with the conditions, formulas and texts of a whole set of questions, before anybody is asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions.conditions import Condition, ConditionError, Formula, comparisons, formula, named, parse
from participation.questions.grammar import Key, Operand, Tree, is_condition
from participation.questions.piping import keys_in
from participation.questions.reach import unreachable
from participation.questions.services import condition, conditions_of, formula_of
from participation.questions.types import Option, Question, QuestionType

WITH_OPTIONS = frozenset(
    {QuestionType.SINGLE, QuestionType.DROPDOWN, QuestionType.MULTIPLE, QuestionType.RANKING, QuestionType.YES_NO}
)

LINES: Mapping[QuestionType, Callable[[Question], Sequence[Option]]] = {
    QuestionType.MATRIX: lambda question: question.rows,
    QuestionType.ALLOCATION: lambda question: question.options,
}
"""What conditions can name behind the key of a question and a point."""


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


def check(questions: Sequence[Question]) -> list[Finding]:
    """Return what is wrong with conditions, formulas and texts, in the order of the questions."""
    by_key = {one.key: one for one in questions}
    places = {key: place for place, key in enumerate(by_key)}
    found = [finding for question in questions for finding in _faults(question, by_key, places)]
    found += _loops(questions)
    if not found:
        found = [_unreachable(question) for question in unreachable(questions)]
    return sorted(found, key=lambda finding: places[finding.key])


def _faults(question: Question, by_key: Mapping[str, Question], places: Mapping[str, int]) -> Iterator[Finding]:
    yield from _unreadable(question)
    here = places[question.key]
    may_name_itself = _asks(condition(question.constraint))
    for key in sorted(_needs(question) | may_name_itself | keys_in(question)):
        if key not in places:
            sentence = lazy_gettext("There is no question “%(key)s”. Please choose another one.", key=key)
            yield Finding(question.key, Fault.UNKNOWN_KEY, sentence)
        elif places[key] > here or (key == question.key and key not in may_name_itself):
            sentence = lazy_gettext("The question “%(key)s” comes later. Please put it before this one.", key=key)
            yield Finding(question.key, Fault.LATER, sentence)
    for key, word in sorted({pair for tree in _trees(question) for pair in _foreign_options(tree, by_key)}):
        sentence = lazy_gettext(
            "The question “%(key)s” has no answer “%(option)s”. Please choose one that it has.", key=key, option=word
        )
        yield Finding(question.key, Fault.UNKNOWN_OPTION, sentence)


def _unreadable(question: Question) -> Iterator[Finding]:
    """Name each condition and formula that cannot be read."""
    for source, read in [*((one, parse) for one in _sources(question)), (question.formula, formula)]:
        try:
            if source:
                read(source)
        except ConditionError as error:
            yield Finding(question.key, Fault.UNREADABLE, error.sentence)


def _sources(question: Question) -> list[str]:
    """Return the conditions of a question, its options and its rows."""
    lines = (*question.options, *question.rows)
    return [question.condition, question.constraint, *(one.condition for one in lines)]


def _trees(question: Question) -> Iterator[Operand]:
    """Yield the trees of a question that can be read."""
    yield from (found.tree for source in _sources(question) if (found := condition(source)))
    worked = formula_of(question)
    if worked:
        yield worked.tree


def _needs(question: Question) -> frozenset[str]:
    """Return the keys of the questions without whose answers this one cannot be put."""
    lines = (*question.options, *question.rows)
    whens = [condition(source) for source in (question.condition, *(one.condition for one in lines))]
    return frozenset[str]().union(_asks(formula_of(question)), *map(_asks, whens))


def _asks(found: Condition | Formula | None) -> frozenset[str]:
    return found.keys() if found else frozenset()


def _foreign_options(tree: Operand, by_key: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    for operand, word in _words(tree):
        question = by_key.get(operand.question)
        if question is None:
            continue
        if operand.part and question.type in LINES:
            if all(operand.part != one.key for one in LINES[question.type](question)):
                yield question.key, operand.part
        elif question.type in WITH_OPTIONS and word != "" and all(str(word) != one.key for one in question.choices):
            yield question.key, str(word)


def _words(tree: Operand) -> Iterator[tuple[Key, str | int]]:
    """Yield the answers that a tree looks at, each with the words and numbers it is compared with, if any."""
    if not isinstance(tree, tuple):
        return
    yield from ((key, "") for key in named(tree) if key.part)
    conditions = [part for part in _parts(tree) if is_condition(part)]
    for one in conditions:
        for _kind, operand, others in comparisons(one):
            if isinstance(operand, Key):
                yield from ((operand, word) for word in others if isinstance(word, str | int))


def _parts(tree: Tree) -> Iterator[Tree]:
    """Yield a tree, or, where it is no condition, the conditions inside of it."""
    yield tree
    if not is_condition(tree):
        for part in tree[1:]:
            if isinstance(part, tuple):
                yield from _parts(part)


def _loops(questions: Sequence[Question]) -> list[Finding]:
    """Name each circle of conditions once, at the first of its questions."""
    above = conditions_of(questions)
    asks = _waiting({one.key: sorted(_needs(one) | _asks(above.get(one.key))) for one in questions})
    found: dict[frozenset[str], Finding] = {}
    for start in asks:
        circle = _circle(start, asks)
        if circle and frozenset(circle) not in found:
            way = " → ".join([*circle, start])
            sentence = lazy_gettext("These conditions wait for each other: %(way)s. Please take one out.", way=way)
            found[frozenset(circle)] = Finding(start, Fault.LOOP, sentence)
    return list(found.values())


def _waiting(asks: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return what is left when, again and again, all are taken away that ask about nothing that is left."""
    asked_by: dict[str, list[str]] = {key: [] for key in asks}
    open_ = {key: sum(one in asks for one in asked) for key, asked in asks.items()}
    for key, asked in asks.items():
        for one in asked:
            asked_by.get(one, []).append(key)
    free = [key for key, count in open_.items() if not count]
    while free:
        for key in asked_by[free.pop()]:
            open_[key] -= 1
            if not open_[key]:
                free.append(key)
    return {key: asks[key] for key, count in open_.items() if count}


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
