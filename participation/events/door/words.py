"""What the door says, in the language of whoever stands at it."""

from datetime import datetime

from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import can
from participation.core.clock import local
from participation.events import names
from participation.events.door.rules import Refusal
from participation.events.door.services import RefusedError


def clock_time(moment: datetime) -> str:
    """Return the hour on the town's clock: 18:42."""
    return f"{local(moment):%H:%M}"


def why(refused: RefusedError) -> str:
    """Return in a sentence why somebody is not let in, and what to do."""
    found, arrival = refused.found, refused.arrival
    name = found.name if found else ""
    if refused.reason is Refusal.HERE and arrival:
        return str(gettext("%(name)s is here already, since %(time)s.", name=name, time=clock_time(arrival.arrived_at)))
    if refused.reason is Refusal.WAITING:
        return str(
            gettext(
                "%(name)s is on the waiting list and has no place. Where places are free, let them move up under "
                "“Who comes” first.",
                name=name,
            )
        )
    if refused.reason is Refusal.CANCELLED:
        return str(gettext("This place was given back. Where there is room, let them in as people without a place."))
    if refused.reason is Refusal.OTHER_EVENT and found and can(Action.SEE_GUESTS, found.event):
        return str(
            gettext(
                "This ticket is for another event: %(title)s, %(when)s.",
                title=found.event.title,
                when=names.when(found.event),
            )
        )
    if refused.reason is Refusal.FULL:
        return str(gettext("So many places are not free. Write down why, and they can come in all the same."))
    return str(gettext("We know no such ticket here. Please look for the name."))
