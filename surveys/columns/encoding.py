"""Answers become columns of small numbers: for each part of a question whether it was answered, and with what.

Only what is counted becomes a number; of texts, places, days and files a column says no more than whether there is one.
A hundred thousand answers to twenty questions are a few megabytes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import NoneType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from participation.core.vocabulary import Channel
from participation.questions import branching
from participation.questions import services as asking
from participation.questions.conditions import Condition, Formula
from participation.questions.types import Question, QuestionType, picked
from surveys.tally import ONE_EACH, labels, parts

Numbers: TypeAlias = npt.NDArray[Any]
Values: TypeAlias = Mapping[str, Any]

GIVEN, LEFT_OUT, NOT_ASKED = 0, 1, 2
"""What somebody did with a question."""

NO_PLACE = 255
CHANNELS = list(Channel)
FORM = 1
"""Goes up when columns of the same answers are no longer what they were."""

_FLAT = frozenset({str, int, float, NoneType})
_MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """One part of a question.

    Attributes:
        state: for each answer whether it was given, left out, or not asked for.
        code: what was answered, one line for each thing that is counted apart; no line, where nothing is.
    """

    state: Numbers
    code: Numbers


Table: TypeAlias = dict[str, Coded]
"""The columns of some answers by the key of their part; the way in which answers came is under the empty key."""


def fingerprint(questions: Sequence[Question]) -> str:
    """Return what changes whenever the same answers would become other columns; mere words do not count."""
    asked = [
        [one.key, one.type.value, one.condition, one.formula, [option.key for option in one.choices],
         [row.key for row in one.rows], [step for step, _ in one.steps] if one.scale else []]
        for one in questions
    ]  # fmt: skip
    told = json.dumps([FORM, [channel.value for channel in CHANNELS], asked])
    return sha256(told.encode()).hexdigest()[:32]


def encoded(questions: Sequence[Question], channels: Sequence[Channel], rows: Sequence[Values]) -> Table:
    """Return these answers as columns."""
    ways = np.array([CHANNELS.index(channel) for channel in channels], np.uint8)
    table = {"": Coded(np.zeros(len(rows), np.uint8), ways[None, :])}
    hidden = _hidden(questions, rows)
    for question in questions:
        answers = [values.get(question.key) for values in rows]
        for part in parts(question):
            if asking.columns(part):
                table[part.key] = _coded(part, _of_part(part, answers), hidden.get(question.key))
    return table


def joined(tables: Sequence[Table]) -> Table:
    """Return several tables of the same questions as one."""
    first = tables[0]
    return {
        key: Coded(
            np.concatenate([one[key].state for one in tables]),
            np.concatenate([one[key].code for one in tables], axis=1),
        )
        for key in first
    }


def _of_part(part: Question, answers: list[Any]) -> list[Any]:
    _, _, row = part.key.partition(".")
    return [answer.get(row) if answer.__class__ is dict else None for answer in answers] if row else answers


def _coded(part: Question, answers: list[Any], hidden: Numbers | None) -> Coded:
    if hidden is not None:
        answers = [None if is_hidden else answer for answer, is_hidden in zip(answers, hidden.tolist(), strict=True)]
    state = np.array([LEFT_OUT if not answer and answer != 0 else GIVEN for answer in answers], np.uint8)
    if hidden is not None:
        state[hidden] = NOT_ASKED
    encode = _ENCODERS.get(part.type, _nothing)
    return Coded(state, encode(part, answers))


def _nothing(_part: Question, answers: list[Any]) -> Numbers:
    return np.empty((0, len(answers)), np.uint8)


def _one_each(part: Question, answers: list[Any]) -> Numbers:
    """Return the place of the label that was chosen; as many as there are labels, where none was."""
    keys = [key for key, _ in labels(part)]
    known: dict[object, int] = {key: place for place, key in enumerate(keys)}
    known |= {int(key): place for place, key in enumerate(keys) if key.removeprefix("-").isdecimal()}
    get, none = known.get, len(keys)

    def of_mapping(answer: object) -> int:
        return known.get(next(iter(picked(answer)), ""), none)

    codes = [get(answer, none) if answer.__class__ in _FLAT else of_mapping(answer) for answer in answers]
    return np.array([codes], np.int16)


def _several(part: Question, answers: list[Any]) -> Numbers:
    """Return a line for each label: 0 where it was chosen, else 1."""
    block = np.ones((max(2, len(labels(part))), len(answers)), np.uint8)
    flat, _ = _mentions(part, answers)
    block.ravel()[flat] = 0
    return block


def _places(part: Question, answers: list[Any]) -> Numbers:
    """Return a line for each label: the place it got, counted from 0, or NO_PLACE."""
    block = np.full((max(2, len(labels(part))), len(answers)), NO_PLACE, np.uint8)
    flat, places = _mentions(part, answers)
    block.ravel()[flat] = places
    return block


def _mentions(part: Question, answers: list[Any]) -> tuple[list[int], list[int]]:
    """Return where in a block of lines the labels stand that were mentioned, and in which place each of them was."""
    width = len(answers)
    start = {key: line * width for line, (key, _) in enumerate(labels(part))}
    flat: list[int] = []
    places: list[int] = []
    for number, answer in enumerate(answers):
        for place, one in enumerate((answer if answer.__class__ is list else (answer,)) if answer else ()):
            begin = start.get(one if one.__class__ is str else next(iter(picked(one)), ""))
            if begin is not None:
                flat.append(begin + number)
                places.append(place)
    return flat, places


def _amounts(part: Question, answers: list[Any]) -> Numbers:
    """Return a line for each option: what it got; what was left empty got nothing."""
    lines = [
        [answer.get(option.key, 0) if answer.__class__ is dict else 0 for answer in answers] for option in part.options
    ]
    return np.array([[one if one.__class__ is int else 0 for one in line] for line in lines], np.int32)


def _numbers(_part: Question, answers: list[Any]) -> Numbers:
    """Return the numbers, and no number where something else stands."""
    return np.array([[one if one.__class__ in {int, float} else np.nan for one in answers]], np.float64)


_ENCODERS: Mapping[QuestionType, Callable[[Question, list[Any]], Numbers]] = {
    **dict.fromkeys(ONE_EACH, _one_each),
    QuestionType.MULTIPLE: _several,
    QuestionType.RANKING: _places,
    QuestionType.ALLOCATION: _amounts,
    QuestionType.NUMBER: _numbers,
    QuestionType.CALCULATED: _numbers,
}


# Who was asked what


def _hidden(questions: Sequence[Question], rows: Sequence[Values]) -> dict[str, Numbers]:
    """Return of each question that not everybody was shown, from whom it was hidden.

    Only few answers decide what is shown. What follows from them is worked out once for each combination.
    """
    conditional = asking.conditions_of(questions)
    if not conditional:
        return {}
    deciding = _deciding(questions)
    keys = [question.key for question in questions]
    known: dict[tuple[object, ...], tuple[bool, ...]] = {}
    found: list[tuple[bool, ...]] = []
    for values in rows:
        given = [values.get(key) for key in deciding]
        told = tuple(one if one.__class__ in _FLAT else repr(one) for one in given)
        hides = known.get(told)
        if hides is None:
            shown = {one.key for one in branching.visible_questions(questions, dict(zip(deciding, given, strict=True)))}
            hides = tuple(key not in shown for key in keys if key in conditional)
            known = known if len(known) < _MOST_KNOWN else {}
            known[told] = hides
        found.append(hides)
    block = np.array(found, bool).reshape(len(rows), sum(key in conditional for key in keys))
    return {key: block[:, place] for place, key in enumerate(key for key in keys if key in conditional)}


def _deciding(questions: Sequence[Question]) -> list[str]:
    """Return the keys of the answers on which it depends what is shown."""
    formulas = [asking.formula_of(question) for question in questions]
    sources: list[Condition | Formula] = [*asking.conditions_of(questions).values(), *filter(None, formulas)]
    return sorted(frozenset[str]().union(*(one.keys() for one in sources)))
