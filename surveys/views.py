"""Pages of a survey: start, answer in one document or page by page, thanks, results."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import actor, can, require
from participation.core import codes, once
from participation.core.clock import today
from participation.core.database import db, reading
from participation.core.feature import Lazy
from participation.questions import branching
from participation.questions import services as asking
from participation.questions.types import Answer, Question
from participation.web import languages
from participation.web.assets import FOLDER, PREFIX, asset
from surveys import answering, services
from surveys.forms import AnswerForm
from surveys.models import Questionnaire, Survey
from surveys.rules import SurveyState

bp = Blueprint("surveys", __name__)

WORKER_SERVES = ("citizen.css", "survey.js")
MARK = "the-token-goes-here"
"""Stands in the kept document where the token of each form goes."""
SENDINGS, WITHIN_S = 300, 600

Errors = Mapping[str, Sequence[Lazy]]


@bp.get("/surveys/<string:slug>")
def start(slug: str) -> ResponseReturnValue:
    """Say what a survey is about, how long it takes, and that it is anonymous."""
    survey = _survey(slug)
    require(Action.READ_PROCESS, survey.process)
    return render_template(
        "surveys/start.html",
        survey=survey,
        count=len(survey.questionnaire.asked),
        may_see_results=_may_see_results(survey),
    )


@bp.get("/surveys/worker.js")
def worker() -> ResponseReturnValue:
    """Give the script that keeps a survey at hand in a dead spot; it reaches as far as its address, so it lies here."""
    files = [asset(name) for name in WORKER_SERVES]
    script = Path(FOLDER, asset("service-worker.js").removeprefix(PREFIX)).read_text("utf-8")
    version = sha256(" ".join([script, *files]).encode()).hexdigest()[:10]
    response = Response(f'const VERSION = "{version}";\n{script}', mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.route("/surveys/<string:slug>/answer", methods=["GET", "POST"])
def answer(slug: str) -> ResponseReturnValue:
    """Take the whole survey in one sending; with a script people see one question at a time."""
    survey = _open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    form = AnswerForm()
    if request.method != "POST":
        return _document(survey, form)
    questions = survey.questions
    given = asking.parse_all(questions, request.form)
    errors = asking.check_all(branching.visible_questions(questions, given), given)
    if asking.pressed(questions, request.form) or "stay" in request.form or errors:
        form.validate()
        return _document(survey, form, given, errors)
    if form.validate() and _taken_in(survey, form, branching.counted(questions, given)):
        return _thanks_for(survey, form)
    return _document(survey, form, given)


def _document(
    survey: Survey, form: AnswerForm, given: Mapping[str, Answer] | None = None, errors: Errors | None = None
) -> ResponseReturnValue:
    if given is None:
        return _blank_document(survey, form)
    page = _rendered(survey, form, given, errors or {})
    if errors:
        return page, 422
    # Nothing is wrong but the form around the answers: a script may send them once more with a new token.
    return page, form.status, {"X-Form-Token": form.token.data or ""}


def _blank_document(survey: Survey, form: AnswerForm) -> str:
    """Return the document as everybody gets it who begins: all alike but for the token, so rendered once."""
    if actor().is_signed_in or request.query_string:
        return _rendered(survey, form, {}, {})
    language = languages.language()
    looks = (asset("citizen.css"), asset("survey.js"), current_app.extensions["settings"].town)
    version = (survey.slug, survey.title.in_(language), request.script_root, language, *looks)
    pages = _blank_documents.setdefault(survey.questionnaire, {})
    if version not in pages:
        token, form.token.data = form.token.data, MARK
        pages[version] = _rendered(survey, form, {}, {})
        form.token.data = token
    return pages[version].replace(MARK, form.token.data or "")


_blank_documents: WeakKeyDictionary[Questionnaire, dict[tuple[object, ...], str]] = WeakKeyDictionary()


def _rendered(survey: Survey, form: AnswerForm, given: Mapping[str, Answer], errors: Errors) -> str:
    return render_template(
        "surveys/answer.html", survey=survey, questions=survey.questions, form=form, answers=given, errors=errors
    )


def _taken_in(survey: Survey, form: AnswerForm, answers: Mapping[str, Any], draft: str = "") -> bool:
    """Store what the form brings, unless it arrived before; False where too many came from one address."""
    if once.first_arrival(form.once_key):
        if not form.is_within("survey", SENDINGS, WITHIN_S):
            db.session.rollback()
            return False
        answering.take_in(survey, answers, answering.receipt_code(form.once_key))
        if draft:
            answering.forget_draft(draft)
    db.session.commit()
    return True


def _thanks_for(survey: Survey, form: AnswerForm) -> ResponseReturnValue:
    """Lead to the thanks of this form; every arrival of it to the same."""
    receipt = answering.receipt_code(form.once_key)
    return redirect(url_for(".thanks", slug=survey.slug, code=codes.grouped(receipt).lower()), 303)


@bp.route("/surveys/<string:slug>/pages", methods=["GET", "POST"])
def first_page(slug: str) -> ResponseReturnValue:
    """Begin page by page, for browsers without scripts; the draft begins with the first answer."""
    survey = _open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    form, first = AnswerForm(), survey.questions[0]
    if request.method != "POST":
        return _question_page(survey, first, {}, form)
    return _save_page(survey, first, {}, form)


@bp.route("/surveys/<string:slug>/pages/<string:draft>/<string:key>", methods=["GET", "POST"])
def page(slug: str, draft: str, key: str) -> ResponseReturnValue:
    """Show and save one question of somebody who goes page by page."""
    survey = _open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    answers = answering.draft(survey, draft)
    question = next((one for one in survey.questions if one.key == key), None)
    if answers is None or question is None:
        abort(404)
    if question not in branching.visible_questions(survey.questions, answers):
        return redirect(url_for(".check", slug=slug, draft=draft), 303)
    form = AnswerForm()
    if request.method != "POST":
        return _question_page(survey, question, answers, form)
    return _save_page(survey, question, answers, form, draft)


def _save_page(
    survey: Survey, question: Question, answers: Mapping[str, Answer], form: AnswerForm, draft: str = ""
) -> ResponseReturnValue:
    """Keep one answer and lead on; a ranking that moves stays, and going back keeps what is there, as it is."""
    given, is_back = asking.parse(question, request.form), "back" in request.form
    changed = {key: value for key, value in answers.items() if key != question.key}
    if not asking.is_missing(given):
        changed[question.key] = given
    complaints = [] if is_back else asking.check(question, given)
    is_fine = form.validate() and (bool(draft) or form.is_within("survey-draft", SENDINGS, WITHIN_S))
    if asking.pressed([question], request.form) or complaints or not is_fine:
        return _question_page(survey, question, changed, form, complaints)
    secret = draft or answering.draft_secret(form.once_key)
    answering.keep_draft(survey, secret, changed)
    target = _neighbour(survey, changed, question, secret, is_back=is_back)
    db.session.commit()
    return redirect(target, 303)


def _neighbour(survey: Survey, answers: Mapping[str, Answer], question: Question, draft: str, *, is_back: bool) -> str:
    """Return the address of the page before or after this one, among the questions that are shown."""
    keys = [one.key for one in branching.visible_questions(survey.questions, answers)]
    place = max(0, keys.index(question.key) + (-1 if is_back else 1))
    if place == len(keys):
        return url_for(".check", slug=survey.slug, draft=draft)
    return url_for(".page", slug=survey.slug, draft=draft, key=keys[place])


def _question_page(
    survey: Survey,
    question: Question,
    answers: Mapping[str, Answer],
    form: AnswerForm,
    complaints: Sequence[Lazy] = (),
) -> ResponseReturnValue:
    shown = branching.visible_questions(survey.questions, answers)
    rendered = render_template(
        "surveys/page.html",
        survey=survey,
        question=question,
        answers=answers,
        form=form,
        complaints=complaints,
        number=shown.index(question) + 1,
        total=len(shown),
    )
    return rendered, form.status if form.errors else 422 if complaints else 200


@bp.route("/surveys/<string:slug>/pages/<string:draft>/check", methods=["GET", "POST"])
def check(slug: str, draft: str) -> ResponseReturnValue:
    """Show everything once more before it is sent, to somebody who went page by page."""
    survey = _open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    form = AnswerForm()
    answers = answering.draft(survey, draft)
    if answers is None:
        return _after_draft(survey, form)
    shown = branching.visible_questions(survey.questions, answers)
    errors = asking.check_all(shown, answers)
    is_ready = form.validate_on_submit() and not errors
    if is_ready and _taken_in(survey, form, branching.counted(survey.questions, answers), draft):
        return _thanks_for(survey, form)
    rendered = render_template(
        "surveys/check.html",
        survey=survey,
        shown=shown,
        answers=answers,
        errors=errors,
        form=form,
        draft=draft,
        said=asking.shown,
    )
    return rendered, form.status if form.errors else 422 if errors and request.method == "POST" else 200


def _after_draft(survey: Survey, form: AnswerForm) -> ResponseReturnValue:
    """Lead a second tap on "send" to the thanks that the first one earned; the draft is gone by then."""
    if form.validate_on_submit() and once.is_spent(form.once_key):
        return _thanks_for(survey, form)
    return abort(404)


@bp.get("/surveys/<string:slug>/thanks/<string:code>")
def thanks(slug: str, code: str) -> ResponseReturnValue:
    """Thank, hand over the receipt, and say what happens next."""
    survey = _survey(slug)
    require(Action.READ_PROCESS, survey.process)
    known = answering.receipt(code)
    if known is None or known.survey_id != survey.id:
        abort(404)
    return render_template("surveys/thanks.html", survey=survey, code=codes.grouped(codes.typed(code)), receipt=known)


@bp.get("/surveys/<string:slug>/results")
def results(slug: str) -> ResponseReturnValue:
    """Show what a survey found, with its limits."""
    survey = _survey(slug)
    require(Action.READ_PROCESS, survey.process)
    if not _may_see_results(survey):
        return redirect(url_for(".start", slug=slug))
    return render_template("surveys/results.html", survey=survey, results=services.results(survey))


@bp.get("/surveys/<string:slug>/answers.csv")
def answers_table(slug: str) -> ResponseReturnValue:
    """Give the staff all opened answers as a table."""
    survey = _survey(slug)
    require(Action.READ_ANSWERS, survey.process)
    table = Response(services.table(survey), mimetype="text/csv")
    table.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}.csv"'
    return table


def _survey(slug: str) -> Survey:
    """Return the survey of this name, apart from the session.

    Who sends answers begins to write only when they are read and checked: on SQLite, writers wait for each other.
    """
    with reading():
        found = services.by_slug(slug)
        if found is not None:
            for one in (found, found.process, *found.process.phases):
                db.session.expunge(one)
        db.session.rollback()
    return found or abort(404)


def _open_survey(slug: str) -> Survey:
    """Return a survey that can be answered today; otherwise lead to the page that says when.

    What was acknowledged before the end gets its thanks however late it arrives once more.
    """
    survey = _survey(slug)
    if survey.state is not SurveyState.OPEN:
        form = AnswerForm()
        if form.validate_on_submit() and once.is_spent(form.once_key):
            abort(make_response(_thanks_for(survey, form)))
        abort(redirect(url_for(".start", slug=slug), 303))
    return survey


def _may_see_results(survey: Survey) -> bool:
    return survey.results_from <= today() or can(Action.READ_ANSWERS, survey.process)
