"""Pages of letters at the desk: the list and what is wrong with it, the making, the one fetching."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from surveys.letters import addresses, printing, services
from surveys.letters.addresses import Addresses
from surveys.letters.forms import FetchForm, ListForm, ReminderForm
from surveys.letters.models import LetterForm, LetterRun
from surveys.models import Survey
from surveys.rules import Access
from surveys.ways.asking import survey_at_desk

bp = Blueprint("letters", __name__, url_prefix="/desk/ways/<string:slug>/letters")

TYPES = {LetterForm.PDF: "application/pdf", LetterForm.CSV: "text/csv; charset=utf-8"}


@bp.route("", methods=["GET", "POST"])
def letters(slug: str) -> ResponseReturnValue:
    """Take in a list; what is wrong with it is shown before anything is kept."""
    survey = _listed(slug)
    require(Action.OPEN_WAYS, survey.process)
    form = ListForm(**_words(survey))
    if not form.validate_on_submit():
        return _list(survey, form), form.status
    secret = services.secret_of(form.once_key)
    if once.is_spent(form.once_key):
        return redirect(url_for(".making", slug=slug, secret=secret), 303)
    if text := _sent():
        form.addresses.data = text
    found = addresses.read(form.addresses.data or "", services.recipients(survey))
    if not found.good and not found.faults:
        form.addresses.errors = [gettext("Please choose a file or type in at least one address.")]
    if "make" not in request.form or not found.good:
        form.renew()
        return _list(survey, form, found), 422 if form.errors else 200
    if once.first_arrival(form.once_key):
        services.order_first(survey, found.good, LetterForm(form.made_as.data), form.words, secret)
    db.session.commit()
    return redirect(url_for(".making", slug=slug, secret=secret), 303)


def _sent() -> str:
    """Return the text of the file that came, if one did."""
    file = request.files.get("file")
    return addresses.decoded(file.stream.read()) if file and file.filename else ""


def _list(survey: Survey, form: ListForm, found: Addresses | None = None) -> str:
    return render_template(
        "letters/list.html",
        survey=survey,
        form=form,
        found=found,
        standing=services.standing(survey),
        runs=services.runs(survey),
        may_remind=services.may_remind(survey),
        address=printing.address_of(survey),
    )


@bp.route("/reminder", methods=["GET", "POST"])
def reminder(slug: str) -> ResponseReturnValue:
    """Have letters made to those whose code nobody used yet."""
    survey = _listed(slug)
    require(Action.OPEN_WAYS, survey.process)
    form = ReminderForm(**_words(survey, is_reminder=True))
    secret = services.secret_of(form.once_key)
    may = services.may_remind(survey)
    if form.validate_on_submit() and (may or once.is_spent(form.once_key)):
        if once.first_arrival(form.once_key):
            services.order_reminder(survey, LetterForm(form.made_as.data), form.words, secret)
        db.session.commit()
        return redirect(url_for(".making", slug=slug, secret=secret), 303)
    page = render_template(
        "letters/reminder.html", survey=survey, form=form, standing=services.standing(survey), may_remind=may
    )
    return page, form.status


@bp.route("/<string:secret>", methods=["GET", "POST"])
def making(slug: str, secret: str) -> ResponseReturnValue:
    """Say how far the letters are, and hand them over once."""
    survey = _listed(slug)
    require(Action.OPEN_WAYS, survey.process)
    run = services.by_secret(survey, secret) or abort(404)
    form = FetchForm()
    if form.validate_on_submit() and run.count is not None:
        content = services.fetch(run, secret)
        db.session.commit()
        if content is not None:
            services.forget(run)
            return _file(survey, run, content)
    page = render_template(
        "letters/making.html", survey=survey, run=run, form=form, progress=services.progress(run), secret=secret
    )
    return page, form.status


def _file(survey: Survey, run: LetterRun, content: bytes) -> Response:
    response = Response(content, content_type=TYPES[run.form])
    name = f"{survey.slug}-{run.kind}-{run.made_on}.{run.form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _listed(slug: str) -> Survey:
    """Return a survey with a list of codes."""
    survey = survey_at_desk(slug)
    if survey.access is not Access.CODES:
        abort(404)
    return survey


def _words(survey: Survey, *, is_reminder: bool = False) -> dict[str, Any]:
    """Return what a letter says, in German, until somebody writes it better."""
    town = current_app.extensions["settings"].town
    with force_locale("de"):
        if is_reminder:
            text = gettext(
                "some weeks ago we invited you to our survey. Nobody has used your code yet. If you like, please take"
                " %(minutes)s minutes for it: the fewer answers are missing, the better we know what people here need."
                "\n\nIf you have answered in these days, please throw this letter away. Thank you.",
                minutes=survey.minutes,
            )
        else:
            text = gettext(
                "%(lead)s\n\nPlease take %(minutes)s minutes for our survey. It is voluntary.",
                lead=survey.lead.in_("de"),
                minutes=survey.minutes,
            )
        return {"greeting": gettext("Dear neighbours,"), "text": text, "signed": town.office}
