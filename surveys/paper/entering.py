"""Reads what somebody types from a sheet: numbers for boxes, words for lines. Pure, on plain values.

The numbers are those that stand beside the boxes. `1 4 5` or `145` ticks three boxes of nine or fewer; words after the
number of an option are its author's own.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions import services as asking
from participation.questions.services import PREFIX
from participation.questions.types import Answer, Option, Question, QuestionType

Sent = dict[str, object]

NO_SUCH_NUMBER = lazy_gettext("There is no box with this number. Please compare it with the sheet.")
NOT_A_DAY = lazy_gettext("Please type the day as 31.1.2027.")
NUMBERS = re.compile(r"\d+")
DAY = re.compile(r"(\d{1,2})[. /-]+(\d{1,2})[. /-]+(\d{4})")
SHORT = 9


class MistypedError(Exception):
    """What was typed is not on the sheet; `sentence` says what to do."""

    def __init__(self, sentence: Lazy) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


def read(question: Question, typed: str) -> Answer:
    """Return the answer that somebody typed from a sheet; None where the sheet says nothing.

    Raises:
        MistypedError: where it cannot stand on the sheet.
    """
    if not typed.strip():
        return None
    name = PREFIX + question.key
    sent = READERS.get(question.type, _as_it_is)(question, name, typed.strip())
    answer = asking.parse(question, sent)
    if answer is None:
        raise MistypedError(NO_SUCH_NUMBER)
    if complaints := asking.check(question, answer):
        raise MistypedError(complaints[0])
    return answer


def read_all(questions: Sequence[Question], typed: Mapping[str, str]) -> tuple[dict[str, Answer], dict[str, Lazy]]:
    """Return the answers of a sheet, and the complaints, both by key."""
    answers: dict[str, Answer] = {}
    wrong: dict[str, Lazy] = {}
    for question in questions:
        try:
            answer = read(question, typed.get(question.key, ""))
        except MistypedError as error:
            wrong[question.key] = error.sentence
        else:
            if not asking.is_missing(answer):
                answers[question.key] = answer
    return answers, wrong


def differences(
    questions: Sequence[Question], first: Mapping[str, object], second: Mapping[str, object]
) -> list[Question]:
    """Return the questions to which two people typed different answers from one sheet."""
    return [one for one in questions if first.get(one.key) != second.get(one.key)]


def _as_it_is(_question: Question, name: str, typed: str) -> Sent:
    return {name: typed}


def _one(question: Question, name: str, typed: str) -> Sent:
    number, words = _number_and_words(typed)
    return {name: _option(question.choices, number).key, f"{name}.text": words}


def _several(question: Question, name: str, typed: str) -> Sent:
    digits, words = _number_and_words(typed)
    keys = [_option(question.choices, one).key for one in _numbers(digits, len(question.choices))]
    return {name: keys, f"{name}.text": words}


def _step(question: Question, name: str, typed: str) -> Sent:
    steps = [number for number, _word in question.steps]
    number = int(_only_number(typed))
    if number in steps:
        return {name: str(number)}
    return {name: _option(question.options, str(number - steps[-1])).key}


def _ranking(question: Question, name: str, typed: str) -> Sent:
    """Read the boxes from the first place on: `3 1 2` puts option 3 first."""
    return {name: [_option(question.options, one).key for one in _numbers(typed, len(question.options))]}


def _matrix(question: Question, name: str, typed: str) -> Sent:
    """Read one column for each row, from the top; 0 or - where a row is empty."""
    columns = [str(key) for key, _label in question.table_columns]
    spread = typed.replace("-", " 0 ")
    numbers = [int(one) for one in _numbers(spread, len(columns))]
    if len(numbers) > len(question.rows) or any(number > len(columns) for number in numbers):
        raise MistypedError(NO_SUCH_NUMBER)
    return {
        f"{name}.{row.key}": columns[number - 1] for row, number in zip(question.rows, numbers, strict=False) if number
    }


def _allocation(question: Question, name: str, typed: str) -> Sent:
    """Read one amount for each line, from the top."""
    amounts = NUMBERS.findall(typed)
    if len(amounts) > len(question.options):
        raise MistypedError(NO_SUCH_NUMBER)
    return {f"{name}.{one.key}": amount for one, amount in zip(question.options, amounts, strict=False) if int(amount)}


def _day(_question: Question, name: str, typed: str) -> Sent:
    found = DAY.fullmatch(typed)
    if not found:
        raise MistypedError(NOT_A_DAY)
    day, month, year = found.groups()
    return {name: f"{year}-{int(month):02}-{int(day):02}"}


def _place(question: Question, name: str, typed: str) -> Sent:
    """Read a number alone as a part of the town, everything else as words."""
    if question.options and typed.isdigit():
        return {name: _option(question.options, typed).key}
    return {f"{name}.text": typed}


def _text(question: Question, name: str, typed: str) -> Sent:
    """Read words; a + at their end is the tick below the lines."""
    wants = question.offers_idea and typed.endswith("+")
    return {name: typed.removesuffix("+").strip() if wants else typed, **({f"{name}.idea": "1"} if wants else {})}


def _idea(_question: Question, name: str, typed: str) -> Sent:
    """Read words; a + at their end is the consent below the lines."""
    wants = typed.endswith("+")
    return {name: typed.removesuffix("+").strip(), **({f"{name}.consent": "1"} if wants else {})}


READERS: Mapping[QuestionType, Callable[[Question, str, str], Sent]] = {
    QuestionType.SINGLE: _one,
    QuestionType.DROPDOWN: _one,
    QuestionType.YES_NO: _one,
    QuestionType.CONSENT: _one,
    QuestionType.MULTIPLE: _several,
    QuestionType.SCALE: _step,
    QuestionType.RANKING: _ranking,
    QuestionType.MATRIX: _matrix,
    QuestionType.ALLOCATION: _allocation,
    QuestionType.DATE: _day,
    QuestionType.PLACE: _place,
    QuestionType.LONG_TEXT: _text,
    QuestionType.IDEA: _idea,
}


def _numbers(typed: str, most: int) -> list[str]:
    """Return the numbers that were typed; without blanks each figure is one, where no box has two figures."""
    found = NUMBERS.findall(typed)
    if len(found) == 1 and most <= SHORT:
        return list(found[0])
    return found


def _number_and_words(typed: str) -> tuple[str, str]:
    found = re.match(r"[\d ,]*\d", typed)
    if not found:
        raise MistypedError(NO_SUCH_NUMBER)
    return found[0].strip(), typed[found.end() :].strip()


def _only_number(typed: str) -> str:
    if not typed.isdecimal() or len(typed) > SHORT:
        raise MistypedError(NO_SUCH_NUMBER)
    return typed


def _option(options: Sequence[Option], number: str) -> Option:
    if not number.isdecimal() or len(number) > SHORT or not 1 <= int(number) <= len(options):
        raise MistypedError(NO_SUCH_NUMBER)
    return options[int(number) - 1]
