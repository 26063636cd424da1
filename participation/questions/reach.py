"""Whether a question can be reached at all: a search through the answers that make a difference to its condition."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, combinations, pairwise
from typing import TypeAlias

from participation.questions.conditions import Condition, comparisons
from participation.questions.grammar import Key, Operand
from participation.questions.kind import day_in, number_in
from participation.questions.services import check, conditions_of
from participation.questions.types import MISSING, Answer, Question, QuestionType

Literal: TypeAlias = str | int | float

MOST_WORK = 60_000
"""So many comparisons, and answers to try, are spent on one question at most."""
MOST_IN_ALL = 150_000
"""So many, a third of a second or less, are spent on all questions together; then the rest is believed."""
MOST_NEEDED = 60
"""Of a question that depends on more than these it is believed, too: the search goes as deep as that."""
COST_OF_SAMPLE = 5
"""An answer that is made up and checked takes as long as so many comparisons."""
UNSEARCHED = frozenset(
    {QuestionType.MATRIX, QuestionType.ALLOCATION, QuestionType.CALCULATED, QuestionType.IDEA, QuestionType.FILE}
)


def unreachable(questions: Sequence[Question]) -> Iterator[Question]:
    """Yield the questions that nobody can reach; of those with too many answers to try it is believed that they can."""
    ground = _Ground(questions)
    left = MOST_IN_ALL
    for question in questions:
        asked = ground.above.get(question.key)
        if asked is None or left <= 0:
            continue
        budget = min(MOST_WORK, left)
        work = _Work(budget)
        if not _is_reachable(asked, ground, work):
            yield question
        left -= budget - max(0, work.left)


class _Asked:
    """What one condition asks: of which questions, with what it compares their answers, and how long that takes."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.keys = condition.keys()
        self.words: dict[str, dict[Literal, None]] = {}
        self.is_beyond = False
        self.size = 0
        for _kind, operand, others in comparisons(condition.tree):
            self.size += 1
            self.is_beyond |= _is_worked_out(operand, others)
            if isinstance(operand, Key) and not operand.part:
                words = self.words.setdefault(operand.question, {})
                words.update((other, None) for other in others if isinstance(other, str | int | float))

    def holds(self, answers: Mapping[str, object], work: "_Work") -> bool:
        """Return whether the answers fulfil it, and count what that took."""
        work.left -= self.size
        return self.condition.holds(answers)


def _is_worked_out(operand: Operand, others: Sequence[Operand]) -> bool:
    """Return whether something is worked out, or answers are compared with each other."""
    if not isinstance(operand, Key):
        return isinstance(operand, tuple)
    return bool(operand.part) or any(isinstance(other, Key) for other in others)


class _Ground:
    """What is worked out once for all questions: their places, and what is asked before each is shown."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        self.places = {question.key: place for place, question in enumerate(questions)}
        self.above = {key: _Asked(condition) for key, condition in conditions_of(questions).items()}

    def needed(self, asked: _Asked) -> list[Question]:
        """Return the questions a condition depends on, also by way of other conditions, in order; not all of many."""
        keys, waiting = set[str](), set(asked.keys)
        while waiting and len(keys) <= MOST_NEEDED:
            key = waiting.pop()
            keys.add(key)
            if key in self.above:
                waiting |= self.above[key].keys - keys
        return [self.questions[place] for place in sorted(self.places[key] for key in keys)]


@dataclass(slots=True)
class _Work:
    """What may still be spent on a question."""

    left: int


@dataclass(slots=True)
class _Samples:
    """Answers to one question that can make a difference; each is made up when it is needed, and kept."""

    more: Iterator[Answer]
    found: list[Answer] = field(default_factory=list)

    def __iter__(self) -> Iterator[Answer]:
        yield from self.found
        at = len(self.found)
        while at < len(self.found) or self._next():
            yield self.found[at]
            at += 1

    def _next(self) -> bool:
        for one in self.more:
            self.found.append(one)
            return True
        return False


def _is_reachable(asked: _Asked, ground: _Ground, work: _Work) -> bool:
    """Try answers that can make a difference."""
    needed = ground.needed(asked)
    others = [asked, *(ground.above[one.key] for one in needed if one.key in ground.above)]
    work.left -= sum(one.size for one in others)
    is_too_much = len(needed) > MOST_NEEDED or any(one.type in UNSEARCHED for one in needed)
    if is_too_much or any(one.is_beyond for one in others):
        return True
    samples = {one.key: _Samples(_samples(one, _compared(one, others), work)) for one in needed}
    return _search(asked, needed, samples, {}, ground, work) or work.left <= 0


def _search(
    asked: _Asked,
    open_: Sequence[Question],
    samples: Mapping[str, Iterable[Answer]],
    answers: dict[str, object],
    ground: _Ground,
    work: _Work,
) -> bool:
    work.left -= 1
    if work.left <= 0:
        return False
    if not open_:
        return asked.holds(answers, work)
    first, rest = open_[0], open_[1:]
    own = ground.above.get(first.key)
    candidates = samples[first.key] if own is None or own.holds(answers, work) else (MISSING,)
    return any(_search(asked, rest, samples, answers | {first.key: one}, ground, work) for one in candidates)


def _compared(question: Question, asked: Sequence[_Asked]) -> list[Literal]:
    """Return the words and numbers with which conditions compare the answer to a question."""
    found: dict[Literal, None] = {}
    for one in asked:
        found |= one.words.get(question.key, {})
    return list(found)


def _samples(question: Question, words: list[Literal], work: _Work) -> Iterator[Answer]:
    """Yield answers that can make a difference to the conditions, first none at all where that is allowed."""
    is_any = False
    candidates = _CANDIDATES.get(question.type, _texts)(question, words)
    for answer in chain((MISSING,), candidates):
        work.left -= COST_OF_SAMPLE
        if work.left <= 0:
            return
        if not check(question, answer):
            is_any = True
            yield answer
    if not is_any:
        yield MISSING


def _keys(question: Question, words: list[Literal]) -> list[Answer]:
    return [option.key for option in question.choices]


def _steps(question: Question, words: list[Literal]) -> list[Answer]:
    return [*(step for step, _word in question.steps), *(option.key for option in question.options)]


def _texts(question: Question, words: list[Literal]) -> list[Answer]:
    said = [str(word) for word in words if word != ""]
    least = question.limits.min_length or 1
    longer = [one.ljust(max(least, len(one) + 1), "…") for one in ("", " ".join(said), *said)]
    return [*said, *longer]


def _places(question: Question, words: list[Literal]) -> list[Answer]:
    listed: list[Answer] = [{"key": option.key} for option in question.options]
    return [*listed, *({"text": text} for text in _texts(question, words) if text)]


def _subsets(question: Question, words: list[Literal]) -> Iterator[Answer]:
    """Yield choices of several options: few or all of those that conditions name, with some of the others."""
    mentioned = {str(word) for word in words}
    named = [one.key for one in question.options if one.key in mentioned]
    others = [one.key for one in question.options if one.key not in mentioned]
    sizes = sorted(range(len(named) + 1), key=lambda size: size if size < len(named) else 1.5)
    for more in range(len(others) + 1):
        for size in sizes:
            for subset in combinations(named, size):
                if size or more:
                    yield [*subset, *others[:more]]


def _numbers(question: Question, words: list[Literal]) -> list[Answer]:
    """Return the numbers that are named, and one between each two of them."""
    limits = question.limits
    named = [number for word in words if (number := number_in(str(word))) is not None]
    ends = [end for end in (limits.min, limits.max) if end is not None]
    marks = sorted({0.0, *map(float, named), *map(float, ends)})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    near = {mark + step for mark in marks for step in (-1, 0, 1)} | {*between, *map(math.floor, between)}
    return [int(one) if one == int(one) else one for one in sorted(near)]


def _days(question: Question, words: list[Literal]) -> list[Answer]:
    named = [question.limits.earliest, question.limits.latest, *map(str, words), "2027-01-01"]
    days = {date.fromisoformat(found) for word in named if word and (found := day_in(word))}
    steps = (timedelta(-1), timedelta(0), timedelta(1))
    return [(day + step).isoformat() for day in sorted(days) for step in steps if date.min < day < date.max]


_CANDIDATES: Mapping[QuestionType, Callable[[Question, list[Literal]], Iterable[Answer]]] = {
    QuestionType.SINGLE: _keys,
    QuestionType.DROPDOWN: _keys,
    QuestionType.YES_NO: _keys,
    QuestionType.CONSENT: _keys,
    QuestionType.SCALE: _steps,
    QuestionType.NUMBER: _numbers,
    QuestionType.DATE: _days,
    QuestionType.MULTIPLE: _subsets,
    QuestionType.RANKING: _subsets,
    QuestionType.PLACE: _places,
}
