"""A survey page by page, for browsers without scripts: each section is a page, or else each question."""

from collections.abc import Iterable, Mapping
from itertools import chain

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.questions import branching
from participation.questions import services as asking
from participation.questions.types import READ_ONLY, Answer, Question
from surveys import answering
from surveys.forms import AnswerForm
from surveys.models import Survey
from surveys.views.blanks import Blanks
from surveys.views.blueprint import (
    SENDINGS,
    WITHIN_S,
    Errors,
    answering_form,
    answers_before,
    body,
    bp,
    gone,
    keep_for_later,
    open_survey,
    taken_in,
    thanks_for,
    turn_away,
    with_full,
)

Page = tuple[Question, ...]
ASKED = "asked"
"""The field that says which questions somebody saw on the page; an answer on it may bring more of them to light."""


@bp.route("/surveys/<string:slug>/pages", methods=["GET", "POST"])
def first_page(slug: str) -> ResponseReturnValue:
    """Begin page by page; the draft begins with the first answer."""
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    return _turn(survey, survey.questionnaire.pages[0], answers_before(survey) or {})


@bp.route("/surveys/<string:slug>/pages/<string:draft>/<string:key>", methods=["GET", "POST"])
def page(slug: str, draft: str, key: str) -> ResponseReturnValue:
    """Show and save the page on which a question stands."""
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    kept = answering.draft(survey, draft)
    found = next((one for one in survey.questionnaire.pages if key in {question.key for question in one}), None)
    if kept is None:
        return gone(survey)
    if found is None:
        abort(404)
    if not _visible(survey, kept.values).of(found):
        return redirect(url_for(".check", slug=slug, draft=draft), 303)
    return _turn(survey, found, kept.values, draft, kept.code)


def _turn(
    survey: Survey, page: Page, answers: Mapping[str, Answer], draft: str = "", code: str = ""
) -> ResponseReturnValue:
    form = AnswerForm() if draft else answering_form(survey)
    form.code.data = form.code.data or code
    if request.method != "POST":
        return _page(survey, page, answers, form)
    return _save(survey, page, answers, form, draft)


def _save(
    survey: Survey, page: Page, answers: Mapping[str, Answer], form: AnswerForm, draft: str
) -> ResponseReturnValue:
    """Keep the answers of a page and lead on; going back keeps what is there, as it is.

    The page stays where a ranking moves, where something is wrong, and where an answer brought further questions.
    """
    asked = request.form.get(ASKED)
    seen = tuple(question for question in page if asked is None or question.key in asked.split())
    changed = _with_sent(answers, seen)
    is_back = "back" in request.form
    is_shown_again = is_back or "later" in request.form
    errors = {} if is_shown_again else asking.check_all(_put(survey, seen, changed), changed)
    is_fine = form.validate() and (bool(draft) or form.is_within("survey-draft", SENDINGS, WITHIN_S))
    visible = _visible(survey, changed)
    has_more = not is_back and len(visible.of(page)) > len(visible.of(seen))
    if "later" in request.form and is_fine:
        return keep_for_later(survey, form, changed, draft)
    if asking.pressed(seen, request.form) or errors or has_more or not is_fine:
        return _page(survey, page, changed, form, errors)
    turn_away(survey, changed)
    secret = draft or answering.draft_secret(form.once_key)
    answering.keep_draft(survey, secret, changed, form.code.data or "")
    target = _neighbour(survey, visible, page, secret, is_back=is_back)
    db.session.commit()
    return redirect(target, 303)


def _with_sent(answers: Mapping[str, Answer], seen: Page) -> dict[str, Answer]:
    """Return the answers with those just sent to the questions that were seen, in place of the former ones."""
    keys = {question.key for question in seen}
    given = body()
    sent = {question.key: asking.parse(question, given) for question in seen}
    kept = {key: answer for key, answer in answers.items() if key not in keys}
    return kept | {key: answer for key, answer in sent.items() if not asking.is_missing(answer)}


class _Visible:
    """Which questions of a survey are shown after some answers."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.keys = {question.key for question in questions}

    def of(self, page: Iterable[Question]) -> list[Question]:
        """Return the questions of a page that are shown."""
        return [question for question in page if question.key in self.keys]


def _visible(survey: Survey, answers: Mapping[str, Answer]) -> _Visible:
    return _Visible(branching.visible_questions(survey.questions, answers))


def _put(survey: Survey, page: Page, answers: Mapping[str, Answer]) -> list[Question]:
    """Return the same questions as they are put to whoever gave these answers."""
    keys = {question.key for question in page}
    return [question for question in branching.asked(survey.questions, answers) if question.key in keys]


def _neighbour(survey: Survey, visible: _Visible, page: Page, draft: str, *, is_back: bool) -> str:
    """Return the address of the page before or after this one, among those that show something."""
    shown = [one for one in survey.questionnaire.pages if one is page or visible.of(one)]
    place = max(0, shown.index(page) + (-1 if is_back else 1))
    if place == len(shown):
        return url_for(".check", slug=survey.slug, draft=draft)
    return url_for(".page", slug=survey.slug, draft=draft, key=shown[place][0].key)


def _page(
    survey: Survey, page: Page, answers: Mapping[str, Answer], form: AnswerForm, errors: Errors | None = None
) -> ResponseReturnValue:
    shown = _put(survey, page, answers)
    every, visible = survey.questionnaire.pages, _visible(survey, answers)
    later = chain.from_iterable(every[every.index(page) + 1 :])
    pages = [one for one in every if visible.of(one)]
    counted = branching.counted(survey.questions, answers)
    rendered = render_template(
        "surveys/page.html",
        survey=survey,
        shown=with_full(survey, shown),
        answers={**answers, **counted},
        blanks=Blanks(survey.questionnaire, {**answers, **counted}, errors or {}),
        form=form,
        errors=errors or {},
        number=pages.index(page) + 1,
        total=len(pages),
        left=sum(one.type not in READ_ONLY for one in visible.of(later)),
    )
    return rendered, form.status if form.errors else 422 if errors else 200


@bp.route("/surveys/<string:slug>/pages/<string:draft>/check", methods=["GET", "POST"])
def check(slug: str, draft: str) -> ResponseReturnValue:
    """Show everything once more before it is sent, to somebody who went page by page."""
    survey = open_survey(slug)
    require(Action.ANSWER_SURVEY, survey.process)
    form = AnswerForm()
    kept = answering.draft(survey, draft)
    if kept is None:
        return _after_draft(survey, form)
    answers, form.code.data = kept.values, form.code.data or kept.code
    shown = branching.asked(survey.questions, answers)
    errors = asking.check_all(shown, answers)
    is_ready = form.validate_on_submit() and not errors
    if is_ready and taken_in(survey, form, branching.counted(survey.questions, answers), draft):
        return thanks_for(survey, form)
    errors |= {key: list(said) for key, said in form.full.items()}
    rendered = render_template(
        "surveys/check.html",
        survey=survey,
        shown=shown,
        answers={**answers, **branching.counted(survey.questions, answers)},
        errors=errors,
        form=form,
        draft=draft,
        said=asking.shown,
    )
    return rendered, form.status if form.errors else 422 if errors and request.method == "POST" else 200


def _after_draft(survey: Survey, form: AnswerForm) -> ResponseReturnValue:
    """Lead a second tap on "send" to the thanks that the first one earned; the draft is gone by then."""
    if form.validate_on_submit() and once.is_spent(form.once_key):
        return thanks_for(survey, form)
    return gone(survey)
