"""The columns of a survey's answers as statistics name them: label, values with their labels, level of measurement."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flask_babel import gettext

from participation.core.vocabulary import Channel
from participation.questions import services as asking
from participation.questions.types import YES_OR_NO, Level, Option, Question, QuestionType
from surveys.interchange import keys

LONGEST_NAME = 60
RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
BESIDE_SCALE = 90
"""From here on stand the answers beside a scale, such as "I cannot say": they are no steps of it."""

Cell = str | int | float | date | None


class Form(StrEnum):
    """How the values of a variable are kept."""

    NUMBER = "number"
    TEXT = "text"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of the table of answers (Variable).

    Attributes:
        column: its head in our own tables.
        name: what statistics programs can call it.
        codes: the number that stands for each word of our tables.
        labels: what each number means.
        beside: numbers that mean no measurement, such as "I cannot say".
    """

    column: str
    name: str
    label: str
    form: Form
    level: Level
    codes: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    beside: tuple[int, ...] = ()

    def value(self, cell: str) -> Cell:
        """Return a cell of our tables as a value; None where there is none."""
        if not cell:
            return None
        if cell in self.codes:
            return self.codes[cell]
        if self.form is Form.NUMBER:
            return _number(cell)
        return _day(cell) if self.form is Form.DAY else cell


def variables(questions: Sequence[Question], language: str) -> list[Variable]:
    """Return the variables of a survey, in the order of its table; the first is the way an answer came in."""
    taken: set[str] = set()
    return [_channel(taken), *(one for question in questions for one in _of(question, language, taken))]


def _channel(taken: set[str]) -> Variable:
    codes = {channel.value: number for number, channel in enumerate(Channel, start=1)}
    labels = {number: word for word, number in codes.items()}
    name = _name("channel", taken)
    return Variable("channel", name, gettext("How the answer came in"), Form.NUMBER, Level.NOMINAL, codes, labels)


def _of(question: Question, language: str, taken: set[str]) -> Iterator[Variable]:
    columns = asking.columns(question)
    make = _MAKERS.get(question.type, _texts)
    made = make(question, language)
    title = question.text.in_(language)
    for column in columns:
        part = column.removeprefix(question.key).removeprefix(".")
        kind = made.get(part) or _Kind(_part_words(part), Form.TEXT, Level.TEXT)
        label = f"{title} – {kind.label}" if kind.label else title
        yield Variable(
            column, _name(column, taken), " ".join(label.split()), kind.form, kind.level, kind.codes, kind.labels,
            kind.beside,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    form: Form
    level: Level
    codes: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    beside: tuple[int, ...] = ()


def _part_words(part: str) -> str:
    named = {"text": gettext("own words"), "title": gettext("title"), "idea": gettext("wants it to be an idea")}
    return named.get(part, part)


def _coded(options: Sequence[Option], language: str, label: str, level: Level) -> _Kind:
    """Return a variable for one of several options; their keys are the numbers where all of them are numbers."""
    keys_ = [option.key for option in options]
    are_numbers = all(key.isdigit() and len(key) < 6 for key in keys_) and len({*map(_number, keys_)}) == len(keys_)
    codes = {key: int(key) if are_numbers else number for number, key in enumerate(keys_, start=1)}
    labels = {codes[option.key]: option.label.in_(language) or option.key for option in options}
    return _Kind(label, Form.NUMBER, level, codes, labels)


def _choice(question: Question, language: str) -> dict[str, _Kind]:
    return {"": _coded(question.choices, language, "", question.measured)}


def _several(question: Question, language: str) -> dict[str, _Kind]:
    ticked = {0: YES_OR_NO[1].label.in_(language), 1: YES_OR_NO[0].label.in_(language)}
    return {
        option.key: _Kind(option.label.in_(language), Form.NUMBER, Level.NOMINAL, {}, ticked)
        for option in question.options
    }


def _places(question: Question, language: str) -> dict[str, _Kind]:
    return {
        str(number): _coded(question.options, language, gettext("place %(number)s", number=number), Level.NOMINAL)
        for number in range(1, question.ranks + 1)
    }


def _scale(question: Question, language: str) -> dict[str, _Kind]:
    return {"": _steps(question, language, "")}


def _steps(question: Question, language: str, label: str) -> _Kind:
    labels = {step: word.in_(language) for step, word in question.steps if word.in_(language)}
    codes = {option.key: BESIDE_SCALE + number for number, option in enumerate(question.options, start=1)}
    labels |= {codes[option.key]: option.label.in_(language) for option in question.options}
    return _Kind(label, Form.NUMBER, question.measured, codes, labels, tuple(codes.values()))


def _matrix(question: Question, language: str) -> dict[str, _Kind]:
    def row(label: str) -> _Kind:
        if question.scale:
            return _steps(question, language, label)
        return _coded(question.options, language, label, question.measured)

    return {one.key: row(one.label.in_(language)) for one in question.rows}


def _amounts(question: Question, language: str) -> dict[str, _Kind]:
    return {one.key: _Kind(one.label.in_(language), Form.NUMBER, Level.METRIC) for one in question.options}


def _plain(form: Form) -> Callable[[Question, str], dict[str, _Kind]]:
    def made(question: Question, _language: str) -> dict[str, _Kind]:
        return {"": _Kind("", form, question.measured)}

    return made


_texts = _plain(Form.TEXT)
_MAKERS: Mapping[QuestionType, Callable[[Question, str], dict[str, _Kind]]] = {
    **dict.fromkeys((QuestionType.SINGLE, QuestionType.DROPDOWN, QuestionType.YES_NO, QuestionType.CONSENT), _choice),
    QuestionType.MULTIPLE: _several,
    QuestionType.RANKING: _places,
    QuestionType.SCALE: _scale,
    QuestionType.MATRIX: _matrix,
    QuestionType.ALLOCATION: _amounts,
    QuestionType.NUMBER: _plain(Form.NUMBER),
    QuestionType.DATE: _plain(Form.DAY),
}


def _name(column: str, taken: set[str]) -> str:
    """Return a name that SPSS takes: letters, digits, points and _, no two alike but for capital letters."""
    words = re.sub(r"[^A-Za-z0-9_.]", "_", column.translate(keys.UMLAUTS))[:LONGEST_NAME].rstrip("._")
    words = words if re.match(r"[A-Za-z]", words) else f"v{words}"
    words = f"{words}_" if words.lower() in RESERVED else words
    found, number = words, 1
    while found.lower() in taken:
        number += 1
        found = f"{words}_{number}"
    taken.add(found.lower())
    return found


def _number(cell: str) -> Cell:
    try:
        number = float(cell)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _day(cell: str) -> Cell:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None
