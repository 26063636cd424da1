"""Pages of the editor on which a survey goes public, comes back, or is copied."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from surveys.editor import checking, services
from surveys.editor.forms import ButtonForm
from surveys.editor.views import bp, survey_to_edit
from surveys.rules import SurveyStatus


@bp.route("/desk/surveys/<string:slug>/check", methods=["GET", "POST"])
def check(slug: str) -> ResponseReturnValue:
    """Name everything that is missing; publish when no must is open, take back while nobody has answered."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = ButtonForm()
    found, answered = checking.findings(survey), services.has_answers(survey)
    if form.validate_on_submit():
        wanted = SurveyStatus.DRAFT if request.form.get("deed") == "unpublish" else SurveyStatus.PUBLISHED
        is_open = any(one.is_must for one in found) if wanted is SurveyStatus.PUBLISHED else answered
        if not is_open:
            survey.status = wanted
            db.session.commit()
            return redirect(url_for(".edit", slug=slug), 303)
        form.renew()
    page = render_template("editor/check.html", survey=survey, form=form, findings=found, answered=answered)
    return page, 409 if request.method == "POST" else 200


@bp.post("/desk/surveys/<string:slug>/copy")
def copy(slug: str) -> ResponseReturnValue:
    """Copy the whole survey into a draft; as a second wave where that was pressed."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = ButtonForm()
    target = url_for(".surveys")
    if form.validate_on_submit() and once.first_arrival(form.once_key):
        made = services.copy(survey, is_wave=request.form.get("deed") == "wave")
        target = url_for(".setup", slug=made.slug)
        db.session.commit()
    return redirect(target, 303)
