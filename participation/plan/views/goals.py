"""Pages of vision, goals and alternatives: for everybody, and for those who edit the plan."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.contributions.threads.talk import talk_of
from participation.core import once
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.goals import services
from participation.plan.goals.forms import COSTS, AlternativeForm, ChoiceForm, GoalForm, VisionForm
from participation.plan.goals.models import Alternative, Goal
from participation.plan.sheet.forms import SectionForm
from participation.plan.talking import place_of_way
from participation.plan.views.blueprint import bp
from participation.process import services as processes
from participation.process.models import Process


@bp.get("/goals")
def public_goals() -> ResponseReturnValue:
    """Show where the town wants to go: its vision and its goals."""
    process = processes.current()
    require(Action.READ_PROCESS, process)
    vision = services.vision_of(process) if process else None
    goals = services.public_goals_of(process) if process else ()
    return render_template("plan/goals.html", vision=vision, goals=goals)


@bp.get("/goals/<int:number>")
def public_goal(number: int) -> ResponseReturnValue:
    """Show one goal, and the ways to it beside each other."""
    process = processes.current()
    require(Action.READ_PROCESS, process)
    goal = services.goal(process, number) if process else None
    found = goal or abort(404)
    return render_template(
        "plan/goal.html",
        goal=found,
        costs=COSTS,
        measures=services.public_serving(found),
        names=names,
        address=finding.addresses(),
    )


@bp.get("/goals/<int:number>/ways/<int:key>")
def public_way(number: int, key: int) -> ResponseReturnValue:
    """Show one way to a goal, and what people say about it."""
    process = processes.current()
    require(Action.READ_PROCESS, process)
    goal = (services.goal(process, number) if process else None) or abort(404)
    way: Alternative = next((one for one in goal.alternatives if one.id == key), None) or abort(404)
    return render_template(
        "plan/way.html",
        goal=goal,
        way=way,
        costs=COSTS,
        talk=talk_of(way.thread, place_of_way(goal, way)) if way.thread else None,
    )


@bp.get("/desk/plan/goals")
def goals() -> ResponseReturnValue:
    """List the vision and all goals for those who edit the plan."""
    process = _process()
    found = services.goals_of(process)
    return render_template("plan/goals_desk.html", vision=services.vision_of(process), goals=found)


@bp.route("/desk/plan/vision", methods=["GET", "POST"])
def vision() -> ResponseReturnValue:
    """Write down how the town wants to be."""
    process = _process()
    require(Action.EDIT_PLAN, process)
    stored = services.vision_of(process)
    form = VisionForm.about(stored)
    if not form.validate_on_submit():
        return _form_page(gettext("Vision and guiding goals"), form), form.status
    if once.first_arrival(form.once_key):
        if form.is_overtaken(stored):
            return _overtaken(gettext("Vision and guiding goals"), form, stored)
        services.write_vision(process, form.values())
    return _done()


@bp.route("/desk/plan/goals/new", methods=["GET", "POST"])
def new_goal() -> ResponseReturnValue:
    """Set one more goal."""
    process = _process()
    require(Action.EDIT_PLAN, process)
    form = GoalForm().offer(services.vision_of(process).guiding)
    if not form.validate_on_submit():
        return _form_page(gettext("New goal"), form), form.status
    if once.first_arrival(form.once_key):
        services.set_goal(process, form.values())
    return _done()


@bp.route("/desk/plan/goals/<int:number>", methods=["GET", "POST"])
def goal(number: int) -> ResponseReturnValue:
    """Change what a goal says; its alternatives stand below."""
    process = _process()
    require(Action.EDIT_PLAN, process)
    stored = _goal(process, number)
    form = GoalForm.about(stored).offer(services.vision_of(process).guiding)
    if not form.validate_on_submit():
        return _form_page(f"{stored.code} {stored.title}", form, goal=stored), form.status
    if once.first_arrival(form.once_key):
        if form.is_overtaken(stored):
            return _overtaken(f"{stored.code} {stored.title}", form, stored)
        services.edit(stored, form.values())
    return _done(number)


@bp.route("/desk/plan/goals/<int:number>/alternatives/new", methods=["GET", "POST"])
def new_alternative(number: int) -> ResponseReturnValue:
    """Offer one more way to a goal."""
    process = _process()
    require(Action.EDIT_PLAN, process)
    stored = _goal(process, number)
    form = AlternativeForm()
    if not form.validate_on_submit():
        return _form_page(gettext("New alternative"), form, above=stored), form.status
    if once.first_arrival(form.once_key):
        services.add_alternative(stored, form.values())
    return _done(number)


@bp.route("/desk/plan/goals/<int:number>/alternatives/<int:key>", methods=["GET", "POST"])
def alternative(number: int, key: int) -> ResponseReturnValue:
    """Change what a way to a goal assumes, costs and changes."""
    process = _process()
    require(Action.EDIT_PLAN, process)
    above = _goal(process, number)
    stored: Alternative = next((one for one in above.alternatives if one.id == key), None) or abort(404)
    form = AlternativeForm.about(stored)
    if not form.validate_on_submit():
        return _form_page(stored.name, form, above=above), form.status
    if once.first_arrival(form.once_key):
        if form.is_overtaken(stored):
            return _overtaken(stored.name, form, stored)
        services.edit(stored, form.values())
    return _done(number)


@bp.route("/desk/plan/goals/<int:number>/choice", methods=["GET", "POST"])
def choice(number: int) -> ResponseReturnValue:
    """Say which way to a goal was chosen, and why."""
    process = _process()
    require(Action.EDIT_PLAN, process)
    stored = _goal(process, number)
    form = ChoiceForm.among(stored.alternatives, stored.choice)
    if not form.validate_on_submit():
        return _form_page(gettext("Choose a way"), form, above=stored), form.status
    if once.first_arrival(form.once_key):
        chosen = next(one for one in stored.alternatives if str(one.id) == form.alternative.data)
        assert form.decided_on.data is not None  # an InputRequired has seen to it
        services.choose(stored, chosen, form.decided_on.data, form.decided_by.data or "", form.reason.data or "")
    return _done(number)


def _process() -> Process:
    process = processes.current()
    require(Action.EDIT_PLAN, process)
    return process or abort(404)


def _goal(process: Process, number: int) -> Goal:
    return services.for_editors(process, number) or abort(404)


def _done(number: int | None = None) -> ResponseReturnValue:
    db.session.commit()
    return redirect(url_for(".goal", number=number) if number else url_for(".goals"), 303)


def _form_page(
    title: str,
    form: SectionForm | ChoiceForm,
    *,
    goal: Goal | None = None,
    above: Goal | None = None,
    theirs: dict[str, str] | None = None,
) -> str:
    return render_template(
        "plan/goal_form.html",
        title=title,
        form=form,
        goal=goal,
        above=above,
        theirs=theirs or {},
        costs=COSTS,
        measures=services.serving(goal) if goal else (),
        names=names,
        address=finding.addresses(),
    )


def _overtaken(title: str, form: SectionForm, stored: object) -> ResponseReturnValue:
    """Show what somebody else stored meanwhile beside what was just typed; sending it again replaces it."""
    theirs = form.differing(stored)
    form.look_at(stored)
    form.renew()
    form.form_errors.append(
        gettext(
            "Somebody has saved this section in the meantime. Below each entry that differs you see what is stored "
            "now. Saving yours again replaces it."
        )
    )
    page = _form_page(title, form, theirs=theirs)
    db.session.rollback()
    return page, 409
