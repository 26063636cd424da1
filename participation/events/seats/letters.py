"""Mails about places, each in the language of whoever gets it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from flask import current_app, has_request_context, render_template
from flask_babel import force_locale, gettext

from participation.core import codes, mail
from participation.events import names
from participation.events.door import tickets
from participation.events.rules import SeatState
from participation.events.seats.models import Registration
from participation.web import languages

KINDS: Mapping[SeatState, str] = {SeatState.BOOKED: "booked", SeatState.WAITING: "waiting"}


def kind_of(state: SeatState) -> str:
    """Return which mail somebody in this state gets."""
    return KINDS[state]


def write(found: Registration, kind: str, secret: str, reason: str = "") -> None:
    """Tell somebody who left a mail address what became of the places."""
    if not found.mail:
        return
    with _in_request(), force_locale(languages.locale_of(found.language)):
        subject, body = _subject(found, kind), _body(found, kind, secret, reason)
    mail.send(found.mail, subject, body)


def _in_request() -> AbstractContextManager[object]:
    """Return where templates find what they need, also when the worker or a command gives a place back."""
    return nullcontext() if has_request_context() else current_app.test_request_context()


def _body(found: Registration, kind: str, secret: str, reason: str) -> str:
    return render_template(
        "events/mail_place.txt",
        kind=kind,
        found=found,
        event=found.event,
        when=names.when(found.event),
        link=f"{languages.base_address(found.language)}/places/{codes.grouped(secret).lower()}",
        reason=reason,
        ticket=tickets.ticket_of(found.id, found.key),
    )


def _subject(found: Registration, kind: str) -> str:
    title = found.event.title
    if kind == "waiting":
        return str(gettext("You are on the waiting list: %(title)s", title=title))
    if kind == "cancelled":
        return str(gettext("Your place is free again: %(title)s", title=title))
    if kind == "called_off":
        return str(gettext("Cancelled: %(title)s", title=title))
    return str(gettext("Your place: %(title)s", title=title))
