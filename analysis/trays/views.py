"""Pages of the trays."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis import services as topics
from analysis.forms import MoveForm
from analysis.rules import SURE, VERY_SURE, level
from analysis.trays import services
from analysis.trays.forms import VERDICTS, JudgeForm
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from participation.web.forms import UNSENT
from participation.web.paging import page_number, page_of

bp = Blueprint("trays", __name__)


@bp.get("/desk/topics/pairs")
def pairs() -> ResponseReturnValue:
    """Show the pairs that may say the same, the likeliest first."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    return _pairs_page(process)


@bp.post("/desk/topics/pairs")
def judge() -> ResponseReturnValue:
    """Say whether two say the same, or take that back."""
    process = _process()
    actor = require(Action.SORT_TOPICS, process)
    form = JudgeForm()
    if not form.validate_on_submit():
        return _pairs_page(process, said=form.verdict.errors or form.pair.errors or form.form_errors), 422
    if once.first_arrival(form.once_key):
        is_done = services.judge(
            process,
            form.pair.data or 0,
            VERDICTS[form.verdict.data or ""],
            actor.person_id,
            known=form.known.data or "",
        )
        db.session.commit()
        if not is_done:
            return _pairs_page(process, is_overtaken=True), 409
    return redirect(url_for(".pairs"), 303)


@bp.get("/desk/topics/unsure")
def unsure() -> ResponseReturnValue:
    """Show of which contributions the machine is not sure where they belong, topic by topic."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    total, number = services.unsure_count(process), page_number()
    groups = topics.topics_by_field(process)
    return render_template(
        "analysis/trays/unsure.html",
        found=services.unsure(process, number),
        total=total,
        pages=page_of(number, total, services.PER_PAGE, lambda one: url_for(".unsure", page=one)),
        form=lambda topic: MoveForm(UNSENT, data={"known": str(topic.version)}).offer((), groups, topic.id),
        sure=lambda value: level(value, VERY_SURE, SURE),
    )


def _pairs_page(process: Process, *, said: object = (), is_overtaken: bool = False) -> str:
    return render_template(
        "analysis/trays/pairs.html",
        pairs=services.pairs(process),
        total=services.pairs_open(process),
        judged=services.judged(process),
        form=JudgeForm(UNSENT),
        said=said,
        is_overtaken=is_overtaken,
    )


def _process() -> Process:
    return processes.current() or abort(404)
