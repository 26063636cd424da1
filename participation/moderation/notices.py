"""Verbs and queries of notices: take them in without an account, and answer them with a decision (DSA, Article 16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select, update

from participation.core import codes, jobs
from participation.core.clock import local, now, working_days_after
from participation.core.database import db
from participation.moderation.models import Alarm, Decision, Notice
from participation.moderation.rules import NOTICE_TAKES_DAYS, NoticeGround, Verdict

JOB = "notices.tell"


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says who reports a piece of content; only the ground is needed."""

    ground: NoticeGround
    explanation: str = ""
    name: str = ""
    mail: str = ""
    language: str = "de"
    is_in_good_faith: bool = False


# Codes: secret links that only the sender has. We can make them again from the seed, nobody else can.


def code_for(once_key: str) -> str:
    """Return the code that belongs to one sending; the same for every arrival of the same form."""
    return _code(codes.fingerprint(_secret(), "notice-seed", once_key))


def code_of(notice: Notice) -> str:
    """Return the code under which the sender of a notice finds it again."""
    return _code(notice.seed)


def by_code(code: str) -> Notice | None:
    """Return the notice whose sender shows this code."""
    shown = codes.fingerprint(_secret(), "notice", codes.typed(code))
    return db.session.scalars(select(Notice).where(Notice.receipt_hash == shown)).first()


def _code(seed: str) -> str:
    return codes.derive(_secret(), "notice", seed)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret


# Taking in


def take_in(kind: str, subject_id: int, said: Report, once_key: str, *, reported_at: datetime | None = None) -> Notice:
    """Take in a notice about a piece of content; it waits for the moderators."""
    seed = codes.fingerprint(_secret(), "notice-seed", once_key)
    notice = Notice(
        subject_kind=kind,
        subject_id=subject_id,
        ground=said.ground,
        seed=seed,
        receipt_hash=codes.fingerprint(_secret(), "notice", _code(seed)),
        explanation=said.explanation,
        name=said.name,
        mail=said.mail,
        language=said.language,
        is_in_good_faith=said.is_in_good_faith,
        reported_at=reported_at or now(),
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def add(notice: Notice, said: Report) -> None:
    """Add to a notice what its sender says only now."""
    notice.explanation = said.explanation or notice.explanation
    notice.name = said.name or notice.name
    notice.mail = said.mail or notice.mail
    notice.is_in_good_faith = said.is_in_good_faith or notice.is_in_good_faith
    db.session.flush()


def due(notice: Notice) -> date:
    """Return the day by which the moderators mean to have decided: the same day where life may be in danger."""
    day = local(notice.reported_at).date()
    return day if notice.ground.is_urgent else working_days_after(day, NOTICE_TAKES_DAYS)


# What waits, and what was decided


def open_on(kind: str, subject_id: int) -> Sequence[Notice]:
    """Return the notices about a piece of content that nobody has answered yet, oldest first."""
    statement = select(Notice).where(Notice.subject_kind == kind, Notice.subject_id == subject_id)
    return db.session.scalars(statement.where(Notice.decision_id.is_(None)).order_by(Notice.id)).all()


def all_on(kind: str, subject_id: int) -> Sequence[Notice]:
    """Return every notice about a piece of content, oldest first."""
    statement = select(Notice).where(Notice.subject_kind == kind, Notice.subject_id == subject_id)
    return db.session.scalars(statement.order_by(Notice.id)).all()


def alarms_on(kind: str, subject_id: int) -> Sequence[Alarm]:
    """Return whom we told of danger to life because of a piece of content, oldest first."""
    statement = select(Alarm).where(Alarm.subject_kind == kind, Alarm.subject_id == subject_id)
    return db.session.scalars(statement.order_by(Alarm.id)).all()


def answered_by(decision: Decision) -> Sequence[Notice]:
    """Return the notices that a decision answers."""
    return db.session.scalars(select(Notice).where(Notice.decision_id == decision.id).order_by(Notice.id)).all()


# Answering


def keep(kind: str, subject_id: int, person_id: int | None, reason: str, *, at: datetime | None = None) -> Decision:
    """Leave a piece of content as it is, with a reason, and so answer all notices about it."""
    decision = Decision(
        subject_kind=kind,
        subject_id=subject_id,
        verdict=Verdict.KEEP,
        rules=[],
        facts=reason,
        letter="",
        person_id=person_id,
        decided_at=at or now(),
    )
    db.session.add(decision)
    db.session.flush()
    settle(decision)
    return decision


def settle(decision: Decision) -> int:
    """Answer all open notices about the subject with this decision; those who left a mail are told; return how many."""
    open_ones = open_on(decision.subject_kind, decision.subject_id)
    if not open_ones:
        return 0
    ids = [notice.id for notice in open_ones]
    db.session.execute(update(Notice).where(Notice.id.in_(ids)).values(decision_id=decision.id))
    jobs.enqueue_many(JOB, [{"notice": notice.id} for notice in open_ones if notice.mail])
    return len(ids)


def raise_alarm(kind: str, subject_id: int, *, informed: str, note: str, secured: str, person_id: int | None) -> Alarm:
    """Record whom we told that life or health may be in danger, and secure the text as it stands now."""
    alarm = Alarm(
        subject_kind=kind,
        subject_id=subject_id,
        informed=informed,
        note=note,
        secured=secured,
        person_id=person_id,
        informed_at=now(),
    )
    db.session.add(alarm)
    db.session.flush()
    return alarm
