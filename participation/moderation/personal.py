"""What moderation keeps of people: who reported something, and who looked after a danger; and when it is forgotten."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, delete, false, func, or_, select, update

from participation.accounts import services as accounts
from participation.core import clock, mail
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.moderation.models import Alarm, Decision, Notice

NOTICE_DAYS, ALARM_DAYS = 190, 365


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
        "dangers": [
            {"informed_at": alarm.informed_at, "informed": alarm.informed, "note": alarm.note} for alarm in alarms
        ],
    }


def erase(person_id: int, keep_texts: bool) -> None:
    """Take the person's name and address off notices, and what they explain unless texts are to be kept."""
    values = {"name": "", "mail": ""} | ({} if keep_texts else {"explanation": ""})
    for address in db.session.scalars(select(Notice.mail).where(_is_from(person_id)).distinct()).all():
        mail.erase(address)
    db.session.execute(update(Notice).where(_is_from(person_id)).values(**values))
    db.session.execute(update(Alarm).where(Alarm.person_id == person_id).values(person_id=None))


def _is_from(person_id: int) -> ColumnElement[bool]:
    person = accounts.person(person_id)
    return func.lower(Notice.mail).in_(accounts.addresses(person)) if person else false()


def forget_notices(day: date) -> int:
    """Empty the notices whose decision nobody can contest any more; that they were made stays in the figures."""
    decided = select(Decision.id).where(Decision.decided_at < _border(day, NOTICE_DAYS))
    says_something = or_(Notice.name != "", Notice.mail != "", Notice.explanation != "")
    statement = update(Notice).where(Notice.decision_id.in_(decided), says_something)
    return _rows(statement.values(name="", mail="", explanation="").execution_options(synchronize_session=False))


def forget_alarms(day: date) -> int:
    """Delete what was secured of dangers a year ago; the police has had it since."""
    statement = delete(Alarm).where(Alarm.informed_at < _border(day, ALARM_DAYS))
    return _rows(statement.execution_options(synchronize_session=False))


def _border(day: date, days: int) -> object:
    return clock.at(day - timedelta(days=days), 0)


def _rows(statement: object) -> int:
    return int(db.session.execute(statement).rowcount)  # type: ignore[call-overload]  # a CursorResult


PERSONAL_DATA = PersonalData(tables=frozenset({"notice", "alarm"}), export=export, erase=erase)
RETENTION = (
    Retention(lazy_gettext("Notices that were answered"), frozenset({"notice"}), NOTICE_DAYS, forget_notices),
    Retention(lazy_gettext("Texts secured because of danger"), frozenset({"alarm"}), ALARM_DAYS, forget_alarms),
)
