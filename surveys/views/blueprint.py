"""The blueprint that all pages of a survey share, and what each of them begins or ends with."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from participation.access.actions import Action
from participation.access.guard import actor, can
from participation.core import codes, once
from participation.core.clock import today
from participation.core.database import db, reading
from participation.core.feature import Lazy
from participation.core.pictures import LARGEST_PICTURE
from participation.process import places
from participation.questions.types import Question, QuestionType
from participation.web import languages, marks, security
from surveys import answering, personal, resume, scarce, services
from surveys.forms import LONGEST_CODE, AnswerForm
from surveys.models import Survey
from surveys.rules import Access, Anonymity, SurveyState
from surveys.ways import services as ways
from surveys.ways.services import Comer, RefusedError

bp = Blueprint("surveys", __name__)

SENDINGS, WITHIN_S = 300, 600
LARGEST_BODY = LARGEST_PICTURE + 1024 * 1024
"""Of a form to which a picture belongs."""

Errors = Mapping[str, Sequence[Lazy]]


def survey_or_404(slug: str) -> Survey:
    """Return the survey of this name, apart from the session.

    Who sends answers begins to write only when they are read and checked: on SQLite, writers wait for each other.
    """
    with reading():
        found = services.by_slug(slug)
        if found is not None:
            for one in (found, found.process, *found.process.phases):
                db.session.expunge(one)
        db.session.rollback()
    if found is not None:
        _let_frame(found)
    if found is None or not (found.is_published or can(Action.READ_ANSWERS, found.process)):
        abort(404)
    return found


def _let_frame(survey: Survey) -> None:
    """Let the sites that the survey names show its pages in a frame of theirs."""
    if survey.frame_sites:
        security.let_frame(survey.frame_sites)


def open_survey(slug: str) -> Survey:
    """Return a survey that can be answered today; otherwise lead to the page that says when.

    What was acknowledged before the end gets its thanks however late it arrives once more.
    """
    survey = survey_or_404(slug)
    let_pictures_in(survey)
    if survey.state is not SurveyState.OPEN:
        form = AnswerForm()
        if form.validate_on_submit() and once.is_spent(form.once_key):
            abort(make_response(thanks_for(survey, form)))
        abort(redirect(url_for(".start", slug=slug), 303))
    return survey


def let_pictures_in(survey: Survey) -> None:
    """Take larger forms where a question asks for a picture."""
    if any(question.type is QuestionType.FILE for question in survey.questions):
        request.max_content_length = LARGEST_BODY


def gone(survey: Survey) -> ResponseReturnValue:
    """Say that there is no such draft any more, and why that may be."""
    return render_template("surveys/gone.html", survey=survey), 404


def body() -> CombinedMultiDict[str, Any]:
    """Return what was sent, with the files among it."""
    return CombinedMultiDict([request.form, request.files])


def taken_in(survey: Survey, form: AnswerForm, answers: Mapping[str, Any], draft: str = "") -> bool:
    """Store what the form brings, unless it arrived before; False where it is refused, with a sentence in the form."""
    if once.first_arrival(form.once_key):
        if not form.is_within("survey", SENDINGS, WITHIN_S):
            db.session.rollback()
            return False
        try:
            answering.take_in(survey, answers, answering.receipt_code(form.once_key), comer=comer(form))
        except RefusedError as refused:
            db.session.rollback()
            form.refuse(refused.sentence)
            return False
        except scarce.FullError as nothing_left:
            db.session.rollback()
            _refuse_full(survey, form, nothing_left.what)
            return False
        if draft:
            answering.forget_draft(draft)
    db.session.commit()
    return True


def _refuse_full(survey: Survey, form: AnswerForm, what: scarce.OptionLimit | scarce.Quota) -> None:
    """Say at the question what is full; where enough of a group have answered, lead to the page that says so."""
    if isinstance(what, scarce.Quota):
        abort(redirect(url_for(".full", slug=survey.slug), 303))
    form.full = {what.question: [scarce.complaint(survey.questions, what, languages.language())]}
    form.renew()


def town_map(survey: Survey) -> Markup | None:
    """Return the drawing on which a script sets a pin; none where no question asks for a place, or no area is known."""
    if not any(question.type is QuestionType.PLACE for question in survey.questions):
        return None
    sketch = places.places(places.all_districts()).sketch()
    tiles = current_app.extensions["settings"].tiles
    if sketch is None:
        return None
    return Markup(render_template("surveys/pin.html", sketch=sketch, tiles=tiles))  # noqa: S704  # a template escapes


def turn_away(survey: Survey, answers: Mapping[str, Any]) -> None:
    """Lead somebody on of whose group enough have answered, before they answer all the rest."""
    gone = scarce.full(survey.id, survey.scarce)
    if any(isinstance(what, scarce.Quota) and what in gone for what in survey.scarce.wanted(answers)):
        abort(redirect(url_for(".full", slug=survey.slug), 303))


def with_full(survey: Survey, questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions with a word beside every option that has no place left."""
    return scarce.with_full(questions, scarce.full(survey.id, survey.scarce))


def thanks_for(survey: Survey, form: AnswerForm) -> ResponseReturnValue:
    """Lead to the thanks of this form; every arrival of it to the same."""
    receipt = answering.receipt_code(form.once_key)
    response = redirect(url_for(".thanks", slug=survey.slug, code=codes.grouped(receipt).lower()), 303)
    return marks.give(response, marks.mark_for(form.once_key)) if survey.access is Access.BROWSER else response


def keep_for_later(survey: Survey, form: AnswerForm, answers: Mapping[str, Any], draft: str) -> ResponseReturnValue:
    """Keep what somebody has answered so far and lead to the page that says how to come back to it."""
    secret = draft or answering.draft_secret(form.once_key)
    answering.keep_draft(survey, secret, answers, form.code.data or "")
    resume.offer(survey, secret)
    db.session.commit()
    return redirect(url_for(".later", slug=survey.slug, draft=secret), 303)


def comer(form: AnswerForm) -> Comer:
    """Return what whoever sends this form brings along to show that they may take part."""
    return Comer(form.code.data or "", marks.mark_for(form.once_key), actor().person_id)


def visitor() -> Comer:
    """Return what is known of whoever opens a page."""
    return Comer(code_in_address(), marks.mark(), actor().person_id)


def code_in_address() -> str:
    """Return the code with which somebody comes from a letter, as it was typed or scanned."""
    return request.args.get("code", "")[:LONGEST_CODE]


def answering_form(survey: Survey) -> AnswerForm:
    """Return the form around the questions; who opens it but cannot take part is led to the page that says why."""
    form = AnswerForm()
    if request.method == "POST":
        return form
    form.code.data = code_in_address()
    lacks_code = survey.access is Access.CODES and not form.code.data
    if lacks_code or ways.refusal(survey, visitor()):
        abort(redirect(url_for(".start", slug=survey.slug), 303))
    return form


def answers_before(survey: Survey) -> Mapping[str, Any] | None:
    """Return what somebody has answered before and may change now; None where there is nothing of the kind."""
    if survey.anonymity is not Anonymity.PERSONAL:
        return None
    return personal.answer_of(survey, actor().person_id)


def why_sign_in(path: str) -> Lazy | None:
    """Return why one signs in for a page of a survey: who may take part, and what becomes of their answers."""
    survey = _survey_at(path)
    if survey is None or survey.access is not Access.ACCOUNTS or not survey.is_published:
        return None
    title = survey.title.in_(languages.language())
    if survey.anonymity is Anonymity.PERSONAL:
        return lazy_gettext(
            "Only people with an account can take part in the survey “%(title)s”. Your answers belong to your account:"
            " you can change or delete them until the survey closes.",
            title=title,
        )
    return lazy_gettext(
        "Only people with an account can take part in the survey “%(title)s”, so that each counts once. We note that"
        " you took part, and your answers are sealed without your name.",
        title=title,
    )


def _survey_at(path: str) -> Survey | None:
    """Return the survey on whose pages an address leads; None where it leads elsewhere."""
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, parts = adapter.match(path.partition("?")[0], method="GET") if adapter else ("", {})
    except (HTTPException, RequestRedirect):
        return None
    return services.by_slug(parts["slug"]) if endpoint.startswith(f"{bp.name}.") and "slug" in parts else None


def may_see_results(survey: Survey) -> bool:
    """Return whether the results are public by now, or open to this reader all the same."""
    return survey.results_from <= today() or can(Action.READ_ANSWERS, survey.process)
