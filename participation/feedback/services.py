"""Verbs and queries of feedback: take in reports of barriers, answer them, and watch the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from participation.core import clock, codes, mail
from participation.core.database import db
from participation.feedback import rules
from participation.feedback.models import BarrierReport
from participation.web import languages

STAFF_LANGUAGE = "de"
ANSWERED_SHOWN = 50
QUOTED = 40
"""So much of a report stands at least in every mail about it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote about a barrier."""

    text: str
    page: str = ""
    mail: str = ""
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many reports wait for an answer and how many of them for too long, with the first day of either kind."""

    open: int
    overdue: int
    first_due: date | None
    next_due: date | None


def reference_of(once_key: str) -> str:
    """Return the reference that belongs to one sending; the same for every arrival of the same form."""
    return codes.derive(current_app.extensions["settings"].secret_key, "barrier", once_key)


def report(draft: Draft, reference: str) -> BarrierReport:
    """Take in a report, start its clock, tell the office and, where an address was left, confirm it."""
    made = BarrierReport(
        reference=reference,
        text=draft.text,
        page=draft.page,
        mail=draft.mail,
        language=draft.language,
        reported_at=clock.now(),
        due_on=rules.due_on(clock.today()),
    )
    db.session.add(made)
    db.session.flush()
    _tell_office(made)
    if made.mail:
        _tell_reporter(made, "received")
    return made


def answer(report: BarrierReport, text: str, person_id: int | None) -> bool:
    """Store the answer and send it; return False, and change nothing, where there is an answer already."""
    statement = (
        update(BarrierReport)
        .where(BarrierReport.id == report.id, BarrierReport.answered_at.is_(None))
        .values(answer=text, answered_at=clock.now(), answered_by_id=person_id)
    )
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.refresh(report)
    if not result.rowcount:  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
        return False
    if report.mail:
        _tell_reporter(report, "answered")
    return True


def by_reference(code: str) -> BarrierReport | None:
    """Return the report whose sender shows this reference."""
    return db.session.scalars(select(BarrierReport).where(BarrierReport.reference == codes.typed(code))).first()


def by_id(report_id: int) -> BarrierReport | None:
    """Return the report with this number and whoever answered it."""
    return db.session.get(BarrierReport, report_id, options=[joinedload(BarrierReport.answered_by)])


def open_reports() -> Sequence[BarrierReport]:
    """Return the reports without an answer, those due first, hence the overdue ones, at the top."""
    statement = select(BarrierReport).where(BarrierReport.answered_at.is_(None))
    return db.session.scalars(statement.order_by(BarrierReport.due_on, BarrierReport.id)).all()


def answered_reports() -> Sequence[BarrierReport]:
    """Return the reports that were answered last."""
    statement = select(BarrierReport).where(BarrierReport.answered_at.is_not(None))
    return db.session.scalars(
        statement.order_by(BarrierReport.answered_at.desc(), BarrierReport.id.desc()).limit(ANSWERED_SHOWN)
    ).all()


def waiting() -> Waiting:
    """Return how many reports wait, for navigation and duties."""
    is_overdue = BarrierReport.due_on < clock.today()
    first_due = func.min(BarrierReport.due_on)
    statement = select(func.count(), func.count().filter(is_overdue), first_due, first_due.filter(~is_overdue)).where(
        BarrierReport.answered_at.is_(None)
    )
    return Waiting(*db.session.execute(statement).one())


def open_count() -> int:
    """Return how many reports wait for an answer."""
    return waiting().open


def remind() -> int:
    """Write one mail about all reports that are due soon and were not reminded of yet; return how many those are."""
    due = db.session.scalars(
        select(BarrierReport)
        .where(
            BarrierReport.answered_at.is_(None),
            BarrierReport.reminded_at.is_(None),
            BarrierReport.due_on <= rules.reminds_until(clock.today()),
        )
        .order_by(BarrierReport.due_on, BarrierReport.id)
    ).all()
    if due:
        _remind_office(due)
    for report in due:
        report.reminded_at = clock.now()
    db.session.flush()
    return len(due)


def _tell_office(report: BarrierReport) -> None:
    base = languages.base_address(STAFF_LANGUAGE)
    with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(STAFF_LANGUAGE)):
        link = languages.full_address(url_for("feedback.answer_barrier", report_id=report.id))
        subject = gettext("Barrier reported: %(reference)s", reference=codes.grouped(report.reference))
        body = render_template("feedback/mail_reported.txt", report=report, link=link)
    mail.send(_office(), subject, body)


def _remind_office(due: Sequence[BarrierReport]) -> None:
    base = languages.base_address(STAFF_LANGUAGE)
    with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(STAFF_LANGUAGE)):
        link = languages.full_address(url_for("feedback.barriers"))
        subject = ngettext(
            "A barrier report waits for its answer", "%(num)s barrier reports wait for their answers", len(due)
        )
        body = render_template("feedback/mail_reminder.txt", reports=due, link=link)
    mail.send(_office(), subject, body)


def _tell_reporter(report: BarrierReport, event: str) -> None:
    base = languages.base_address(report.language)
    with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(report.language)):
        code = codes.grouped(report.reference)
        subjects = {
            "received": gettext("Your report has arrived: %(reference)s", reference=code),
            "answered": gettext("Our answer to your report %(reference)s", reference=code),
        }
        link = languages.full_address(url_for("feedback.received", code=code.lower()))
        body = render_template(f"feedback/mail_{event}.txt", report=report, link=link, code=code)
    mail.send(report.mail, subjects[event], body)


def erase_copies(report: BarrierReport) -> None:
    """Delete the copies of our mails that repeat this report: to the office, and to whoever sent it."""
    mail.erase_quoting(_office(), report.text[:QUOTED])
    mail.erase_quoting(_office(), codes.grouped(report.reference))
    if report.mail:
        mail.erase(report.mail)


def _office() -> str:
    contact: str = current_app.extensions["settings"].town.accessibility_contact
    return contact
