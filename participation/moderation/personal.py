"""What moderation keeps of people: who reported something, and who looked after a danger; and when it is forgotten."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, case, delete, false, func, or_, select, update

from participation.accounts import services as accounts
from participation.core import clock, mail
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.moderation.models import Alarm, Appeal, Block, Decision, Notice

NOTICE_DAYS, ALARM_DAYS = 190, 365
ERASED = "[gelöscht]"


def export(person_id: int) -> Mapping[str, object]:
    """Return the notices under the person's mail address, and the dangers the person looked after."""
    notices = db.session.scalars(select(Notice).where(_is_from(person_id)).order_by(Notice.id))
    alarms = db.session.scalars(select(Alarm).where(Alarm.person_id == person_id).order_by(Alarm.id))
    return {
        "notices": [
            {
                "reported_at": notice.reported_at,
                "ground": notice.ground.value,
                "explanation": notice.explanation,
                "name": notice.name,
                "mail": notice.mail,
                "decision": notice.decision.facts if notice.decision else "",
            }
            for notice in notices
        ],
        "objections": [exported(appeal) for appeal in db.session.scalars(_objections_from(person_id))],
        "objections_decided": [
            {"decided_at": appeal.decided_at, "outcome": appeal.outcome, "answer": appeal.answer}
            for appeal in db.session.scalars(select(Appeal).where(Appeal.person_id == person_id).order_by(Appeal.id))
        ],
        "blocks": [
            {"reasons": block.decision.letter, "until": block.until, "ended_at": block.ended_at, "why": block.why_ended}
            for block in db.session.scalars(select(Block).where(Block.person_id == person_id).order_by(Block.id))
        ],
        "dangers": [
            {"informed_at": alarm.informed_at, "informed": alarm.informed, "note": alarm.note} for alarm in alarms
        ],
    }


def exported(appeal: Appeal) -> dict[str, object]:
    """Return an objection as the person who wrote it takes it along."""
    return {
        "appealed_at": appeal.appealed_at,
        "text": appeal.text,
        "mail": appeal.mail,
        "outcome": appeal.outcome,
        "answer": appeal.answer,
    }


def erase(person_id: int, keep_texts: bool) -> None:
    """Take the person's name and address off notices, and what they explain unless texts are to be kept; blocks go."""
    db.session.execute(delete(Block).where(Block.person_id == person_id))
    values = {"name": "", "mail": ""} | ({} if keep_texts else {"explanation": ""})
    for address in db.session.scalars(select(Notice.mail).where(_is_from(person_id)).distinct()).all():
        mail.erase(address)
    if not keep_texts:
        empty_appeals(select(Appeal.id).where(Appeal.notice_id.in_(select(Notice.id).where(_is_from(person_id)))))
    db.session.execute(update(Notice).where(_is_from(person_id)).values(**values))
    db.session.execute(update(Alarm).where(Alarm.person_id == person_id).values(person_id=None))


def _is_from(person_id: int) -> ColumnElement[bool]:
    person = accounts.person(person_id)
    return func.lower(Notice.mail).in_(accounts.addresses(person)) if person else false()


def _objections_from(person_id: int) -> Select[Appeal]:
    notices = select(Notice.id).where(_is_from(person_id))
    return select(Appeal).where(Appeal.notice_id.in_(notices)).order_by(Appeal.id)


def empty_appeals(ids: Select[int]) -> int:
    """Take words and addresses out of these objections; that there were any stays in the figures; return how many."""
    statement = update(Appeal).where(Appeal.id.in_(ids))
    given = case((Appeal.answer == "", ""), else_=ERASED)
    emptied = statement.values(text=ERASED, mail="", answer=given)
    return _rows(emptied.execution_options(synchronize_session=False))


def forget_appeals(day: date) -> int:
    """Empty the objections decided half a year ago; return how many."""
    border = _border(day, NOTICE_DAYS)
    return empty_appeals(select(Appeal.id).where(Appeal.decided_at < border, Appeal.text != ERASED))


def forget_notices(day: date) -> int:
    """Empty the notices whose decision nobody can contest any more; that they were made stays in the figures."""
    contested = select(Appeal.decision_id).where(Appeal.outcome.is_(None))
    decided = select(Decision.id).where(Decision.decided_at < _border(day, NOTICE_DAYS), Decision.id.not_in(contested))
    says_something = or_(Notice.name != "", Notice.mail != "", Notice.explanation != "")
    statement = update(Notice).where(Notice.decision_id.in_(decided), says_something)
    return _rows(statement.values(name="", mail="", explanation="").execution_options(synchronize_session=False))


def forget_blocks(day: date) -> int:
    """Delete the blocks that ended half a year ago; that there were any stays in the register and the figures."""
    border = _border(day, NOTICE_DAYS)
    statement = delete(Block).where(or_(Block.until < border, Block.ended_at < border))
    return _rows(statement.execution_options(synchronize_session=False))


def forget_alarms(day: date) -> int:
    """Delete what was secured of dangers a year ago; the police has had it since."""
    statement = delete(Alarm).where(Alarm.informed_at < _border(day, ALARM_DAYS))
    return _rows(statement.execution_options(synchronize_session=False))


def _border(day: date, days: int) -> datetime:
    return clock.at(day - timedelta(days=days), 0)


def _rows(statement: object) -> int:
    return int(db.session.execute(statement).rowcount)  # type: ignore[call-overload]  # a CursorResult


PERSONAL_DATA = PersonalData(tables=frozenset({"notice", "alarm", "appeal", "block"}), export=export, erase=erase)
RETENTION = (
    Retention(lazy_gettext("Notices that were answered"), frozenset({"notice"}), NOTICE_DAYS, forget_notices),
    Retention(lazy_gettext("Objections that were decided"), frozenset({"appeal"}), NOTICE_DAYS, forget_appeals),
    Retention(lazy_gettext("Blocks that are over"), frozenset({"block"}), NOTICE_DAYS, forget_blocks),
    Retention(lazy_gettext("Texts secured because of danger"), frozenset({"alarm"}), ALARM_DAYS, forget_alarms),
)
