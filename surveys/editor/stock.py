"""The town's own library: questions that somebody kept for later surveys, in all their languages."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, select

from participation.core.database import db
from participation.questions.types import Option, Question, QuestionType
from surveys.editor import rules
from surveys.editor.models import KeptQuestion
from surveys.models import Questionnaire

MOST_SHOWN = 200


def keep(question: Question) -> None:
    """Keep a question for later surveys, without conditions about others; one that is there already stays one."""
    if not can_be_kept(question):
        return
    alone = replace(question, condition="", options=_always(question.options), rows=_always(question.rows))
    if alone not in [one.question for one in kept()]:
        db.session.add(KeptQuestion(questionnaire=Questionnaire((alone,))))
        db.session.flush()


def can_be_kept(question: Question) -> bool:
    """Return whether the question means something without the others; what is worked out of them does not."""
    return question.type is not QuestionType.CALCULATED


def _always(lines: Sequence[Option]) -> tuple[Option, ...]:
    return tuple(replace(one, condition="") for one in lines)


def kept() -> Sequence[KeptQuestion]:
    """Return what the town kept, newest first."""
    return db.session.scalars(select(KeptQuestion).order_by(KeptQuestion.id.desc()).limit(MOST_SHOWN)).all()


def drop(number: int) -> None:
    """Take a question out of the library; the surveys that have it keep it."""
    db.session.execute(delete(KeptQuestion).where(KeptQuestion.id == number))


def put_in(questions: Sequence[Question], chosen: Sequence[Question]) -> list[Question]:
    """Return the questions with the chosen ones at the end, each under a key that is free."""
    found = list(questions)
    for one in chosen:
        found.append(under(one, rules.new_key(one.key, (each.key for each in found))))
    return found


def under(question: Question, key: str) -> Question:
    """Return the question under another key; its constraint names it by the new one."""
    constraint = re.sub(rf"\b{re.escape(question.key)}\b", key, question.constraint)
    return replace(question, key=key, constraint=constraint)
