"""Pages of monitoring: how measures stand, for everybody, and the pages of those in charge."""

from collections import Counter
from enum import StrEnum
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.clock import today
from participation.core.database import db
from participation.monitoring import services, words
from participation.monitoring.forms import IndicatorForm, MilestoneForm, ReportForm
from participation.monitoring.helped import services as asking
from participation.monitoring.helped import words as helped_words
from participation.monitoring.models import Indicator, Milestone, Obstacle
from participation.monitoring.obstacle_forms import LightForm, ObstacleForm
from participation.monitoring.rules import Light, whole
from participation.plan import finding
from participation.plan.finding import Found
from participation.plan.models import Measure
from participation.plan.money.words import euros
from participation.plan.names import STATES
from participation.plan.rules import BindingState
from participation.plan.views.pages import for_editors, page_of
from participation.process import services as processes
from participation.process.models import Process
from participation.web.forms import Form
from participation.web.paging import page_number

bp = Blueprint("monitoring", __name__)

PER_PAGE = 50


# For everybody


@bp.get("/progress")
def overview() -> ResponseReturnValue:
    """Show how far the measures of a process are, all together and each by itself."""
    name, number = request.args.get("process", ""), page_number()
    process = (processes.by_slug(name) or abort(404)) if name else processes.current()
    require(Action.READ_PROCESS, process)
    measures = services.public_measures_of(process) if process else ()
    standings = services.standings(measures)
    counts = Counter(one.shown for one in standings.values())
    light = next((one for one in Light if one.value == request.args.get("light")), None)
    chosen = [one for one in measures if light is None or standings[one.id].shown is light]
    listed = chosen[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "monitoring/overview.html",
        process=process,
        measures=listed,
        page=page_of(Found(listed, len(chosen)), number, PER_PAGE, process=name or None, light=light),
        standings=standings,
        counts={one: counts[one] for one in Light if counts[one] or one is not Light.RESULT},
        late=sum(one.is_late for one in standings.values()),
        done=sum(one.state is BindingState.DONE for one in measures),
        helped=sum(one.has_helped is True for one in asking.helped(measures).values()),
        whole=whole((1, one.whole.part) for one in standings.values()),
        chosen=light,
        words=words,
        address=finding.addresses(),
    )


@bp.get("/measures/<string:code>/progress")
def progress(code: str) -> ResponseReturnValue:
    """Show how a public measure stands: figures with their lights and the rule, milestones, and what holds it up."""
    measure = finding.measure(code, request.args.get("process", "")) or abort(404)
    require(Action.READ_PROCESS, measure)
    standing = services.standing(measure)
    return _page(
        "progress",
        measure,
        standing=standing,
        steps=[words.step(one) for one in standing.milestones],
        notes=services.notes_of(measure),
        spent=services.spent_on(measure),
        euros=euros,
        helped=asking.helped([measure]).get(measure.id),
        helped_words=helped_words,
        state=STATES[measure.state],
    )


# For those in charge


@bp.get("/desk/progress")
def desk() -> ResponseReturnValue:
    """List what is late, what is without a word about it, and what is held up."""
    require(Action.EDIT_PLAN)
    own = [process for process in db.session.scalars(select(Process)) if can(Action.EDIT_PLAN, process)]
    measures = [one for process in own for one in services.public_measures_of(process)]
    standings = services.standings(measures)

    def urgency(one: Measure) -> tuple[bool, bool, bool]:
        standing = standings[one.id]
        return not standing.needs_word, not standing.is_late, not standing.open_obstacles

    number = page_number()
    noticed = sorted((one for one in measures if urgency(one) != (True, True, True)), key=urgency)
    listed = noticed[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "monitoring/desk.html",
        measures=listed,
        page=page_of(Found(listed, len(noticed)), number, PER_PAGE),
        standings=standings,
        total=len(measures),
        words=words,
        address=finding.addresses(),
    )


@bp.route("/desk/measures/<string:code>/report", methods=["GET", "POST"])
def report(code: str) -> ResponseReturnValue:
    """Report values, reached milestones and new days."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    standing = services.standing(measure)
    form = ReportForm.about(standing)
    if not form.validate_on_submit():
        changes = services.changes_of(measure)
        return _page("report", measure, form=form, standing=standing, changes=changes), form.status
    if once.first_arrival(form.once_key):
        day = form.measured_on.data or today()
        told = services.Report(
            day, form.typed_values(), form.reached(), form.expected(), form.text.data or "", form.spent_typed()
        )
        services.report(measure, told, who.person_id)
    return _stored(measure)


@bp.route("/desk/measures/<string:code>/milestones", methods=["GET", "POST"])
def milestone(code: str) -> ResponseReturnValue:
    """Plan one more milestone."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    form = MilestoneForm()
    if not form.validate_on_submit():
        return _more(measure, form, gettext("New milestone for %(code)s", code=measure.code)), form.status
    if once.first_arrival(form.once_key):
        db.session.add(Milestone(measure_id=measure.id, **form.values_typed()))
    return _stored(measure)


@bp.route("/desk/measures/<string:code>/milestones/<int:milestone>", methods=["GET", "POST"])
def change_milestone(code: str, milestone: int) -> ResponseReturnValue:
    """Change one milestone."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    one: Milestone = services.one_of(Milestone, measure, milestone) or abort(404)
    names = ("name", "due_on", "expected_on", "done_on")
    form = MilestoneForm(version=str(one.version), **{name: getattr(one, name) for name in names})
    return _change(measure, one, form, gettext("Change a milestone of %(code)s", code=measure.code), who.person_id)


@bp.route("/desk/measures/<string:code>/figures", methods=["GET", "POST"])
def indicator(code: str) -> ResponseReturnValue:
    """Follow one more figure."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    form = IndicatorForm()
    if not form.validate_on_submit():
        return _more(measure, form, gettext("New figure for %(code)s", code=measure.code)), form.status
    if once.first_arrival(form.once_key):
        services.add_indicator(measure, Indicator(**form.values_typed()))
    return _stored(measure)


@bp.route("/desk/measures/<string:code>/figures/<int:figure>", methods=["GET", "POST"])
def change_indicator(code: str, figure: int) -> ResponseReturnValue:
    """Change one figure; its values stay."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    one: Indicator = services.one_of(Indicator, measure, figure) or abort(404)
    heading = gettext("Change a figure of %(code)s", code=measure.code)
    return _change(measure, one, IndicatorForm.about(one), heading, who.person_id)


@bp.route("/desk/measures/<string:code>/obstacles", methods=["GET", "POST"])
def obstacle(code: str) -> ResponseReturnValue:
    """Say what holds a measure up."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    form = ObstacleForm(found_on=today())
    if not form.validate_on_submit():
        return _more(measure, form, gettext("What holds %(code)s up", code=measure.code)), form.status
    if once.first_arrival(form.once_key):
        services.name_obstacle(measure, form.values_typed(), who.person_id)
    return _stored(measure)


@bp.route("/desk/measures/<string:code>/obstacles/<int:obstacle>", methods=["GET", "POST"])
def change_obstacle(code: str, obstacle: int) -> ResponseReturnValue:
    """Say what has become of an obstacle."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    one: Obstacle = services.one_of(Obstacle, measure, obstacle) or abort(404)
    heading = gettext("Change an obstacle of %(code)s", code=measure.code)
    return _change(measure, one, ObstacleForm.about(one), heading, who.person_id)


@bp.route("/desk/measures/<string:code>/light", methods=["GET", "POST"])
def light(code: str) -> ResponseReturnValue:
    """Give a measure another light than the rule's, with a reason that everybody reads."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    form = LightForm()
    if not form.validate_on_submit():
        lead = gettext("The rule says: %(light)s.", light=words.LIGHTS[services.standing(measure).light])
        return _more(measure, form, gettext("Another light for %(code)s", code=measure.code), lead=lead), form.status
    if once.first_arrival(form.once_key):
        services.judge(measure, form.said(), form.reason.data or "", who.person_id)
    return _stored(measure)


def _change(measure: Measure, one: Any, form: Any, heading: str, person: int | None) -> ResponseReturnValue:
    """Store what was typed, unless somebody else was faster; then show both."""
    if not form.validate_on_submit():
        return _more(measure, form, heading), form.status
    if form.version.data != str(one.version):
        form.form_errors.append(
            gettext(
                "Somebody has saved this in the meantime. What you typed is still here, what is stored now stands "
                "below. Saving yours again replaces it."
            )
        )
        form.version.data = str(one.version)
        known = [(form[name].label.text, getattr(one, name)) for name in form.values_typed()]
        stored = [(name, said) for name, said in known if said and not isinstance(said, (bool, StrEnum))]
        return _more(measure, form, heading, stored=stored), 409
    if once.first_arrival(form.once_key):
        if isinstance(one, Obstacle):
            services.change_obstacle(one, form.values_typed())
        else:
            services.change(one, form.values_typed(), person)
    return _stored(measure)


def _stored(measure: Measure) -> ResponseReturnValue:
    here = finding.addresses()("monitoring.report", measure)
    db.session.commit()
    return redirect(here, 303)


def _more(measure: Measure, form: Form, heading: str, **values: Any) -> str:
    return _page("more", measure, form=form, heading=heading, **values)


def _page(name: str, measure: Measure, **values: object) -> str:
    return render_template(
        f"monitoring/{name}.html", measure=measure, words=words, address=finding.addresses(), **values
    )
