"""Decisions about events on plain values: kinds, who may see one, and when a place can be had."""

from datetime import datetime
from enum import StrEnum


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
