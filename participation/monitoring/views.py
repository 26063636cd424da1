"""Pages of monitoring: how a measure stands, for everybody, and the report of those in charge."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.clock import today
from participation.core.database import db
from participation.monitoring import services, words
from participation.monitoring.forms import IndicatorForm, MilestoneForm, ReportForm
from participation.plan import finding
from participation.plan.models import Measure
from participation.plan.views.pages import for_editors
from participation.web.forms import Form

bp = Blueprint("monitoring", __name__)


@bp.get("/measures/<string:code>/progress")
def progress(code: str) -> ResponseReturnValue:
    """Show how a public measure stands: its figures with their lights and the rule, and its milestones."""
    measure = finding.measure(code, request.args.get("process", "")) or abort(404)
    require(Action.READ_PROCESS, measure)
    standing = services.standing(measure)
    return _page("progress", measure, standing=standing, steps=[words.step(one) for one in standing.milestones])


@bp.route("/desk/measures/<string:code>/report", methods=["GET", "POST"])
def report(code: str) -> ResponseReturnValue:
    """Report values and reached milestones."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    standing = services.standing(measure)
    form = ReportForm.about(standing)
    if not form.validate_on_submit():
        return _page("report", measure, form=form, standing=standing), form.status
    if once.first_arrival(form.once_key):
        day = form.measured_on.data or today()
        services.report(measure, form.typed_values(), form.reached(), day, who.person_id)
    return _stored(measure)


@bp.route("/desk/measures/<string:code>/milestones", methods=["GET", "POST"])
def milestone(code: str) -> ResponseReturnValue:
    """Plan one more milestone."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    form = MilestoneForm()
    if not form.validate_on_submit():
        return _more(measure, form), form.status
    assert form.due_on.data is not None  # an InputRequired has seen to it
    if once.first_arrival(form.once_key):
        services.add_milestone(measure, form.name.data or "", form.due_on.data)
    return _stored(measure)


@bp.route("/desk/measures/<string:code>/figures", methods=["GET", "POST"])
def indicator(code: str) -> ResponseReturnValue:
    """Follow one more figure."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    form = IndicatorForm()
    if not form.validate_on_submit():
        return _more(measure, form), form.status
    if once.first_arrival(form.once_key):
        services.add_indicator(measure, form.indicator())
    return _stored(measure)


def _stored(measure: Measure) -> ResponseReturnValue:
    here = finding.addresses()("monitoring.report", measure)
    db.session.commit()
    return redirect(here, 303)


def _more(measure: Measure, form: Form) -> str:
    return _page("more", measure, form=form)


def _page(name: str, measure: Measure, **values: object) -> str:
    return render_template(
        f"monitoring/{name}.html", measure=measure, words=words, address=finding.addresses(), **values
    )
