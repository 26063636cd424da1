"""What those who reported something are written: that it arrived, and what was decided."""

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from forum.desk.forms import RejectForm
from forum.desk.letters import signature
from forum.notices import services
from forum.notices.names import RESULTS
from participation.access.guard import Actor
from participation.contributions import services as hub
from participation.contributions.deciding import Reasons
from participation.contributions.models import Contact, Contribution
from participation.core import codes, jobs, mail
from participation.core.database import db
from participation.moderation import notices
from participation.moderation.models import Notice
from participation.moderation.rules import FoundBy, Verdict
from participation.moderation.services import APPEAL_MONTHS
from participation.web import languages


def confirm(notice: Notice, reference: str) -> None:
    """Confirm the receipt of a notice to whoever left a mail address."""
    if notice.mail:
        _write(notice, "received", reference)


def tell(job: jobs.JobRun) -> None:
    """Write to whoever reported something what was decided and why, if a mail address is still known; a job."""
    notice = db.session.get(Notice, job.payload["notice"])
    if notice is None or notice.decision is None or not notice.mail:
        return
    contribution = services.about(notice)
    if contribution:
        _write(notice, "decided", contribution.reference, result=RESULTS[notice.decision.verdict])


def _write(notice: Notice, event: str, reference: str, **more: object) -> None:
    base = languages.base_address(notice.language)
    with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(notice.language)):
        code = codes.grouped(notices.code_of(notice))
        subjects = {
            "received": gettext("Your notice about contribution %(reference)s has arrived", reference=reference),
            "decided": gettext("Your notice about contribution %(reference)s: our decision", reference=reference),
        }
        body = render_template(
            f"notices/mail_{event}.txt",
            reference=reference,
            code=code,
            due=notices.due(notice),
            decision=notice.decision,
            months=APPEAL_MONTHS,
            link=languages.full_address(url_for("notices.state", code=code.lower())),
            **more,
        )
    mail.send(notice.mail, subjects[event], body)


def reasons(form: RejectForm, who: Actor) -> Reasons:
    """Return what a moderator typed as the reasons why a reported contribution is hidden."""
    return Reasons(
        rules=form.chosen(),
        facts=form.facts.data or "",
        concern=form.concern.data or "",
        signed=signature(who),
        found_by=FoundBy.NOTICE,
    )


def preview_of_hiding(contribution: Contribution, contact: Contact | None, form: RejectForm, who: Actor) -> list[str]:
    """Return the paragraphs of the letter to the author, with dots for what is still to be written."""
    why = reasons(form, who)
    why["facts"] = why["facts"] or "…"
    return hub.statement_of_reasons(contribution, contact, Verdict.HIDE, **why).strip().split("\n\n")
