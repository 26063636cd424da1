"""Results on plain values: counts for each question, with small cells kept from everybody's eyes.

A count below five could point at a person. It is hidden, and with it what would betray it: where all counts add up to a
known sum, the next smallest count; the mean of a scale; and questions that only those were asked who are in a hidden
count. Zero is no person and stays; so does how many gave no answer, for they said nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from participation.core.database import Texts
from participation.questions import services as asking
from participation.questions.conditions import Condition, Key, comparisons, named
from participation.questions.types import Question, QuestionType
from surveys.rules import SMALLEST_CELL

ONE_EACH = frozenset(
    {QuestionType.SINGLE, QuestionType.YES_NO, QuestionType.DROPDOWN, QuestionType.CONSENT, QuestionType.SCALE}
)
COUNTED = ONE_EACH | {QuestionType.MULTIPLE, QuestionType.RANKING}
BY_NUMBER = frozenset({QuestionType.SCALE})


@dataclass(frozen=True, slots=True)
class Cell:
    """One possible answer and how often it was given; None where the number is too small to show."""

    key: str
    label: Mapping[str, str]
    count: int | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """The result of one question.

    Attributes:
        n: how many answered it; None where they are too few to show.
        missing: how many were asked and gave no answer; None likewise.
        cells: what they said; empty for questions that are not counted, such as texts.
        mean: mean of a scale, where at least five answered and no cell is hidden.
    """

    question: Question
    n: int | None
    missing: int | None
    cells: tuple[Cell, ...] = ()
    mean: float | None = None

    def hides(self, keys: Collection[str] | None = None) -> bool:
        """Return whether one of these cells is hidden, or any where none is named."""
        named = [cell for cell in self.cells if keys is None or cell.key in keys]
        return any(cell.count is None for cell in named)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was counted of a question, before anything is hidden.

    Attributes:
        counts: how often each of its labels was chosen; empty for questions that are not counted.
    """

    given: int
    left_out: int
    counts: tuple[int, ...]


def results(questions: Sequence[Question], counted: Mapping[str, Summary]) -> tuple[QuestionResult, ...]:
    """Return the results of a whole survey: the questions and lines of matrices, and what was counted by their keys."""
    found: dict[str, QuestionResult] = {}
    mentioned = all_mentioned(questions)
    for question in questions:
        if question.key not in counted:
            continue
        if _betrays(mentioned.get(question.key, {}), found):
            found[question.key] = QuestionResult(question, None, None)
        else:
            keep = _asked_about(question, mentioned)
            found[question.key] = result(question, counted[question.key], keep)
    return tuple(found.values())


def parts(question: Question) -> Iterator[Question]:
    """Yield what is counted of a question: itself, or each line of a matrix as a choice or a scale of its own."""
    if question.type is not QuestionType.MATRIX:
        yield question
        return
    kind = QuestionType.SCALE if question.scale else QuestionType.SINGLE
    for row in question.rows:
        name = Texts({language: f"{words}: {row.label.in_(language)}" for language, words in question.text.items()})
        yield replace(question, key=f"{question.key}.{row.key}", type=kind, text=name, rows=())


def result(question: Question, counted: Summary, keep: Collection[str] = ()) -> QuestionResult:
    """Return the result of one question.

    Args:
        keep: keys of cells that should rather not be hidden for the sake of others.
    """
    n = counted.given
    if _is_small(n):
        return QuestionResult(question, None, None)
    if question.type not in COUNTED or not n:
        return QuestionResult(question, n, counted.left_out)
    names, counts = labels(question), counted.counts
    adds_up = question.type is not QuestionType.MULTIPLE
    kept = {place for place, (key, _) in enumerate(names) if key in keep}
    shown = suppressed(counts, n, adds_up=adds_up, stands_alone=question.type not in ONE_EACH, keep=kept)
    cells = tuple(Cell(key, label, count) for (key, label), count in zip(names, shown, strict=True))
    return QuestionResult(question, n, counted.left_out, cells, _mean(question, shown))


def suppressed(
    counts: Sequence[int], n: int, *, adds_up: bool = True, stands_alone: bool = False, keep: Collection[int] = ()
) -> list[int | None]:
    """Return the counts, None for those that are too small and for what would give them away.

    Args:
        counts: how often each answer was given.
        n: how many people answered.
        adds_up: the sum of all counts is known, so one that is missing could be worked out.
        stands_alone: people could give several answers, so that those who did not give one can be counted, too.
        keep: places that are hidden for the sake of others only if nothing else is left.

    >>> suppressed([40, 12, 3, 0], 55)
    [40, None, None, 0]
    """
    hidden = {
        place for place, count in enumerate(counts) if _is_small(count) or (stands_alone and _is_small(n - count))
    }
    others = sorted(set(range(len(counts))) - hidden, key=lambda place: (place in keep, counts[place]))
    others = [place for place in others if counts[place]]
    if adds_up or sum(counts) == n:
        while hidden and others and (len(hidden) < 2 or sum(counts[place] for place in hidden) < SMALLEST_CELL):
            hidden.add(others.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST_CELL


Mentioned: TypeAlias = Mapping[str, frozenset[str] | None]
"""What a condition asks about: the options it names by the key of their question; None where it asks in another way."""


def _betrays(mentioned: Mentioned, found: Mapping[str, QuestionResult]) -> bool:
    """Return whether the number of those who were asked this would give a hidden count away."""
    return any(
        earlier.n is None or earlier.hides(None if earlier.question.type in BY_NUMBER else keys)
        for key, keys in mentioned.items()
        for earlier in _named(key, found)
    )


def _named(key: str, found: Mapping[str, QuestionResult]) -> list[QuestionResult]:
    """Return what was found of a question: its own result, or those of its lines."""
    return [found[key]] if key in found else [one for part, one in found.items() if part.startswith(f"{key}.")]


def _asked_about(question: Question, mentioned: Mapping[str, Mentioned]) -> frozenset[str]:
    """Return the keys of its options that the conditions of other questions mention."""
    return frozenset(option for one in mentioned.values() for option in one.get(question.key) or ())


def all_mentioned(questions: Sequence[Question]) -> dict[str, Mentioned]:
    """Return by the key of each question what its condition asks about, that of its section among it."""
    by_key = {question.key: question for question in questions}
    return {key: _mentioned(when, by_key) for key, when in asking.conditions_of(questions).items()}


def _mentioned(condition: Condition, by_key: Mapping[str, Question]) -> Mentioned:
    """Return what a condition asks about; for a value that is worked out, also what that one needs."""
    words: dict[str, frozenset[str]] = {}
    whole: set[str] = set()
    for _kind, operand, others in comparisons(condition.tree):
        is_plain = all(isinstance(other, str | int | float) for other in others)
        if is_plain and isinstance(operand, Key) and not operand.part:
            key = operand.name
            words[key] = words.get(key, frozenset()) | {str(other) for other in others}
        else:
            whole |= {key.question for key in named(operand)}
    waiting = {*words, *whole}
    while waiting:
        question = by_key.get(waiting.pop())
        formula = asking.formula_of(question) if question else None
        waiting |= (formula.keys() if formula else frozenset()) - whole
        whole |= formula.keys() if formula else frozenset()
    return {**words, **dict.fromkeys(whole)}


def labels(question: Question) -> list[tuple[str, Mapping[str, str]]]:
    """Return what can be chosen: the steps of a scale and the options beside it, or the options."""
    if question.type is QuestionType.SCALE:
        steps: list[tuple[str, Mapping[str, str]]] = [(str(number), word) for number, word in question.steps]
        return steps + [(option.key, option.label) for option in question.options]
    return [(option.key, option.label) for option in question.choices]


def _mean(question: Question, shown: Sequence[int | None]) -> float | None:
    """Return the mean of a scale, where no step is hidden."""
    if question.type is not QuestionType.SCALE:
        return None
    steps = [(number, count or 0) for (number, _), count in zip(question.steps, shown, strict=False)]
    n = sum(count for _, count in steps)
    return sum(number * count for number, count in steps) / n if n >= SMALLEST_CELL and None not in shown else None
