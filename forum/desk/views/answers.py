"""Pages for the official answers: what waits for one, and the answer itself."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forum.answers import wording
from forum.desk import names, tasks
from forum.desk.forms import AnswerForm
from forum.desk.services import answers as found_answers
from forum.desk.services import items
from forum.desk.services.reach import granted_boards
from forum.desk.views.blueprint import bp
from participation.access.actions import Action
from participation.access.guard import Actor, can, require
from participation.contributions import folding
from participation.contributions import services as contributions
from participation.contributions.models import Contribution, OutcomeKind
from participation.contributions.threads import helping
from participation.contributions.timeline import OUTCOME_NAMES
from participation.core import once
from participation.core.clock import today
from participation.core.database import db
from participation.web.paging import page_number, page_of

PER_PAGE = 20


@bp.get("/desk/answers")
def answers() -> ResponseReturnValue:
    """List what the actor may answer; the filter lives in the address."""
    require(Action.ANSWER)
    field, number = request.args.get("field", ""), page_number()
    found = found_answers.to_answer(field, page=number, per_page=PER_PAGE)
    done = request.args.get("done", "")
    return render_template(
        "desk/answers.html",
        items=found.items,
        total=found.total,
        open_count=found.open,
        field=field,
        fields=found_answers.fields(),
        page=page_of(number, found.total, PER_PAGE, lambda other: url_for(".answers", field=field or None, page=other)),
        done=items.find(done) if done else None,
        done_count=request.args.get("count", 1, type=int),
        boards=[] if can(Action.MODERATE) else granted_boards(),
        outcome_names=OUTCOME_NAMES,
        deadline=tasks.deadline,
        today=today(),
        names=names,
    )


@bp.route("/desk/answers/<string:reference>", methods=["GET", "POST"])
def answer(reference: str) -> ResponseReturnValue:
    """Take in the official answer; earlier ones stay."""
    contribution = _known(found_answers.answerable(reference, locked=request.method == "POST"))
    who = require(Action.ANSWER, contribution)
    count = str(len(contribution.outcomes))
    begun = {"office": _office(contribution, who), **wording.chosen(contribution.process_id)}
    alike = folding.unanswered_of(contribution)
    form = AnswerForm(known=count, **begun).offer_alike(len(alike))
    if not form.validate_on_submit():
        return _answer_page(contribution, form, 422 if form.errors else 200)
    if once.first_arrival(form.once_key):
        if form.known.data != count:
            db.session.rollback()
            return _overtaken(reference, form)
        together = [contribution, *(alike if "for_alike" in form and form.for_alike.data else ())]
        contributions.record_outcomes([(one, _given(form)) for one in together], who.person_id)
    db.session.commit()
    return redirect(url_for(".answers", done=reference), 303)


def _known(contribution: Contribution | None) -> Contribution:
    """Let guests sign in before they hear that there is no such page."""
    if contribution is None:
        require(Action.ANSWER)
        abort(404)
    return contribution


def _given(form: AnswerForm) -> contributions.Answer:
    return contributions.Answer(
        kind=OutcomeKind(form.kind.data),
        answer=form.answer.data or "",
        office=form.office.data or "",
        reason=form.reason.data or "",
        next_on=form.next_on.data,
    )


def _overtaken(reference: str, form: AnswerForm) -> ResponseReturnValue:
    """Show the answer that somebody else gave meanwhile beside the one just typed; sending it again adds it."""
    contribution = _known(found_answers.answerable(reference))
    form.known.data = str(len(contribution.outcomes))
    form.form_errors.append(
        gettext("Somebody has answered in the meantime; you see it beside this form. Sending yours again adds it.")
    )
    return _answer_page(contribution, form, 409)


def _answer_page(contribution: Contribution, form: AnswerForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "desk/answer.html",
        contribution=contribution,
        form=form,
        outcome_names=OUTCOME_NAMES,
        deadline=tasks.deadline,
        offers=helping.offers_with_contact(contribution.thread_id),
        templates=wording.of_process(contribution.process_id),
        names=names,
    )
    return page, status


def _office(contribution: Contribution, who: Actor) -> str:
    person = items.person(who)
    return (person.unit if person else "") or contribution.process.answering_office
