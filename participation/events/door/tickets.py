"""Tickets: a short code that opens the door and nothing else; whoever reads it cannot change or cancel the place.

It is made of the reservation's number and six signs that only the holder of the server's secret can make.
"""

import hashlib

from flask import current_app, url_for

from participation.core import codes
from participation.events.models import Event
from participation.web import languages

SIGNS = 6
LONGEST_NUMBER = 9


def ticket_of(number: int, key: str) -> str:
    """Return the code of the reservation with this number and key: 17-R4VN8K."""
    return f"{number}-{codes.derive(current_app.extensions['settings'].secret_key, 'place ticket', key, SIGNS)}"


def address_of(event: Event, ticket: str) -> str:
    """Return what stands in the picture of a ticket: the door's page, with this ticket looked up."""
    return languages.full_address(url_for("events.door", code=event.code.lower(), q=ticket))


def hash_of(ticket: str) -> str:
    """Return by what a phone without network knows a ticket."""
    return hashlib.sha256(codes.typed(ticket).encode()).hexdigest()[:16]


def within(typed: str) -> str:
    """Return the code in what was typed or scanned, which may be the whole address."""
    return codes.typed(typed.rpartition("q=")[2])


def number_in(typed: str) -> int:
    """Return the number of the reservation in a ticket; nought where it is none."""
    number = within(typed)[:-SIGNS]
    return int(number) if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER else 0


def looks_like_one(typed: str) -> bool:
    """Whether this is a code rather than a name: signs and figures mixed, or an address."""
    return "q=" in typed or (" " not in typed.strip() and any(one.isdigit() for one in typed) and len(typed) > SIGNS)
