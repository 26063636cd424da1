"""Pages on which everybody reads when and where people meet."""

from collections.abc import Sequence

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import codes, once
from participation.core.clock import now
from participation.core.database import db
from participation.events import calendar as calendars
from participation.events import finding, names
from participation.events.evening import services as evening
from participation.events.models import Event
from participation.events.points import services as points
from participation.events.rules import AccessFact, Door
from participation.events.seats import services as seats
from participation.events.seats.forms import PlaceForm
from participation.events.tables import services as tables
from participation.events.views.blueprint import bp
from participation.process import services as processes
from participation.web import languages
from participation.web.forms import UNSENT

SENDINGS, WITHIN_S = 30, 600
"""A family or a club may share one connection."""


@bp.get("/events")
def events() -> ResponseReturnValue:
    """List the events to come and those that are over."""
    process = processes.current()
    require(Action.READ_PROCESS, process)
    coming, past = (finding.coming(process), finding.past(process)) if process else ((), ())
    return render_template(
        "events/events.html",
        process=process,
        coming=coming,
        past=past,
        free=finding.free_places(coming),
        names=names,
    )


@bp.get("/events/calendar.ics")
def calendar() -> ResponseReturnValue:
    """Give the public events to come as a calendar that programs follow."""
    process = processes.current()
    require(Action.READ_PROCESS, process)
    return _calendar(finding.coming(process) if process else ())


@bp.get("/events/<string:code>/calendar.ics")
def calendar_file(code: str) -> ResponseReturnValue:
    """Give one event as a calendar file."""
    found = finding.event(code) or abort(404)
    require(Action.READ_PROCESS, found)
    return _calendar([found])


def _calendar(found: Sequence[Event]) -> Response:
    body = calendars.calendar_of(found, languages.base_address(str(languages.language())))
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=termine.ics"
    return response


@bp.route("/events/<string:code>", methods=["GET", "POST"])
def event(code: str) -> ResponseReturnValue:
    """Show one event: what it is about, when, where, how to get in; and reserve places."""
    found = finding.event(code) or abort(404)
    require(Action.RESERVE_PLACE, found)
    return _page(found, is_invited=False)


@bp.route("/events/invited/<string:secret>", methods=["GET", "POST"])
def invited(secret: str) -> ResponseReturnValue:
    """Show an event to somebody who has its secret link."""
    found = finding.invited_to(secret) or abort(404)
    require(Action.RESERVE_PLACE, found)
    return _page(found, is_invited=True)


def _page(found: Event, *, is_invited: bool) -> ResponseReturnValue:
    form = PlaceForm()
    if found.door is Door.OPEN and form.validate_on_submit() and form.is_within("places", SENDINGS, WITHIN_S):
        key = seats.key_of(form.once_key)
        if once.first_arrival(form.once_key):
            seats.reserve(found, form.wish(), key)
        db.session.commit()
        return redirect(url_for(".place", secret=codes.grouped(seats.secret_of(key)).lower()), 303)
    if request.method == "POST" and found.door is not Door.OPEN:
        return _shown(found, PlaceForm(UNSENT), is_invited=is_invited), 409
    return _shown(found, form, is_invited=is_invited), form.status


def _shown(found: Event, form: PlaceForm, *, is_invited: bool) -> str:
    topics = finding.field_names(found.process)
    return render_template(
        "events/event.html",
        event=found,
        form=form,
        free=finding.free_places([found]).get(found.id),
        topics=[topics[code] for code in found.fields if code in topics],
        access=[names.ACCESS[AccessFact(one)] for one in found.access_facts if one in set(AccessFact)],
        names=names,
        list_href=url_for(".events"),
        is_invited=is_invited,
        minutes=evening.public_minutes(found) if found.is_public else None,
        points=points.round_of(found) if found.is_public else None,
        has_voices=found.is_public and found.begins_at <= now() and tables.has_any(found),
    )
