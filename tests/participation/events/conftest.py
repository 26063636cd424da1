"""What the tests of events share."""

from datetime import timedelta
from typing import Any

from participation.core import clock
from participation.events import services
from participation.events.models import Event
from participation.events.rules import Audience, EventKind
from participation.events.services import Facts
from tests import factories


def event(**values: Any) -> Event:
    """Make a public event in a week with fifty places, unless told otherwise."""
    process = values.pop("process", None) or factories.process()
    begins = values.pop("begins_at", clock.at(clock.today() + timedelta(days=7), 18))
    facts = {
        "kind": EventKind.FORUM,
        "title": "Dorfgespräch",
        "audience": Audience.PUBLIC,
        "place": "Feuerwehrhaus",
        "capacity": 50,
        "begins_at": begins,
        "ends_at": begins + timedelta(hours=2),
        **values,
    }
    made: Event = factories.written(services.prepare, process, Facts(**facts))
    return made
