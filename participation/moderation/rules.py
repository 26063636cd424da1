"""The house rules a text can break, and what a decision must say."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_REASON = 10
CLAIM_LASTS = timedelta(minutes=15)
NOTICE_TAKES_DAYS = 1
"""Working days within which the moderators mean to have decided on a notice; danger to life is for the same day."""


class Visibility(StrEnum):
    """Who sees a contribution (Sichtbarkeit); COVERED is public itself, but what it stands under is not."""

    WAITING = "waiting"
    PUBLIC = "public"
    REJECTED = "rejected"
    COVERED = "covered"


class HouseRule(StrEnum):
    """A rule everybody agrees to by taking part (Spielregel); criticism breaks none of them."""

    RESPECT = "respect"
    PRIVACY = "privacy"
    ON_TOPIC = "on_topic"
    NO_ADVERTISING = "no_advertising"
    LAWFUL = "lawful"


class Verdict(StrEnum):
    """What a moderator decided (Entscheidung)."""

    PUBLISH = "publish"
    REJECT = "reject"
    KEEP = "keep"


def lacks_reason(verdict: Verdict, broken: Collection[HouseRule], facts: str) -> bool:
    """Return whether a restriction names no rule or no facts; publishing needs neither."""
    return verdict is Verdict.REJECT and (not broken or len(facts.strip()) < SHORTEST_REASON)


class NoticeGround(StrEnum):
    """Why somebody reports a contribution (Meldegrund); the order is that of the buttons."""

    RESPECT = "respect"
    PRIVACY = "privacy"
    NO_ADVERTISING = "no_advertising"
    ON_TOPIC = "on_topic"
    LAWFUL = "lawful"
    DANGER = "danger"
    OTHER = "other"

    @property
    def is_urgent(self) -> bool:
        """Whether somebody's life or health may depend on it (DSA, Article 18)."""
        return self is NoticeGround.DANGER


def held_until(claimed_at: datetime) -> datetime:
    """Return the instant at which a claim ends by itself, so that nobody's break stops the queue."""
    return claimed_at + CLAIM_LASTS
