"""Pages of the moderators: a reported contribution with its notices, the decision to keep it, and danger to life."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk import names as desk_names
from forum.desk.forms import RejectForm
from forum.desk.services import queue as queues
from forum.desk.views.deciding import opened
from forum.notices import letters, names, services
from forum.notices.forms import AlarmForm, KeepForm
from forum.notices.views.blueprint import bp
from participation.access.actions import Action
from participation.access.guard import Actor, require
from participation.contributions import services as hub
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core import once
from participation.core.clock import today
from participation.core.database import db
from participation.moderation import notices
from participation.moderation import services as moderation
from participation.moderation.rules import Visibility
from participation.moderation.services import NotPossibleError


@bp.get("/desk/notices/<string:reference>")
def decide(reference: str) -> ResponseReturnValue:
    """Show a reported contribution with all that was said against it."""
    contribution = opened(reference)
    require(Action.MODERATE, contribution)
    return _page("notices/decide.html", contribution)


@bp.route("/desk/notices/<string:reference>/keep", methods=["GET", "POST"])
def keep(reference: str) -> ResponseReturnValue:
    """Leave the contribution as it is, and say why; all who reported it are told."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    form = KeepForm()
    if not form.validate_on_submit():
        return _page("notices/keep.html", contribution, form=form), form.status
    if once.first_arrival(form.once_key):
        if not notices.open_on(SUBJECT, contribution.id):
            db.session.rollback()
            return _page("notices/keep.html", contribution, form=form, is_late=True), 409
        notices.keep(SUBJECT, contribution.id, who.person_id, form.reason.data or "")
    db.session.commit()
    return redirect(url_for("desk.queue"), 303)


@bp.route("/desk/notices/<string:reference>/hide", methods=["GET", "POST"])
def hide(reference: str) -> ResponseReturnValue:
    """Take a reported contribution from the public, with the letter to its author beside the form."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    form = RejectForm()
    if "preview" in request.form or not form.validate_on_submit():
        return _hide_page(contribution, form, who), form.status
    try:
        if once.first_arrival(form.once_key):
            hub.hide(contribution, who.person_id, **letters.reasons(form, who))
    except NotPossibleError:
        db.session.rollback()
        return _hide_page(opened(reference), form, who, is_late=True), 409
    db.session.commit()
    return redirect(url_for("desk.queue", list=1), 303)


def _hide_page(contribution: Contribution, form: RejectForm, who: Actor, *, is_late: bool = False) -> str:
    contact = hub.contact_of(contribution)
    return _page(
        "notices/hide.html",
        contribution,
        form=form,
        letter=letters.preview_of_hiding(contribution, contact, form, who),
        authors_locale=hub.authors_locale(contribution, contact),
        has_contact=contact is not None,
        is_late=is_late,
    )


@bp.route("/desk/dangers/<string:reference>", methods=["GET", "POST"])
def danger(reference: str) -> ResponseReturnValue:
    """Say step by step what to do where life is in danger, and record whom we told."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    form = AlarmForm()
    if not form.validate_on_submit():
        return _page("notices/danger.html", contribution, form=form), form.status
    if once.first_arrival(form.once_key):
        notices.raise_alarm(
            SUBJECT,
            contribution.id,
            informed=form.informed.data or "",
            note=form.note.data or "",
            secured=services.secured(contribution),
            person_id=who.person_id,
        )
    db.session.commit()
    return redirect(url_for(".danger", reference=reference, _anchor="told"), 303)


def _page(template: str, contribution: Contribution, **more: object) -> str:
    told = notices.all_on(SUBJECT, contribution.id)
    open_ones = [notice for notice in told if notice.decision_id is None]
    return render_template(
        template,
        contribution=contribution,
        open_notices=open_ones,
        answered=[notice for notice in told if notice.decision_id is not None],
        is_urgent=any(notice.ground.is_urgent for notice in open_ones),
        is_public=contribution.visibility is Visibility.PUBLIC,
        alarms=notices.alarms_on(SUBJECT, contribution.id),
        decisions=moderation.decisions_on(SUBJECT, [contribution.id])[contribution.id],
        page_of=services.page_of,
        said_by=services.said_by,
        due=notices.due,
        grounds=names.GROUNDS,
        names=desk_names,
        queue=queues.queue(),
        today=today(),
        **more,
    )
