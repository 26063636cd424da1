"""The pages on which planners write the fact sheet of a measure, each section by itself."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.plan import finding, names
from participation.plan.dependencies import services as dependencies
from participation.plan.dependencies.rules import days_moved
from participation.plan.models import Measure
from participation.plan.sheet import services as sheets
from participation.plan.sheet import words
from participation.plan.sheet.forms import FORMS, SectionForm
from participation.plan.sheet.rules import Section
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import for_editors, ways_of


@bp.route("/desk/measures/<string:code>/sheet/<string:section>", methods=["GET", "POST"])
def section(code: str, section: str) -> ResponseReturnValue:
    """Write down one section of the fact sheet."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    which = _named(section) or abort(404)
    sheet = sheets.sheet_of(measure)
    form = FORMS[which].about(sheet)
    if not form.validate_on_submit():
        return _page(measure, which, form), form.status
    asked = 0
    if once.first_arrival(form.once_key):
        if form.is_overtaken(sheet):
            db.session.rollback()
            return _overtaken(code, which, form)
        before = sheet.starts_on, sheet.ends_on
        sheets.write(measure, form.values())
        sheet = sheets.sheet_of(measure)
        asked = dependencies.ask(measure, days_moved(before, (sheet.starts_on, sheet.ends_on)))
    process = request.args.get("process")
    db.session.commit()
    if asked:
        return redirect(url_for(".moved", code=code, process=process), 303)
    return redirect(url_for(".section", code=code, section=section, process=process, saved=1), 303)


def _named(section: str) -> Section | None:
    return Section(section) if section in set(Section) else None


def _page(measure: Measure, which: Section, form: SectionForm, theirs: dict[str, str] | None = None) -> str:
    return render_template(
        "plan/section.html",
        measure=measure,
        form=form,
        section=which,
        theirs=theirs or {},
        ways=ways_of(measure, which),
        words=words,
        names=names,
        hanging=dependencies.hanging_on_it(measure) if which is Section.TIME else (),
        saved="saved" in request.args and not form.errors,
        address=finding.addresses(),
    )


def _overtaken(code: str, which: Section, form: SectionForm) -> ResponseReturnValue:
    """Show what somebody else stored meanwhile beside what was just typed; sending it again replaces it."""
    measure = for_editors(code)
    sheet = sheets.sheet_of(measure)
    form.look_at(sheet)
    form.renew()
    form.form_errors.append(
        gettext(
            "Somebody has saved this section in the meantime. Below each entry that differs you see what is stored "
            "now. Saving yours again replaces it."
        )
    )
    return _page(measure, which, form, form.differing(sheet)), 409
