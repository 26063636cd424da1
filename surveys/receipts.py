"""Pages of receipts: whoever kept one sees whether the answer is there and whether it was counted."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import codes
from surveys import answering, services
from surveys.forms import ReceiptForm

bp = Blueprint("receipts", __name__)

RECEIPTS, WITHIN_S = 30, 600


@bp.route("/receipt", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """Lead somebody who kept a receipt to what it says."""
    require(Action.READ_STATUS)
    form = ReceiptForm()
    if form.validate_on_submit() and form.is_within("survey-receipt", RECEIPTS, WITHIN_S):
        code = codes.typed(form.code.data or "")
        if answering.receipt(code):
            return redirect(url_for(".show", code=codes.grouped(code).lower()), 303)
        form.code.errors = [gettext("We do not know this receipt. Please compare it letter by letter.")]
    return render_template("surveys/find_receipt.html", form=form), form.status


@bp.get("/receipt/<string:code>")
def show(code: str) -> ResponseReturnValue:
    """Say whether an answer is there and whether it was counted; never what it says."""
    known = answering.receipt(code)
    if known is None:
        abort(404)
    survey = services.by_id(known.survey_id)
    require(Action.READ_STATUS, survey.process)
    return render_template("surveys/receipt.html", survey=survey, receipt=known, code=codes.grouped(codes.typed(code)))
