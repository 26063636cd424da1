"""Pages on which measures are compared: the order by totals, how firm it is, the weights, the points of one measure."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.models import Measure
from participation.plan.scoring import services
from participation.plan.scoring.forms import ScoresForm, WeightsForm, mark_of, seen_of
from participation.plan.scoring.rules import HIGHEST, LOWEST, is_quick
from participation.plan.scoring.services import Ranking, WeightsStandError
from participation.plan.sheet import words
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import for_editors, ways_of
from participation.process import services as processes
from participation.process.models import Process

SCALE = range(LOWEST, HIGHEST + 1)


@bp.get("/desk/plan/scoring")
def scoring() -> ResponseReturnValue:
    """Show the order of the measures, how firm it is, and which of them start first."""
    process = _process()
    found = services.ranking(process)
    return render_template(
        "plan/scoring.html",
        ranking=found,
        firmness=found.firmness(),
        cells=_cells(found),
        scale=SCALE,
        is_quick=is_quick,
        fixed_at=services.fixed_at(process),
        address=finding.addresses(),
        names=names,
        words=words,
    )


def _cells(found: Ranking) -> dict[tuple[int, int], list[Measure]]:
    cells: dict[tuple[int, int], list[Measure]] = {}
    for line in found.lines:
        if line.estimate.impact and line.estimate.effort:
            cells.setdefault((line.estimate.impact, line.estimate.effort), []).append(line.measure)
    return cells


@bp.route("/desk/plan/weights", methods=["GET", "POST"])
def weights() -> ResponseReturnValue:
    """Say by what measures are compared and how much each counts; fix it, or open it again."""
    process = _process()
    who = require(Action.EDIT_PLAN, process)
    form = WeightsForm.about(services.criteria_of(process))
    if not form.validate_on_submit():
        return _weights_page(process, form), form.status
    wish = request.form.get("do", "save")
    try:
        if once.first_arrival(form.once_key):
            complaint = _change(process, form, wish, who.person_id)
            if complaint:
                return complaint
    except WeightsStandError:
        db.session.rollback()
        form.form_errors.append(gettext("The weights are fixed, and points were given by them. They stay as they are."))
        return _weights_page(_process(), form), 409
    db.session.commit()
    return redirect(url_for(".scoring" if wish == "fix" else ".weights"), 303)


def _change(process: Process, form: WeightsForm, wish: str, person: int | None) -> ResponseReturnValue | None:
    """Do what the button says; return a page where that cannot be done."""
    if wish == "reopen":
        services.reopen(process)
        return None
    if form.seen.data != mark_of(services.criteria_of(process)):
        db.session.rollback()
        return _overtaken(form)
    if wish == "fix" and not form.adds_up():
        db.session.rollback()
        return _weights_page(_process(), form), 422
    services.set_criteria(process, form.rows())
    if wish == "fix":
        services.fix(process, person)
    return None


def _weights_page(process: Process, form: WeightsForm) -> str:
    return render_template(
        "plan/weights.html",
        form=form,
        criteria=services.criteria_of(process),
        fixed_at=services.fixed_at(process),
        has_points=services.has_points(process),
    )


def _overtaken(form: WeightsForm) -> ResponseReturnValue:
    process = _process()
    form.seen.data = mark_of(services.criteria_of(process))
    form.renew()
    form.form_errors.append(
        gettext("Somebody has saved the weights in the meantime. Below you see what is stored. Saving replaces it.")
    )
    return _weights_page(process, form), 409


@bp.route("/desk/measures/<string:code>/scores", methods=["GET", "POST"])
def scores(code: str) -> ResponseReturnValue:
    """Give a measure points by each criterion, and say what it changes and how much work it is."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    criteria = services.criteria_of(measure.process_id) if services.fixed_at(measure.process_id) else ()
    points, estimate = services.points_of(measure), services.estimate_of(measure)
    form = ScoresForm.about(criteria, points, estimate)
    if not form.validate_on_submit():
        return _scores_page(measure, form), form.status
    if once.first_arrival(form.once_key):
        if form.seen.data != seen_of(points, estimate):
            db.session.rollback()
            return _scored_meanwhile(code, form)
        services.score(measure, form.points)
        services.estimate(measure, form.impact.data, form.effort.data, form.decided, _reason(form))
    process = request.args.get("process")
    db.session.commit()
    return redirect(url_for(".scores", code=code, process=process, saved=1), 303)


def _reason(form: ScoresForm) -> str:
    return (form.reason.data or "") if form.decided is not None else ""


def _scores_page(measure: Measure, form: ScoresForm, theirs: dict[str, str] | None = None) -> str:
    return render_template(
        "plan/scores.html",
        measure=measure,
        form=form,
        theirs=theirs or {},
        ways=ways_of(measure, "scores"),
        names=names,
        saved="saved" in request.args and not form.errors,
        address=finding.addresses(),
    )


def _scored_meanwhile(code: str, form: ScoresForm) -> ResponseReturnValue:
    measure = for_editors(code)
    points, estimate = services.points_of(measure), services.estimate_of(measure)
    form.seen.data = seen_of(points, estimate)
    form.renew()
    form.form_errors.append(
        gettext(
            "Somebody has scored this measure in the meantime. Below each entry that differs you see what is stored "
            "now. Saving yours again replaces it."
        )
    )
    return _scores_page(measure, form, form.differing(points, estimate)), 409


def _process() -> Process:
    """Return the newest process, whose plan the actor may edit."""
    process = processes.current()
    require(Action.EDIT_PLAN, process) if process else require(Action.EDIT_PLAN)
    return process if process and can(Action.EDIT_PLAN, process) else abort(404)
