"""Pages on which people report a barrier, and those on which the staff answers."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.accounts.rules import own_path
from participation.core import clock, codes, limits, once
from participation.core.database import db
from participation.feedback import services
from participation.feedback.forms import AnswerForm, BarrierForm
from participation.feedback.models import BarrierReport
from participation.web import languages

bp = Blueprint("feedback", __name__, template_folder="templates")

REPORTS, REPORTS_WITHIN_S = 10, 60 * 60
TOO_MANY = lazy_gettext(
    "Many reports came from your connection within one hour. Please send yours once more in an hour."
)


@bp.route("/barrier", methods=["GET", "POST"])
def report_barrier() -> ResponseReturnValue:
    """Let anybody tell us about a barrier, without an account."""
    require(Action.REPORT_BARRIER)
    form = BarrierForm(page=own_path(request.args.get("page", "")))
    if not form.validate_on_submit():
        return render_template("feedback/report_barrier.html", form=form), 422 if form.errors else 200
    try:
        limits.hit("barrier", limits.address(), limit=REPORTS, per_seconds=REPORTS_WITHIN_S)
    except limits.TooMany as error:
        form.form_errors.append(TOO_MANY)
        page = render_template("feedback/report_barrier.html", form=form)
        return page, 429, {"Retry-After": str(error.retry_after)}
    reference = services.reference_of(form.once_key)
    if once.first_arrival(form.once_key):
        services.report(_draft(form), reference)
    db.session.commit()
    return redirect(url_for(".received", code=codes.grouped(reference).lower()), 303)


def _draft(form: BarrierForm) -> services.Draft:
    return services.Draft(
        text=form.text.data or "",
        page=form.page.data or "",
        mail=form.mail.data or "",
        language=languages.language().value,
    )


@bp.get("/barrier/received/<string:code>")
def received(code: str) -> ResponseReturnValue:
    """Show the sender when the answer comes, and later the answer itself."""
    require(Action.REPORT_BARRIER)
    report = services.by_reference(code)
    if report is None:
        abort(404)
    return render_template("feedback/received.html", report=report, code=codes.grouped(report.reference))


@bp.get("/desk/barriers")
def barriers() -> ResponseReturnValue:
    """List the reports, those that are due first at the top."""
    require(Action.ANSWER_BARRIERS)
    return render_template(
        "feedback/barriers.html",
        open_reports=services.open_reports(),
        answered_reports=services.answered_reports(),
        today=clock.today(),
    )


@bp.route("/desk/barriers/<int:report_id>", methods=["GET", "POST"])
def answer_barrier(report_id: int) -> ResponseReturnValue:
    """Show a report and let the staff answer it once."""
    who = require(Action.ANSWER_BARRIERS)
    report = services.by_id(report_id)
    if report is None:
        abort(404)
    form = AnswerForm()
    if form.validate_on_submit() and _is_answered(form, report, who.person_id):
        return redirect(url_for(".answer_barrier", report_id=report.id), 303)
    return render_template(
        "feedback/answer_barrier.html",
        report=report,
        form=form,
        code=codes.grouped(report.reference),
        language_names=languages.LABELS,
        today=clock.today(),
    ), 422 if form.errors else 200


def _is_answered(form: AnswerForm, report: BarrierReport, person_id: int | None) -> bool:
    """Store the answer once; where a colleague was faster, say so and keep what was typed."""
    text = form.text.data or ""
    if once.first_arrival(form.once_key) and not services.answer(report, text, person_id):
        db.session.rollback()
        form.form_errors.append(
            gettext("A colleague was faster: this report has been answered. Your text was not sent.")
        )
        return False
    db.session.commit()
    return True
