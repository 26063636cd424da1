"""The page that shows which voices are still without an outcome before a phase closes."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core.clock import today
from participation.plan import finding, names
from participation.plan.gate import services
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
        ends_on=next_end([phase.ends_on for phase in own.phases], today()),
        names=names,
        address=finding.addresses(),
    )
