"""Whoever has to do with a measure hears by mail what it has become: once each, and of public voices alone."""

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, visible
from participation.contributions.hearing import Hearer, hearers
from participation.contributions.models import Contribution
from participation.core import jobs, mail
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.models import Measure, MeasureChange
from participation.web import languages

JOB = "plan.tell_moved"


def announce(change: MeasureChange) -> None:
    """Have everybody written to whom it concerns that a measure has become something else."""
    jobs.enqueue(JOB, {"change": change.id})


def reach(measure: Measure) -> int:
    """Return how many people hear by mail when the measure becomes something else."""
    return len(hearers([one.contribution_id for one in finding.origins_of([measure])[measure.id]], measure.thread_id))


def tell(job: jobs.JobRun) -> None:
    """Write to the authors and supporters of a measure's public origins, and to who follows it.

    Of two changes in a row the last one is told. All mails are written first and stored together, so that a worker who
    dies has told nobody, and nobody waits for the database meanwhile.
    """
    found = select(MeasureChange, Measure).join(Measure, Measure.id == MeasureChange.measure_id)
    found = found.where(MeasureChange.id == job.payload["change"]).options(selectinload(Measure.changes))
    row = db.session.execute(visible(found, GUEST)).first()
    if row is None or row.Measure.changes[-1] is not row.MeasureChange:
        return
    change, measure = row
    voices = {origin.contribution_id: origin.contribution for origin in finding.origins_of([measure])[measure.id]}
    mails = [_written(one, measure, change, voices) for one in hearers(voices, measure.thread_id)]
    for recipient, subject, body in mails:
        mail.send(recipient, subject, body)


def _written(
    to: Hearer, measure: Measure, change: MeasureChange, voices: dict[int, Contribution]
) -> tuple[str, str, str]:
    base = languages.base_address(to.language)
    with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(to.language)):
        link = languages.full_address(finding.addresses()("plan.measure", measure))
        body = render_template(
            "plan/mail_moved.txt",
            to=to,
            measure=measure,
            change=change,
            state=names.STATES[change.state],
            titles=[voices[key].title for key in sorted(to.voices)],
            link=link,
        )
        subject = gettext(
            "%(code)s %(title)s: %(state)s", code=measure.code, title=measure.title, state=names.STATES[change.state]
        )
    return to.mail, subject, body
