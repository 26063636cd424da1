"""For those who lead a hall: open it, choose what is answered next, close it."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.hall import services
from forum.hall.forms import HallDeskForm, HallForm
from forum.hall.models import Hall
from forum.hall.rules import Deed, deeds
from forum.hall.views.blueprint import bp, hall_or_404, phone_address
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.process import services as processes


@bp.route("/desk/hall", methods=["GET", "POST"])
def halls() -> ResponseReturnValue:
    """List the halls, and open a new one."""
    who = require(Action.RUN_HALL)
    process = processes.current()
    form = HallForm()
    if process and form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.open_hall(process, form.title.data or "")
        db.session.commit()
        return redirect(url_for(".halls"), 303)
    found = services.halls()
    page = render_template(
        "hall/halls.html", halls=found, counts=services.counts(found), form=form, process=process, who=who
    )
    return page, form.status


@bp.get("/desk/hall/<string:code>")
def lead(code: str) -> ResponseReturnValue:
    """Show what was asked and what is on the list, with everything that can be done."""
    found = hall_or_404(code)
    require(Action.RUN_HALL, found)
    return _page(found, HallDeskForm())


@bp.post("/desk/hall/<string:code>/questions/<string:reference>")
def move(code: str, reference: str) -> ResponseReturnValue:
    """Bring a question on: onto the list, called up, answered, put aside."""
    found = hall_or_404(code)
    who = require(Action.RUN_HALL, found)
    form = HallDeskForm()
    at = services.place(found, reference)
    deed = request.form.get("deed", "")
    if at is None or deed not in set(Deed):
        abort(404)
    if not form.validate_on_submit():
        return _page(found, form), 422
    services.move(at, Deed(deed), who.person_id)
    db.session.commit()
    return redirect(url_for(".lead", code=code), 303)


@bp.post("/desk/hall/<string:code>/close")
def close(code: str) -> ResponseReturnValue:
    """Take in no more questions, or take them in again."""
    found = hall_or_404(code)
    require(Action.RUN_HALL, found)
    form = HallDeskForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    if form.deed.data == "reopen":
        services.reopen(found)
    else:
        services.close(found)
    db.session.commit()
    return redirect(url_for(".lead", code=code), 303)


def _page(found: Hall, form: HallDeskForm) -> str:
    shown = {"hall": found, "board": services.board(found), "waiting": services.waiting(found), "deeds": deeds}
    if request.headers.get("X-Part") == "live":
        return render_template("hall/lead_live.html", **shown)
    return render_template("hall/lead.html", **shown, form=form, address=phone_address(found))
