"""The page behind the secret link of a reservation: change it, or give it back with a button."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import codes, once
from participation.core.database import db
from participation.events import names
from participation.events.door import tickets
from participation.events.rules import Attendance, SeatState
from participation.events.seats import services
from participation.events.seats.forms import GiveBackForm, PlaceForm
from participation.events.seats.models import Registration
from participation.events.seats.services import FullError
from participation.events.views.blueprint import bp
from participation.web.forms import UNSENT
from participation.web.qr import qr


@bp.route("/places/<string:secret>", methods=["GET", "POST"])
def place(secret: str) -> ResponseReturnValue:
    """Show a reservation to whoever holds its link, and let it be changed."""
    found = services.by_secret(secret) or abort(404)
    require(Action.RESERVE_PLACE, found.event)
    form = PlaceForm.about(found)
    if not form.validate_on_submit():
        return _page(found, secret, form), form.status
    try:
        if once.first_arrival(form.once_key):
            services.change(found, form.wish())
    except FullError:
        db.session.rollback()
        form.size.errors = [gettext("So many places are not free. What you had is still yours.")]
        form.renew()
        return _page(services.by_secret(secret) or abort(404), secret, form), 409
    db.session.commit()
    return redirect(url_for(".place", secret=secret), 303)


@bp.post("/places/<string:secret>/give-back")
def give_back(secret: str) -> ResponseReturnValue:
    """Give the places back; those who wait move up at once."""
    found = services.by_secret(secret) or abort(404)
    require(Action.RESERVE_PLACE, found.event)
    form = GiveBackForm()
    if not form.validate_on_submit():
        return _page(found, secret, PlaceForm(UNSENT), form), 422
    services.cancel(found)
    db.session.commit()
    return redirect(url_for(".place", secret=secret), 303)


def _ticket(found: Registration) -> str:
    """Return the code that opens the door, if somebody has a place where there is one."""
    event = found.event
    has_door = event.attendance is not Attendance.ONLINE and not event.is_over and not event.cancelled_at
    return tickets.ticket_of(found.id, found.key) if found.state is SeatState.BOOKED and has_door else ""


def _page(found: Registration, secret: str, form: PlaceForm, back_form: GiveBackForm | None = None) -> str:
    ticket = _ticket(found)
    return render_template(
        "events/place.html",
        found=found,
        event=found.event,
        form=form,
        back_form=back_form or GiveBackForm(UNSENT),
        position=services.position(found),
        code=codes.grouped(codes.typed(secret)),
        secret=secret,
        ticket=ticket,
        picture=qr(tickets.address_of(found.event, ticket)) if ticket else None,
        names=names,
    )
