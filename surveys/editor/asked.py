"""Pages of the editor for one question: the fields of its kind, and ready ones to put in."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import Texts, db
from participation.questions import condition_rows
from participation.questions.types import Question, QuestionType
from surveys.editor import library, rules, services
from surveys.editor.forms import ButtonForm
from surveys.editor.question_form import QuestionForm, fingerprint, stated
from surveys.editor.services import UnreadableError
from surveys.editor.views import bp, framing, survey_to_edit
from surveys.models import Survey

WHEN = "when"


@bp.get("/desk/surveys/<string:slug>/questions/add")
def add(slug: str) -> ResponseReturnValue:
    """Lead to the form of a new question of the kind that was chosen."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    kind, after = request.args.get("kind", ""), request.args.get("after") or None
    return redirect(url_for(".new_question", slug=slug, kind=kind, after=after), 303)


@bp.route("/desk/surveys/<string:slug>/questions/new/<string:kind>", methods=["GET", "POST"])
def new_question(slug: str, kind: str) -> ResponseReturnValue:
    """Write a question of this kind; nothing is stored before it is sent."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    if kind not in set(QuestionType):
        abort(404)
    key = rules.new_key("Q", (one.key for one in survey.questions))
    return _asked(survey, Question(key, QuestionType(kind), Texts()), is_new=True)


@bp.route("/desk/surveys/<string:slug>/questions/<string:key>", methods=["GET", "POST"])
def question(slug: str, key: str) -> ResponseReturnValue:
    """Edit one question: the fields of its kind, and a preview as on a phone."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    return _asked(survey, services.at(survey, key) or abort(404))


def _asked(survey: Survey, before: Question, *, is_new: bool = False) -> ResponseReturnValue:
    form = QuestionForm.of(before)
    keys = [one.key for one in survey.questions]
    place = len(keys) if is_new else keys.index(before.key)
    known = condition_rows.subjects(survey.questions[:place])
    rows = condition_rows.from_condition(before.condition, known)
    errors, theirs, reasons = [], None, []
    if request.method == "POST":
        rows = condition_rows.read(request.form, WHEN, known)
        errors = condition_rows.complaints(rows, known)
        is_good = form.validate()
        if not is_new and form.was.data != fingerprint(before):
            theirs = before
            form.was.data = fingerprint(before)
            form.renew()
        elif is_good and not errors and not condition_rows.pressed(request.form, WHEN):
            typed = replace(form.question(before), condition=condition_rows.to_condition(rows, known))
            try:
                if not is_new or once.first_arrival(form.once_key):
                    services.put(survey, typed, request.args.get("after", ""))
                db.session.commit()
                return redirect(url_for(".edit", slug=survey.slug) + f"#q-{before.key}", 303)
            except UnreadableError as error:
                reasons = error.sentences
                form.renew()
        else:
            form.renew()
    status = 409 if theirs or reasons else 422 if errors or form.errors else 200
    page = render_template(
        "editor/question.html",
        survey=survey,
        question=before,
        is_new=is_new,
        number=place + 1,
        form=form,
        kind=rules.NAMES[before.type],
        name=WHEN,
        rows=rows,
        known=known,
        formula=condition_rows.to_condition(rows, known),
        errors=errors,
        theirs=theirs and stated(theirs),
        reasons=reasons,
        trial=None
        if is_new
        else url_for("trial.one", slug=survey.slug, secret=services.trial_secret(survey), key=before.key),
    )
    return framing(page, status)


@bp.route("/desk/surveys/<string:slug>/library", methods=["GET", "POST"])
def ready(slug: str) -> ResponseReturnValue:
    """Put in questions that are ready, from the library or from another survey of one's own."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = ButtonForm()
    if form.validate_on_submit():
        chosen = [found for key in request.form.getlist("ready")[:50] if (found := library.ready(key))]
        questions = list(survey.questions)
        for one in chosen:
            questions.append(replace(one, key=rules.new_key(one.key, (each.key for each in questions))))
        try:
            if once.first_arrival(form.once_key):
                services.ask(survey, questions)
            db.session.commit()
        except UnreadableError as error:
            db.session.rollback()
            return render_template("editor/refused.html", survey=survey_to_edit(slug), reasons=error.sentences), 409
        return redirect(url_for(".edit", slug=slug), 303)
    page = render_template(
        "editor/library.html", survey=survey, form=form, library=library.LIBRARY, names=rules.NAMES, levels=rules.LEVELS
    )
    return page, form.status
