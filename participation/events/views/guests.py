"""Pages on which the staff sees who comes, moves people up, and calls an event off."""

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.events import finding, names
from participation.events.models import Event
from participation.events.rules import SeatState
from participation.events.seats import services
from participation.events.seats.forms import CallOffForm, MoveUpForm
from participation.events.seats.services import FullError
from participation.events.views.blueprint import bp
from participation.web.forms import UNSENT, without_blanks
from participation.web.paging import Page, page_number, page_of

LISTS: Mapping[SeatState, str] = {SeatState.BOOKED: "page", SeatState.WAITING: "waiting"}
"""The two lists of the page, and the names under which the address says how far each is turned."""


@bp.get("/desk/events/<string:code>/people")
def people(code: str) -> ResponseReturnValue:
    """List who comes and who waits, with what they need."""
    event = _known(code)
    require(Action.SEE_GUESTS, event)
    return _page(event, MoveUpForm(UNSENT))


@bp.post("/desk/events/<string:code>/people/<int:number>/move-up")
def move_up(code: str, number: int) -> ResponseReturnValue:
    """Give somebody who waits free places before the turn, with a reason."""
    event = _known(code)
    who = require(Action.SEE_GUESTS, event)
    found = services.one_of(event, number) or abort(404)
    form = MoveUpForm()
    if not form.validate_on_submit():
        return _page(event, form), 422
    try:
        if once.first_arrival(form.once_key):
            services.move_up_by_hand(found, form.reason.data or "", who.person_id)
    except FullError:
        db.session.rollback()
        form.form_errors.append(gettext("So many places are not free. Wait until somebody gives places back."))
        form.renew()
        return _page(_known(code), form), 409
    db.session.commit()
    return redirect(url_for(".people", code=code), 303)


@bp.route("/desk/events/<string:code>/call-off", methods=["GET", "POST"])
def call_off(code: str) -> ResponseReturnValue:
    """Cancel an event, and tell everybody who left an address."""
    event = _known(code)
    require(Action.EDIT_EVENTS, event)
    form = CallOffForm()
    if not form.validate_on_submit():
        return render_template("events/call_off.html", event=event, form=form), form.status
    if once.first_arrival(form.once_key) and not event.cancelled_at:
        services.call_off(event, form.reason.data or "")
    db.session.commit()
    return redirect(url_for(".edit", code=code), 303)


def _page(event: Event, form: MoveUpForm) -> str:
    typed = without_blanks(request.args.get("q", "")) or ""
    numbers = {state: page_number(name) for state, name in LISTS.items()}
    found = services.pages_of(event, numbers, typed)
    booked, waiting = found[SeatState.BOOKED], found[SeatState.WAITING]
    return render_template(
        "events/people.html",
        event=event,
        booked=booked,
        waiting=waiting,
        typed=typed,
        pages={state.value: _pages(event, state, numbers, found[state].total, typed) for state in LISTS},
        needs=services.needs_of([*booked.people, *waiting.people]),
        moves=services.moves_of(event),
        free=finding.free_places([event]).get(event.id),
        form=form,
        names=names,
    )


def _pages(event: Event, state: SeatState, numbers: Mapping[SeatState, int], total: int, typed: str) -> Page:
    def href(number: int) -> str:
        stand: dict[str, Any] = {LISTS[one]: at for one, at in {**numbers, state: number}.items() if at > 1}
        return url_for(".people", code=event.code.lower(), q=typed or None, **stand)

    return page_of(numbers[state], total, services.PER_PAGE, href)


def _known(code: str) -> Event:
    found = finding.one_for_staff(code, locked=request.method == "POST")
    if found is None:
        require(Action.SEE_GUESTS)
        abort(404)
    return found
