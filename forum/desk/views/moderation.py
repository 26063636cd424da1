"""Pages of the moderators: the queue, one item, the decision with its letter."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk import names, states
from forum.desk.forms import DeskForm, KnownForm
from forum.desk.history import history_of, name_of
from forum.desk.services import deeds, items
from forum.desk.services import queue as queues
from forum.desk.services.asked import asked_count
from forum.desk.services.items import NotFreeError
from forum.desk.views.blueprint import bp
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.contributions import merging
from participation.contributions.models import Contribution
from participation.contributions.timeline import came
from participation.contributions.wording import Wording
from participation.core import once
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
    contribution = known(items.find_for_decision(reference))
    who = require(Action.MODERATE, contribution)
    form = DeskForm()
    if not form.validate_on_submit():
        return item_page(contribution, form, status=422)
    try:
        if once.first_arrival(form.once_key):
            deeds.publish(contribution, who, form.known_revision)
    except NotFreeError:
        db.session.rollback()
        return item_page(contribution, form, status=409)
    db.session.commit()
    return on_to_the_next(contribution)


@bp.post("/desk/moderation/<string:reference>/read")
def read(reference: str) -> ResponseReturnValue:
    """Note that what was public at once has been read and stays public; go on to the next."""
    contribution = known(items.find_for_decision(reference))
    who = require(Action.MODERATE, contribution)
    form = DeskForm()
    if not form.validate_on_submit():
        return item_page(contribution, form, status=422)
    try:
        if once.first_arrival(form.once_key):
            deeds.confirm(contribution, who, form.known_revision)
    except NotFreeError:
        db.session.rollback()
        return item_page(contribution, form, status=409)
    db.session.commit()
    return on_to_the_next(contribution)


def known(contribution: Contribution | None) -> Contribution:
    """Let guests sign in before they hear that there is no such page."""
    if contribution is None:
        require(Action.MODERATE)
        abort(404)
    return contribution


def on_to_the_next(contribution: Contribution) -> ResponseReturnValue:
    """Lead to what stands next in the queue; a second arrival of the same form is led to the same page."""
    found = queues.queue()
    following = found.next_free(contribution, actor().person_id)
    if following is None:
        return redirect(url_for(".queue", done=contribution.reference), 303)
    return redirect(url_for(".item", reference=following.reference, done=contribution.reference), 303)


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


def seen(shown: items.Item, form: KnownForm) -> Wording | None:
    """Return what was read before it changed; whoever has seen both texts decides on the one that stands now."""
    was = shown.seen(form.known_revision)
    form.known.data = str(shown.line.contribution.revision)
    return was
