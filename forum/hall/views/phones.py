"""What people see on their phones: the code, the question they ask, and the questions of others."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forum.hall import services
from forum.hall.forms import CodeForm, QuestionForm, SameQuestionForm
from forum.hall.models import Hall
from forum.hall.rules import Stage
from forum.hall.views.blueprint import bp, hall_or_404
from participation.access.actions import Action
from participation.access.guard import actor, require
from participation.contributions import blocking, supporting
from participation.contributions import services as contributions
from participation.contributions.threads.talk import report_href
from participation.core import codes, once
from participation.core.database import db
from participation.web import languages, marks
from participation.web.forms import UNSENT

SENDINGS, WITHIN_S = 200, 600
"""A whole hall may share one connection; a form that cannot be sent twice keeps out double taps."""


@bp.route("/hall", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """Lead somebody who typed the code on the screen into the hall."""
    require(Action.ASK_IN_HALL)
    form = CodeForm()
    if form.validate_on_submit() and form.is_within("hall-code", SENDINGS, WITHIN_S):
        found = services.hall(form.code.data or "")
        if found:
            return redirect(url_for(".ask", code=found.code.lower()), 303)
        form.code.errors = [
            gettext("We do not know this code. Please compare it with the screen; 0 and O are the same to us.")
        ]
    return render_template("hall/find.html", form=form), form.status


@bp.route("/hall/<string:code>", methods=["GET", "POST"])
def ask(code: str) -> ResponseReturnValue:
    """Take in a question, and show those of others."""
    found = hall_or_404(code)
    require(Action.ASK_IN_HALL, found)
    form = QuestionForm()
    if not found.is_open or not (form.validate_on_submit() and form.is_within("hall", SENDINGS, WITHIN_S)):
        return _page(found, form), _status(found, form)
    if blocking.stops(form, actor().person_id):
        return _page(found, form), 403
    receipt = contributions.receipt_code(form.once_key)
    if once.first_arrival(form.once_key):
        services.ask(found, form.draft(), receipt)
    db.session.commit()
    return redirect(url_for(".asked", code=code, receipt=codes.grouped(receipt).lower()), 303)


def _status(found: Hall, form: QuestionForm) -> int:
    return 409 if request.method == "POST" and not found.is_open else form.status


@bp.get("/hall/<string:code>/asked/<string:receipt>")
def asked(code: str, receipt: str) -> ResponseReturnValue:
    """Say that the question has arrived, and hand over the private link."""
    found, question = hall_or_404(code), contributions.by_receipt(receipt)
    if question is None:
        abort(404)
    require(Action.READ_STATUS, question)
    link = languages.full_address(url_for("contributions.status", code=receipt))
    return render_template(
        "hall/asked.html", hall=found, question=question, link=link, code=codes.grouped(codes.typed(receipt))
    )


@bp.post("/hall/<string:code>/questions/<string:reference>/same")
def same(code: str, reference: str) -> ResponseReturnValue:
    """Count somebody who asks the same; once for each account, else for each browser."""
    found = hall_or_404(code)
    require(Action.ASK_IN_HALL, found)
    at = services.place(found, reference)
    if at is None:
        abort(404)
    form = SameQuestionForm()
    if not (form.validate_on_submit() and form.is_within("hall-same", SENDINGS * 5, WITHIN_S)):
        return _page(found, QuestionForm(UNSENT), form), form.status
    mark = marks.mark_for(form.once_key)
    if found.is_open and at.stage in {Stage.LISTED, Stage.NOW}:
        supporting.support(at.question, supporting.voter(found.process_id, actor(), mark))
    db.session.commit()
    response = redirect(url_for(".ask", code=code, _anchor="questions"), 303)
    return response if actor().is_signed_in else marks.give(response, mark)


def _page(found: Hall, form: QuestionForm, same_form: SameQuestionForm | None = None) -> str:
    voter = supporting.known_voter(found.process_id, actor(), marks.mark())
    return render_template(
        "hall/ask.html",
        hall=found,
        form=form,
        same_form=same_form or SameQuestionForm(UNSENT),
        board=services.board(found, voter),
        report_href=report_href,
    )
