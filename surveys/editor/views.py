"""Pages of the editor: the list, a new survey, its questions in order, its versions."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.questions.types import Question, QuestionType, budget
from participation.web.security import policy
from surveys import services as surveys_of
from surveys.editor import checking, rules, services
from surveys.editor.forms import ButtonForm, KindForm, NewForm
from surveys.editor.services import UnreadableError
from surveys.models import Survey
from surveys.rules import LENGTH_BUDGET

bp = Blueprint("editor", __name__)
WHEN = "when"


def survey_to_edit(slug: str) -> Survey:
    """Return the survey of this name to somebody who may edit it."""
    found = services.held(slug) if request.method == "POST" else surveys_of.by_slug(slug)
    if found is None:
        require(Action.EDIT_SURVEY)
        abort(404)
    require(Action.EDIT_SURVEY, found.process)
    return found


@bp.get("/desk/surveys")
def surveys() -> ResponseReturnValue:
    """List the surveys with where each stands and what to do next."""
    require(Action.EDIT_SURVEY)
    return render_template("editor/surveys.html", lines=services.lines())


@bp.route("/desk/surveys/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Begin a survey with its title; everything else follows."""
    require(Action.EDIT_SURVEY)
    known = services.processes()
    form = NewForm().offer(known)
    if not form.validate_on_submit():
        return render_template("editor/new.html", form=form), form.status
    process = next(one for one in known if one.slug == form.belongs_to.data)
    require(Action.EDIT_SURVEY, process)
    if not once.first_arrival(form.once_key):
        return redirect(url_for(".surveys"), 303)
    survey = services.begin(process, rules.texts(form.title_de.data or "", form.title_en.data or ""))
    target = url_for(".edit", slug=survey.slug)
    db.session.commit()
    return redirect(target, 303)


@bp.get("/desk/surveys/<string:slug>")
def edit(slug: str) -> ResponseReturnValue:
    """Show the questions of a survey in order, with all that can be done to them."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    return framing(
        render_template(
            "editor/edit.html",
            survey=survey,
            names=rules.NAMES,
            used=budget(survey.questions),
            most=LENGTH_BUDGET,
            warnings=surveys_of.warnings(survey.questions),
            about=rules.minutes(survey.questions),
            missing=checking.missing(survey),
            kinds=KindForm(kind=QuestionType.SINGLE.value),
            form=ButtonForm(),
            trial=url_for("trial.answer", slug=slug, secret=services.trial_secret(survey)),
        )
    )


def framing(page: str, status: int = 200) -> Response:
    """Let a page of ours show another one in a frame: the preview on a phone."""
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = f"{policy()}; frame-src 'self'"
    return response


@bp.post("/desk/surveys/<string:slug>/order")
def order(slug: str) -> ResponseReturnValue:
    """Move, copy or take out a question: `deed` says what and which, `place` where to, when it was dragged."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = ButtonForm()
    deed, _, key = request.form.get("deed", "").partition(" ")
    found = services.at(survey, key)
    if not form.validate_on_submit() or found is None:
        return redirect(url_for(".edit", slug=slug), 303)
    try:
        if once.first_arrival(form.once_key):
            services.ask(survey, _ordered(survey, found, deed))
        db.session.commit()
    except UnreadableError as error:
        db.session.rollback()
        return render_template("editor/refused.html", survey=survey_to_edit(slug), reasons=error.sentences), 409
    return redirect(url_for(".edit", slug=slug) + (f"#q-{key}" if deed != "delete" else ""), 303)


def _ordered(survey: Survey, found: Question, deed: str) -> tuple[Question, ...]:
    here = survey.questions.index(found)
    places: Mapping[str, int] = {"up": here - 1, "down": here + 1}
    if deed == "delete":
        return tuple(one for one in survey.questions if one is not found)
    if deed == "copy":
        return (*survey.questions[: here + 1], services.copied(survey, found), *survey.questions[here + 1 :])
    to = request.form.get("place", "")
    place = places.get(deed, int(to) if deed == "to" and to.isdecimal() and len(to) < 5 else here)
    return rules.moved(survey.questions, found.key, place)


@bp.route("/desk/surveys/<string:slug>/versions", methods=["GET", "POST"])
def versions(slug: str) -> ResponseReturnValue:
    """Show what each change was, in words; go back to one."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = ButtonForm()
    number = request.form.get("number", "")
    if form.validate_on_submit() and number.isdecimal() and len(number) < 9:
        earlier = services.version(survey, int(number)) or abort(404)
        try:
            if once.first_arrival(form.once_key):
                services.go_back(survey, earlier)
            db.session.commit()
        except UnreadableError as error:
            db.session.rollback()
            return render_template("editor/refused.html", survey=survey_to_edit(slug), reasons=error.sentences), 409
        return redirect(url_for(".edit", slug=slug), 303)
    page = render_template("editor/versions.html", survey=survey, versions=services.versions(survey), form=form)
    return page, form.status
