"""Stopping and going on later: where the draft is, the code that leads to it, and how to delete it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import codes
from participation.core.database import db
from participation.core.limits import TooMany, hit
from participation.questions import branching
from participation.questions import services as asking
from participation.questions.types import READ_ONLY
from participation.web import languages
from surveys import answering, resume
from surveys.answering import Draft
from surveys.forms import ForgetForm, ResumeForm
from surveys.models import Survey
from surveys.views.blueprint import bp, gone, open_survey, survey_or_404

CODES, CODES_OF_ALL, WITHIN_S = 10, 600, 600
"""How many codes may be tried from one address, and from all of them together, within some minutes."""


@bp.get("/surveys/<string:slug>/pages/<string:draft>/later")
def later(slug: str, draft: str) -> ResponseReturnValue:
    """Say where the answers are kept until when, and how to come back to them."""
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    kept = answering.draft(survey, draft)
    return gone(survey) if kept is None else _later(survey, draft, kept, ForgetForm())


@bp.get("/surveys/<string:slug>/pages/<string:draft>")
def go_on(slug: str, draft: str) -> ResponseReturnValue:
    """Lead somebody who comes back to the first question without an answer."""
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    kept = answering.draft(survey, draft)
    return gone(survey) if kept is None else redirect(_first_open(survey, draft, kept), 303)


@bp.post("/surveys/<string:slug>/pages/<string:draft>/later")
def forget(slug: str, draft: str) -> ResponseReturnValue:
    """Delete a draft, because its owner wishes so."""
    survey = survey_or_404(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    form = ForgetForm()
    kept = answering.draft(survey, draft)
    if kept is not None and not form.validate_on_submit():
        return _later(survey, draft, kept, form), form.status
    answering.forget_draft(draft)
    db.session.commit()
    return redirect(url_for(".start", slug=slug), 303)


@bp.route("/continue", methods=["GET", "POST"])
def find_draft() -> ResponseReturnValue:
    """Lead somebody with a code to the draft it belongs to."""
    require(Action.READ_PROCESS)
    form = ResumeForm()
    if form.validate_on_submit() and form.is_within("survey-resume", CODES, WITHIN_S) and _is_calm(form):
        found = resume.find(form.code.data or "")
        if found is not None:
            return redirect(url_for(".go_on", slug=found.survey.slug, draft=found.secret), 303)
        form.code.errors = [
            gettext("We do not know this code. Please compare it letter by letter. Drafts are deleted after 14 days.")
        ]
        form.renew()
    return render_template("surveys/find_draft.html", form=form), form.status


def _is_calm(form: ResumeForm) -> bool:
    """Return whether not too many codes are being tried altogether; each try is work for the machine."""
    try:
        hit("survey-resume", "everybody", limit=CODES_OF_ALL, per_seconds=WITHIN_S)
    except TooMany:
        form.refuse(gettext("Very many codes are being tried at the moment. Please try again in ten minutes."))
        return False
    return True


def _later(survey: Survey, draft: str, kept: Draft, form: ForgetForm) -> str:
    return render_template(
        "surveys/later.html",
        survey=survey,
        form=form,
        code=codes.grouped(resume.code_of(draft)),
        link=languages.full_address(url_for(".go_on", slug=survey.slug, draft=draft)),
        until=kept.expires_on,
    )


def _first_open(survey: Survey, draft: str, kept: Draft) -> str:
    shown = branching.visible_questions(survey.questions, kept.values)
    open_ = (one for one in shown if one.type not in READ_ONLY and asking.is_missing(kept.values.get(one.key)))
    first = next(open_, None)
    if first is None:
        return url_for(".check", slug=survey.slug, draft=draft)
    return url_for(".page", slug=survey.slug, draft=draft, key=first.key)
