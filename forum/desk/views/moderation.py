"""Pages of the moderators: the queue, one item, the decision with its letter."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk import names, states
from forum.desk.forms import DeskForm
from forum.desk.history import history_of, name_of
from forum.desk.letters import signature
from forum.desk.services import deeds, items
from forum.desk.services import queue as queues
from forum.desk.services.asked import asked_count
from forum.desk.views.blueprint import bp
from forum.desk.views.deciding import back_to_it, done, known, on_to_the_next, opened, seen
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.contributions import merging
from participation.contributions.models import Contribution
from participation.contributions.timeline import came
from participation.core.clock import today
from participation.core.database import db
from participation.moderation import services as moderation
from participation.moderation.detectors import RULE_OF
from participation.moderation.rules import Verdict

NEXT = {
    "reject": Verdict.REJECT,
    "hide": Verdict.HIDE,
    "remove": Verdict.REMOVE,
    "block": Verdict.BLOCK,
    "edit": Verdict.EDIT,
    "ask": Verdict.ASK_BACK,
    "forward": Verdict.FORWARD,
    "restore": Verdict.RESTORE,
    "merge": Verdict.MERGE,
}
"""The pages on which a decision is written, each with the decision."""


@bp.get("/desk/moderation")
def queue() -> ResponseReturnValue:
    """Show what waits to be read, opened at the first of it; `?list=1` shows the list alone, for phones."""
    require(Action.MODERATE)
    found = queues.queue()
    if "list" in request.args or not found.lines:
        return render_template("desk/queue.html", form=DeskForm(), **_frame(found, None))
    first = found.lines[0].contribution
    return item_page(first, DeskForm(known=first.revision), found=found)


@bp.get("/desk/moderation/<string:reference>")
def item(reference: str) -> ResponseReturnValue:
    """Show one contribution with everything a decision needs."""
    contribution = known(items.find(reference))
    require(Action.MODERATE, contribution)
    return item_page(contribution, DeskForm(known=contribution.revision))


@bp.post("/desk/moderation/<string:reference>/claim")
def claim(reference: str) -> ResponseReturnValue:
    """Keep the contribution for this person; `then` names the page that comes next."""
    contribution = known(items.find(reference))
    who = require(Action.MODERATE, contribution)
    form = DeskForm()
    if not form.validate_on_submit():
        return item_page(contribution, form, status=422)
    is_mine = items.claim(contribution, who)
    db.session.commit()
    then = request.form.get("then", "")
    goes_on = is_mine and then in NEXT and items.can_be(contribution, NEXT[then])
    return redirect(url_for(f".{then}" if goes_on else ".item", reference=reference), 303)


@bp.post("/desk/moderation/<string:reference>/release")
def release(reference: str) -> ResponseReturnValue:
    """Give the contribution back to everybody."""
    contribution = known(items.find(reference))
    who = require(Action.MODERATE, contribution)
    form = DeskForm()
    if not form.validate_on_submit():
        return item_page(contribution, form, status=422)
    items.release(contribution, who)
    db.session.commit()
    return redirect(url_for(".item", reference=reference), 303)


@bp.post("/desk/moderation/<string:reference>/publish")
def publish(reference: str) -> ResponseReturnValue:
    """Make the contribution public and go on to the next."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    return _at_once(contribution, lambda form: deeds.publish(contribution, who, form.known_revision), on_to_the_next)


@bp.post("/desk/moderation/<string:reference>/read")
def read(reference: str) -> ResponseReturnValue:
    """Note that what was public at once has been read and stays public; go on to the next."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    return _at_once(contribution, lambda form: deeds.confirm(contribution, who, form.known_revision), on_to_the_next)


@bp.post("/desk/moderation/<string:reference>/split")
def split(reference: str) -> ResponseReturnValue:
    """Take a contribution out of the one it was merged into."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    signed = signature(who)
    return _at_once(contribution, lambda form: deeds.split(contribution, who, signed, form.known_revision), back_to_it)


@bp.post("/desk/moderation/<string:reference>/take-back")
def take_back(reference: str) -> ResponseReturnValue:
    """Put what was published a moment ago back into the queue."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    return _at_once(contribution, lambda _form: deeds.take_back(contribution, who), back_to_it)


def _at_once(
    contribution: Contribution,
    deed: Callable[[DeskForm], None],
    then: Callable[[Contribution], ResponseReturnValue],
) -> ResponseReturnValue:
    """Do what needs no page of its own, and go on."""
    form = DeskForm()
    if not form.validate_on_submit():
        return item_page(contribution, form, status=422)
    if not done(form, lambda: deed(form)):
        return item_page(contribution, form, status=409)
    return then(contribution)


def _frame(found: queues.Queue, current: Contribution | None) -> dict[str, object]:
    """Return what every page with the queue needs."""
    reference = request.args.get("done", "")
    done = items.find(reference) if reference else None
    return {
        "queue": found,
        "current": current,
        "done": done,
        "can_take_back": done is not None and deeds.may_take_back(done, actor()),
        "decided_today": moderation.decided_today(),
        "asked_count": asked_count(),
        "names": names,
        "states": states,
        "today": today(),
    }


def item_page(
    contribution: Contribution, form: DeskForm, *, found: queues.Queue | None = None, status: int = 200
) -> ResponseReturnValue:
    """Show one contribution in its queue."""
    found = found or queues.queue()
    shown = items.item(contribution, found.line(contribution))
    page = render_template(
        "desk/item.html",
        **_frame(found, contribution),
        item=shown,
        form=form,
        target=merging.followed(contribution) if contribution.merged_into_id else None,
        history=history_of(shown),
        rule_of=RULE_OF,
        rule_names=moderation.RULE_NAMES,
        is_held_by_other=shown.is_held_by_other(actor()),
        is_late=status == 409,
        seen=seen(shown, form) if status == 409 else None,
        came=came,
        name_of=name_of,
    )
    return page, status
