"""Pages on which the staff prepares events."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import can, require
from participation.core import once
from participation.core.database import db
from participation.events import finding, names, services
from participation.events.forms import EventForm
from participation.events.models import Event
from participation.events.seats import services as seats
from participation.events.services import FullerError
from participation.events.views.blueprint import bp
from participation.process import services as processes
from participation.process.models import Process
from participation.web import languages


@bp.get("/desk/events")
def desk() -> ResponseReturnValue:
    """List all events, drafts and private ones among them."""
    require(Action.EDIT_EVENTS)
    process = _own_process()
    found = finding.for_staff(process) if process else ()
    return render_template(
        "events/desk.html", events=found, process=process, free=finding.free_places(found), names=names
    )


@bp.route("/desk/events/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Prepare an event, from nothing or as a copy of another."""
    require(Action.EDIT_EVENTS)
    process = _own_process() or abort(404)
    model = finding.one_for_staff(request.args.get("copy", ""))
    form = EventForm.copy_of(model) if model and can(Action.EDIT_EVENTS, model) else EventForm.blank(process)
    if not form.validate_on_submit():
        return render_template("events/edit.html", event=None, form=form), form.status
    if once.first_arrival(form.once_key):
        services.prepare(process, form.facts())
    db.session.commit()
    return redirect(url_for(".desk"), 303)


@bp.route("/desk/events/<string:code>", methods=["GET", "POST"])
def edit(code: str) -> ResponseReturnValue:
    """Change what an event says, and who may know of it."""
    event = _known(code)
    require(Action.EDIT_EVENTS, event)
    form = EventForm.about(event)
    if not form.validate_on_submit():
        return _edit_page(event, form), form.status
    try:
        if once.first_arrival(form.once_key):
            _refuse_overtaken(event, form)
            seats.lock(event)
            services.edit(event, form.facts())
            seats.move_up(event)
    except (OvertakenError, FullerError) as complaint:
        db.session.rollback()
        return _refused(code, form, complaint), 409
    db.session.commit()
    return redirect(url_for(".edit", code=code, saved=1), 303)


class OvertakenError(Exception):
    """Somebody else has saved the event in the meantime."""


def _refuse_overtaken(event: Event, form: EventForm) -> None:
    if form.version.data != str(event.version):
        raise OvertakenError


def _refused(code: str, form: EventForm, complaint: Exception) -> str:
    event = _known(code)
    if isinstance(complaint, FullerError):
        form.capacity.errors = [gettext("More places than that are reserved already.")]
    else:
        form.version.data = str(event.version)
        form.form_errors.append(
            gettext("Somebody has saved this event in the meantime. Saving yours again replaces what is stored.")
        )
    form.renew()
    return _edit_page(event, form)


def _edit_page(event: Event, form: EventForm) -> str:
    return render_template(
        "events/edit.html",
        event=event,
        form=form,
        names=names,
        free=finding.free_places([event]).get(event.id),
        invitation=languages.full_address(url_for("events.invited", secret=event.invitation.lower())),
        saved="saved" in request.args and not form.errors,
    )


def _known(code: str) -> Event:
    found = finding.one_for_staff(code, locked=request.method == "POST")
    if found is None:
        require(Action.EDIT_EVENTS)
        abort(404)
    return found


def _own_process() -> Process | None:
    process = processes.current()
    return process if process and can(Action.EDIT_EVENTS, process) else None
