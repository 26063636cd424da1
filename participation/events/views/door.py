"""Pages of the day itself: the door, where people come in, and what is printed for it."""

import csv
import json
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core.clock import now
from participation.core.database import db
from participation.core.sheets import harmless
from participation.events import finding, names
from participation.events.door import services, tickets, words
from participation.events.door.forms import (
    LARGEST_PARTY,
    LONGEST_NAME,
    LONGEST_REASON,
    CheckInForm,
    SendForm,
    TakeBackForm,
    WalkInForm,
)
from participation.events.door.rules import came_at
from participation.events.door.services import Guest, RefusedError
from participation.events.models import Event
from participation.events.rules import is_called
from participation.events.seats import services as seats
from participation.events.seats.models import Registration
from participation.events.views.blueprint import bp
from participation.web import security
from participation.web.forms import UNSENT, Form, without_blanks
from participation.web.paging import page_number, page_of

PER_PAGE, MOST_AT_ONCE, BLANK_LINES = 50, 200, 12
LONGEST_KEY, SHORTEST_KEY = 64, 16


@bp.get("/desk/events/<string:code>/door")
def door(code: str) -> ResponseReturnValue:
    """Show who is expected and who is here; whoever stands at the door looks for a name or a ticket."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    return _page(event)


@bp.post("/desk/events/<string:code>/door/guests/<int:number>")
def check_in(code: str, number: int) -> ResponseReturnValue:
    """Note that people with places have come."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    form = CheckInForm()
    found = seats.one_of(event, number) or abort(404)
    if not form.validate_on_submit():
        return _page(event, check=form), 422
    try:
        services.check_in(event, found, f"{form.once_key}:{number}", size=form.size.data or 0)
    except RefusedError as refused:
        return _refused(code, words.why(refused))
    db.session.commit()
    return redirect(url_for(".door", code=code), 303)


@bp.post("/desk/events/<string:code>/door/arrivals/<int:number>/take-back")
def take_back(code: str, number: int) -> ResponseReturnValue:
    """Take a mistake at the door back."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    form = TakeBackForm()
    if not form.validate_on_submit():
        return _page(event, back=form), 422
    services.take_back(event, number, f"{form.once_key}:{number}")
    db.session.commit()
    return redirect(url_for(".door", code=code), 303)


@bp.post("/desk/events/<string:code>/door/without-place")
def walk_in(code: str) -> ResponseReturnValue:
    """Let people in who have no places."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    form = WalkInForm()
    if not form.validate_on_submit():
        return _page(event, walk=form), 422
    try:
        services.let_in(event, form.name.data or "", form.size.data or 1, form.once_key, reason=form.reason.data or "")
    except RefusedError as refused:
        form.reason.errors = [words.why(refused)]
        form.renew()
        db.session.rollback()
        return _page(_known(code), walk=form), 409
    db.session.commit()
    return redirect(url_for(".door", code=code), 303)


@bp.get("/desk/events/<string:code>/door/list")
def door_list(code: str) -> ResponseReturnValue:
    """Give the script of the door what it keeps while the page is open; nothing where nothing is new."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    known = request.args.get("known", "")
    return _told({} if services.mark(event) == known else _standing(event, known))


@bp.post("/desk/events/<string:code>/door/send")
def send(code: str) -> ResponseReturnValue:
    """Take what a phone noted at the door, each once, and say what became of it."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    form = SendForm()
    sendings = _sendings(form.sendings.data)
    if sendings is None or not form.validate_on_submit():
        return _told({"token": form.token.data, "results": []}), 422
    results = [_done(event, one) for one in sendings]
    db.session.commit()
    return _told({"token": form.token.data, "results": results, **_standing(event, request.form.get("known", ""))})


@bp.get("/desk/events/<string:code>/attendance")
def attendance(code: str) -> ResponseReturnValue:
    """Show the list of those who are expected, to be printed, with lines for those who just come."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    return render_template(
        "events/attendance.html",
        event=event,
        names=names,
        guests=services.guests(event),
        here=services.by_registration(services.arrivals(event)),
        clock_time=words.clock_time,
        blank=BLANK_LINES,
    )


@bp.get("/desk/events/<string:code>/attendance.csv")
def attendance_file(code: str) -> ResponseReturnValue:
    """Give the same list as a table, with those who came without a place."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    came = services.arrivals(event)
    lines = StringIO()
    table = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [gettext("Name"), gettext("Reserved"), gettext("Came"), gettext("At"), gettext("Why above the places")]
    )
    for one, arrival in _with_arrivals(services.guests(event), services.by_registration(came)):
        table.writerow(
            [
                harmless(one.name),
                one.size,
                *([arrival.size, words.clock_time(arrival.arrived_at)] if arrival else ["", ""]),
                "",
            ]
        )
    for arrival in (one for one in came if one.registration_id is None):
        table.writerow(
            [harmless(arrival.name), 0, arrival.size, words.clock_time(arrival.arrived_at), harmless(arrival.reason)]
        )
    response = Response("\ufeff" + lines.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="attendance-{event.code.lower()}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/desk/events/<string:code>/badges")
def badges(code: str) -> ResponseReturnValue:
    """Show a badge with the name of everybody who is expected, to be printed and cut out."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    return render_template("events/badges.html", event=event, guests=services.guests(event))


def _with_arrivals(guests: Sequence[Guest], here: Mapping[int, Any]) -> list[tuple[Guest, Any]]:
    return [(one, here.get(one.id)) for one in guests]


# What the script of the door sends and gets


def _sendings(body: str | None) -> list[dict[str, Any]] | None:
    """Return what was sent, if all of it has a key and there are not too many; None where it cannot be from us."""
    try:
        found = json.loads(body or "")
    except ValueError:
        return None
    if not isinstance(found, list) or len(found) > MOST_AT_ONCE:
        return None
    return found if all(isinstance(one, dict) and _is_key(one.get("key")) for one in found) else None


def _is_key(key: object) -> bool:
    return isinstance(key, str) and SHORTEST_KEY <= len(key) <= LONGEST_KEY


def _done(event: Event, told: Mapping[str, Any]) -> Mapping[str, str]:
    key = f"door {event.id} {told['key']}"
    try:
        _do(event, told, key)
    except RefusedError as refused:
        return {"key": told["key"], "why": words.why(refused)}
    return {"key": told["key"], "why": ""}


def _do(event: Event, told: Mapping[str, Any], key: str) -> None:
    size, at = _whole(told.get("size"), LARGEST_PARTY), came_at(told.get("at"), now())
    if told.get("kind") == "back":
        services.take_back(event, _whole(told.get("number")), key)
    elif told.get("kind") == "walk":
        name, reason = _text(told.get("name"), LONGEST_NAME), _text(told.get("reason"), LONGEST_REASON)
        services.let_in(event, name or gettext("Guest"), size or 1, key, reason=reason, at=at)
    else:
        found = seats.one_of(event, _whole(told.get("number")))
        services.check_in(event, found, key, size=size, at=at)


def _whole(value: object, most: int = 2**31 - 1) -> int:
    return value if type(value) is int and 0 < value <= most else 0


def _text(value: object, longest: int) -> str:
    return (without_blanks(value) or "")[:longest] if isinstance(value, str) else ""


def _standing(event: Event, known: str) -> dict[str, Any]:
    """Return how the evening stands; who has places only where that is not known already."""
    figures, came, mark = services.figures(event), services.arrivals(event), services.mark(event)
    is_known = known.partition(".")[0] == mark.partition(".")[0]
    guests = [] if is_known else services.guests(event)
    return {
        "mark": mark,
        "figures": [figures.arrived, figures.expected, figures.free, figures.registered],
        "guests": None
        if is_known
        else [[one.id, one.name, one.size, tickets.hash_of(tickets.ticket_of(one.id, one.key))] for one in guests],
        "here": [
            [one.id, one.registration_id or 0, one.name, one.size, words.clock_time(one.arrived_at)] for one in came
        ],
    }


def _told(answer: Mapping[str, Any]) -> Response:
    response = jsonify(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


# The page


def _refused(code: str, sentence: str) -> ResponseReturnValue:
    db.session.rollback()
    return _page(_known(code), complaint=sentence), 409


def _page(
    event: Event,
    *,
    check: Form | None = None,
    back: Form | None = None,
    walk: WalkInForm | None = None,
    complaint: str = "",
) -> str:
    security.let_use_camera()
    typed = without_blanks(request.args.get("q", "")) or ""
    found: list[Guest | Registration] = [one for one in services.guests(event) if is_called(one.name, typed)]
    if not found and not complaint and (tickets.looks_like_one(typed) or services.with_ticket(typed)):
        ticket, complaint = _looked_up(event, typed)
        found = [ticket] if ticket else []
    came = services.arrivals(event)
    number = page_number()
    return render_template(
        "events/door.html",
        event=event,
        names=names,
        typed=typed,
        guests=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        page=page_of(
            number, len(found), PER_PAGE, lambda n: url_for(".door", code=event.code.lower(), q=typed or None, page=n)
        ),
        here=services.by_registration(came),
        without=[one for one in came if one.registration_id is None],
        figures=services.figures(event),
        complaint=complaint,
        check=check or CheckInForm(UNSENT),
        back=back or TakeBackForm(UNSENT),
        walk=walk or WalkInForm(UNSENT),
        sending=SendForm(UNSENT),
        clock_time=words.clock_time,
    )


def _looked_up(event: Event, typed: str) -> tuple[Registration | None, str]:
    """Return who has the ticket that was typed or scanned, or why it does not let anybody in."""
    found = services.with_ticket(typed)
    try:
        return services.check(event, found), ""
    except RefusedError as refused:
        is_ours = found is not None and found.event_id == event.id and found.name
        return found if is_ours else None, words.why(refused)


def _known(code: str) -> Event:
    found = finding.one_for_staff(code, locked=request.method == "POST")
    if found is None:
        require(Action.SEE_GUESTS)
        abort(404)
    return found
