"""Pages of the moderators for one thread and for one comment in it: everything that can be done, and what was done."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from participation.access.actions import Action
from participation.access.guard import Actor, require
from participation.contributions.models import Comment, Discussion, Thread
from participation.contributions.threads import reading, steering
from participation.contributions.threads.forms import SteeringForm
from participation.contributions.threads.models import Deed
from participation.contributions.threads.steering import NowhereError
from participation.contributions.threads.views import thread_or_404
from participation.contributions.views import bp
from participation.core import once
from participation.core.database import db
from participation.core.feature import Lazy

DEEDS: dict[Deed, Lazy] = {
    Deed.CLOSE: lazy_gettext("closed"),
    Deed.REOPEN: lazy_gettext("opened again"),
    Deed.PIN: lazy_gettext("pinned"),
    Deed.UNPIN: lazy_gettext("no longer pinned"),
    Deed.MOVE: lazy_gettext("a comment was moved here"),
    Deed.SPLIT: lazy_gettext("split off from another thread"),
    Deed.MERGE: lazy_gettext("another discussion was merged into it"),
}


@bp.route("/threads/<int:number>/steer", methods=["GET", "POST"])
def steer_thread(number: int) -> ResponseReturnValue:
    """Close or open a thread, pin a discussion, merge it into another thread."""
    require(Action.USE_DESK)
    thread, place = thread_or_404(number)
    who = require(Action.MODERATE, thread)
    discussion = reading.discussion_of(thread)
    form = SteeringForm()
    if form.validate_on_submit():
        is_first = once.first_arrival(form.once_key)
        goes_to = _steered(thread, discussion, form, who) if is_first else url_for(".steer_thread", number=number)
        if goes_to:
            db.session.commit()
            return redirect(goes_to, 303)
        db.session.rollback()
        form.refuse(gettext("We found no other idea or discussion there. Please copy its address or its number."))
    page = render_template(
        "contributions/steer.html",
        thread=thread,
        place=place,
        discussion=discussion,
        form=form,
        changes=steering.changes(thread),
        deeds=DEEDS,
    )
    return page, form.status


def _steered(thread: Thread, discussion: Discussion | None, form: SteeringForm, who: Actor) -> str:
    """Do what was pressed; return where to go on, empty where it could not be done."""
    if form.deed.data in {Deed.CLOSE, Deed.REOPEN}:
        steering.set_closed(thread, who.person_id, is_closed=form.deed.data == Deed.CLOSE)
    elif discussion and form.deed.data in {Deed.PIN, Deed.UNPIN}:
        steering.set_pinned(discussion, who.person_id, is_pinned=form.deed.data == Deed.PIN)
    elif discussion and form.deed.data == Deed.MERGE:
        return _merged(discussion, form, who)
    return url_for(".steer_thread", number=thread.id)


def _merged(discussion: Discussion, form: SteeringForm, who: Actor) -> str:
    reference, target = discussion.reference, _target(form)
    try:
        if target is None:
            return ""
        steering.merge(discussion, target, who.person_id)
    except NowhereError:
        return ""
    return url_for(".comment", reference=reference)


def _target(form: SteeringForm) -> Thread | None:
    target = steering.subject(form.reference)
    if target:
        require(Action.MODERATE, target)
    return target


@bp.route("/comments/<string:reference>/steer", methods=["GET", "POST"])
def steer_comment(reference: str) -> ResponseReturnValue:
    """Pin a comment, move it to another thread, or begin a discussion with it."""
    require(Action.USE_DESK)
    comment = reading.comment(reference) or abort(404)
    _thread, place = thread_or_404(comment.thread_id or 0)
    who = require(Action.MODERATE, comment)
    form = SteeringForm(title=comment.title)
    if form.validate_on_submit():
        if not once.first_arrival(form.once_key) or _moved(comment, form, who):
            db.session.commit()
            return redirect(url_for(".comment", reference=reference), 303)
        db.session.rollback()
        form.refuse(gettext("We found no other idea or discussion there. Please copy its address or its number."))
        comment = reading.comment(reference) or abort(404)
    page = render_template("contributions/steer.html", comment=comment, place=place, form=form)
    return page, form.status


def _moved(comment: Comment, form: SteeringForm, who: Actor) -> bool:
    if form.deed.data in {Deed.PIN, Deed.UNPIN}:
        steering.set_pinned(comment, who.person_id, is_pinned=form.deed.data == Deed.PIN)
    elif form.deed.data == Deed.SPLIT:
        steering.split(comment, form.title.data or comment.title, who.person_id)
    elif form.deed.data == Deed.MOVE:
        target = _target(form)
        try:
            if target is None:
                return False
            steering.move(comment, target, who.person_id)
        except NowhereError:
            return False
    return True
