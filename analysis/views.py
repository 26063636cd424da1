"""The planners' desk of topics."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis import overview, runs, services
from analysis.desk import around, page, topic_of
from analysis.forms import StepForm
from analysis.trays import services as trays
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.plan import finding as plan
from participation.process import services as processes
from participation.process.models import Process

bp = Blueprint("analysis", __name__)
FIRST_PAIRS = 5


@bp.get("/desk/topics")
def topics() -> ResponseReturnValue:
    """Open the topics of the present process, the largest first; where they should not lead, what to begin with."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    groups = services.topics_by_field(process)
    if not groups:
        return render_template("analysis/empty.html", form=StepForm(), **around(process))
    trust = overview.trust_in(process)
    if trust and trust.doubts:
        return render_template(
            "analysis/overview.html",
            trust=trust,
            fields=overview.fields(process),
            pairs=trays.pairs(process, FIRST_PAIRS),
            pairs_open=trays.pairs_open(process),
            **around(process, groups),
        )
    largest = max((line for group in groups for line in group.lines), key=lambda line: line.size)
    return page(largest.topic)


@bp.get("/desk/topics/<int:topic_id>")
def topic(topic_id: int) -> ResponseReturnValue:
    """Show one topic with its contributions."""
    found = topic_of(topic_id)
    require(Action.SORT_TOPICS, found)
    return page(found)


@bp.post("/desk/topics/<int:topic_id>/measure")
def make_measure(topic_id: int) -> ResponseReturnValue:
    """Make a draft measure from a topic."""
    found = topic_of(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    require(Action.EDIT_PLAN, found)
    form = StepForm()
    if not form.validate_on_submit():
        return redirect(url_for(".topic", topic_id=topic_id), 303)
    if once.first_arrival(form.once_key):
        services.make_measure(found, actor.person_id)
        db.session.commit()
    return redirect(plan.addresses()("plan.edit", services.measures_of(found)[-1]), 303)


@bp.post("/desk/topics/analyse")
def analyse() -> ResponseReturnValue:
    """Order a run of the machine; what people decided stays."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    form = StepForm()
    if form.validate_on_submit() and once.first_arrival(form.once_key):
        runs.order(process, is_whole=form.only_new.data != "yes")
        db.session.commit()
    return redirect(url_for("run.page"), 303)


def _process() -> Process:
    found = processes.current()
    if found is None:
        abort(404)
    return found
