"""Pages of paper: the sheet to print, stacks, typing in sheet order, the second look, the counting."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.core import once
from participation.core.database import db
from participation.core.feature import Lazy
from participation.questions import services as asking
from participation.questions.types import READ_ONLY, Answer, Question
from participation.web import languages
from surveys.models import Survey
from surveys.paper import entering, printing, services
from surveys.paper.forms import CountForm, SettleForm, SheetForm, StackForm
from surveys.paper.models import PaperStack
from surveys.paper.services import Typed
from surveys.rules import Access
from surveys.views.blueprint import survey_or_404
from surveys.ways import services as ways
from surveys.ways.asking import survey_at_desk
from surveys.ways.services import RefusedError

bp = Blueprint("paper", __name__)

FIELD = "t."
SECOND = "second"


@bp.get("/surveys/<string:slug>/paper.pdf")
def sheet(slug: str) -> ResponseReturnValue:
    """Give the sheet to print, in the language of the page."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    response = Response(printing.sheet(survey, languages.language()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    return response


@bp.route("/desk/ways/<string:slug>/paper", methods=["GET", "POST"])
def stacks(slug: str) -> ResponseReturnValue:
    """Show the stacks of a survey, and begin a new one."""
    survey = survey_at_desk(slug)
    require(Action.ENTER_CONTRIBUTIONS, survey.process)
    form = StackForm()
    if services.takes_paper(survey) and form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.open_stack(survey, form.sample.data or 0, form.once_key)
        db.session.commit()
        newest = services.stacks(survey)[0]
        return redirect(url_for(".typing", slug=slug, number=newest.id), 303)
    page = render_template(
        "paper/stacks.html",
        survey=survey,
        form=form,
        stacks=services.stacks(survey),
        takes_paper=services.takes_paper(survey),
    )
    return page, form.status


@bp.route("/desk/ways/<string:slug>/paper/<int:number>", methods=["GET", "POST"])
def one_stack(slug: str, number: int) -> ResponseReturnValue:
    """Show how a stack stands, and count it once everything is settled."""
    survey, form = survey_at_desk(slug), CountForm()
    require(Action.ENTER_CONTRIBUTIONS, survey.process)
    if form.validate_on_submit() and once.is_spent(form.once_key):
        return redirect(url_for(".stacks", slug=slug), 303)
    _survey, stack = _stack(slug, number)
    if not form.errors and request.method == "POST" and services.may_count(survey, stack):
        if once.first_arrival(form.once_key):
            services.count(survey, stack)
        db.session.commit()
        return redirect(url_for(".stacks", slug=slug), 303)
    page = render_template(
        "paper/stack.html",
        survey=survey,
        stack=stack,
        form=form,
        standing=services.standing(stack),
        may_count=services.may_count(survey, stack),
        smallest=services.SMALLEST_STACK,
    )
    return page, form.status


@bp.route("/desk/ways/<string:slug>/paper/<int:number>/sheet", methods=["GET", "POST"])
def typing(slug: str, number: int) -> ResponseReturnValue:
    """Take in one sheet after the other."""
    survey, stack = _stack(slug, number)
    person_id = require(Action.ENTER_CONTRIBUTIONS, survey.process).person_id
    form = SheetForm(number=services.standing(stack).next)
    typed, answers, wrong = _typed(survey)
    if form.validate_on_submit() and not wrong and _has_good_code(survey, form):
        if once.first_arrival(form.once_key):
            found = Typed(answers, form.code.data or "")
            if not services.keep(survey, stack, form.number.data or 0, 1, found, person_id):
                db.session.rollback()
                form.number.errors = [gettext("A sheet with this number is in the stack already.")]
                form.renew()
        if not form.errors:
            db.session.commit()
            return redirect(url_for(".typing", slug=slug, number=number, done=form.number.data), 303)
    return _sheet(survey, stack, form, typed, wrong)


@bp.route("/desk/ways/<string:slug>/paper/<int:number>/sheet/<int:sheet>", methods=["GET", "POST"])
def again(slug: str, number: int, sheet: int) -> ResponseReturnValue:
    """Let a second person type a sheet without seeing what the first one typed."""
    survey, stack = _stack(slug, number)
    person_id = require(Action.ENTER_CONTRIBUTIONS, survey.process).person_id
    here = services.standing(stack)
    is_own = sheet in here.again and services.was_typed_by(stack, sheet, person_id)
    if sheet not in here.again or is_own:
        return redirect(url_for(".one_stack", slug=slug, number=number, own=sheet if is_own else None), 303)
    form = SheetForm(number=sheet)
    typed, answers, wrong = _typed(survey)
    if form.validate_on_submit() and not wrong:
        if once.first_arrival(form.once_key):
            services.keep(survey, stack, sheet, 2, Typed(answers, form.code.data or ""), person_id)
        db.session.commit()
        return redirect(url_for(".one_stack", slug=slug, number=number), 303)
    return _sheet(survey, stack, form, typed, wrong, sheet)


@bp.route("/desk/ways/<string:slug>/paper/<int:number>/apart/<int:sheet>", methods=["GET", "POST"])
def apart(slug: str, number: int, sheet: int) -> ResponseReturnValue:
    """Show side by side where two typings of a sheet differ, and settle it with a reason."""
    survey, stack = _stack(slug, number)
    require(Action.ENTER_CONTRIBUTIONS, survey.process)
    if sheet not in services.standing(stack).apart:
        return redirect(url_for(".one_stack", slug=slug, number=number), 303)
    form, differing = SettleForm(), services.apart(survey, stack, sheet)
    chosen = {one.key: request.form.get(FIELD + one.key, "") for one in differing}
    if form.validate_on_submit() and all(chosen.values()):
        if once.first_arrival(form.once_key):
            from_second = [key for key, turn in chosen.items() if turn == SECOND]
            services.settle(survey, stack, sheet, from_second, form.reason.data or "")
        db.session.commit()
        return redirect(url_for(".one_stack", slug=slug, number=number), 303)
    if request.method == "POST" and not form.errors:
        form.form_errors.append(gettext("Please choose one of the two for every question."))
        form.renew()
    first, second = services.both(stack, sheet)
    language = languages.language()
    rows = [
        (
            one,
            asking.shown(one, first.values.get(one.key), language),
            asking.shown(one, second.values.get(one.key), language),
        )
        for one in differing
    ]
    page = render_template(
        "paper/apart.html", survey=survey, stack=stack, number=sheet, form=form, rows=rows, chosen=chosen
    )
    return page, form.status


def _said(question: Question, typed: Typed) -> str:
    return asking.shown(question, typed.values.get(question.key), languages.language())


def _stack(slug: str, number: int) -> tuple[Survey, PaperStack]:
    survey = survey_at_desk(slug)
    return survey, services.stack(survey, number) or abort(404)


def _typed(survey: Survey) -> tuple[Mapping[str, str], dict[str, Answer], dict[str, Lazy]]:
    """Return what was typed as it is, what it says, and what cannot stand on the sheet."""
    if request.method != "POST":
        return {}, {}, {}
    asked = _asked(survey)
    typed = {one.key: request.form.get(FIELD + one.key, "")[:5000] for one in asked}
    return typed, *entering.read_all(asked, typed)


def _asked(survey: Survey) -> Sequence[Question]:
    return [one for one in printing.on_paper(survey.questions) if one.type not in READ_ONLY]


def _has_good_code(survey: Survey, form: SheetForm) -> bool:
    """Return whether the code on the sheet opens the survey, where it asks for one."""
    if survey.access is not Access.CODES:
        return True
    try:
        ways.check(survey, form.code.data or "")
    except RefusedError as refused:
        form.code.errors = [refused.sentence]
        form.renew()
        return False
    return True


def _sheet(
    survey: Survey,
    stack: PaperStack,
    form: SheetForm,
    typed: Mapping[str, str],
    wrong: Mapping[str, Lazy],
    second: int | None = None,
) -> ResponseReturnValue:
    questions = printing.on_paper(survey.questions)
    if wrong and not form.errors:
        form.renew()
    page = render_template(
        "paper/sheet.html",
        survey=survey,
        stack=stack,
        form=form,
        questions=questions,
        numbers=printing.numbered(questions),
        typed=typed,
        wrong=wrong,
        second=second,
        done=request.args.get("done", type=int),
        form_code=printing.form_code(survey),
        person=actor(),
    )
    return page, 422 if wrong else form.status
