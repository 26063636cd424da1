"""Pages of the editor: the list, a survey's questions, its setup, versions, translation and library."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import Texts, db
from participation.questions import condition_rows
from participation.questions.types import Question, QuestionType, budget
from participation.web.security import policy
from surveys import services as surveys_of
from surveys.editor import checking, library, rules, services
from surveys.editor.forms import ButtonForm, KindForm, NewForm, SetupForm
from surveys.editor.question_form import QuestionForm, fingerprint, stated
from surveys.editor.services import UnreadableError
from surveys.models import Survey

bp = Blueprint("editor", __name__)
WHEN = "when"


def survey_to_edit(slug: str) -> Survey:
    """Return the survey of this name to somebody who may edit it."""
    found = surveys_of.by_slug(slug)
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
    return _framing(
        render_template(
            "editor/edit.html",
            survey=survey,
            names=rules.NAMES,
            used=budget(survey.questions),
            most=rules.BUDGET,
            about=rules.minutes(survey.questions),
            missing=checking.missing(survey),
            kinds=KindForm(kind=QuestionType.SINGLE.value),
            form=ButtonForm(),
            trial=url_for("trial.answer", slug=slug, secret=services.trial_secret(survey)),
        )
    )


def _framing(page: str, status: int = 200) -> Response:
    """Let a page of ours show another one in a frame: the preview on a phone."""
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = f"{policy()}; frame-src 'self'"
    return response


@bp.route("/desk/surveys/<string:slug>/setup", methods=["GET", "POST"])
def setup(slug: str) -> ResponseReturnValue:
    """Set what a survey says around its questions, and how it runs."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = SetupForm.of(survey)
    if form.validate_on_submit():
        services.set_up(survey, **form.values(survey))
        db.session.commit()
        return redirect(url_for(".edit", slug=slug), 303)
    return render_template("editor/setup.html", survey=survey, form=form), form.status


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
    return _framing(page, status)


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


@bp.route("/desk/surveys/<string:slug>/translation", methods=["GET", "POST"])
def translate(slug: str) -> ResponseReturnValue:
    """Put English beside German, for everything that people read."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    form = ButtonForm()
    if form.validate_on_submit():
        said = {name: " ".join(words.split())[:4000] for name, words in request.form.items()}
        parts = {
            one.key: {
                name.removeprefix(f"{one.key}:"): words
                for name, words in said.items()
                if name.startswith(f"{one.key}:")
            }
            for one in survey.questions
        }
        changed = {name: rules.in_english(getattr(survey, name), said.get(f":{name}")) for name in rules.AROUND}
        if any(changed[name] != getattr(survey, name) for name in rules.AROUND):
            services.set_up(survey, **changed)
        services.ask(survey, [rules.translated(one, "en", parts[one.key]) for one in survey.questions])
        db.session.commit()
        return redirect(url_for(".translate", slug=slug), 303)
    page = render_template(
        "editor/translate.html",
        survey=survey,
        form=form,
        around=[(name, getattr(survey, name)) for name in rules.AROUND],
        texts={one.key: [pair for pair in rules.all_texts(one) if pair[1].get("de")] for one in survey.questions},
        missing=checking.missing(survey),
    )
    return page, form.status


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
