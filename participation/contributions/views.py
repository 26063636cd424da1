"""Pages on which people find out what became of a voice."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import finding, services
from participation.contributions.forms import CodeForm
from participation.contributions.models import Contribution
from participation.contributions.timeline import OUTCOME_NAMES, letter_to
from participation.core import codes
from participation.core.clock import today

bp = Blueprint("contributions", __name__)

TRIES, WITHIN_S = 30, 600


@bp.route("/status", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """Lead somebody who kept a code to the status of their contribution."""
    require(Action.READ_STATUS)
    form = CodeForm()
    if form.validate_on_submit() and form.is_within("receipt", TRIES, WITHIN_S):
        code = codes.typed(form.code.data or "")
        if services.by_receipt(code):
            return redirect(url_for(".status", code=codes.grouped(code).lower()), 303)
        form.code.errors = [
            gettext("We do not know this code. Please compare it letter by letter; 0 and O are the same to us.")
        ]
    return render_template("contributions/find.html", form=form), form.status


@bp.get("/i/<string:code>")
def status(code: str) -> ResponseReturnValue:
    """Show the author, by the secret link, everything that happened to the contribution."""
    contribution = services.by_receipt(code)
    if contribution is None:
        abort(404)
    require(Action.READ_STATUS, contribution)
    return _way(contribution, is_private=True)


@bp.get("/ideas/<string:reference>/way")
def way(reference: str) -> ResponseReturnValue:
    """Show everybody what became of a public contribution."""
    contribution = finding.idea(reference)
    if contribution is None:
        abort(404)
    require(Action.READ_PROCESS, contribution)
    return _way(contribution, is_private=False)


def _way(contribution: Contribution, *, is_private: bool) -> str:
    received, *later = services.ways([contribution])[contribution.id]
    return render_template(
        "contributions/way.html",
        contribution=contribution,
        steps=[replace(received, quote=contribution.text), *later],
        outcome=contribution.outcome,
        outcome_names=OUTCOME_NAMES,
        is_private=is_private,
        letter=letter_to(contribution) if is_private else "",
        has_contact=is_private and services.contact_of(contribution) is not None,
        today=today(),
    )
