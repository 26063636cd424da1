"""What events add to the house."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext, lazy_gettext

from participation.access.actions import Action
from participation.core.feature import Card, Feature, NavigationItem
from participation.events import demo, finding, names
from participation.events.seats import personal
from participation.events.views import citizens, desk, door, evening, guests, places, points, tables
from participation.events.views.blueprint import bp
from participation.process.models import Process

PAGES = (citizens, places, desk, guests, tables, door, points, evening)
"""The modules whose pages stand on the blueprint."""


def cards(process: Process) -> Iterator[Card]:
    """Invite people to the next event."""
    for event in finding.coming(process, most=1):
        yield Card(
            33,
            int((event.ends_at - event.begins_at).total_seconds() // 60),
            gettext("Come along: %(title)s", title=event.title),
            f"{names.when(event)}. {event.place}".removesuffix(". "),
            url_for("events.event", code=event.code.lower()),
        )


FEATURE = Feature(
    name="events",
    blueprints=(bp,),
    navigation=(
        NavigationItem("events.events", lazy_gettext("Events"), 27),
        NavigationItem("events.desk", lazy_gettext("Events"), 47, "desk", Action.EDIT_EVENTS),
    ),
    open_formats=cards,
    personal_data=personal.PERSONAL_DATA,
    retention=personal.RETENTION,
    demo=demo.load,
    erase_demo=demo.erase,
)
