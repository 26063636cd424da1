"""Pages on which people sign in and out and look after their own account."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from werkzeug.exceptions import Unauthorized

from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.accounts import services, sessions
from participation.accounts.forms import WRONG, WRONG_PRESENT, OwnAccountForm, PasswordForm, SignInForm
from participation.accounts.rules import own_path
from participation.core import limits, once
from participation.core.database import db
from participation.core.feature import Lazy
from participation.core.vocabulary import Role

bp = Blueprint("accounts", __name__, template_folder="templates")

# Counted for mail and address together: whoever guesses locks out the own address, never the owner.
GUESSES, GUESSES_WITHIN_S = 10, 15 * 60
# A whole town hall may share one address.
TRIES, TRIES_WITHIN_S = 50, 10 * 60

ROLE_NAMES: dict[Role, Lazy] = {
    Role.GUEST: lazy_gettext("Guest"),
    Role.CITIZEN: lazy_gettext("Citizen"),
    Role.PARTNER: lazy_gettext("Partner"),
    Role.MODERATOR: lazy_gettext("Moderation"),
    Role.PLANNER: lazy_gettext("Planning"),
    Role.LEAD: lazy_gettext("Project lead"),
    Role.ADMINISTRATOR: lazy_gettext("Administration"),
}


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Let the staff in. A form sent twice opens two sessions, which does no harm, so its once-key is not spent."""
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
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


def _count_try(mail: str) -> None:
    address = limits.address()
    limits.hit("sign-in-address", address, limit=TRIES, per_seconds=TRIES_WITHIN_S)
    limits.hit("sign-in", f"{mail.lower()} {address}", limit=GUESSES, per_seconds=GUESSES_WITHIN_S)


def _destination() -> str:
    """Return the page somebody wanted to see, if it is one of ours; otherwise where work begins."""
    wanted = own_path(request.args.get("next", ""))
    adapter = current_app.create_url_adapter(request)
    if wanted and adapter and adapter.test(wanted.partition("?")[0], method="GET"):
        return request.script_root + wanted
    return url_for("desk.start" if actor().is_staff else "accounts.account")


@bp.route("/sign-out", methods=["GET", "POST"])
def sign_out() -> ResponseReturnValue:
    """End the session."""
    if not actor().is_signed_in:
        return redirect(url_for(".signed_out"), 303)
    require(Action.MANAGE_OWN_ACCOUNT)
    form = OwnAccountForm()
    if form.validate_on_submit():
        services.sign_out()
        db.session.commit()
        return sessions.take_back(redirect(url_for(".signed_out"), 303))
    return render_template("accounts/sign_out.html", form=form), 422 if form.errors else 200


@bp.get("/signed-out")
def signed_out() -> ResponseReturnValue:
    """Say that the session has ended."""
    require(Action.SIGN_IN)
    return render_template("accounts/signed_out.html")


@bp.route("/account", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Show a person the own account and let them change the password."""
    own = services.account_of(require(Action.MANAGE_OWN_ACCOUNT).person_id or 0)
    if own is None:
        raise Unauthorized
    form = PasswordForm(about=(own.name, own.mail, own.unit, current_app.extensions["settings"].town.name))
    if form.validate_on_submit() and _knows_password(form, own):
        return _changed(form, own)
    return render_template(
        "accounts/account.html", own=own, form=form, role_names=ROLE_NAMES
    ), 422 if form.errors else 200


def _knows_password(form: PasswordForm, own: services.Account) -> bool:
    limits.hit("password", str(own.person_id), limit=GUESSES, per_seconds=GUESSES_WITHIN_S)
    if services.password_holds(own.person_id, form.current.data or ""):
        return True
    form.current.errors = [WRONG_PRESENT]
    return False


def _changed(form: PasswordForm, own: services.Account) -> ResponseReturnValue:
    fresh = services.hashed(form.new.data or "")
    is_first = once.first_arrival(form.once_key)
    person = services.person(own.person_id)
    if person is None:
        raise Unauthorized
    if is_first:
        services.change_password(person, fresh)
    cookie = sessions.begin(person)
    db.session.commit()
    return sessions.give(redirect(url_for(".account"), 303), cookie)
