"""When reminders may be made, on plain values."""

from datetime import date, timedelta

SMALLEST_DIFFERENCE = 25
LONGEST_WAIT = timedelta(days=7)


def may_remind(last_made_on: date | None, day: date, used_since: int) -> bool:
    """Return whether a list of unused codes may be made again.

    Two lists say who has answered between them. So between them lie 25 people, or a week.

    >>> may_remind(None, date(2027, 1, 8), 3), may_remind(date(2027, 1, 7), date(2027, 1, 8), 3)
    (True, False)
    >>> may_remind(date(2027, 1, 7), date(2027, 1, 8), 25), may_remind(date(2027, 1, 1), date(2027, 1, 8), 0)
    (True, True)
    """
    return last_made_on is None or used_since >= SMALLEST_DIFFERENCE or day - last_made_on >= LONGEST_WAIT
