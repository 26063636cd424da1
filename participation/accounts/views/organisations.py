"""Pages of organisations: for those who speak for one, and for the staff who invite and confirm them."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.accounts import names, organisations
from participation.accounts.forms import ConfirmForm, DecideForm, InvitationForm, LeaveForm, OrganisationForm
from participation.accounts.models import Organisation
from participation.accounts.views.blueprint import bp, may_write_to, owner
from participation.core import once
from participation.core.database import db
from participation.core.vocabulary import Sector

REGISTRATIONS, REGISTRATIONS_WITHIN_S = 5, 60 * 60


@bp.route("/account/organisations", methods=["GET", "POST"])
def own_organisations() -> ResponseReturnValue:
    """Show the organisations somebody speaks for, and take in one more."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    form = OrganisationForm()
    if form.validate_on_submit() and form.is_within("organisation", REGISTRATIONS, REGISTRATIONS_WITHIN_S):
        if once.first_arrival(form.once_key):
            organisations.register(owner(), form.name.data or "", Sector(form.sector.data))
        db.session.commit()
        return redirect(url_for(".own_organisations"), 303)
    return render_template(
        "accounts/own_organisations.html",
        form=form,
        found=organisations.of_person(who.person_id or 0),
        names=names,
    ), form.status


@bp.route("/account/organisations/<int:organisation_id>/leave", methods=["GET", "POST"])
def leave(organisation_id: int) -> ResponseReturnValue:
    """Let somebody speak for an organisation no more."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    organisation = organisations.by_id(organisation_id)
    form = LeaveForm()
    if organisation is None or not organisations.is_member(organisation, who.person_id or 0):
        return redirect(url_for(".own_organisations"), 303)
    if form.validate_on_submit():
        organisations.leave(organisation_id, who.person_id or 0)
        db.session.commit()
        return redirect(url_for(".own_organisations"), 303)
    return render_template("accounts/leave.html", form=form, organisation=organisation), form.status


@bp.route("/organisations/<string:token>", methods=["GET", "POST"])
def join(token: str) -> ResponseReturnValue:
    """Let somebody who was invited speak for an organisation."""
    organisation = organisations.invited_by(token)
    if organisation is None:
        return render_template("accounts/link_over.html", again=None), 404
    who = require(Action.MANAGE_OWN_ACCOUNT)
    if organisations.is_member(organisation, who.person_id or 0):
        return redirect(url_for(".own_organisations"), 303)
    form = ConfirmForm()
    if form.validate_on_submit() and organisations.join(organisation, owner(), token):
        db.session.commit()
        return redirect(url_for(".own_organisations"), 303)
    if organisations.is_used(token):
        return render_template("accounts/link_over.html", again=None), 404
    return render_template("accounts/join.html", form=form, organisation=organisation), form.status


@bp.get("/desk/organisations")
def desk_organisations() -> ResponseReturnValue:
    """List the organisations: those that wait to be confirmed at the top."""
    require(Action.MANAGE_ORGANISATIONS)
    return _listed(DecideForm())


def _listed(form: DecideForm) -> ResponseReturnValue:
    return render_template(
        "accounts/desk_organisations.html", form=form, found=organisations.listed(), names=names
    ), form.status


@bp.post("/desk/organisations/<int:organisation_id>")
def decide(organisation_id: int) -> ResponseReturnValue:
    """Confirm an organisation that came by itself, or do without it."""
    require(Action.MANAGE_ORGANISATIONS)
    form = DecideForm()
    if not form.validate_on_submit():
        return _listed(form)
    organisation = organisations.by_id(organisation_id)
    if organisation and once.first_arrival(form.once_key):
        (organisations.confirm if "confirm" in request.form else organisations.decline)(organisation)
    db.session.commit()
    return redirect(url_for(".desk_organisations"), 303)


@bp.route("/desk/organisations/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite an organisation, or one more person who speaks for one that is there."""
    require(Action.MANAGE_ORGANISATIONS)
    known = _known()
    form = InvitationForm()
    if known:
        del form.name, form.sector
    if form.validate_on_submit():
        if may_write_to(form.mail.data or "") and once.first_arrival(form.once_key):
            _invite(form, known)
        db.session.commit()
        return redirect(url_for(".desk_organisations"), 303)
    return render_template("accounts/invite.html", form=form, organisation=known), form.status


def _known() -> Organisation | None:
    number = request.args.get("to", "")
    if not number:
        return None
    found = organisations.by_id(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return found or abort(404)


def _invite(form: InvitationForm, known: Organisation | None) -> None:
    mail = form.mail.data or ""
    if known:
        organisations.invite_to(known, mail)
    else:
        organisations.invite(form.name.data or "", Sector(form.sector.data), mail)
