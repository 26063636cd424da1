"""Pages of objections: somebody who reported a contribution objects; at the desk a second person decides."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk import names as desk_names
from forum.desk import states
from forum.desk.letters import signature
from forum.notices import appealing, names, services
from forum.notices.forms import DecideForm
from forum.notices.views.blueprint import bp
from participation.access.actions import Action
from participation.access.guard import Actor, require
from participation.contributions.forms import ObjectionForm
from participation.contributions.models import Contribution
from participation.core import once
from participation.core.clock import local, today
from participation.core.database import db
from participation.moderation import appeals, notices
from participation.moderation import services as moderation
from participation.moderation.appeals import AlreadyDecidedError, SamePersonError
from participation.moderation.models import Appeal, Notice
from participation.moderation.rules import OBJECTION_LASTS, AppealOutcome

SENDINGS, WITHIN_S = 10, 600


@bp.route("/notices/<string:code>/object", methods=["GET", "POST"])
def object_to(code: str) -> ResponseReturnValue:
    """Let somebody object whose notice did not lead to anything."""
    require(Action.OBJECT)
    notice = notices.by_code(code)
    if notice is None:
        abort(404)
    back = url_for(".state", code=code)
    if not services.can_object(notice):
        return redirect(back, 303)
    form = ObjectionForm()
    if not (form.validate_on_submit() and form.is_within("objection", SENDINGS, WITHIN_S)):
        return _object_page(notice, form, back), form.status
    if notice.decision and once.first_arrival(form.once_key):
        said = appeals.Objection(form.text.data or "", notice.mail, notice.language)
        appeals.take_in(notice.decision, said, notice)
    db.session.commit()
    return redirect(back, 303)


def _object_page(notice: Notice, form: ObjectionForm, back: str) -> str:
    contribution = services.about(notice)
    assert notice.decision is not None
    return render_template(
        "contributions/object.html",
        form=form,
        reference=contribution.reference if contribution else "",
        facts=notice.decision.facts,
        last_day=local(notice.decision.decided_at + OBJECTION_LASTS).date(),
        back=back,
    )


@bp.route("/desk/objections/<int:appeal_id>", methods=["GET", "POST"])
def objection(appeal_id: int) -> ResponseReturnValue:
    """Show an objection with all that belongs to it, and let a second person decide."""
    appeal, contribution = _known(appeal_id)
    who = require(Action.DECIDE_OBJECTION, contribution)
    form = DecideForm().for_notifier(appeal.notice_id is not None)
    if not form.validate_on_submit():
        return _page(appeal, contribution, form, who), form.status
    try:
        if once.first_arrival(form.once_key):
            outcome = AppealOutcome(form.outcome.data)
            answer, signed = form.answer.data or "", signature(who)
            appealing.decide(appeal, contribution, outcome, answer, who, rules=form.chosen(), signed=signed)
    except (AlreadyDecidedError, SamePersonError):
        db.session.rollback()
        return _page(*_known(appeal_id), form, who, is_late=True), 409
    db.session.commit()
    return redirect(url_for("desk.queue", list=1), 303)


def _known(appeal_id: int) -> tuple[Appeal, Contribution]:
    """Return the objection and what it is about; let guests sign in before they hear that there is no such page."""
    is_locked = request.method == "POST"
    appeal = appeals.find(appeal_id, locked=is_locked)
    contribution = appealing.about(appeal, locked=is_locked) if appeal else None
    if appeal is None or contribution is None:
        require(Action.DECIDE_OBJECTION)
        abort(404)
    return appeal, contribution


def _page(appeal: Appeal, contribution: Contribution, form: DecideForm, who: Actor, *, is_late: bool = False) -> str:
    return render_template(
        "notices/objection.html",
        appeal=appeal,
        contribution=contribution,
        form=form,
        may_decide=appeals.may_decide(appeal, who.person_id),
        is_late=is_late,
        rule_names=moderation.RULE_NAMES,
        grounds=names.GROUNDS,
        names=desk_names,
        deeds=states.DEEDS,
        today=today(),
    )
