"""Pages on which something is taken from somebody, each with the letter beside it as it will be read.

A text is rejected, hidden or removed for good, one file is taken out of it, or its author writes nothing for a while.
"""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk import names, states
from forum.desk.forms import BlockForm, LiftForm, RejectForm, RestrictForm
from forum.desk.history import name_of
from forum.desk.letters import example_facts, preview, signature
from forum.desk.services import deeds, items
from forum.desk.services.deeds import Reasons
from forum.desk.views.blueprint import bp
from forum.desk.views.deciding import back_to_it, done, on_to_the_next, opened, seen
from participation.access.actions import Action
from participation.access.guard import EVERYTHING, Actor, actor, require
from participation.contributions import blocking
from participation.contributions import services as contributions
from participation.contributions.attachments.models import Attachment
from participation.contributions.models import Contribution
from participation.core import once
from participation.core.database import db
from participation.moderation import blocks
from participation.moderation.rules import KEEPS_BACK, Verdict
from participation.web import languages


@bp.route("/desk/moderation/<string:reference>/reject", methods=["GET", "POST"])
def reject(reference: str) -> ResponseReturnValue:
    """Say why a contribution stays hidden."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    return _restrict(contribution, who, Verdict.REJECT, RejectForm(known=contribution.revision))


@bp.route("/desk/moderation/<string:reference>/hide", methods=["GET", "POST"])
def hide(reference: str) -> ResponseReturnValue:
    """Say why a contribution is public no longer."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    return _restrict(contribution, who, Verdict.HIDE, RejectForm(known=contribution.revision))


@bp.route("/desk/moderation/<string:reference>/remove", methods=["GET", "POST"])
def remove(reference: str) -> ResponseReturnValue:
    """Say why a contribution is deleted for good."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    return _restrict(contribution, who, Verdict.REMOVE, RejectForm(known=contribution.revision))


@bp.route("/desk/moderation/<string:reference>/files/<int:number>/remove", methods=["GET", "POST"])
def strip(reference: str, number: int) -> ResponseReturnValue:
    """Say why one picture or document is taken out; the rest stays."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    file = next((one for one in contribution.attachments if one.id == number), None)
    form = RestrictForm(known=contribution.revision)
    if file is None and not (request.method == "POST" and once.is_spent(form.once_key)):
        abort(404)
    return _restrict(contribution, who, Verdict.STRIP, form, file)


@bp.route("/desk/moderation/<string:reference>/block", methods=["GET", "POST"])
def block(reference: str) -> ResponseReturnValue:
    """Say why the author of a contribution writes nothing for a while."""
    contribution = opened(reference)
    require(Action.MODERATE, contribution)
    who = require(Action.BLOCK, EVERYTHING)
    form = BlockForm(known=contribution.revision)
    if not blocking.can_be_known(contribution):
        return _page(contribution, form, Verdict.BLOCK)
    return _restrict(contribution, who, Verdict.BLOCK, form)


def _restrict(
    contribution: Contribution, who: Actor, verdict: Verdict, form: RestrictForm, file: Attachment | None = None
) -> ResponseReturnValue:
    if "preview" in request.form or not form.validate_on_submit():
        return _page(contribution, form, verdict, file)
    why = Reasons(form.chosen(), form.facts.data or "", signature(who), form.more().get("concern", ""))
    lasts = form.blocking if isinstance(form, BlockForm) else None
    if not done(
        form, lambda: deeds.restrict(contribution, who, verdict, why, form.known_revision, file=file, lasts=lasts)
    ):
        return _page(contribution, form, verdict, file, status=409)
    return on_to_the_next(contribution) if verdict in KEEPS_BACK else back_to_it(contribution)


def _page(
    contribution: Contribution, form: RestrictForm, verdict: Verdict, file: Attachment | None = None, status: int = 200
) -> ResponseReturnValue:
    shown = items.item(contribution)
    who = actor()
    locale = contributions.authors_locale(contribution, shown.contact)
    is_known = verdict is not Verdict.BLOCK or blocking.can_be_known(contribution)
    held = blocking.on_author_of(contribution) if verdict is Verdict.BLOCK else None
    page = render_template(
        "desk/restrict.html",
        item=shown,
        form=form,
        verdict=verdict.value,
        words=states.RESTRICTING[verdict],
        file=file,
        held=held,
        is_known=is_known,
        letter=preview(contribution, shown.contact, form, who, verdict, file.title if file else ""),
        example=example_facts(shown.line.marked, locale),
        authors_language=names.LANGUAGES[locale] if locale != languages.locale() else "",
        authors_locale=locale,
        is_free=items.can_be(contribution, verdict) and is_known and not held and not shown.is_held_by_other(who),
        is_late=status == 409,
        seen=seen(shown, form) if status == 409 else None,
        names=names,
        states=states,
        name_of=name_of,
    )
    return page, 422 if form.errors and status == 200 else status


@bp.get("/desk/moderation/blocks")
def blocked() -> ResponseReturnValue:
    """List who cannot write at present, until when and why."""
    require(Action.BLOCK, EVERYTHING)
    found = [(one, blocking.reference_of(one)) for one in blocks.that_hold()]
    return render_template("desk/blocks.html", found=found, name_of=name_of)


@bp.route("/desk/moderation/blocks/<int:number>", methods=["GET", "POST"])
def lift(number: int) -> ResponseReturnValue:
    """Let somebody write again before the time, with the reason."""
    who = require(Action.BLOCK, EVERYTHING)
    found = blocks.find(number, locked=request.method == "POST") or abort(404)
    form = LiftForm()
    if not form.validate_on_submit():
        reference = blocking.reference_of(found)
        return render_template("desk/block.html", block=found, form=form, reference=reference, name_of=name_of), (
            form.status
        )
    if once.first_arrival(form.once_key):
        blocking.lift(found, who.person_id, form.why.data or "")
    db.session.commit()
    return redirect(url_for(".blocked"), 303)
