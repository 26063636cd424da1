"""Pages on which people look after their own account: how they are called, address, password, data, farewell."""

from dataclasses import replace

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.accounts import joining, names, own_data, services, sessions
from participation.accounts.forms import WRONG_PRESENT, EraseForm, MailForm, NameForm, PasswordForm, SignOutForm
from participation.accounts.models import Person
from participation.accounts.views.blueprint import bp, count_guess, may_write_to, own_account, owner
from participation.core import once
from participation.core.database import db
from participation.core.feature import Story, each
from participation.core.vocabulary import Sector

FILE_NAME = "stadtfaden.json"


@bp.get("/account")
def account() -> ResponseReturnValue:
    """Show a person the own account and the ways from there."""
    require(Action.MANAGE_OWN_ACCOUNT)
    own = own_account()
    return render_template("accounts/account.html", own=own, form=SignOutForm(), names=names)


@bp.route("/account/name", methods=["GET", "POST"])
def change_name() -> ResponseReturnValue:
    """Let a person say how to be called."""
    require(Action.MANAGE_OWN_ACCOUNT)
    own = own_account()
    form = NameForm(name=own.name, sector=own.sector.value if own.sector else "")
    if not own.is_citizens:
        del form.sector
    if form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.describe(owner(), form.name.data or "", _sector(form) if own.is_citizens else own.sector)
        db.session.commit()
        return redirect(url_for(".account"), 303)
    return render_template("accounts/change_name.html", form=form), form.status


def _sector(form: NameForm) -> Sector | None:
    return Sector(form.sector.data) if form.sector.data else None


@bp.route("/account/mail", methods=["GET", "POST"])
def change_mail() -> ResponseReturnValue:
    """Take in the wish for another address; a mail to this address says how to go on."""
    require(Action.MANAGE_OWN_ACCOUNT)
    own = own_account()
    form = MailForm()
    if form.validate_on_submit() and _knows_password(form.current, own):
        mail = form.mail.data or ""
        if may_write_to(mail) and once.first_arrival(form.once_key):
            joining.ask_to_move(owner(), mail)
        db.session.commit()
        return redirect(url_for(".mail_asked"), 303)
    return render_template("accounts/change_mail.html", form=form, own=own), form.status


@bp.get("/account/mail/sent")
def mail_asked() -> ResponseReturnValue:
    """Lead to the mailbox of the new address."""
    require(Action.MANAGE_OWN_ACCOUNT)
    return render_template("accounts/mail_sent.html", hours=24, again=url_for(".change_mail"))


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Let a person change the password; all other sessions end."""
    require(Action.MANAGE_OWN_ACCOUNT)
    own = own_account()
    form = PasswordForm(about=(own.name, own.mail, own.unit, _town()))
    if form.validate_on_submit() and _knows_password(form.current, own):
        return _changed(form)
    return render_template("accounts/change_password.html", form=form), form.status


def _knows_password(field: Field, own: services.Account) -> bool:
    count_guess(own.person_id)
    if services.password_holds(own.person_id, field.data or ""):
        return True
    field.errors = [WRONG_PRESENT]
    return False


def _changed(form: PasswordForm) -> ResponseReturnValue:
    fresh = services.hashed(form.new.data or "")
    is_first = once.first_arrival(form.once_key)
    person = owner()
    if is_first:
        services.change_password(person, fresh)
    cookie = sessions.begin(person)
    db.session.commit()
    return sessions.give(redirect(url_for(".account"), 303), cookie)


@bp.get("/account/contributions")
def own_contributions() -> ResponseReturnValue:
    """Show a person all they wrote, and where each stands."""
    require(Action.MANAGE_OWN_ACCOUNT)
    person = owner()
    stories: list[Story] = [story for panels in each("panels") if Person in panels for story in panels[Person](person)]
    return render_template("accounts/contributions.html", stories=[_in_short(story) for story in stories])


def _in_short(story: Story) -> Story:
    """Keep day and title of each step; the rest stands on the page of the contribution."""
    return replace(story, steps=[replace(step, text="", quote="", by="", href="") for step in story.steps])


@bp.get("/account/data")
def data() -> ResponseReturnValue:
    """Show a person everything that the house keeps of them."""
    require(Action.MANAGE_OWN_ACCOUNT)
    found = own_data.export(owner().id)
    return render_template("accounts/data.html", data=found, names=names)


@bp.get("/account/data.json")
def data_file() -> ResponseReturnValue:
    """Hand out the same as a file."""
    require(Action.MANAGE_OWN_ACCOUNT)
    response = Response(own_data.as_file(owner().id, _town()), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@bp.route("/account/erase", methods=["GET", "POST"])
def erase() -> ResponseReturnValue:
    """Erase the account, with the texts or without them."""
    if request.method == "POST" and not actor().is_signed_in:
        return redirect(url_for(".erased"), 303)  # the second of two taps
    require(Action.MANAGE_OWN_ACCOUNT)
    own = own_account()
    form = EraseForm()
    if form.validate_on_submit() and _knows_password(form.current, own):
        keeps = form.texts.data == "keep"
        own_data.erase(own.person_id, keep_texts=keeps)
        services.sign_out()
        db.session.commit()
        return sessions.take_back(redirect(url_for(".erased", texts=form.texts.data), 303))
    return render_template("accounts/erase.html", form=form, own=own), form.status


@bp.get("/erased")
def erased() -> ResponseReturnValue:
    """Say what has been erased and what has stayed."""
    require(Action.SIGN_IN)
    return render_template("accounts/erased.html", texts=request.args.get("texts", ""))


def _town() -> str:
    name: str = current_app.extensions["settings"].town.name
    return name
