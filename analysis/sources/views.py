"""The page of the runs: what is read, how far the machine is, and how to stop it; it can be left and found again."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis import overview, runs
from analysis import services as topics
from analysis.changes import services as changes
from analysis.forms import StepForm
from analysis.snapshots import services as snapshots
from analysis.sources import services
from analysis.sources.forms import SourcesForm
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import jobs, once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from participation.web.forms import UNSENT

bp = Blueprint("run", __name__)


@bp.get("/desk/topics/run")
def page() -> ResponseReturnValue:
    """Show how far the run is, the last one, and what is read."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    return _page(process, SourcesForm())


@bp.post("/desk/topics/run/sources")
def choose() -> ResponseReturnValue:
    """Store what the next run reads."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    form = SourcesForm().offer(services.lines(process))
    if not form.validate_on_submit():
        return _page(process, form), 422
    if once.first_arrival(form.once_key):
        services.choose(process, form.read.data or [])
        db.session.commit()
    return redirect(url_for(".page", said="chosen"), 303)


@bp.post("/desk/topics/run/cancel")
def cancel() -> ResponseReturnValue:
    """Stop the run; what was there before stays."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    form = StepForm()
    if not form.validate_on_submit():
        return redirect(url_for(".page"), 303)
    stopped = once.first_arrival(form.once_key) and runs.cancel(process)
    db.session.commit()
    return redirect(url_for(".page", said="stopped" if stopped else "late"), 303)


def _process() -> Process:
    return processes.current() or abort(404)


def _page(process: Process, form: SourcesForm) -> str:
    return render_template(
        "analysis/sources/run.html",
        process=process,
        lines=services.lines(process),
        sources_form=form,
        form=StepForm(UNSENT),
        job=jobs.open_with(runs.key_of(process.id)),
        run=topics.latest_run(process),
        trust=overview.trust_in(process),
        waiting=changes.waiting(process),
        changed=changes.count(process),
        steps=runs.STEPS,
        held=snapshots.held(process.id),
        said=request.args.get("said", ""),
    )
