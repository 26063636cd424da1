"""What places keep of people: exported, erased, and gone by itself, needs first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import func, or_, select

from participation.access.guard import see_all
from participation.accounts import services as accounts
from participation.core import clock
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.events.door import services as door
from participation.events.door.models import Arrival
from participation.events.models import Event
from participation.events.seats import services
from participation.events.seats.models import AccessNeed, Registration

NEEDS_DAYS, CONTACT_DAYS = 7, 30


def export(person_id: int) -> Mapping[str, object]:
    """Return the places reserved under the person's mail addresses."""
    return {
        "places": [
            {
                "event": found.event.title,
                "begins_at": found.event.begins_at,
                "name": found.name,
                "contact": found.contact,
                "size": found.size,
                "state": found.state.value,
                "came_at": door.came(found),
                "needs": [one.words or one.need.value for one in found.needs],
            }
            for found in _own(person_id)
        ]
    }


def erase(person_id: int, _keep_texts: bool) -> None:
    """Give the person's places back where the event is to come, and forget who it was."""
    for found in _own(person_id):
        if found.event.ends_at > clock.now():
            services.cancel(found, tell=False)
        services.forget(found)


def _own(person_id: int) -> Sequence[Registration]:
    person = accounts.person(person_id)
    addresses = accounts.addresses(person) if person else []
    statement = select(Registration).join(Event).where(func.lower(Registration.contact).in_(addresses))
    return db.session.scalars(see_all(statement.order_by(Registration.id), "a person's own places")).all()


def forget_needs(day: date) -> int:
    """Delete what people needed at events that ended a week ago; return how many rows."""
    ids = select(Registration.id).join(Event).where(Event.ends_at < _days_before(day, NEEDS_DAYS))
    return services.erase_needs(db.session.scalars(see_all(ids, "retention reaches every event")).all())


def forget_contacts(day: date) -> int:
    """Forget the names and addresses of those who came to events that ended thirty days ago; return how many."""
    statement = select(Registration).join(Event).where(Event.ends_at < _days_before(day, CONTACT_DAYS))
    known = statement.where(or_(Registration.name != "", Registration.contact != ""))
    found = db.session.scalars(see_all(known, "retention reaches every event")).all()
    for one in found:
        services.forget(one)
    return len(found)


def forget_arrivals(day: date) -> int:
    """Forget who came without a place to events that ended thirty days ago, and when anybody came."""
    return door.forget_arrivals(_days_before(day, CONTACT_DAYS))


def _days_before(day: date, days: int) -> datetime:
    return clock.at(day - timedelta(days=days), 0)


PERSONAL_DATA = PersonalData(
    frozenset({Registration.__tablename__, AccessNeed.__tablename__, Arrival.__tablename__}), export, erase
)
RETENTION = (
    Retention(lazy_gettext("What people needed at events"), frozenset({"access_need"}), NEEDS_DAYS, forget_needs),
    Retention(
        lazy_gettext("Names and addresses of those who came to events"),
        frozenset({"registration"}),
        CONTACT_DAYS,
        forget_contacts,
    ),
    Retention(
        lazy_gettext("Names of those who came without a place, and when people came"),
        frozenset({"arrival"}),
        CONTACT_DAYS,
        forget_arrivals,
    ),
)
