"""The clock of barrier reports, on plain values."""

from datetime import date, timedelta

TIME_TO_ANSWER = timedelta(weeks=6)
REMIND_BEFORE = timedelta(days=7)


def due_on(reported_on: date) -> date:
    """Return the day by which a report has its answer."""
    return reported_on + TIME_TO_ANSWER


def reminds_until(today: date) -> date:
    """Return the last due day of the reports that today needs a reminder for."""
    return today + REMIND_BEFORE
