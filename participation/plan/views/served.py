"""The page on which planners say which goals of the town a measure serves."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.goals import services
from participation.plan.goals.forms import Links, ServedForm
from participation.plan.models import Measure
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import for_editors, ways_of


@bp.route("/desk/measures/<string:code>/goals", methods=["GET", "POST"])
def served(code: str) -> ResponseReturnValue:
    """Say which goals of the town a measure serves."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    stored, offered = _links(measure), services.goals_of(measure.process)
    form = ServedForm.about(stored).offer(offered)
    if not form.validate_on_submit():
        return _page(measure, form), form.status
    if once.first_arrival(form.once_key):
        if form.is_overtaken(stored):
            return _overtaken(measure, form)
        services.serve(measure, form.goals.data)
    process = request.args.get("process")
    db.session.commit()
    return redirect(url_for(".served", code=code, process=process, saved=1), 303)


def _links(measure: Measure) -> Links:
    return Links([one.id for one in services.served_by(measure)])


def _overtaken(measure: Measure, form: ServedForm) -> ResponseReturnValue:
    """Show what somebody else stored meanwhile beside what was just ticked; sending it again replaces it."""
    stored = _links(measure)
    form.look_at(stored)
    form.renew()
    form.form_errors.append(
        gettext(
            "Somebody has saved this section in the meantime. Below each entry that differs you see what is stored "
            "now. Saving yours again replaces it."
        )
    )
    page = _page(measure, form, form.differing(stored))
    db.session.rollback()
    return page, 409


def _page(measure: Measure, form: ServedForm, theirs: dict[str, str] | None = None) -> str:
    return render_template(
        "plan/served.html",
        measure=measure,
        form=form,
        theirs=theirs or {},
        ways=ways_of(measure, "goals"),
        names=names,
        saved="saved" in request.args and not form.errors,
        address=finding.addresses(),
    )
