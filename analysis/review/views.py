"""The review queue of doubtful fields, and the log of what was decided there."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.deeds import log as deeds
from analysis.deeds.forms import UndoForm as TakeBackForm
from analysis.models import FieldGuess
from analysis.review import services
from analysis.review.forms import DecideForm, UndoForm
from analysis.rules import SURE, VERY_SURE, level
from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.models import Contribution
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from participation.web.forms import UNSENT

bp = Blueprint("review", __name__)
KEYS = "123456789qwe"
"""One key for each field; a process has rarely more than twelve."""


@bp.get("/desk/topics/review")
def queue() -> ResponseReturnValue:
    """Show the contribution whose field is least sure, or the one that was asked for."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    return _page(process, request.args.get("item", ""))


@bp.post("/desk/topics/review")
def decide() -> ResponseReturnValue:
    """Give a contribution its field and lead on to the next."""
    process = _process()
    actor = require(Action.SORT_TOPICS, process)
    form = DecideForm()
    field = next((one for one in process.fields if one.code == form.field.data), None)
    if not form.validate_on_submit() or field is None:
        return _page(process, form.reference.data or "", refused=True), 422
    found = services.by_reference(process, form.reference.data or "")
    if found is None:
        abort(404)
    following = _next(services.doubtful(process), found.reference)
    if not once.first_arrival(form.once_key):
        return redirect(url_for(".queue", item=following), 303)
    made = services.decide(found, field, form.known.data or "", actor.person_id)
    db.session.commit()
    if made is None:
        return _page(process, following, clash=found), 409
    return redirect(url_for(".queue", item=following, done=made.id), 303)


@bp.get("/desk/topics/review/log")
def log() -> ResponseReturnValue:
    """Show what was decided, the newest first."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    return log_page(process)


@bp.post("/desk/topics/review/undo")
def undo() -> ResponseReturnValue:
    """Undo one decision; the contribution comes back into the queue."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    form = UndoForm()
    if not form.validate_on_submit():
        return log_page(process, missed=True), 422
    found = services.decision(process, form.decision.data or 0)
    if found is None:
        abort(404)
    if once.first_arrival(form.once_key):
        if not services.undo(found):
            return log_page(process, missed=True), 409
        db.session.commit()
    return redirect(url_for(".queue", item=found.contribution.reference), 303)


def _process() -> Process:
    found = processes.current()
    if found is None:
        abort(404)
    return found


def _next(lines: Sequence[FieldGuess], reference: str) -> str | None:
    """Return the contribution after this one, the first where it was the last."""
    names = [line.contribution.reference for line in lines]
    place = names.index(reference) + 1 if reference in names else 0
    others = [*names[place:], *names[:place]]
    return next((name for name in others if name != reference), None)


def _page(process: Process, wanted: str | None, clash: Contribution | None = None, refused: bool = False) -> str:
    lines = services.doubtful(process)
    item = next((one for one in lines if one.contribution.reference == wanted), lines[0] if lines else None)
    done = request.args.get("done", type=int)
    here = item.contribution if item else None
    known = {"known": services.stand(here), "reference": here.reference} if here else {}
    return render_template(
        "analysis/review.html",
        process=process,
        lines=lines,
        item=item,
        following=_next(lines, here.reference) if here else None,
        left=services.left(process),
        agreed=services.agreement(process),
        fields=list(zip(KEYS, process.fields, strict=False)) + [("", field) for field in process.fields[len(KEYS) :]],
        clash=clash,
        refused=refused,
        done=services.decision(process, done) if done else None,
        form=DecideForm(UNSENT, data=known),
        undo_form=UndoForm(UNSENT),
        sure=lambda value: level(value, VERY_SURE, SURE),
    )


def log_page(process: Process, missed: bool = False) -> str:
    """Show what was decided on topics and on action fields; `missed`: something could not be taken back."""
    return render_template(
        "analysis/log.html",
        process=process,
        decisions=services.log(process),
        deeds=deeds.latest(process),
        form=UndoForm(UNSENT),
        deed_form=TakeBackForm(UNSENT),
        missed=missed,
    )
