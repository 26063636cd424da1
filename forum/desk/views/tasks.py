"""Pages of everybody at the desk: the own tasks, and the work of the worker."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.desk import names, tasks
from forum.desk.forms import DeskForm
from forum.desk.services.reach import granted_boards
from forum.desk.views.blueprint import bp
from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import jobs as worker
from participation.core.clock import today
from participation.core.database import db


@bp.get("/desk")
def start() -> ResponseReturnValue:
    """Show what waits for this person, over all features."""
    require(Action.USE_DESK)
    found = tasks.duties()
    return render_template(
        "desk/start.html",
        rows=[tasks.row_of(duty) for duty in found],
        overdue=sum(duty.is_overdue for duty in found),
        phases_of_process=tasks.phases(),
        boards=[] if can(Action.MODERATE) else granted_boards(),
        week=tasks.week(),
        today=today(),
    )


@bp.get("/desk/jobs")
def jobs() -> ResponseReturnValue:
    """Show what the worker does, has yet to do, and what failed."""
    require(Action.SEE_JOBS)
    return _jobs_page(DeskForm(), 200)


@bp.post("/desk/jobs/<int:job_id>/start-again")
def start_again(job_id: int) -> ResponseReturnValue:
    """Give a failed job new attempts; one that was started again already stays as it is."""
    require(Action.SEE_JOBS)
    form = DeskForm()
    if not form.validate_on_submit():
        return _jobs_page(form, 422)
    job = db.session.get(worker.Job, job_id) or abort(404)
    if job.failed_at is not None:
        worker.start_again(job_id)
    db.session.commit()
    return redirect(url_for(".jobs"), 303)


def _jobs_page(form: DeskForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "desk/jobs.html",
        form=form,
        failed=worker.failed(),
        unfinished=worker.unfinished(),
        names=names,
    )
    return page, status
