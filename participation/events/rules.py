"""Decisions about events on plain values: kinds, who may see one, and when a place can be had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from analysis.core.text import fold

EVENING, MORNING = time(17), time(6)
"""What begins after the one may end before the other, on the next day."""


class EventKind(StrEnum):
    """What sort of meeting it is (Art der Veranstaltung)."""

    INFORMATION = "information"
    WORKSHOP = "workshop"
    FORUM = "forum"
    WALK = "walk"
    CONSULTATION = "consultation"


class Attendance(StrEnum):
    """Whether people come, dial in, or both (Teilnahmeform)."""

    ON_SITE = "on_site"
    ONLINE = "online"
    HYBRID = "hybrid"


class Audience(StrEnum):
    """Who knows of an event (Sichtbarkeit der Veranstaltung): nobody yet, everybody, or the invited."""

    DRAFT = "draft"
    PUBLIC = "public"
    PRIVATE = "private"


class AccessFact(StrEnum):
    """What makes it possible for more people to come (Zugangsangabe)."""

    STEP_FREE = "step_free"
    RAMP = "ramp"
    LIFT = "lift"
    INDUCTION_LOOP = "induction_loop"
    SIGN_LANGUAGE = "sign_language"
    CAPTIONS = "captions"
    CHILDCARE = "childcare"
    PUBLIC_TRANSPORT = "public_transport"


class Door(StrEnum):
    """Whether places can be reserved now (Stand der Anmeldung)."""

    NONE = "none"
    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


def door(
    *, capacity: int | None, opens_at: datetime | None, closes_at: datetime, is_cancelled: bool, now: datetime
) -> Door:
    """Judge whether places can be reserved; the first match wins."""
    if is_cancelled:
        return Door.CANCELLED
    if now >= closes_at:
        return Door.OVER
    if capacity is None:
        return Door.NONE
    return Door.EARLY if opens_at and now < opens_at else Door.OPEN


class SeatState(StrEnum):
    """Whether somebody has places (Stand eines Platzes)."""

    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Need(StrEnum):
    """What somebody may need so as to take part (Bedarf)."""

    RIDE_HOME = "ride_home"
    STEP_FREE = "step_free"
    CHILDCARE = "childcare"
    SIGN_LANGUAGE = "sign_language"
    EASY_LANGUAGE = "easy_language"
    OTHER = "other"


class MoveKind(StrEnum):
    """What happened to places (Art der Platzbewegung)."""

    BOOKED = "booked"
    QUEUED = "queued"
    MOVED_UP = "moved_up"
    PASSED_OVER = "passed_over"
    CHANGED = "changed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a look at the waiting list says about one group; `free` is how many places there were at its turn."""

    number: int
    size: int
    free: int

    @property
    def fits(self) -> bool:
        """Whether the whole group has room."""
        return self.size <= self.free


def turns(free: int, waiting: Sequence[tuple[int, int]]) -> Iterator[Turn]:
    """Go through the waiting list, given as (number, size) in the order of arrival, as long as places are free.

    A group comes as a whole or waits on. Whoever stands behind it and fits is let past, so that no place stays
    empty; the group keeps its place in the list.
    """
    for number, size in waiting:
        if free < 1:
            return
        turn = Turn(number, size, free)
        yield turn
        free -= size if turn.fits else 0


def is_called(name: str, typed: str) -> bool:
    """Whether every typed word begins a word of the name, whatever its case, dots and accents.

    >>> is_called("Zaunkönig, Grete", "gre zaunk"), is_called("Zaunkönig", "könig")
    (True, False)
    """
    words = _words(name)
    return all(any(word.startswith(part) for word in words) for part in _words(typed))


def _words(text: str) -> list[str]:
    return [fold(word) for word in text.replace(",", " ").replace("(", " ").split()]


def lasts_into_the_night(begins: time, ends: time) -> bool:
    """Return whether an event that ends at an earlier hour than it begins is an evening that ends on the next day.

    >>> lasts_into_the_night(time(20), time(0, 30)), lasts_into_the_night(time(18, 30), time(18))
    (True, False)
    >>> lasts_into_the_night(time(9), time(2)), lasts_into_the_night(time(18), time(20))
    (False, False)
    """
    return begins >= EVENING and ends <= MORNING
