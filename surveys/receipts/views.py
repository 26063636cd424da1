"""Pages of receipts: what became of an answer, taking it back, and the public list with the script that checks it."""

from pathlib import Path

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import codes
from participation.core.database import db
from surveys import services
from surveys.forms import ReceiptForm, WithdrawForm
from surveys.models import Survey
from surveys.receipts import services as receipts
from surveys.receipts import verify
from surveys.receipts.services import Receipt, can_withdraw
from surveys.views.blueprint import survey_or_404

bp = Blueprint("receipts", __name__)

RECEIPTS, WITHIN_S = 30, 600


@bp.route("/receipt", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """Lead somebody who kept a receipt to what it says."""
    require(Action.READ_STATUS)
    form = ReceiptForm()
    if form.validate_on_submit() and form.is_within("survey-receipt", RECEIPTS, WITHIN_S):
        code = codes.typed(form.code.data or "")
        if receipts.receipt(code):
            return redirect(url_for(".show", code=codes.grouped(code).lower()), 303)
        form.code.errors = [gettext("We do not know this receipt. Please compare it letter by letter.")]
    return render_template("surveys/find_receipt.html", form=form), form.status


@bp.get("/receipt/<string:code>")
def show(code: str) -> ResponseReturnValue:
    """Say what became of an answer, and why; never what it says."""
    survey, known = _known(code)
    require(Action.READ_STATUS, survey.process)
    return _page(survey, known, code, WithdrawForm())


@bp.post("/receipt/<string:code>")
def withdraw(code: str) -> ResponseReturnValue:
    """Take an answer back, as far as it can still be found."""
    survey, known = _known(code)
    require(Action.READ_STATUS, survey.process)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _page(survey, known, code, form), form.status
    if can_withdraw(survey, known):
        receipts.withdraw(survey, code)
    db.session.commit()
    return redirect(url_for(".show", code=code), 303)


def _known(code: str) -> tuple[Survey, Receipt]:
    known = receipts.receipt(code)
    if known is None:
        abort(404)
    return services.by_id(known.survey_id), known


def _page(survey: Survey, known: Receipt, code: str, form: WithdrawForm) -> str:
    return render_template(
        "surveys/receipt.html",
        survey=survey,
        receipt=known,
        code=receipts.typed(code),
        form=form,
        can_withdraw=can_withdraw(survey, known),
    )


# The public list


@bp.get("/surveys/<string:slug>/proof")
def proof(slug: str) -> ResponseReturnValue:
    """Show the list of what was counted, and how everybody can check it."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    return render_template("surveys/proof.html", survey=survey, entries=receipts.entries(survey)[::-1])


@bp.get("/surveys/<string:slug>/proof.json")
def proof_list(slug: str) -> ResponseReturnValue:
    """Give the list to everybody, as a file."""
    survey = survey_or_404(slug)
    require(Action.READ_PROCESS, survey.process)
    return jsonify(receipts.public_list(survey))


@bp.get("/surveys/<string:slug>/proof/answers.json")
def proof_answers(slug: str) -> ResponseReturnValue:
    """Give the staff the listed answers with their salts, to be checked against the list."""
    survey = survey_or_404(slug)
    require(Action.READ_ANSWERS, survey.process)
    return jsonify(receipts.answers_to_check(survey))


@bp.get("/proof/verify.py")
def verifier() -> ResponseReturnValue:
    """Give everybody the script that checks the list, to be run at home."""
    require(Action.READ_PROCESS)
    script = Response(Path(verify.__file__).read_text("utf-8"), mimetype="text/x-python")
    script.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return script
