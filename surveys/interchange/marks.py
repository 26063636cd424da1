"""What other programs have no word for: a mark beside our questions in their files, by which they come back."""

import re
from dataclasses import replace

from participation.questions.types import AGREED, Limits, Option, Question, QuestionType, Scale

NAME = "stadtfaden"
"""How the mark is called: a column of an XLSForm, a property in SurveyJS; both programs ignore it."""

ALONE = "alone"
"""The mark of a choice that goes with no other."""

_MARK = re.compile(r"(matrix|allocation|idea|consent|place|whole|rank)((?: -?[0-9]{1,6}){0,2})")
_LIKE = {
    "idea": QuestionType.LONG_TEXT,
    "consent": QuestionType.MULTIPLE,
    "place": QuestionType.SHORT_TEXT,
    "whole": QuestionType.NUMBER,
    "matrix": QuestionType.MATRIX,
    "rank": QuestionType.RANKING,
}


def mark_of(question: Question) -> str:
    """Return the mark of a question; empty where the other program says it as well as we do."""
    if question.type is QuestionType.MATRIX:
        return f"matrix {question.scale.min} {question.scale.max}" if question.scale else "matrix"
    if question.type is QuestionType.ALLOCATION:
        return f"allocation {question.total}"
    if question.type is QuestionType.NUMBER:
        return "whole" if question.limits.whole else ""
    if question.type is QuestionType.RANKING:
        return f"rank {question.limits.max_rank}" if question.limits.max_rank else ""
    named = {QuestionType.IDEA, QuestionType.CONSENT, QuestionType.PLACE}
    return question.type.value if question.type in named else ""


def total_in(mark: object) -> int:
    """Return the sum of an allocation; zero where the mark is of something else."""
    found = _MARK.fullmatch(str(mark or ""))
    numbers = found[2].split() if found and found[1] == "allocation" else []
    return max(0, int(numbers[0])) if numbers else 0


def is_table(mark: object) -> bool:
    """Return whether the mark is that of a matrix, which may have a single row."""
    found = _MARK.fullmatch(str(mark or ""))
    return found is not None and found[1] == "matrix"


def marked(question: Question, mark: object) -> Question:
    """Return the question as its mark says, where it still has the type that we gave it in the file."""
    found = _MARK.fullmatch(str(mark or ""))
    if found is None or question.type is not _LIKE.get(found[1]):
        return question
    if found[1] == "whole":
        return replace(question, limits=replace(question.limits, whole=True))
    if found[1] == "rank":
        most = int(found[2].split()[0]) if found[2] else 0
        return replace(question, limits=replace(question.limits, max_rank=most)) if most > 0 else question
    if found[1] == "matrix":
        return _rated(question, found[2].split())
    if found[1] == "consent":
        return replace(question, type=QuestionType.CONSENT, limits=Limits(), options=_own(question.options))
    return replace(question, type=QuestionType(found[1]))


def _rated(question: Question, ends: list[str]) -> Question:
    """Return a matrix with a scale again; its steps stand among the options."""
    if len(ends) != 2 or not 1 <= int(ends[1]) - int(ends[0]) <= 20:
        return question
    low, high = int(ends[0]), int(ends[1])
    steps = [one for one in question.options if one.key in {str(step) for step in range(low, high + 1)}]
    said = tuple(one.label for one in steps)
    words = said if any(set(label.values()) - {one.key} for one, label in zip(steps, said, strict=True)) else ()
    rest = tuple(one for one in question.options if one not in steps)
    return replace(question, scale=Scale(low, high, words=words), options=rest)


def _own(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return () if options and options[0].label == AGREED else options
