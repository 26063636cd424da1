"""What feedback keeps of a person: reports under their mail address, answers they gave; and when reports go."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, delete, false, func, select, update

from participation.accounts import services as accounts
from participation.core import clock
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.feedback import services
from participation.feedback.models import BarrierReport

ANSWERED_DAYS = 180


def export(person_id: int) -> Mapping[str, object]:
    """Return the reports under the person's mail address, and the answers the person gave."""
    given = db.session.scalars(select(BarrierReport).where(BarrierReport.answered_by_id == person_id))
    own = db.session.scalars(select(BarrierReport).where(_is_from(person_id)))
    return {
        "reports": [
            {
                "reference": report.reference,
                "text": report.text,
                "page": report.page,
                "mail": report.mail,
                "reported_at": report.reported_at,
                "answer": report.answer,
            }
            for report in own
        ],
        "answers": [{"reference": report.reference, "answer": report.answer} for report in given],
    }


def erase(person_id: int, keep_texts: bool) -> None:
    """Delete the person's reports, or only the address on them, and the person's name on answers."""
    for report in db.session.scalars(select(BarrierReport).where(_is_from(person_id))):
        services.erase_copies(report)
    if keep_texts:
        db.session.execute(update(BarrierReport).where(_is_from(person_id)).values(mail=""))
    else:
        db.session.execute(delete(BarrierReport).where(_is_from(person_id)))
    db.session.execute(
        update(BarrierReport).where(BarrierReport.answered_by_id == person_id).values(answered_by_id=None)
    )


def _is_from(person_id: int) -> ColumnElement[bool]:
    person = accounts.person(person_id)
    return func.lower(BarrierReport.mail).in_(accounts.addresses(person)) if person else false()


def forget_answered(day: date) -> int:
    """Delete the reports that were answered half a year ago; return how many."""
    border = clock.at(day - timedelta(days=ANSWERED_DAYS), 0)
    result = db.session.execute(delete(BarrierReport).where(BarrierReport.answered_at < border))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


PERSONAL_DATA = PersonalData(tables=frozenset({"barrier_report"}), export=export, erase=erase)
RETENTION = (
    Retention(
        lazy_gettext("Answered reports of barriers"), frozenset({"barrier_report"}), ANSWERED_DAYS, forget_answered
    ),
)
