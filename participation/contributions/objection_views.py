"""Pages on which an author objects to a decision: by the secret link, and from the own account."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import finding, objecting, services
from participation.contributions.forms import ObjectionForm
from participation.contributions.models import Contribution
from participation.contributions.views import bp
from participation.core import once
from participation.core.database import db

SENDINGS, WITHIN_S = 10, 600


@bp.route("/i/<string:code>/object", methods=["GET", "POST"])
def object_by_code(code: str) -> ResponseReturnValue:
    """Let the author, who has the secret link, object to a decision."""
    contribution = services.by_receipt(code)
    if contribution is None:
        abort(404)
    require(Action.OBJECT, contribution)
    return _object(contribution, url_for(".status", code=code))


@bp.route("/account/contributions/<string:reference>/object", methods=["GET", "POST"])
def object_signed_in(reference: str) -> ResponseReturnValue:
    """Let the author, who is signed in, object to a decision."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    contribution = finding.own(reference, who.person_id or 0)
    if contribution is None:
        abort(404)
    require(Action.OBJECT, contribution)
    return _object(contribution, url_for(".own", reference=reference))


def _object(contribution: Contribution, back: str) -> ResponseReturnValue:
    case = objecting.case_of(contribution, request.args.get("decision", type=int))
    if case is None or not case.is_open:
        return redirect(back, 303)
    form = ObjectionForm()
    if not (form.validate_on_submit() and form.is_within("objection", SENDINGS, WITHIN_S)):
        return render_template(
            "contributions/object.html",
            form=form,
            reference=contribution.reference,
            about=case.about,
            facts=case.decision.facts,
            rules=case.decision.rules,
            last_day=case.last_day,
            back=back,
        ), form.status
    if once.first_arrival(form.once_key):
        objecting.object_to(contribution, form.text.data or "", case.decision.id)
    db.session.commit()
    return redirect(f"{back}#objection", 303)
