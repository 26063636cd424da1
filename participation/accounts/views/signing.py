"""Pages on which people sign in and out."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.accounts import services, sessions
from participation.accounts.forms import WRONG, SignInForm, SignOutForm
from participation.accounts.rules import own_path
from participation.accounts.views.blueprint import GUESSES, GUESSES_WITHIN_S, TRIES, TRIES_WITHIN_S, bp, why_sign_in
from participation.core import limits
from participation.core.database import db


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Let somebody in. A form sent twice opens two sessions, which does no harm, so its once-key is not spent."""
    who = require(Action.SIGN_IN)
    if request.method == "GET" and who.is_signed_in:
        return redirect(_destination(), 303)
    form = SignInForm()
    if form.validate_on_submit():
        mail, password = form.mail.data or "", form.password.data or ""
        _count_try(mail)
        person = services.sign_in(mail, password)
        if person:
            cookie = sessions.begin(person)
            db.session.commit()
            return sessions.give(redirect(_destination(), 303), cookie)
        form.form_errors.append(WRONG)
    following = _following()
    page = render_template("accounts/sign_in.html", form=form, following=following, reason=why_sign_in(following))
    return page, form.status


def _count_try(mail: str) -> None:
    address = limits.address()
    limits.hit("sign-in-address", address, limit=TRIES, per_seconds=TRIES_WITHIN_S)
    limits.hit("sign-in", f"{mail.lower()} {address}", limit=GUESSES, per_seconds=GUESSES_WITHIN_S)


def _following() -> str | None:
    """Return the path of the page somebody wanted to see, if it is one of ours."""
    return own_path(request.args.get("next", "")) or None


def _destination() -> str:
    """Return the page somebody wanted to see, if it is one of ours; otherwise where they begin."""
    wanted = _following()
    adapter = current_app.create_url_adapter(request)
    if wanted and adapter and adapter.test(wanted.partition("?")[0], method="GET"):
        return request.script_root + wanted
    return url_for("desk.start" if actor().is_staff else "accounts.account")


@bp.route("/sign-out", methods=["GET", "POST"])
def sign_out() -> ResponseReturnValue:
    """End the session, or those in all browsers."""
    if not actor().is_signed_in:
        return redirect(url_for(".signed_out"), 303)
    require(Action.MANAGE_OWN_ACCOUNT)
    form = SignOutForm()
    if form.validate_on_submit():
        services.sign_out(everywhere="everywhere" in request.form)
        db.session.commit()
        return sessions.take_back(redirect(url_for(".signed_out"), 303))
    return render_template("accounts/sign_out.html", form=form), form.status


@bp.get("/signed-out")
def signed_out() -> ResponseReturnValue:
    """Say that the session has ended."""
    require(Action.SIGN_IN)
    return render_template("accounts/signed_out.html")
