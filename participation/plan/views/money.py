"""The page on which planners write down what a measure costs and who pays it."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.plan import finding
from participation.plan.models import Measure
from participation.plan.money import services, words
from participation.plan.money.forms import MoneyForm
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import for_editors, ways_of


@bp.route("/desk/measures/<string:code>/money", methods=["GET", "POST"])
def money(code: str) -> ResponseReturnValue:
    """Write down what a measure costs and who pays it."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    form = MoneyForm.about(services.money_of(measure), measure.version)
    if not form.validate_on_submit():
        return _page(measure, form), form.status
    if once.first_arrival(form.once_key):
        if form.version.data != str(measure.version):
            db.session.rollback()
            return _overtaken(code, form)
        services.set_money(measure, *form.sums(), form.rows())
    here = finding.addresses()("plan.money", measure)
    db.session.commit()
    return redirect(here, 303)


def _page(measure: Measure, form: MoneyForm) -> str:
    return render_template(
        "plan/money.html",
        measure=measure,
        form=form,
        money=services.money_of(measure),
        words=words,
        ways=ways_of(measure, "money"),
        address=finding.addresses(),
    )


def _overtaken(code: str, form: MoneyForm) -> ResponseReturnValue:
    """Show what was typed beside what somebody else stored meanwhile; sending it again replaces it."""
    measure = for_editors(code)
    form.version.data = str(measure.version)
    form.form_errors.append(
        gettext("Somebody has saved this measure in the meantime. Below you see what is stored. Saving replaces it.")
    )
    return _page(measure, form), 409
