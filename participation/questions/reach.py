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
MOST_IN_ALL = 60_000
"""So many tries, half a second or less, are spent on all questions together; then the rest is believed."""
MOST_NEEDED = 60
"""Of a question that depends on more than these it is believed, too: the search goes as deep as that."""
MOST_SUBSETS = 8
UNSEARCHED = frozenset(
    {QuestionType.MATRIX, QuestionType.ALLOCATION, QuestionType.CALCULATED, QuestionType.IDEA, QuestionType.FILE}
)


def unreachable(questions: Sequence[Question]) -> Iterator[Question]:
    """Yield the questions that nobody can reach; of those with too many answers to try it is believed that they can."""
    ground = _Ground(questions, conditions_of(questions))
    left = MOST_IN_ALL
    for question in questions:
        condition = ground.above.get(question.key)
        if condition is None or left <= 0:
            continue
        tries = _Tries(min(MOST_TRIES, left), ground.above)
        left -= tries.left
        if not _is_reachable(condition, ground, tries):
            yield question
        left += max(0, tries.left)


class _Ground:
    """What is worked out once for all questions: on what each depends, and with what its condition compares answers."""

    def __init__(self, questions: Sequence[Question], above: Mapping[str, Condition]) -> None:
        self.questions = questions
        self.above = above
        self.keys = {key: condition.keys() for key, condition in above.items()}

    def needed(self, condition: Condition) -> list[Question]:
        """Return the questions a condition depends on, also by way of other conditions, in order."""
        keys, waiting = set[str](), set(condition.keys())
        while waiting and len(keys) <= MOST_NEEDED:
            key = waiting.pop()
            keys.add(key)
            waiting |= self.keys.get(key, frozenset()) - keys
        return [one for one in self.questions if one.key in keys]


def _is_reachable(condition: Condition, ground: _Ground, tries: "_Tries") -> bool:
    """Try answers that can make a difference."""
    needed = ground.needed(condition)
    asked = [condition, *(ground.above[one.key] for one in needed if one.key in ground.above)]
    if len(needed) > MOST_NEEDED or _is_beyond(asked, needed):
        return True
    words = _compared(asked)
    samples = {one.key: _samples(one, words.get(one.key, [])) for one in needed}
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


def _compared(asked: Sequence[Condition]) -> dict[str, list[Literal]]:
    """Return by question the words and numbers with which conditions compare its answer."""
    found: dict[str, dict[Literal, None]] = {}
    for _kind, operand, others in _all_comparisons(asked):
        if isinstance(operand, Key) and not operand.part:
            words = found.setdefault(operand.question, {})
            words.update((other, None) for other in others if isinstance(other, str | int | float))
    return {key: list(words) for key, words in found.items()}


def _samples(question: Question, words: list[Literal]) -> list[Answer]:
    """Return answers that can make a difference to the conditions, nothing among them where that is allowed."""
    found: list[Answer] = [MISSING, *_candidates(question, words)]
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
