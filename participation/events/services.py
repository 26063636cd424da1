"""Verbs of events: prepare one, change it, copy it."""

from dataclasses import dataclass, fields
from datetime import datetime

from participation.core import capacity, codes
from participation.core.database import db
from participation.events.models import Event
from participation.events.rules import Attendance, Audience, EventKind
from participation.process.models import Process

INVITATION_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """What an event says about itself."""

    kind: EventKind
    title: str
    begins_at: datetime
    ends_at: datetime
    attendance: Attendance = Attendance.ON_SITE
    audience: Audience = Audience.DRAFT
    text: str = ""
    agenda: str = ""
    place: str = ""
    without_car: str = ""
    access: str = ""
    access_facts: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    online_link: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None


class FullerError(Exception):
    """More places are reserved already than there would be."""


def prepare(process: Process, facts: Facts) -> Event:
    """Write a new event down, and offer its places."""
    event = Event(process_id=process.id, code=codes.random_code(), invitation=codes.random_code(INVITATION_LENGTH))
    _write(event, facts)
    db.session.add(event)
    db.session.flush()
    _offer(event)
    return event


def edit(event: Event, facts: Facts) -> None:
    """Change what an event says.

    Raises:
        FullerError: where more places are taken than would be left.
    """
    _write(event, facts)
    db.session.flush()
    _offer(event)


def _write(event: Event, facts: Facts) -> None:
    for field in fields(facts):
        value = getattr(facts, field.name)
        setattr(event, field.name, list(value) if isinstance(value, tuple) else value)


def _offer(event: Event) -> None:
    if event.capacity is None:
        return
    capacity.open_places(event.places, event.capacity)
    if not capacity.change_capacity(event.places, event.capacity):
        raise FullerError
