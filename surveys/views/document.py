"""A survey in one document: its start, its answer, and the script that keeps it at hand in a dead spot."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from weakref import WeakKeyDictionary

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import actor, can, require
from participation.questions import branching
from participation.questions import services as asking
from participation.questions.types import Answer
from participation.web import languages
from participation.web.assets import FOLDER, PREFIX, asset
from surveys import services
from surveys.forms import AnswerForm, CodeForm
from surveys.models import Questionnaire, Survey
from surveys.rules import Access
from surveys.views.blueprint import (
    SENDINGS,
    WITHIN_S,
    Errors,
    answering_form,
    answers_before,
    body,
    bp,
    code_in_address,
    keep_for_later,
    may_see_results,
    open_survey,
    survey_or_404,
    taken_in,
    thanks_for,
    town_map,
    visitor,
    with_full,
)
from surveys.ways import services as ways
from surveys.ways.services import RefusedError

WORKER_SERVES = ("citizen.css", "survey.js")
CODES = 30
"""How many codes may be tried from one address within some minutes."""

MARK = "the-token-goes-here"
"""Stands in the kept document where the token of each form goes."""


@bp.get("/surveys/<string:slug>")
def start(slug: str) -> ResponseReturnValue:
    """Say what a survey is about, how long it takes, and how far it is anonymous."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    form = CodeForm(code=code_in_address())
    return _start(survey, form)


@bp.post("/surveys/<string:slug>")
def enter(slug: str) -> ResponseReturnValue:
    """Let somebody in who has a code; it is used up only when the answers are sent."""
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    form = CodeForm()
    if survey.access is not Access.CODES:
        return redirect(url_for(".answer", slug=slug), 303)
    if form.validate() and form.is_within("survey-code", CODES, WITHIN_S):
        try:
            ways.check(survey, form.code.data or "")
        except RefusedError as refused:
            form.code.errors = [refused.sentence]
            form.renew()
        else:
            return redirect(url_for(".answer", slug=slug, code=form.code.data), 303)
    return _start(survey, form), form.status


def _start(survey: Survey, form: CodeForm) -> str:
    return render_template(
        "surveys/start.html",
        survey=survey,
        form=form,
        count=len(survey.questionnaire.asked),
        may_see_results=may_see_results(survey),
        warnings=services.warnings(survey.questions) if can(Action.READ_ANSWERS, survey.process) else (),
        refusal=ways.refusal(survey, visitor()),
        must_sign_in=survey.access is Access.ACCOUNTS and not actor().is_signed_in,
        has_answered=answers_before(survey) is not None,
    )


@bp.get("/surveys/<string:slug>/full")
def full(slug: str) -> ResponseReturnValue:
    """Thank somebody of whose group enough people have answered already."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    return render_template("surveys/full.html", survey=survey)


@bp.get("/surveys/<string:slug>/embed")
def embed(slug: str) -> ResponseReturnValue:
    """Show the questions alone, for a frame on a site that the survey names."""
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    if not survey.frame_sites:
        abort(404)
    return _rendered(survey, answering_form(survey), {}, {}, page="embed")


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
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    form = answering_form(survey)
    if request.method != "POST":
        return _document(survey, form, answers_before(survey))
    questions = survey.questions
    given = asking.parse_all(questions, body())
    if "later" in request.form:
        if form.validate() and form.is_within("survey-draft", SENDINGS, WITHIN_S):
            return keep_for_later(survey, form, given, "")
        return _document(survey, form, given)
    errors = asking.check_all(branching.asked(questions, given), given)
    if asking.pressed(questions, request.form) or "stay" in request.form or errors:
        form.validate()
        return _document(survey, form, given, errors)
    if form.validate() and taken_in(survey, form, branching.counted(questions, given)):
        return thanks_for(survey, form)
    return _document(survey, form, given, form.full)


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
    if actor().is_signed_in or request.query_string or survey.scarce:
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


def _rendered(survey: Survey, form: AnswerForm, given: Mapping[str, Answer], errors: Errors, page: str = "") -> str:
    return render_template(
        "surveys/answer.html",
        survey=survey,
        questions=with_full(survey, survey.questions),
        form=form,
        answers=given,
        errors=errors,
        page=page or None,
        town_map=town_map(survey),
    )
