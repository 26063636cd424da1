"""What all pages of decisions share: open it for one person alone, do it once, and go on."""

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk.forms import KnownForm
from forum.desk.services import items
from forum.desk.services import queue as queues
from forum.desk.services.items import NotFreeError
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.contributions.models import Contribution
from participation.contributions.wording import Wording
from participation.core import once
from participation.core.database import db


def opened(reference: str) -> Contribution:
    """Return the contribution; whoever sends a form decides alone on it until the request ends."""
    return known(items.find_for_decision(reference) if request.method == "POST" else items.find(reference))


def known(contribution: Contribution | None) -> Contribution:
    """Let guests sign in before they hear that there is no such page."""
    if contribution is None:
        require(Action.MODERATE)
        abort(404)
    return contribution


def done(form: KnownForm, deed: Callable[[], None]) -> bool:
    """Do it, once; return False where somebody else was faster."""
    try:
        if once.first_arrival(form.once_key):
            deed()
    except NotFreeError:
        db.session.rollback()
        return False
    db.session.commit()
    return True


def on_to_the_next(contribution: Contribution) -> ResponseReturnValue:
    """Lead to what stands next in the queue; a second arrival of the same form is led to the same page."""
    found = queues.queue()
    following = found.next_free(contribution, actor().person_id)
    if following is None:
        return redirect(url_for("desk.queue", done=contribution.reference), 303)
    return redirect(url_for("desk.item", reference=following.reference, done=contribution.reference), 303)


def back_to_it(contribution: Contribution) -> ResponseReturnValue:
    """Lead to the page of what was just decided."""
    return redirect(url_for("desk.item", reference=contribution.reference), 303)


def seen(shown: items.Item, form: KnownForm) -> Wording | None:
    """Return what was read before it changed; whoever has seen both texts decides on the one that stands now."""
    was = shown.seen(form.known_revision)
    form.known.data = str(shown.line.contribution.revision)
    return was
