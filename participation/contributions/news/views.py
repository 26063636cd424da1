"""Pages on which somebody without an account asks what becomes of an idea; a link from a mail only shows a button."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import finding
from participation.contributions.models import Contribution
from participation.contributions.news import services
from participation.contributions.threads.forms import FollowForm
from participation.contributions.views import bp
from participation.core import once
from participation.core.database import db
from participation.core.feature import Place

ASKINGS, WITHIN_S = 10, 600


class NewsForm(FollowForm):
    """The address at which somebody wants to hear what becomes of an idea."""

    purpose = "news-of-an-idea"


@bp.route("/ideas/<string:reference>/news", methods=["GET", "POST"])
def news(reference: str) -> ResponseReturnValue:
    """Ask for the address that wants to be told; nothing is stored before it is confirmed."""
    contribution = _known(reference)
    require(Action.HEAR_ANSWER, contribution)
    form = NewsForm()
    if not (form.validate_on_submit() and form.is_within("news", ASKINGS, WITHIN_S)):
        return render_template("contributions/news.html", place=_place(contribution), form=form), form.status
    if once.first_arrival(form.once_key):
        services.ask(contribution, form.address)
    db.session.commit()
    return redirect(url_for(".news_sent", reference=reference), 303)


@bp.get("/ideas/<string:reference>/news/sent")
def news_sent(reference: str) -> ResponseReturnValue:
    """Say that a mail is on its way."""
    contribution = _known(reference)
    require(Action.HEAR_ANSWER, contribution)
    return render_template("contributions/follow_sent.html", place=_place(contribution))


@bp.route("/idea-news/confirm/<string:token>", methods=["GET", "POST"])
def confirm_news(token: str) -> ResponseReturnValue:
    """Begin to tell an address, once its owner has pressed the button."""
    require(Action.HEAR_ANSWER)
    asked = services.asked(token)
    contribution = finding.followed(asked["of"]) if asked else None
    if asked is None or contribution is None:
        return render_template("contributions/follow_over.html", is_stopping=False), 404
    form = NewsForm().for_person(None, asks_address=False)
    if form.validate_on_submit():
        services.wish(contribution, asked["mail"], asked["language"])
        db.session.commit()
        return redirect(url_for(".confirm_news", token=token), 303)
    is_done = services.is_wished(contribution, asked["mail"])
    return _link_page(contribution, form, is_done=is_done), form.status


@bp.route("/idea-news/stop/<string:token>", methods=["GET", "POST"])
def stop_news(token: str) -> ResponseReturnValue:
    """Stop with one press, without an account."""
    require(Action.HEAR_ANSWER)
    found = services.to_stop(token)
    if found is None:
        return render_template("contributions/follow_over.html", is_stopping=True)
    form = NewsForm().for_person(None, asks_address=False)
    if form.validate_on_submit():
        services.stop(found)
        db.session.commit()
        return redirect(url_for(".stop_news", token=token), 303)
    return _link_page(finding.followed(found.contribution.reference), form, is_stopping=True), form.status


def _link_page(
    contribution: Contribution | None, form: FollowForm, *, is_stopping: bool = False, is_done: bool = False
) -> str:
    place = _place(contribution) if contribution else None
    return render_template(
        "contributions/follow_link.html", place=place, form=form, is_stopping=is_stopping, is_done=is_done
    )


def _known(reference: str) -> Contribution:
    found = finding.followed(reference)
    if found is None:
        abort(404)
    return found


def _place(contribution: Contribution) -> Place:
    href = url_for(".way", reference=contribution.reference)
    return Place(contribution.title, href, contribution.language)
