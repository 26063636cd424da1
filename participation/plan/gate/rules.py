"""Decisions about the gate on plain values: which phase closes next, and from when on planners are reminded."""

from collections.abc import Iterable
from datetime import date

REMINDED_DAYS = 28
"""So many days before a phase closes, open contributions become a task."""


def next_end(ends: Iterable[date], today: date) -> date | None:
    """Return the day on which the next phase closes.

    >>> next_end([date(2026, 9, 30), date(2027, 3, 31), date(2027, 1, 31)], date(2026, 11, 23))
    datetime.date(2027, 1, 31)
    >>> next_end([date(2026, 9, 30)], date(2026, 11, 23)) is None
    True
    """
    return min((one for one in ends if one >= today), default=None)


SHORTEST_REASON = 10


def needs_reason(open_voices: int, left_open: str) -> bool:
    """Return whether it has to be said why a phase closes though voices have no outcome.

    >>> needs_reason(0, ""), needs_reason(3, "ja"), needs_reason(3, "Sie werden im Mai beantwortet.")
    (False, True, False)
    """
    return open_voices > 0 and len(left_open.strip()) < SHORTEST_REASON


def is_pressing(end: date | None, today: date) -> bool:
    """Return whether the phase closes so soon that planners are reminded.

    >>> is_pressing(date(2026, 12, 21), date(2026, 11, 23)), is_pressing(date(2026, 12, 22), date(2026, 11, 23))
    (True, False)
    """
    return end is not None and (end - today).days <= REMINDED_DAYS
