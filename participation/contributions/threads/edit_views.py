"""Pages on which authors correct a comment, by the private status link or the own account."""

from datetime import datetime

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions import finding, services
from participation.contributions.models import Comment, Contribution
from participation.contributions.threads import editing
from participation.contributions.threads.forms import EditForm
from participation.contributions.views import bp
from participation.core import once
from participation.core.database import db


@bp.route("/i/<string:code>/edit", methods=["GET", "POST"])
def edit_comment(code: str) -> ResponseReturnValue:
    """Let whoever has the secret link correct the comment for a quarter of an hour."""
    comment = _comment(services.by_receipt(code))
    require(Action.READ_STATUS, comment)
    return _edit(comment, url_for(".status", code=code))


@bp.route("/account/contributions/<string:reference>/edit", methods=["GET", "POST"])
def edit_own_comment(reference: str) -> ResponseReturnValue:
    """Let the author, who is signed in, correct the comment for a quarter of an hour."""
    who = require(Action.MANAGE_OWN_ACCOUNT)
    return _edit(_comment(finding.own(reference, who.person_id or 0)), url_for(".own", reference=reference))


def _comment(found: Contribution | None) -> Comment:
    return found if isinstance(found, Comment) else abort(404)


def _edit(comment: Comment, back: str) -> ResponseReturnValue:
    until: datetime | None = editing.editable_until(comment)
    if until is None:
        return render_template("contributions/edit_over.html", back_href=back), 410
    form = EditForm(text=comment.text)
    if form.validate_on_submit():
        if once.first_arrival(form.once_key):
            editing.edit(comment, form.text.data or "")
        db.session.commit()
        return redirect(back, 303)
    page = render_template("contributions/edit_comment.html", comment=comment, form=form, until=until, back_href=back)
    return page, form.status
