"""Queries of the templates, for whoever writes an answer."""

from collections.abc import Sequence
from typing import Any

from flask import request
from sqlalchemy import select

from forum.answers.models import AnswerTemplate
from participation.core.database import db


def of_process(process_id: int) -> Sequence[AnswerTemplate]:
    """Return the templates of a process, by outcome and name."""
    statement = select(AnswerTemplate).where(AnswerTemplate.process_id == process_id)
    return db.session.scalars(statement.order_by(AnswerTemplate.kind, AnswerTemplate.name, AnswerTemplate.id)).all()


def find(number: int, process_id: int) -> AnswerTemplate | None:
    """Return the template with this number, if it belongs to the process."""
    found = db.session.get(AnswerTemplate, number)
    return found if found and found.process_id == process_id else None


def chosen(process_id: int) -> dict[str, Any]:
    """Return with what an answer begins by the template in the address; nothing where it names none."""
    number = request.args.get("template", 0, type=int)
    found = find(number, process_id) if number else None
    return {"kind": found.kind.value, "answer": found.answer, "reason": found.reason} if found else {}
