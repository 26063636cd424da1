"""Decisions at the door on plain values."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from participation.events.rules import SeatState

LONGEST_AWAY = timedelta(hours=24)
"""So long a phone may have been without network and still say when somebody came."""


class Refusal(StrEnum):
    """Why somebody is not let in at once (Grund an der Tür)."""

    HERE = "here"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    OTHER_EVENT = "other_event"
    UNKNOWN = "unknown"
    FULL = "full"


def refusal(state: SeatState, *, is_of_this_event: bool, is_here: bool) -> Refusal | None:
    """Judge whether somebody with a reservation is let in; the first match wins."""
    if not is_of_this_event:
        return Refusal.OTHER_EVENT
    if is_here:
        return Refusal.HERE
    return {SeatState.WAITING: Refusal.WAITING, SeatState.CANCELLED: Refusal.CANCELLED}.get(state)


def came_at(claimed: object, now: datetime) -> datetime:
    """Return when a phone that was away says somebody came, in seconds; the present where that cannot be."""
    if not isinstance(claimed, int | float) or not 0 < claimed < 1e11:
        return now
    moment = datetime.fromtimestamp(claimed, UTC)
    return moment if now - LONGEST_AWAY <= moment <= now else now
