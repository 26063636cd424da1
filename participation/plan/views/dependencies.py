"""The page on which planners say what a measure needs first."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.dependencies import services
from participation.plan.dependencies.forms import FreeForm, NeedForm
from participation.plan.dependencies.services import CircleError
from participation.plan.models import Measure
from participation.plan.sheet import services as sheets
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import for_editors, ways_of
from participation.web.forms import UNSENT


@bp.route("/desk/measures/<string:code>/needs", methods=["GET", "POST"])
def needs(code: str) -> ResponseReturnValue:
    """Say which measures have to come first, and see which ones hang on this one."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    freed = request.form.get("free", "")
    if freed.isascii() and freed.isdigit():
        return _free(measure, int(freed))
    form = NeedForm.among(choices := services.others(measure))
    if not form.validate_on_submit():
        return _page(measure, form), form.status
    try:
        if once.first_arrival(form.once_key):
            first = next(one for one in choices if str(one.id) == form.needs.data)
            services.need(measure, first, form.reason.data or "")
    except CircleError as circle:
        db.session.rollback()
        form.refuse(circle.codes)
        return _page(for_editors(code), form), 422
    return _done(measure)


def _free(measure: Measure, first: int) -> ResponseReturnValue:
    form = FreeForm()
    if not form.validate_on_submit():
        return _page(measure, NeedForm.among(services.others(measure), is_sent=False), form), form.status
    if once.first_arrival(form.once_key):
        services.free(measure, first)
    return _done(measure)


def _done(measure: Measure) -> ResponseReturnValue:
    here = finding.addresses()("plan.needs", measure)
    db.session.commit()
    return redirect(here, 303)


def _page(measure: Measure, form: NeedForm, free: FreeForm | None = None) -> str:
    found, hanging = services.needs_of(measure), services.hanging_on_it(measure)
    return render_template(
        "plan/needs.html",
        measure=measure,
        form=form,
        free=free or FreeForm(UNSENT),
        needs=found,
        hanging=hanging,
        sheets=sheets.sheets_of([measure, *hanging, *(one.measure for one in found)]),
        ways=ways_of(measure, "needs"),
        names=names,
        address=finding.addresses(),
    )
