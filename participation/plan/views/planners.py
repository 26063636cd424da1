"""Pages on which the plan is edited: all measures, one measure, its publication, its origins, its state."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from participation.access.actions import Action
from participation.access.guard import can, require
from participation.contributions.timeline import CHANNEL_NAMES
from participation.core import once
from participation.core.database import db
from participation.core.vocabulary import Language
from participation.plan import finding, names, services, telling
from participation.plan.forms.facts import DraftForm, MeasureForm
from participation.plan.forms.origins import OriginsForm, PublishForm
from participation.plan.forms.states import StateForm
from participation.plan.models import Measure
from participation.plan.money import services as purse
from participation.plan.money import words
from participation.plan.rules import Share
from participation.plan.services import NoSuchMoveError, NotDraftError
from participation.plan.sheet import services as sheets
from participation.plan.views.blueprint import bp
from participation.plan.views.pages import for_editors, page_of, stories_of, ways_of
from participation.process import services as processes
from participation.process.models import Process
from participation.web import languages
from participation.web.paging import page_number

PER_PAGE = 50


@bp.get("/desk/measures")
def desk() -> ResponseReturnValue:
    """List the measures the actor may edit, drafts among them."""
    require(Action.EDIT_PLAN)
    number = page_number()
    found = finding.editable(page=number, per_page=PER_PAGE)
    return render_template(
        "plan/desk.html",
        measures=found.items,
        page=page_of(found, number, PER_PAGE),
        shares=finding.shares_of(found.items),
        process=_own_process(),
        address=finding.addresses(),
        names=names,
    )


@bp.route("/desk/measures/new", methods=["GET", "POST"])
def draft() -> ResponseReturnValue:
    """Begin a measure in the newest process; only those who edit the plan see it."""
    who = require(Action.EDIT_PLAN)
    process = _own_process() or abort(404)
    form = DraftForm().offer(process.fields)
    if not form.validate_on_submit():
        return render_template("plan/draft.html", form=form), form.status
    if once.first_arrival(form.once_key):
        field = next((one for one in process.fields if str(one.id) == form.field.data), None)
        services.draft_measure(process, title=form.title.data or "", action_field=field, person=who.person_id)
    db.session.commit()
    return redirect(url_for(".desk"), 303)


@bp.route("/desk/measures/<string:code>", methods=["GET", "POST"])
def edit(code: str) -> ResponseReturnValue:
    """Write down what a measure says about itself."""
    measure = for_editors(code)
    require(Action.EDIT_PLAN, measure)
    here = finding.addresses()("plan.edit", measure)
    form = MeasureForm.about(measure)
    if not form.validate_on_submit():
        return _edit_page(measure, form), form.status
    if once.first_arrival(form.once_key):
        if form.version.data != str(measure.version):
            db.session.rollback()
            return _overtaken(code, form)
        services.edit(measure, form.facts())
    db.session.commit()
    return redirect(f"{here}{'&' if '?' in here else '?'}saved=1", 303)


@bp.route("/desk/measures/<string:code>/publish", methods=["GET", "POST"])
def publish(code: str) -> ResponseReturnValue:
    """Propose a measure to everybody, with an answer for each of its origins."""
    measure = for_editors(code)
    who = require(Action.PUBLISH_MEASURE, measure)
    form = PublishForm.to(
        finding.origins_of([measure])[measure.id], answer=_proposed_answer(measure), office=measure.lead_unit
    )
    if measure.missing:
        return _publish_page(measure, form, 422 if request.method == "POST" else 200)
    if not form.validate_on_submit():
        return _publish_page(measure, form, form.status)
    here = finding.addresses()("plan.edit", measure)
    try:
        if once.first_arrival(form.once_key):
            services.publish(measure, form.replies(), office=form.office.data or "", person=who.person_id)
    except NotDraftError:
        db.session.rollback()
        form.form_errors.append(gettext("Somebody has published this measure in the meantime. Nothing was sent twice."))
        return _publish_page(for_editors(code), form, 409)
    db.session.commit()
    return redirect(here, 303)


@bp.route("/desk/measures/<string:code>/origins", methods=["GET", "POST"])
def origins(code: str) -> ResponseReturnValue:
    """Add contributions a measure comes from; of a public measure their authors hear at once."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN if measure.is_draft else Action.PUBLISH_MEASURE, measure)
    form = OriginsForm(office=measure.lead_unit)
    form.is_public = not measure.is_draft
    found = finding.by_references(measure, form.wanted())
    if not (form.validate_on_submit() and form.knows(found)):
        return _page("origins", measure, form=form), form.status
    here = finding.addresses()("plan.edit", measure)
    if once.first_arrival(form.once_key):
        services.add_origins(
            measure,
            found,
            Share(form.share.data),
            form.answer.data or "",
            form.office.data or "",
            who.person_id,
            reason=form.reason.data or "",
        )
    db.session.commit()
    return redirect(here, 303)


@bp.route("/desk/measures/<string:code>/state", methods=["GET", "POST"])
def state(code: str) -> ResponseReturnValue:
    """Say how binding a public measure has become."""
    measure = for_editors(code)
    who = require(Action.PUBLISH_MEASURE, measure)
    here = finding.addresses()("plan.edit", measure)
    sheet = sheets.sheet_of(measure)
    form = StateForm.about(measure, sheet.learnings)
    if request.method == "POST" and once.is_spent(form.once_key):
        return redirect(here, 303)  # what it asked for has been done, so the form would no longer offer it
    if not form.validate_on_submit():
        return _page("state", measure, form=form, sheet=sheet, reach=telling.reach(measure)), form.status
    try:
        if once.first_arrival(form.once_key):
            services.set_state(measure, form.move(), who.person_id)
            if sheet.is_trial:
                sheets.write(measure, {"learnings": form.learnings.data})
    except NoSuchMoveError:
        db.session.rollback()
        measure = for_editors(code)
        return _page("state", measure, form=form, sheet=sheets.sheet_of(measure), reach=telling.reach(measure)), 409
    db.session.commit()
    return redirect(here, 303)


def _own_process() -> Process | None:
    """Return the newest process, if the actor may edit its plan."""
    process = processes.current()
    return process if process and can(Action.EDIT_PLAN, process) else None


def _page(name: str, measure: Measure, **values: object) -> str:
    return render_template(f"plan/{name}.html", measure=measure, names=names, address=finding.addresses(), **values)


def _edit_page(measure: Measure, form: MeasureForm, theirs: dict[str, str] | None = None) -> str:
    return _page(
        "edit",
        measure,
        form=form,
        theirs=theirs or {},
        origins=finding.origins_of([measure])[measure.id],
        money=purse.money_of(measure),
        words=words,
        stories=stories_of(measure),
        ways=ways_of(measure, "about"),
        saved="saved" in request.args and not form.errors,
    )


def _overtaken(code: str, form: MeasureForm) -> ResponseReturnValue:
    """Show what somebody else stored meanwhile beside what was just typed; sending it again replaces it."""
    measure = for_editors(code)
    form.version.data = str(measure.version)
    form.form_errors.append(
        gettext(
            "Somebody has saved this measure in the meantime. Below each entry that differs you see what is stored "
            "now. Saving yours again replaces it."
        )
    )
    return _edit_page(measure, form, form.differing(measure)), 409


def _publish_page(measure: Measure, form: PublishForm, status: int) -> ResponseReturnValue:
    return _page("publish", measure, form=form, channels=CHANNEL_NAMES), status


def _proposed_answer(measure: Measure) -> str:
    """Return a first wording of the answer, in German, in which the town writes."""
    with force_locale(languages.LOCALES[Language.DE]):
        return str(
            gettext(
                "Thank you. Your idea has become part of measure %(code)s, “%(title)s”. On the page of the measure you "
                "see who is in charge and what comes next.",
                code=measure.code,
                title=measure.title,
            )
        )
