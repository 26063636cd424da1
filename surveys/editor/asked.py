"""Pages of the editor for one question: the fields of its kind, and ready ones to put in."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import Texts, db
from participation.questions.types import Question, QuestionType, budget
from surveys import services as surveys_of
from surveys.editor import formula_rows, library, rules, services, stock, told
from surveys.editor.forms import ButtonForm
from surveys.editor.question_form import QuestionForm, fingerprint, stated
from surveys.editor.services import UnreadableError
from surveys.editor.views import bp, framing, survey_to_edit
from surveys.models import Survey
from surveys.rules import LENGTH_BUDGET


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
    earlier = survey.questions[:place]
    now, rows = before, told.stored(before, earlier)
    theirs, reasons = None, []
    if request.method == "POST":
        is_good = form.validate()
        typed = form.question(before)
        rows = told.sent(request.form, typed, earlier)
        now = rows.into(typed)
        if not is_new and form.was.data != fingerprint(before):
            theirs = before
            form.was.data = fingerprint(before)
        elif is_good and not rows.errors and not told.is_pressed(request.form):
            try:
                if not is_new or once.first_arrival(form.once_key):
                    services.put(survey, now, request.args.get("after", ""))
                if "keep" in request.form:
                    stock.keep(now)
                db.session.commit()
                target = url_for(".ready", slug=survey.slug) if "keep" in request.form else _place_of(survey, before)
                return redirect(target, 303)
            except UnreadableError as error:
                reasons = error.sentences
        form.renew()
    errors = {} if told.is_pressed(request.form) else rows.errors
    others = [one for one in survey.questions if one.key != before.key]
    page = render_template(
        "editor/question.html",
        survey=survey,
        question=before,
        is_new=is_new,
        number=place + 1,
        form=form,
        kind=rules.NAMES[before.type],
        told=rows,
        has_constraint=told.has_constraint(before),
        deeds=formula_rows.SAID,
        usable=formula_rows.usable(rows.known),
        errors=errors,
        theirs=theirs and stated(theirs),
        their_rows=theirs and told.stored(theirs, earlier),
        reasons=reasons,
        others=budget(others),
        cost=now.cost,
        usual=replace(now, points=None).cost,
        most=LENGTH_BUDGET,
        warnings=surveys_of.warnings([*others, now]),
        can_be_kept=stock.can_be_kept(before),
        trial=None
        if is_new
        else url_for("trial.one", slug=survey.slug, secret=services.trial_secret(survey), key=before.key),
    )
    return framing(page, 409 if theirs or reasons else 422 if errors or form.errors else 200)


def _place_of(survey: Survey, question: Question) -> str:
    return url_for(".edit", slug=survey.slug) + f"#q-{question.key}"


@bp.route("/desk/surveys/<string:slug>/library", methods=["GET", "POST"])
def ready(slug: str) -> ResponseReturnValue:
    """Put in questions that are ready: the town's own, and those that come with the house."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form, own = ButtonForm(), stock.kept()
    if form.validate_on_submit():
        if request.form.get("drop", "").isdecimal():
            stock.drop(int(request.form["drop"][:9]))
            db.session.commit()
            return redirect(url_for(".ready", slug=slug), 303)
        offered = {f"own-{one.id}": one.question for one in own} | {one.key: one for one in library.LIBRARY}
        chosen = [offered[key] for key in request.form.getlist("ready")[:50] if key in offered]
        try:
            if once.first_arrival(form.once_key):
                services.ask(survey, stock.put_in(survey.questions, chosen))
            db.session.commit()
        except UnreadableError as error:
            db.session.rollback()
            return render_template("editor/refused.html", survey=survey_to_edit(slug), reasons=error.sentences), 409
        return redirect(url_for(".edit", slug=slug), 303)
    page = render_template(
        "editor/library.html",
        survey=survey,
        form=form,
        own=own,
        library=library.LIBRARY,
        names=rules.NAMES,
        levels=rules.LEVELS,
    )
    return page, form.status
