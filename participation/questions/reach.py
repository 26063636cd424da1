"""Whether a question can be reached at all: a search through the answers that make a difference to its condition."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, pairwise
from typing import TypeAlias

from participation.questions.conditions import Condition, comparisons
from participation.questions.grammar import Key, Operand
from participation.questions.kind import day_in, number_in
from participation.questions.services import check, conditions_of
from participation.questions.types import MISSING, Answer, Question, QuestionType

Literal: TypeAlias = str | int | float

MOST_TRIES = 20_000
MOST_SUBSETS = 8
UNSEARCHED = frozenset(
    {QuestionType.MATRIX, QuestionType.ALLOCATION, QuestionType.CALCULATED, QuestionType.IDEA, QuestionType.FILE}
)


def is_reachable(question: Question, questions: Sequence[Question]) -> bool:
    """Try answers that can make a difference; when there are too many to try, believe that it can be reached."""
    above = conditions_of(questions)
    condition = above.get(question.key)
    if condition is None:
        return True
    needed = _needed(condition, questions, above)
    asked = [condition, *(above[one.key] for one in needed if one.key in above)]
    if _is_beyond(asked, needed):
        return True
    samples = {one.key: _samples(one, asked) for one in needed}
    tries = _Tries(MOST_TRIES, above)
    return _search(condition, needed, samples, {}, tries) or tries.left <= 0


@dataclass(slots=True)
class _Tries:
    left: int
    above: Mapping[str, Condition]


def _search(
    condition: Condition,
    open_: Sequence[Question],
    samples: Mapping[str, Sequence[Answer]],
    answers: dict[str, object],
    tries: _Tries,
) -> bool:
    tries.left -= 1
    if tries.left <= 0:
        return False
    if not open_:
        return condition.holds(answers)
    first, rest = open_[0], open_[1:]
    own = tries.above.get(first.key)
    candidates = samples[first.key] if own is None or own.holds(answers) else (MISSING,)
    return any(_search(condition, rest, samples, answers | {first.key: one}, tries) for one in candidates)


def _needed(condition: Condition, questions: Sequence[Question], above: Mapping[str, Condition]) -> list[Question]:
    """Return the questions a condition depends on, also by way of other conditions, in order."""
    keys, waiting = set[str](), set(condition.keys())
    while waiting:
        key = waiting.pop()
        keys.add(key)
        waiting |= (above[key].keys() if key in above else frozenset()) - keys
    return [one for one in questions if one.key in keys]


def _all_comparisons(asked: Sequence[Condition]) -> Iterator[tuple[str, Operand, tuple[Operand, ...]]]:
    return chain.from_iterable(comparisons(one.tree) for one in asked)


def _is_beyond(asked: Sequence[Condition], needed: Sequence[Question]) -> bool:
    """Return whether it takes more than a search through answers: something is worked out, or answers are compared."""
    if any(one.type in UNSEARCHED for one in needed):
        return True
    return any(
        isinstance(operand, tuple)
        or (isinstance(operand, Key) and (operand.part or any(isinstance(other, Key) for other in others)))
        for _kind, operand, others in _all_comparisons(asked)
    )


def _samples(question: Question, asked: Sequence[Condition]) -> list[Answer]:
    """Return answers that can make a difference to the conditions, nothing among them where that is allowed."""
    words = [
        other
        for _kind, operand, others in _all_comparisons(asked)
        if operand == Key(question.key)
        for other in others
        if isinstance(other, str | int | float)
    ]
    found: list[Answer] = [MISSING, *_candidates(question, list(dict.fromkeys(words)))]
    return [answer for answer in found if not check(question, answer)] or [MISSING]


def _candidates(question: Question, words: list[Literal]) -> list[Answer]:
    return _CANDIDATES.get(question.type, _texts)(question, words)


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


def _subsets(question: Question, words: list[Literal]) -> list[Answer]:
    mentioned = {str(word) for word in words}
    named = [one.key for one in question.options if one.key in mentioned][:MOST_SUBSETS]
    others = [one.key for one in question.options if one.key not in mentioned]
    found: list[Answer] = []
    for size in range(len(named) + 1):
        for subset in combinations(named, size):
            found += [[*subset, *others[:more]] for more in range(len(others) + 1)]
    return [answer for answer in found if answer]


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


_CANDIDATES: Mapping[QuestionType, Callable[[Question, list[Literal]], list[Answer]]] = {
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
