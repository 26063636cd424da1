"""Pages of the answers: several contributions at once, and the templates."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forum.answers import services, wording
from forum.answers.forms import TemplateForm, TogetherForm
from forum.answers.models import AnswerTemplate
from forum.desk.services import items
from participation.access.actions import Action
from participation.access.guard import Actor, require
from participation.contributions import services as contributions
from participation.contributions import supporters
from participation.contributions.models import Contribution, OutcomeKind
from participation.contributions.timeline import OUTCOME_NAMES
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process

bp = Blueprint("answers", __name__)


@bp.route("/desk/answers/together", methods=["GET", "POST"])
def together() -> ResponseReturnValue:
    """Take in one answer for several contributions, with words of its own for some of them."""
    who = require(Action.ANSWER)
    found = services.answerable(request.args.getlist("ref")[: services.MOST], locked=request.method == "POST")
    if not found:
        return render_template("answers/none.html")
    for one in found:
        require(Action.ANSWER, one)
    form = TogetherForm(**_begun(found, who))
    if not form.validate_on_submit() or "preview" in request.form:
        return _together_page(found, form, is_preview="preview" in request.form and not form.errors), form.status
    if once.first_arrival(form.once_key):
        if late := [one for one in found if form.is_overtaken(one)]:
            db.session.rollback()
            return _overtaken(form, len(late))
        contributions.record_outcomes([(one, _given(form, one)) for one in found], who.person_id)
    db.session.commit()
    return redirect(url_for("desk.answers", done=found[0].reference, count=len(found)), 303)


def _begun(found: Sequence[Contribution], who: Actor) -> dict[str, Any]:
    """Return with what the form begins: the office, the template asked for, and a row for each contribution."""
    person = items.person(who)
    begun: dict[str, Any] = {
        "office": (person.unit if person else "") or found[0].process.answering_office,
        "own": [{"reference": one.reference, "known": str(len(one.outcomes)), "answer": ""} for one in found],
    }
    return {**begun, **wording.chosen(found[0].process_id)}


def _given(form: TogetherForm, one: Contribution) -> contributions.Answer:
    return contributions.Answer(
        kind=OutcomeKind(form.kind.data),
        answer=form.text_for(one),
        office=form.office.data or "",
        reason=form.reason.data or "",
        next_on=form.next_on.data,
    )


def _overtaken(form: TogetherForm, count: int) -> ResponseReturnValue:
    """Show what somebody else answered meanwhile; sending it again adds to that."""
    found = services.answerable(request.args.getlist("ref")[: services.MOST], locked=False)
    for one in found:
        form.note(one)
    form.renew()
    form.form_errors.append(
        ngettext(
            "One of them was answered in the meantime; you see it below. Sending yours again adds it.",
            "%(num)s of them were answered in the meantime; you see it below. Sending yours again adds it.",
            count,
        )
    )
    return _together_page(found, form, is_preview=False), 409


def _together_page(found: Sequence[Contribution], form: TogetherForm, *, is_preview: bool) -> str:
    return render_template(
        "answers/together.html",
        found=found,
        form=form,
        rows={one.form.reference.data: one.form for one in form.own},
        reach=supporters.reach(found),
        templates=wording.of_process(found[0].process_id),
        outcome_names=OUTCOME_NAMES,
        is_preview=is_preview,
    )


# Templates


@bp.get("/desk/answers/templates")
def template_list() -> ResponseReturnValue:
    """List the templates of the present process."""
    require(Action.EDIT_TEMPLATES)
    process = processes.current()
    found = wording.of_process(process.id) if process else []
    return render_template("answers/templates.html", templates=found, outcome_names=OUTCOME_NAMES)


@bp.route("/desk/answers/templates/new", methods=["GET", "POST"])
def new_template() -> ResponseReturnValue:
    """Take in a new template."""
    require(Action.EDIT_TEMPLATES)
    process = processes.current() or abort(404)
    form = TemplateForm()
    if form.validate_on_submit():
        if once.first_arrival(form.once_key):
            db.session.add(_described(AnswerTemplate(process_id=process.id), form))
        db.session.commit()
        return redirect(url_for(".template_list"), 303)
    return render_template("answers/template.html", form=form, template=None), form.status


@bp.route("/desk/answers/templates/<int:number>", methods=["GET", "POST"])
def edit_template(number: int) -> ResponseReturnValue:
    """Change a template, or throw it away; answers that were given with it stay as they are."""
    require(Action.EDIT_TEMPLATES)
    found = wording.find(number, _process().id)
    if found is None and request.method == "POST":
        return redirect(url_for(".template_list"), 303)  # the second of two taps, or a colleague was faster
    template = found or abort(404)
    form = TemplateForm(kind=template.kind.value, name=template.name, answer=template.answer, reason=template.reason)
    if not form.validate_on_submit():
        return render_template("answers/template.html", form=form, template=template), form.status
    if once.first_arrival(form.once_key):
        if "delete" in request.form:
            db.session.delete(template)
        else:
            _described(template, form)
    db.session.commit()
    return redirect(url_for(".template_list"), 303)


def _process() -> Process:
    return processes.current() or abort(404)


def _described(template: AnswerTemplate, form: TemplateForm) -> AnswerTemplate:
    template.kind = OutcomeKind(form.kind.data)
    template.name, template.answer, template.reason = (
        form.name.data or "",
        form.answer.data or "",
        form.reason.data or "",
    )
    return template
