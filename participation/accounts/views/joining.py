"""Pages on which people make an account, choose a new password, or confirm another address, each by a mailed link.

Whoever asks sees the same page in the same time, whether there is an account or not.
"""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.accounts import joining, services, sessions
from participation.accounts.forms import ConfirmForm, ForgottenForm, NewPasswordForm, SignUpForm
from participation.accounts.models import Person
from participation.accounts.rules import own_path
from participation.accounts.views.blueprint import ASKINGS, ASKINGS_WITHIN_S, bp, may_write_to, why_sign_in
from participation.core import once
from participation.core.database import db


@bp.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> ResponseReturnValue:
    """Take in the wish for an account; a mail says how to go on."""
    require(Action.SIGN_UP)
    form = SignUpForm(following=own_path(request.args.get("next", "")))
    if form.validate_on_submit() and form.is_within("sign-up", ASKINGS, ASKINGS_WITHIN_S):
        mail, name = form.mail.data or "", form.name.data or ""
        if may_write_to(mail) and once.first_arrival(form.once_key):
            joining.ask_for_account(mail, name, own_path(form.following.data or ""))
        db.session.commit()
        return redirect(url_for(".mail_sent"), 303)
    reason = why_sign_in(own_path(form.following.data or ""))
    return render_template("accounts/sign_up.html", form=form, reason=reason), form.status


@bp.get("/sign-up/sent")
def mail_sent() -> ResponseReturnValue:
    """Lead to the mailbox."""
    require(Action.SIGN_UP)
    return render_template("accounts/mail_sent.html", hours=24, again=url_for(".sign_up"))


@bp.route("/sign-up/<string:token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Make the account as soon as its owner has chosen a password."""
    require(Action.SIGN_UP)
    asked = joining.asked_for(token)
    if asked is None:
        return _over(url_for(".sign_up"))
    form = NewPasswordForm(about=(asked.name, asked.mail, _town()))
    if form.validate_on_submit():
        password = form.new.data or ""
        made = joining.confirm(asked, services.hashed(password)) if joining.is_open(asked) else None
        # The second of two taps finds the account made, and proves by its password that it is the same person.
        person = made or services.sign_in(asked.mail, password)
        if person:
            return _enter(person, asked.following)
    if not joining.is_open(asked):
        return _over(url_for(".sign_up"))
    return render_template("accounts/confirm.html", form=form, asked=asked), form.status


@bp.route("/forgotten", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """Take in the wish for a new password; a mail says how to go on."""
    require(Action.SIGN_IN)
    form = ForgottenForm()
    if form.validate_on_submit() and form.is_within("forgotten", ASKINGS, ASKINGS_WITHIN_S):
        mail = form.mail.data or ""
        if may_write_to(mail) and once.first_arrival(form.once_key):
            joining.ask_for_password(mail)
        db.session.commit()
        return redirect(url_for(".reset_sent"), 303)
    return render_template("accounts/forgotten.html", form=form), form.status


@bp.get("/forgotten/sent")
def reset_sent() -> ResponseReturnValue:
    """Lead to the mailbox."""
    require(Action.SIGN_IN)
    return render_template("accounts/mail_sent.html", hours=1, again=url_for(".forgotten"))


@bp.route("/forgotten/<string:token>", methods=["GET", "POST"])
def renew(token: str) -> ResponseReturnValue:
    """Let the owner of an account choose a new password; all sessions end."""
    require(Action.SIGN_IN)
    own = joining.account_behind(token)
    form = NewPasswordForm(about=(own.name, own.mail, own.unit, _town()) if own else (_town(),))
    if form.validate_on_submit():
        password = form.new.data or ""
        renewed = joining.renew(token, services.hashed(password)) if own else None
        person = renewed or services.sign_in(joining.owner_of(token), password)
        if person:
            return _enter(person, "")
    if own is None:
        return _over(url_for(".forgotten"))
    return render_template("accounts/renew.html", form=form, own=own), form.status


@bp.route("/account/mail/<string:token>", methods=["GET", "POST"])
def confirm_mail(token: str) -> ResponseReturnValue:
    """Let an account use another address, as soon as somebody who reads its mails says so."""
    require(Action.SIGN_IN)
    wish = joining.move_of(token)
    if wish is None:
        return _over(url_for(".change_mail"))
    form = ConfirmForm()
    if form.validate_on_submit():
        joining.move(wish)
        db.session.commit()
        return redirect(url_for(".mail_changed"), 303)
    return render_template("accounts/confirm_mail.html", form=form, mail=wish.mail), form.status


@bp.get("/account/mail/changed")
def mail_changed() -> ResponseReturnValue:
    """Say that the new address holds."""
    require(Action.SIGN_IN)
    return render_template("accounts/mail_changed.html")


def _enter(person: Person, following: str) -> ResponseReturnValue:
    cookie = sessions.begin(person)
    db.session.commit()
    return sessions.give(redirect(request.script_root + following if following else url_for(".account"), 303), cookie)


def _over(again: str) -> ResponseReturnValue:
    return render_template("accounts/link_over.html", again=again), 404


def _town() -> str:
    name: str = current_app.extensions["settings"].town.name
    return name
