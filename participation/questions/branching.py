"""Which questions are shown, how they read after the answers so far, and which answers count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from participation.questions.faults import Fault, Finding, check
from participation.questions.piping import filled
from participation.questions.services import condition, condition_of, formula_of, is_missing
from participation.questions.types import Answer, Option, Question, QuestionType

__all__ = ["Fault", "Finding", "asked", "check", "counted", "visible_questions"]


def visible_questions(
    questions: Sequence[Question], answers: Mapping[str, object], day: date | None = None
) -> list[Question]:
    """Return the questions that are shown, in order; answers to questions that are not shown do not count.

    A section that is not shown hides the questions under it. A condition that cannot be read hides nothing: `check`
    names it before anybody is asked.

    Args:
        day: what `today()` means in conditions; the present day, where None.
    """
    return [question for question, _counted in _walk(questions, answers, day)]


def asked(questions: Sequence[Question], answers: Mapping[str, object]) -> list[Question]:
    """Return the questions that are shown as they are put to somebody who gave these answers.

    Options whose condition does not hold are left out, and earlier answers stand in later texts.
    """
    by_key = {question.key: question for question in questions}
    return [filled(_offered(one, so_far), by_key, so_far) for one, so_far in _walk(questions, answers, None)]


def counted(questions: Sequence[Question], answers: Mapping[str, Answer], day: date | None = None) -> dict[str, Answer]:
    """Return the answers that count: those to questions that are shown, without empty ones, and what is worked out."""
    so_far: dict[str, Answer] = {}
    for _question, found in _walk(questions, answers, day):
        so_far = found  # type: ignore[assignment]  # holds what `answers` holds
    return {key: answer for key, answer in so_far.items() if not is_missing(answer)}


def _walk(
    questions: Sequence[Question], answers: Mapping[str, object], day: date | None
) -> Iterator[tuple[Question, dict[str, object]]]:
    """Yield the questions that are shown, each with the answers that count up to it and with its own."""
    so_far: dict[str, object] = {}
    is_open = True
    for question in questions:
        when = condition_of(question)
        is_shown = when is None or when.holds(so_far, day)
        if question.type is QuestionType.SECTION:
            is_open = is_shown
        if not (is_open and is_shown):
            continue
        answer = _answer(question, answers, so_far, day)
        if answer is not None:
            so_far[question.key] = answer
        yield question, so_far


def _answer(
    question: Question, answers: Mapping[str, object], so_far: Mapping[str, object], day: date | None
) -> object:
    """Return the answer to a question; what is calculated is worked out here, whatever anybody sent for it."""
    if question.type is not QuestionType.CALCULATED:
        return answers.get(question.key)
    formula = formula_of(question)
    return formula.value(so_far, day) if formula else None


def _offered(question: Question, answers: Mapping[str, object]) -> Question:
    """Return the question with the options and rows that are offered after these answers."""
    if not any(one.condition for one in (*question.options, *question.rows)):
        return question

    def left(options: Sequence[Option]) -> tuple[Option, ...]:
        return tuple(one for one in options if (when := condition(one.condition)) is None or when.holds(answers))

    return replace(question, options=left(question.options), rows=left(question.rows))
