"""Verbs of paper: open a stack, type a sheet, type it again, settle what differs, count the stack.

Until a stack is counted, what was typed lies locked beside the number of its sheet, as two people have to compare it.
Counting seals every answer in an order of chance and deletes the sheets in the same transaction: from then on no number
leads to an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from random import SystemRandom
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select

from participation.core import codes
from participation.core.clock import today
from participation.core.database import db, insert_if_new
from participation.core.vocabulary import Channel
from participation.questions import branching
from participation.questions.types import Question
from surveys import answering, sealing
from surveys.models import Survey
from surveys.paper import entering
from surveys.paper.models import PaperSheet, PaperStack
from surveys.paper.printing import on_paper
from surveys.rules import Access, SurveyState
from surveys.scarce import FullError
from surveys.ways.services import Comer, RefusedError

SMALLEST_STACK = 5
MOST_SHEETS = 500
KEPT_DAYS = 30
FITTING = frozenset({Access.OPEN, Access.BROWSER, Access.CODES})

_chance = SystemRandom()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed from one sheet."""

    values: dict[str, Any]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a stack stands.

    Attributes:
        first: how many sheets were typed.
        again: numbers of sheets that wait for a second person.
        apart: numbers of sheets whose two typings differ and wait to be settled.
    """

    first: int
    again: Sequence[int]
    apart: Sequence[int]
    next: int


def takes_paper(survey: Survey) -> bool:
    """Return whether sheets can be typed in: from the first day until the results are public."""
    is_begun = survey.state is not SurveyState.TO_COME and today() < survey.results_from
    return survey.access in FITTING and is_begun


def open_stack(survey: Survey, sample: int, seed: str) -> PaperStack:
    """Begin a stack."""
    made = PaperStack(survey_id=survey.id, opened_on=today(), sample=sample, seed=seed)
    db.session.add(made)
    db.session.flush()
    return made


def stacks(survey: Survey) -> Sequence[PaperStack]:
    """Return the stacks of a survey, newest first."""
    return db.session.scalars(
        select(PaperStack).where(PaperStack.survey_id == survey.id).order_by(PaperStack.id.desc())
    ).all()


def stack(survey: Survey, number: int) -> PaperStack | None:
    """Return a stack of this survey that is not counted yet."""
    found = db.session.get(PaperStack, number)
    return found if found and found.survey_id == survey.id and found.counted is None else None


def standing(one: PaperStack) -> Standing:
    """Return how a stack stands."""
    columns = select(PaperSheet.number, PaperSheet.turn, PaperSheet.differed).where(PaperSheet.stack_id == one.id)
    rows = db.session.execute(columns.order_by(PaperSheet.number)).all()
    first = [row.number for row in rows if row.turn == 1]
    second = {row.number for row in rows if row.turn == 2}
    settled = {row.number for row in rows if row.turn == 1 and row.differed is not None}
    again = [number for number in first if number not in second and is_in_sample(one, number)]
    return Standing(len(first), again, sorted(second - settled), max(first, default=0) + 1)


def is_in_sample(one: PaperStack, number: int) -> bool:
    """Return whether a sheet is typed twice; drawn by chance, the same whenever it is asked."""
    digest = sha256(f"{_lock(one)}:{number}".encode()).digest()
    return int.from_bytes(digest[:4]) % 100 < one.sample


def keep(survey: Survey, one: PaperStack, number: int, turn: int, typed: Typed, person_id: int | None) -> bool:
    """Keep what was typed from a sheet, locked; False where it was typed before."""
    box = sealing.lock(_lock(one), {"values": typed.values, "code": typed.code}, survey.questionnaire.box_size)
    row = {"stack_id": one.id, "number": number, "turn": turn, "typed_by": person_id, "box": box, "reason": ""}
    is_new = insert_if_new(PaperSheet.__table__, **row)  # type: ignore[arg-type]  # is a Table
    if is_new and turn == 2 and not apart(survey, one, number):
        _first(one, number).differed = 0
    return is_new


def was_typed_by(one: PaperStack, number: int, person_id: int | None) -> bool:
    """Return whether this person was the first to type a sheet; another one looks a second time."""
    return _first(one, number).typed_by == person_id


def both(one: PaperStack, number: int) -> tuple[Typed, Typed]:
    """Return the two typings of a sheet."""
    rows = {row.turn: row for row in _sheets(one, number)}
    return _typed(one, rows[1]), _typed(one, rows[2])


def apart(survey: Survey, one: PaperStack, number: int) -> list[Question]:
    """Return the questions to which the two typings of a sheet differ."""
    first, second = both(one, number)
    return entering.differences(on_paper(survey.questions), first.values, second.values)


def settle(survey: Survey, one: PaperStack, number: int, from_second: Sequence[str], reason: str) -> None:
    """Say which of the two typings is right, question by question, and why."""
    differing = {question.key for question in apart(survey, one, number)}
    first, second = both(one, number)
    values = {key: value for key, value in first.values.items() if key not in set(from_second) & differing}
    values |= {key: second.values[key] for key in set(from_second) & differing if key in second.values}
    row = _first(one, number)
    content = {"values": values, "code": first.code or second.code}
    row.box = sealing.lock(_lock(one), content, survey.questionnaire.box_size)
    row.differed, row.reason = len(differing), reason
    db.session.flush()


def may_count(survey: Survey, one: PaperStack) -> bool:
    """Return whether a stack can be counted: all compared, and enough of them that none stands alone."""
    now = standing(one)
    is_enough = now.first >= SMALLEST_STACK or (now.first > 0 and survey.state is SurveyState.CLOSED)
    return is_enough and not now.again and not now.apart


def count(survey: Survey, one: PaperStack) -> None:
    """Seal every sheet once, in an order of chance, and delete what led from its number to it."""
    rows = db.session.scalars(select(PaperSheet).where(PaperSheet.stack_id == one.id, PaperSheet.turn == 1)).all()
    typed = [_typed(one, row) for row in rows]
    _chance.shuffle(typed)
    one.compared = sum(row.differed is not None for row in rows)
    one.differed = sum(row.differed or 0 for row in rows)
    one.counted = sum(_take_in(survey, each) for each in typed)
    one.left_out = len(typed) - one.counted
    one.seed = ""
    db.session.execute(delete(PaperSheet).where(PaperSheet.stack_id == one.id))


def _take_in(survey: Survey, typed: Typed) -> bool:
    receipt = codes.random_code(codes.RECEIPT_LENGTH)
    values = branching.counted(survey.questions, typed.values)
    try:
        with db.session.begin_nested():
            answering.take_in(survey, values, receipt, Channel.PAPER, Comer(code=typed.code, is_shared=True))
    except (RefusedError, FullError):
        return False
    return True


def drop(one: PaperStack, number: int) -> None:
    """Delete what was typed from a sheet, so that it can be typed anew."""
    db.session.execute(delete(PaperSheet).where(PaperSheet.stack_id == one.id, PaperSheet.number == number))


def sheets_waiting(survey: Survey) -> int:
    """Return how many sheets were typed and are not counted yet."""
    waiting = select(func.count(PaperSheet.id)).join(PaperStack, PaperStack.id == PaperSheet.stack_id)
    return db.session.scalar(waiting.where(PaperStack.survey_id == survey.id, PaperSheet.turn == 1)) or 0


def _sheets(one: PaperStack, number: int) -> Sequence[PaperSheet]:
    where = (PaperSheet.stack_id == one.id, PaperSheet.number == number)
    return db.session.scalars(select(PaperSheet).where(*where).execution_options(populate_existing=True)).all()


def _first(one: PaperStack, number: int) -> PaperSheet:
    return next(row for row in _sheets(one, number) if row.turn == 1)


def _typed(one: PaperStack, row: PaperSheet) -> Typed:
    content = sealing.unlock(_lock(one), row.box) or {"values": {}, "code": ""}
    return Typed(content["values"], content["code"])


def _lock(one: PaperStack) -> str:
    return codes.fingerprint(current_app.extensions["settings"].secret_key, "paper-stack", one.seed)


def forget_stacks(day: date) -> int:
    """Delete what was typed and never counted, a month after the results were public; return how many sheets."""
    over = [
        one.id
        for one, results_from in db.session.execute(
            select(PaperStack, Survey.results_from).join(Survey, Survey.id == PaperStack.survey_id)
        )
        if (day - results_from).days > KEPT_DAYS
    ]
    result = db.session.execute(delete(PaperSheet).where(PaperSheet.stack_id.in_(over)))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult
