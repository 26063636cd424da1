"""The page that asks, after a measure was moved, whether those that hang on it move, too."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.dependencies import services
from participation.plan.dependencies.forms import MovedForm
from participation.plan.models import Measure
from participation.plan.sheet import services as sheets
from participation.plan.sheet import words
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import for_editors, ways_of


@bp.route("/desk/measures/<string:code>/moved", methods=["GET", "POST"])
def moved(code: str) -> ResponseReturnValue:
    """Say of each measure that hangs on this one whether it moves, too."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    found = services.followed_by(measure)
    form = MovedForm.asking(found)
    if not form.validate_on_submit():
        return _page(measure, form), form.status
    if once.first_arrival(form.once_key):
        if form.is_overtaken(MovedForm.storing(found)):
            return _overtaken(measure, form)
        for one in found:
            services.decide(one, form.decision(one))
    process = request.args.get("process")
    db.session.commit()
    return redirect(url_for(".moved", code=code, process=process, saved=1), 303)


def _overtaken(measure: Measure, form: MovedForm) -> ResponseReturnValue:
    """Show what somebody else decided meanwhile beside what was just chosen; sending it again replaces it."""
    stored = MovedForm.storing(services.followed_by(measure))
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


def _page(measure: Measure, form: MovedForm, theirs: dict[str, str] | None = None) -> str:
    found = services.followed_by(measure)
    return render_template(
        "plan/moved.html",
        measure=measure,
        form=form,
        found=found,
        theirs=theirs or {},
        sheets=sheets.sheets_of([one.measure for one in found]),
        ways=ways_of(measure, "needs"),
        words=words,
        names=names,
        saved="saved" in request.args and not form.errors,
        address=finding.addresses(),
    )
