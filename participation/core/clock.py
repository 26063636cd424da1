"""The one place that reads the clock: instants in UTC, days in the town's time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOWN_TIME = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day as the town's calendar shows it."""
    return now().astimezone(TOWN_TIME).date()


def local(moment: datetime) -> datetime:
    """Return the instant on the town's clock."""
    return moment.astimezone(TOWN_TIME)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """Return the instant at which the town's clock shows this day and time."""
    return datetime.combine(day, time(hour, minute), TOWN_TIME).astimezone(UTC)


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies `count` working days (Monday to Friday) after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
