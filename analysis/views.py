"""The planners' desk of topics."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis import runs, services
from analysis.forms import NEW, MoveForm, RenameForm, StepForm
from analysis.models import Topic
from analysis.rules import STABLE, SURE, VERY_STABLE, VERY_SURE, level
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import jobs, once
from participation.core.database import db
from participation.plan import finding as plan
from participation.process import services as processes
from participation.process.models import Process
from participation.web.forms import UNSENT

bp = Blueprint("analysis", __name__)


@bp.get("/desk/topics")
def topics() -> ResponseReturnValue:
    """Open the topics of the present process, the largest first."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    groups = services.topics_by_field(process)
    if not groups:
        return render_template("analysis/empty.html", form=StepForm(), **_shown(process))
    largest = max((line for group in groups for line in group.lines), key=lambda line: line.size)
    return _page(largest.topic, RenameForm(data={"name": largest.topic.name}), None)


@bp.get("/desk/topics/<int:topic_id>")
def topic(topic_id: int) -> ResponseReturnValue:
    """Show one topic with its contributions."""
    found = _topic(topic_id)
    require(Action.SORT_TOPICS, found)
    return _page(found, RenameForm(data={"name": found.name}), None)


@bp.post("/desk/topics/<int:topic_id>/rename")
def rename(topic_id: int) -> ResponseReturnValue:
    """Give a topic its name."""
    found = _topic(topic_id)
    require(Action.SORT_TOPICS, found)
    form = RenameForm()
    if not form.validate_on_submit():
        return _page(found, form, None), 422
    if once.first_arrival(form.once_key):
        services.rename(found, form.name.data or "")
    db.session.commit()
    return redirect(url_for(".topic", topic_id=topic_id), 303)


@bp.post("/desk/topics/<int:topic_id>/move")
def move(topic_id: int) -> ResponseReturnValue:
    """Move contributions to another topic, or to a new one."""
    found = _topic(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    form = MoveForm().offer(services.members(found), services.topics_by_field(found.process), topic_id)
    if not form.validate_on_submit():
        return _page(found, RenameForm(UNSENT, data={"name": found.name}), form), 422
    if once.first_arrival(form.once_key):
        target = (
            services.new_topic(found.process, form.new_name.data or "", found)
            if form.target.data == NEW
            else _topic(int(form.target.data))
        )
        services.move(form.chosen.data or [], found, target, actor.person_id)
    db.session.commit()
    return redirect(url_for(".topic", topic_id=topic_id), 303)


@bp.post("/desk/topics/<int:topic_id>/confirm")
def confirm(topic_id: int) -> ResponseReturnValue:
    """Say that a topic is right as it is."""
    found = _topic(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    form = StepForm()
    if form.validate_on_submit() and once.first_arrival(form.once_key):
        services.confirm(found, actor.person_id)
        db.session.commit()
    return redirect(url_for(".topic", topic_id=topic_id), 303)


@bp.post("/desk/topics/<int:topic_id>/measure")
def make_measure(topic_id: int) -> ResponseReturnValue:
    """Make a draft measure from a topic."""
    found = _topic(topic_id)
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
        runs.order(process)
        db.session.commit()
    return redirect(url_for("run.page"), 303)


def _process() -> Process:
    found = processes.current()
    if found is None:
        abort(404)
    return found


def _topic(topic_id: int) -> Topic:
    found = services.topic(topic_id)
    if found is None:
        abort(404)
    return found


def _page(found: Topic, rename_form: RenameForm, move_form: MoveForm | None) -> str:
    members = services.members(found)
    groups = services.topics_by_field(found.process)
    wanted = request.args.get("item", "")
    item = next((one for one in members if one.contribution.reference == wanted), members[0] if members else None)
    return render_template(
        "analysis/topic.html",
        topic=found,
        members=members,
        item=item,
        measures=services.measures_of(found),
        address=plan.addresses(),
        rename_form=rename_form,
        move_form=move_form or MoveForm(UNSENT).offer(members, groups, found.id),
        form=StepForm(UNSENT),
        stability=level(found.stability, VERY_STABLE, STABLE),
        sure=lambda value: level(value, VERY_SURE, SURE),
        **_shown(found.process, groups),
    )


def _shown(process: Process, groups: list[services.FieldTopics] | None = None) -> dict[str, object]:
    return {
        "process": process,
        "groups": services.topics_by_field(process) if groups is None else groups,
        "run": services.latest_run(process),
        "job": jobs.open_with(runs.key_of(process.id)),
    }
