"""Queries of events, shaped for the pages that read them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select

from participation.access.guard import GUEST, see_all, visible
from participation.core import capacity, codes
from participation.core.clock import now
from participation.core.database import Texts, db
from participation.events.models import Event
from participation.events.rules import Audience
from participation.process.models import ActionField, Process

LONGEST_LIST = 200


def coming(process: Process, most: int = LONGEST_LIST) -> Sequence[Event]:
    """Return the public events that are not over, the next one first."""
    statement = _of(process).where(Event.ends_at > now()).order_by(Event.begins_at, Event.id).limit(most)
    return db.session.scalars(visible(statement, GUEST)).all()


def past(process: Process) -> Sequence[Event]:
    """Return the public events that are over, the latest first."""
    statement = _of(process).where(Event.ends_at <= now()).order_by(Event.begins_at.desc(), Event.id)
    return db.session.scalars(visible(statement, GUEST)).all()


def _of(process: Process) -> Select[Event]:
    return select(Event).where(Event.process_id == process.id).limit(LONGEST_LIST)


def event(code: str) -> Event | None:
    """Return the public event with this code; who prepares events sees the others at the desk."""
    return db.session.scalars(visible(select(Event).where(Event.code == codes.typed(code)), GUEST)).first()


def invited_to(invitation: str) -> Event | None:
    """Return the event to which this secret link invites, as long as it is no draft."""
    statement = select(Event).where(Event.invitation == codes.typed(invitation), Event.audience != Audience.DRAFT)
    return db.session.scalars(see_all(statement, "whoever has the secret link is invited")).first()


def for_staff(process: Process) -> Sequence[Event]:
    """Return all events, the latest first; for those who prepare them."""
    statement = _of(process).order_by(Event.begins_at.desc(), Event.id)
    return db.session.scalars(see_all(statement, "the staff prepares them")).all()


def one_for_staff(code: str, *, locked: bool = False) -> Event | None:
    """Return the event with this code, drafts and private ones among them; for those who prepare it."""
    statement = select(Event).where(Event.code == codes.typed(code))
    statement = statement.with_for_update(key_share=True) if locked else statement
    return db.session.scalars(see_all(statement, "the staff prepares it")).first()


def free_places(events: Sequence[Event]) -> Mapping[int, int]:
    """Return by the id of each event with places how many are free."""
    names = {one.places: one.id for one in events if one.capacity is not None}
    return {names[name]: left for name, left in capacity.free_of(names).items()} if names else {}


def field_names(process: Process) -> Mapping[str, Texts]:
    """Return the names of the action fields by their codes."""
    rows = select(ActionField.code, ActionField.name).where(ActionField.process_id == process.id)
    return {row[0]: row[1] for row in db.session.execute(rows)}
