"""Pages on which people say whether they want mail about ideas they support."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.accounts import news
from participation.accounts.forms import NewsForm, StopForm
from participation.accounts.views.blueprint import bp, owner
from participation.core.database import db


@bp.route("/account/news", methods=["GET", "POST"])
def change_news() -> ResponseReturnValue:
    """Let a person switch mails about supported ideas on and off."""
    require(Action.MANAGE_OWN_ACCOUNT)
    person = owner()
    form = NewsForm(wants_news=person.wants_news)
    if form.validate_on_submit():
        person.wants_news = bool(form.wants_news.data)
        db.session.commit()
        return redirect(url_for(".account"), 303)
    return render_template("accounts/change_news.html", form=form), form.status


@bp.route("/news/stop/<string:token>", methods=["GET", "POST"])
def stop_news(token: str) -> ResponseReturnValue:
    """Switch these mails off by the link in one of them; no account has to be opened for it."""
    require(Action.SIGN_IN)
    person = news.by_link(token) or abort(404)
    form = StopForm()
    if form.validate_on_submit():
        person.wants_news = False
        db.session.commit()
        return redirect(url_for(".stop_news", token=token), 303)
    return render_template("accounts/stop_news.html", form=form, is_off=not person.wants_news), form.status
