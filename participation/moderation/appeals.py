"""Verbs and queries of objections: within six months, free of charge, decided by a second person (DSA, Article 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import force_locale, gettext
from sqlalchemy import select

from participation.core import mail
from participation.core.clock import local, now, working_days_after
from participation.core.database import db, insert_if_new
from participation.moderation.models import Appeal, Decision, Notice
from participation.moderation.rules import APPEAL_TAKES_DAYS, SHORTEST_REASON, AppealOutcome, can_object
from participation.web import languages


class SamePersonError(ValueError):
    """Whoever made a decision cannot decide on the objection to it."""


class AlreadyDecidedError(ValueError):
    """Somebody has decided on this objection."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody writes against a decision, and where the answer goes."""

    text: str
    mail: str = ""
    language: str = "de"


def against(decision: Decision, notice: Notice | None = None) -> Appeal | None:
    """Return the author's objection to a decision, or that of whoever sent this notice."""
    return db.session.scalars(select(Appeal).where(Appeal.matter == _matter(decision, notice))).first()


def is_in_time(decision: Decision) -> bool:
    """Return whether the decision can still be contested."""
    return can_object(decision.decided_at, now())


def take_in(
    decision: Decision, said: Objection, notice: Notice | None = None, *, appealed_at: datetime | None = None
) -> Appeal:
    """Take in an objection and confirm it where a mail address is known; a second one on the same matter is the first.

    Raises:
        ValueError: where the time for it has passed.
    """
    moment = appealed_at or now()
    if not can_object(decision.decided_at, moment):
        message = "the time for objections has passed"
        raise ValueError(message)
    is_new = insert_if_new(
        Appeal.__table__,  # type: ignore[arg-type]  # is a Table
        matter=_matter(decision, notice),
        decision_id=decision.id,
        notice_id=notice.id if notice else None,
        text=said.text,
        mail=said.mail,
        language=said.language,
        appealed_at=moment,
        due_on=working_days_after(local(moment).date(), APPEAL_TAKES_DAYS),
        first_person_id=decision.person_id,
        answer="",
    )
    appeal = db.session.scalars(select(Appeal).where(Appeal.matter == _matter(decision, notice))).one()
    if is_new:
        _write(appeal, "received")
    return appeal


def _matter(decision: Decision, notice: Notice | None) -> str:
    return f"notice:{notice.id}" if notice else f"author:{decision.id}"


def find(appeal_id: int, *, locked: bool = False) -> Appeal | None:
    """Return the objection with this number; `locked` lets nobody else decide on it until this transaction ends."""
    statement = select(Appeal).where(Appeal.id == appeal_id)
    if locked:
        statement = statement.with_for_update(of=Appeal).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def on(kind: str, subject_ids: Sequence[int]) -> Sequence[Appeal]:
    """Return the objections to decisions about these subjects, oldest first."""
    statement = select(Appeal).join(Decision, Decision.id == Appeal.decision_id)
    found = statement.where(Decision.subject_kind == kind, Decision.subject_id.in_(subject_ids))
    return db.session.scalars(found.order_by(Appeal.id)).all()


def may_decide(appeal: Appeal, person_id: int | None) -> bool:
    """Return whether this person may decide: anybody but who made the contested decision."""
    return person_id is not None and person_id != appeal.first_person_id


def decide(appeal: Appeal, outcome: AppealOutcome, answer: str, person_id: int | None) -> None:
    """Answer an objection with a reason, and tell whoever objected. What follows from it is up to the caller.

    Raises:
        SamePersonError: where this person made the contested decision.
        AlreadyDecidedError: where somebody has answered it.
    """
    if not may_decide(appeal, person_id):
        raise SamePersonError
    if appeal.outcome is not None:
        raise AlreadyDecidedError
    if len(answer.strip()) < SHORTEST_REASON:
        message = "an answer needs a reason"
        raise ValueError(message)
    appeal.outcome, appeal.answer, appeal.person_id, appeal.decided_at = outcome, answer, person_id, now()
    db.session.flush()
    _write(appeal, "decided")


def _write(appeal: Appeal, event: str) -> None:
    if not appeal.mail:
        return
    with force_locale(languages.locale_of(appeal.language)):
        subjects = {
            "received": gettext("Your objection has arrived"),
            "decided": gettext("Our decision on your objection"),
        }
        body = render_template(f"moderation/mail_objection_{event}.txt", appeal=appeal)
    mail.send(appeal.mail, subjects[event], body)
