"""Pages of the gate: which voices are still without an outcome, and the decision that closes a phase."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.clock import today
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.gate import services
from participation.plan.gate.forms import CloseForm
from participation.plan.gate.rules import next_end
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import page_of
from participation.process import services as processes
from participation.web.paging import page_number

PER_PAGE = 50


@bp.get("/desk/plan/gate")
def gate() -> ResponseReturnValue:
    """List every public voice without an outcome, before a phase closes."""
    process = processes.current()
    require(Action.EDIT_PLAN, process)
    own, number = process or abort(404), page_number()
    found = services.without_outcome(own, page=number, per_page=PER_PAGE)
    return render_template(
        "plan/gate.html",
        owed=services.owed(own),
        voices=found.items,
        measures=services.taken_up_by(found.items),
        page=page_of(found, number, PER_PAGE),
        steps=processes.phase_steps(own),
        closing=own.phases,
        today=today(),
        ends_on=next_end([phase.ends_on for phase in own.phases], today()),
        names=names,
        address=finding.addresses(),
    )


@bp.route("/desk/plan/gate/<string:phase>", methods=["GET", "POST"])
def close_phase(phase: str) -> ResponseReturnValue:
    """Record who closed a phase, and why though voices are without an outcome."""
    process = processes.current()
    require(Action.PUBLISH_MEASURE, process)
    own = process or abort(404)
    found = next((one for one in own.phases if one.phase.value == phase), None) or abort(404)
    if found.starts_on > today():
        abort(404)
    form = CloseForm.about(found, services.open_count(own))
    if form.validate_on_submit():
        if once.first_arrival(form.once_key):
            assert form.decided_on.data is not None  # an InputRequired has seen to it
            decided_by, decision = form.decided_by.data or "", form.decision.data or ""
            processes.close(found, form.decided_on.data, decided_by, decision, form.reason)
        db.session.commit()
        return redirect(url_for(".gate"), 303)
    return render_template("plan/close_phase.html", phase=found, form=form), form.status
