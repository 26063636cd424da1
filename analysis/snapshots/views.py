"""Pages of what was kept: the list with its form, and one beside today or beside another."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.snapshots import services
from analysis.snapshots.forms import KeptForm, TakeForm
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from participation.web.forms import UNSENT

bp = Blueprint("snapshots", __name__)
HOLD, RELEASE, DELETE = "hold", "release", "delete"


@bp.get("/desk/topics/snapshots")
def page() -> ResponseReturnValue:
    """Show what was kept, and how to keep the topics as they stand."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    return _page(process, TakeForm(UNSENT))


@bp.post("/desk/topics/snapshots")
def take() -> ResponseReturnValue:
    """Keep the topics as they stand."""
    process = _process()
    actor = require(Action.SORT_TOPICS, process)
    form = TakeForm()
    if not form.validate_on_submit():
        return _page(process, form), 422
    if not once.first_arrival(form.once_key):
        return redirect(url_for(".page"), 303)
    made = services.take(process, form.name.data or "", actor.person_id, is_held=bool(form.is_held.data))
    db.session.commit()
    if made is None:
        return redirect(url_for(".page", said="empty"), 303)
    return redirect(url_for(".compare", snapshot_id=made.id), 303)


@bp.get("/desk/topics/snapshots/<int:snapshot_id>")
def compare(snapshot_id: int) -> ResponseReturnValue:
    """Show one that was kept beside the topics of today, or beside a later one."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    found = services.by_id(process, snapshot_id) or abort(404)
    other = services.by_id(process, request.args.get("with", 0, type=int))
    earlier, later = sorted((found, other), key=lambda one: (one.taken_at, one.id)) if other else (found, None)
    return render_template(
        "analysis/snapshots/compare.html",
        snapshot=earlier,
        later=later if later is not earlier else None,
        found=services.difference(earlier, later),
        others=[one for one in services.snapshots(process) if one.id != found.id],
        wanted=found,
        shown=services.SHOWN,
    )


@bp.post("/desk/topics/snapshots/<int:snapshot_id>")
def change(snapshot_id: int) -> ResponseReturnValue:
    """Hold the topics still, let the machine move them again, or delete what was kept."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    found = services.by_id(process, snapshot_id) or abort(404)
    form = KeptForm()
    if form.validate_on_submit() and once.first_arrival(form.once_key):
        if form.deed.data == DELETE:
            services.remove(found)
        elif form.deed.data in {HOLD, RELEASE}:
            services.hold(found, is_held=form.deed.data == HOLD)
        db.session.commit()
    return redirect(url_for(".page"), 303)


def _process() -> Process:
    return processes.current() or abort(404)


def _page(process: Process, form: TakeForm) -> str:
    return render_template(
        "analysis/snapshots/snapshots.html",
        snapshots=services.snapshots(process),
        take_form=form,
        form=lambda: KeptForm(UNSENT),
        said=request.args.get("said", ""),
    )
