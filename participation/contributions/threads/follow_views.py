"""Pages on which people follow a thread and stop it again; a link from a mail only shows a button."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.accounts import services as accounts
from participation.contributions.threads import following, reading
from participation.contributions.threads.forms import FollowForm
from participation.contributions.threads.views import thread_or_404
from participation.contributions.views import bp
from participation.core import once
from participation.core.database import db
from participation.web import languages

ASKINGS, WITHIN_S = 10, 600


@bp.route("/threads/<int:number>/follow", methods=["GET", "POST"])
def follow(number: int) -> ResponseReturnValue:
    """Let somebody hear by mail what is new in a thread: at once with an account, else after a confirmation."""
    thread, place = thread_or_404(number)
    who = require(Action.FOLLOW, thread)
    person = accounts.person(who.person_id) if who.person_id else None
    form = FollowForm().for_person(person)
    if form.validate_on_submit() and form.is_within("follow", ASKINGS, WITHIN_S):
        if once.first_arrival(form.once_key):
            if person is None:
                following.ask(thread, place, form.address, str(languages.language()))
            elif form.is_stopping:
                following.unfollow(thread, person.id)
            else:
                following.follow(thread, person)
        db.session.commit()
        return redirect(url_for(".follow_sent" if person is None else ".follow", number=number), 303)
    mine = following.of_person(thread, who.person_id)
    page = render_template("contributions/follow.html", place=place, form=form, person=person, mine=mine)
    return page, form.status


@bp.get("/threads/<int:number>/follow/sent")
def follow_sent(number: int) -> ResponseReturnValue:
    """Say that a mail is on its way."""
    thread, place = thread_or_404(number)
    require(Action.FOLLOW, thread)
    return render_template("contributions/follow_sent.html", place=place)


@bp.route("/follow/confirm/<string:token>", methods=["GET", "POST"])
def confirm_follow(token: str) -> ResponseReturnValue:
    """Begin to tell an address what is new, once its owner has pressed the button."""
    require(Action.FOLLOW)
    return _by_link(following.CONFIRM, token)


@bp.route("/follow/stop/<string:token>", methods=["GET", "POST"])
def stop_follow(token: str) -> ResponseReturnValue:
    """Stop with one press, without signing in."""
    require(Action.FOLLOW)
    return _by_link(following.STOP, token)


def _by_link(purpose: str, token: str) -> ResponseReturnValue:
    follower = following.by_token(purpose, token)
    form = FollowForm().for_person(None, asks_address=False)
    is_stopping = purpose == following.STOP
    if follower is None:
        page = render_template("contributions/follow_over.html", is_stopping=is_stopping)
        return page, 200 if is_stopping else 404
    place = reading.places([follower.thread_id]).get(follower.thread_id)
    if form.validate_on_submit():
        (following.stop if is_stopping else following.confirm)(follower)
        db.session.commit()
        return redirect(url_for(f".{'stop' if is_stopping else 'confirm'}_follow", token=token), 303)
    is_done = not is_stopping and follower.confirmed_at is not None
    page = render_template(
        "contributions/follow_link.html", place=place, form=form, is_stopping=is_stopping, is_done=is_done
    )
    return page, form.status
