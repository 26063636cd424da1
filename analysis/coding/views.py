"""Pages of double coding: the rounds, one contribution after the other, and what both said."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.coding import services
from analysis.coding.forms import NONE, BeginForm, CodeForm, SettleForm
from analysis.coding.models import CodingRound
from analysis.forms import StepForm
from analysis.review import services as review
from analysis.review.views import KEYS
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import ActionField, Process
from participation.web.forms import UNSENT

bp = Blueprint("coding", __name__)


@bp.get("/desk/topics/double")
def rounds() -> ResponseReturnValue:
    """Show the rounds of double coding, and how to begin one."""
    process = _process()
    require(Action.SORT_TOPICS, process)
    return _rounds(process, BeginForm(UNSENT))


@bp.post("/desk/topics/double")
def begin() -> ResponseReturnValue:
    """Draw a sample and begin with its first contribution."""
    process = _process()
    actor = require(Action.SORT_TOPICS, process)
    form = BeginForm()
    if not form.validate_on_submit():
        return _rounds(process, form), 422
    if not once.first_arrival(form.once_key):
        return redirect(url_for(".rounds"), 303)
    made = services.begin(process, form.size.data, actor.person_id)
    db.session.commit()
    return redirect(url_for(".code", round_id=made.id) if made else url_for(".rounds", said="empty"), 303)


@bp.post("/desk/topics/double/<int:round_id>/join")
def join(round_id: int) -> ResponseReturnValue:
    """Take the second place of a round."""
    found = _round(round_id)
    actor = require(Action.SORT_TOPICS, _process())
    form = StepForm()
    if form.validate_on_submit() and once.first_arrival(form.once_key) and actor.person_id:
        if not services.join(found, actor.person_id):
            return redirect(url_for(".rounds", said="taken"), 303)
        db.session.commit()
    return redirect(url_for(".code", round_id=round_id), 303)


@bp.get("/desk/topics/double/<int:round_id>")
def code(round_id: int) -> ResponseReturnValue:
    """Show the next contribution to code, or the result once both have finished."""
    found = _round(round_id)
    actor = require(Action.SORT_TOPICS, _process())
    if found.closed_at:
        return _result(found)
    place = services.coder(found, actor.person_id)
    if place is None:
        return redirect(url_for(".rounds"), 302)
    return _page(found, place, request.args.get("item", ""))


@bp.post("/desk/topics/double/<int:round_id>")
def put(round_id: int) -> ResponseReturnValue:
    """Store what somebody says about one contribution and lead on to the next."""
    found = _round(round_id)
    process = _process()
    actor = require(Action.SORT_TOPICS, process)
    place = services.coder(found, actor.person_id)
    if place is None or found.closed_at:
        return redirect(url_for(".code", round_id=round_id), 303)
    form = CodeForm()
    field = _field(process, form.field.data or "")
    if not form.validate_on_submit() or (field is None and form.field.data != NONE):
        return _page(found, place, form.reference.data or "", refused=True), 422
    if once.first_arrival(form.once_key):
        lines = services.lines(found, place)
        line = next((one for one in lines if one.contribution.reference == form.reference.data), None) or abort(404)
        services.put(found, line.contribution.id, place, field)
        db.session.commit()
    return redirect(url_for(".code", round_id=round_id), 303)


@bp.post("/desk/topics/double/<int:round_id>/close")
def close(round_id: int) -> ResponseReturnValue:
    """End a round before both have finished; what both coded is compared."""
    found = _round(round_id)
    actor = require(Action.SORT_TOPICS, _process())
    form = StepForm()
    if form.validate_on_submit() and once.first_arrival(form.once_key) and services.coder(found, actor.person_id):
        services.close(found)
        db.session.commit()
    return redirect(url_for(".code", round_id=round_id), 303)


@bp.post("/desk/topics/double/<int:round_id>/settle")
def settle(round_id: int) -> ResponseReturnValue:
    """Give a contribution the two see differently its field; the decision stands in the log like every other."""
    found = _round(round_id)
    process = _process()
    actor = require(Action.SORT_TOPICS, process)
    form = SettleForm()
    field = _field(process, form.field.data or "")
    if not found.closed_at or not form.validate_on_submit() or field is None:
        return redirect(url_for(".code", round_id=round_id), 303)
    contribution = review.by_reference(process, form.reference.data or "") or abort(404)
    if once.first_arrival(form.once_key):
        made = review.decide(contribution, field, form.known.data or "", actor.person_id)
        db.session.commit()
        if made is None:
            return _result(found, clash=contribution.heading), 409
    return redirect(url_for(".code", round_id=round_id, _anchor="disputed"), 303)


def _process() -> Process:
    return processes.current() or abort(404)


def _round(round_id: int) -> CodingRound:
    return services.by_id(_process(), round_id) or abort(404)


def _field(process: Process, code: str) -> ActionField | None:
    return next((one for one in process.fields if one.code == code), None)


def _rounds(process: Process, form: BeginForm) -> str:
    found = services.rounds(process)
    return render_template(
        "analysis/coding/rounds.html",
        process=process,
        rounds=found,
        counts={one.id: services.counts(one) for one in found},
        results={one.id: services.result(one).reliability for one in found if one.closed_at},
        coder=services.coder,
        begin_form=form,
        form=StepForm(UNSENT),
        said=request.args.get("said", ""),
    )


def _page(found: CodingRound, place: int, wanted: str, refused: bool = False) -> str:
    process, lines = _process(), services.lines(found, place)
    line = next((one for one in lines if one.contribution.reference == wanted), None)
    line = line or next((one for one in lines if not one.codes), None)
    known = {"reference": line.contribution.reference} if line else {}
    return render_template(
        "analysis/coding/code.html",
        round=found,
        lines=lines,
        item=line,
        own=line.codes.get(place) if line else None,
        done=sum(bool(one.codes) for one in lines),
        place=place,
        fields=list(zip(KEYS, process.fields, strict=False)) + [("", one) for one in process.fields[len(KEYS) :]],
        no_field=NONE,
        refused=refused,
        form=CodeForm(UNSENT, data=known),
        close_form=StepForm(UNSENT),
    )


def _result(found: CodingRound, clash: str = "") -> str:
    return render_template(
        "analysis/coding/result.html",
        round=found,
        result=services.result(found),
        stand=review.stand,
        clash=clash,
        form=SettleForm(UNSENT, data={"known": "", "reference": ""}),
    )
