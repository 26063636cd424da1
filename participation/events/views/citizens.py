"""Pages on which everybody reads when and where people meet."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.events import finding, names
from participation.events.models import Event
from participation.events.rules import AccessFact
from participation.events.views.blueprint import bp
from participation.process import services as processes


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


@bp.get("/events/<string:code>")
def event(code: str) -> ResponseReturnValue:
    """Show one event: what it is about, when, where, and how to get in."""
    found = finding.event(code) or abort(404)
    require(Action.READ_PROCESS, found)
    return _page(found, is_invited=False)


@bp.get("/events/invited/<string:secret>")
def invited(secret: str) -> ResponseReturnValue:
    """Show an event to somebody who has its secret link."""
    found = finding.invited_to(secret) or abort(404)
    require(Action.READ_PROCESS, found)
    return _page(found, is_invited=True)


def _page(found: Event, *, is_invited: bool) -> str:
    topics = finding.field_names(found.process)
    return render_template(
        "events/event.html",
        event=found,
        free=finding.free_places([found]).get(found.id),
        topics=[topics[code] for code in found.fields if code in topics],
        access=[names.ACCESS[AccessFact(one)] for one in found.access_facts if one in set(AccessFact)],
        names=names,
        list_href=url_for(".events"),
        is_invited=is_invited,
    )
