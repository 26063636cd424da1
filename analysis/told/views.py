"""The public page of what was said so far, and the desk's page that releases it."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis.told import services
from analysis.told.forms import ReleaseForm
from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from participation.web import languages

bp = Blueprint("told", __name__)


@bp.get("/process/<string:slug>/topics")
def told(slug: str) -> ResponseReturnValue:
    """Tell what was said so far; before its release to planners alone."""
    process = processes.by_slug(slug) or abort(404)
    require(Action.READ_PROCESS, process)
    released = services.release_of(process)
    if released is None and not can(Action.SORT_TOPICS, process):
        abort(404)
    return render_template(
        "analysis/told/told.html",
        process=process,
        released=released,
        overview=services.overview(process),
        most=services.MOST_TOLD,
        canonical=languages.full_address(url_for(".told", slug=slug)),
    )


@bp.get("/desk/topics/public")
def public() -> ResponseReturnValue:
    """Say what everybody reads of the topics, and since when."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    return render_template(
        "analysis/told/public.html",
        process=process,
        released=services.release_of(process),
        overview=services.overview(process),
        form=ReleaseForm(),
    )


@bp.post("/desk/topics/public/release")
def release() -> ResponseReturnValue:
    """Let everybody read the topics; pressed again, their sentences are found anew."""
    process = _process()
    actor = require(Action.SORT_TOPICS, process)
    form = ReleaseForm()
    if form.validate_on_submit() and once.first_arrival(form.once_key):
        services.release(process, actor.person_id)
        db.session.commit()
    return redirect(url_for(".public"), 303)


@bp.post("/desk/topics/public/withdraw")
def withdraw() -> ResponseReturnValue:
    """Take the topics back, so that planners alone read them."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    form = ReleaseForm()
    if form.validate_on_submit() and once.first_arrival(form.once_key):
        services.withdraw(process)
        db.session.commit()
    return redirect(url_for(".public"), 303)


def _process() -> Process:
    return processes.current() or abort(404)
