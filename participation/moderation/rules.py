"""The house rules a text can break, what can be decided about it and when, and what a decision must say."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_REASON = 10
CLAIM_LASTS = timedelta(minutes=15)
OBJECTION_LASTS = timedelta(days=184)
"""How long a decision can be contested: six months at least (DSA, Article 20)."""
APPEAL_TAKES_DAYS = 10
"""Working days within which a second person decides on an objection."""
NOTICE_TAKES_DAYS = 1
"""Working days within which the moderators mean to have decided on a notice; danger to life is for the same day."""


class Visibility(StrEnum):
    """Who sees a contribution (Sichtbarkeit); everybody sees what is public, and nothing else.

    ASKED waits for its author; REJECTED never was public, HIDDEN was; MERGED leads to the one it is part of now;
    COVERED is public itself, but what it stands under is not. REMOVED is gone for good; only its number is left.
    """

    WAITING = "waiting"
    ASKED = "asked"
    PUBLIC = "public"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    MERGED = "merged"
    COVERED = "covered"
    REMOVED = "removed"


class Checks(StrEnum):
    """What is read before it becomes public (Prüfung); whatever has marks is read first in any case."""

    ALL = "all"
    FIRST_TIME = "first_time"
    MARKED = "marked"


def waits(checks: Checks, *, has_marks: bool, is_known: bool) -> bool:
    """Return whether something new waits for the moderators before it becomes public.

    Args:
        has_marks: the detectors found something, or a file came with it that no detector reads.
        is_known: an account wrote it of which something was published before; guests never are.
    """
    if has_marks or checks is Checks.ALL:
        return True
    return checks is Checks.FIRST_TIME and not is_known


def strictest(checks: Collection[Checks]) -> Checks:
    """Return the rule that holds where several phases are open at once; where none is, everything is read."""
    return min(checks, key=list(Checks).index, default=Checks.ALL)


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
    HIDE = "hide"
    RESTORE = "restore"
    ASK_BACK = "ask_back"
    FORWARD = "forward"
    EDIT = "edit"
    MERGE = "merge"
    KEEP = "keep"
    CONFIRM = "confirm"
    REMOVE = "remove"
    STRIP = "strip"
    BLOCK = "block"
    UNBLOCK = "unblock"
    REVERSE = "reverse"


class FoundBy(StrEnum):
    """How something came to the moderators' attention (Anlass)."""

    REVIEW = "review"
    NOTICE = "notice"
    MACHINE = "machine"


class Remedy(StrEnum):
    """What an author can do against a decision (Rechtsbehelf)."""

    OBJECTION = "objection"


class Blocking(StrEnum):
    """How long somebody writes nothing (Dauer einer Sperre)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return {Blocking.DAY: 1, Blocking.WEEK: 7, Blocking.MONTH: 30, Blocking.QUARTER: 90}[self]


KEEPS_BACK = frozenset({Verdict.REJECT, Verdict.HIDE, Verdict.REMOVE})
"""What takes a whole text from the public."""

RESTRICTIONS = KEEPS_BACK | {Verdict.STRIP, Verdict.BLOCK}
"""What takes something from somebody: a text, a file, writing itself. Each needs rule, facts, the part of the machine,
and a remedy."""

CONTESTABLE = RESTRICTIONS | {Verdict.EDIT}
"""What an author can object to."""

ANSWERS_NOTICES = KEEPS_BACK | {Verdict.EDIT, Verdict.STRIP, Verdict.KEEP}
"""What answers every open notice about its subject."""

OPEN = frozenset({Visibility.WAITING, Visibility.ASKED})
"""What still waits for a decision."""

KEPT_BACK = frozenset({Visibility.REJECTED, Visibility.HIDDEN})
"""What is not public because somebody decided so, and can become so again."""

NOT_SHOWN = KEPT_BACK | {Visibility.REMOVED}
"""What is not public because somebody decided so; its author reads why."""

STANDING = frozenset(Visibility) - {Visibility.REMOVED}
"""What still says something."""

FROM: Mapping[Verdict, frozenset[Visibility]] = {
    Verdict.PUBLISH: OPEN,
    Verdict.REJECT: OPEN,
    Verdict.ASK_BACK: frozenset({Visibility.WAITING}),
    Verdict.HIDE: frozenset({Visibility.PUBLIC}),
    Verdict.RESTORE: KEPT_BACK,
    Verdict.FORWARD: OPEN | {Visibility.PUBLIC} | KEPT_BACK,
    Verdict.EDIT: OPEN | {Visibility.PUBLIC},
    Verdict.MERGE: OPEN | {Visibility.PUBLIC},
    Verdict.KEEP: frozenset(Visibility),
    Verdict.CONFIRM: frozenset({Visibility.PUBLIC}),
    Verdict.REMOVE: STANDING - {Visibility.MERGED, Visibility.COVERED},
    Verdict.STRIP: STANDING,
    Verdict.BLOCK: frozenset(Visibility),
    Verdict.UNBLOCK: frozenset(Visibility),
    Verdict.REVERSE: frozenset(Visibility),
}
"""In which state something can be decided on like this."""

LEADS_TO: Mapping[Verdict, Visibility] = {
    Verdict.PUBLISH: Visibility.PUBLIC,
    Verdict.REJECT: Visibility.REJECTED,
    Verdict.ASK_BACK: Visibility.ASKED,
    Verdict.HIDE: Visibility.HIDDEN,
    Verdict.RESTORE: Visibility.PUBLIC,
    Verdict.MERGE: Visibility.MERGED,
    Verdict.REMOVE: Visibility.REMOVED,
}
"""What a decision makes of it; other decisions leave it where it is."""


TAKEN_BACK_WITHIN = timedelta(minutes=10)


def can_be_taken_back(verdict: Verdict, decided_at: datetime, now: datetime, *, is_own: bool, reactions: int) -> bool:
    """Return whether a publication can be undone: by whoever made it, at once, and before anybody reacted to it."""
    return verdict is Verdict.PUBLISH and is_own and not reactions and now - decided_at <= TAKEN_BACK_WITHIN


def lacks_reason(verdict: Verdict, broken: Collection[HouseRule], facts: str) -> bool:
    """Return whether a restriction names no rule or no facts; nothing else needs them."""
    return verdict in RESTRICTIONS and (not broken or len(facts.strip()) < SHORTEST_REASON)


class AppealOutcome(StrEnum):
    """How an objection ended (Ausgang einer Beschwerde)."""

    UPHELD = "upheld"
    REVERSED = "reversed"


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


def can_object(decided_at: datetime, moment: datetime) -> bool:
    """Return whether an objection to a decision of then is still in time."""
    return moment < decided_at + OBJECTION_LASTS


def held_until(claimed_at: datetime) -> datetime:
    """Return the instant at which a claim ends by itself, so that nobody's break stops the queue."""
    return claimed_at + CLAIM_LASTS
