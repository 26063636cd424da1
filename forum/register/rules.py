"""Months and cells, on plain values."""

import re
from datetime import date
from statistics import median

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def first_day(month: str) -> date | None:
    """Return the first day of a month such as `2027-02`; None where it is none."""
    found = MONTH.fullmatch(month)
    return date(int(found[1]), int(found[2]), 1) if found else None


def next_month(day: date) -> date:
    """Return the first day of the month after this day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def name_of(day: date) -> str:
    """Return the month of this day, such as `2027-02`."""
    return f"{day:%Y-%m}"


def months(first: date, last: date) -> list[str]:
    """Return the months from that of the first to that of the last day, the latest first.

    >>> months(date(2026, 12, 31), date(2027, 2, 1))
    ['2027-02', '2027-01', '2026-12']
    """
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(name_of(day))
        day = next_month(day)
    return found[::-1]


def middle(hours: list[float]) -> int | None:
    """Return the median in whole hours; None where there is nothing to take it of."""
    return round(median(hours)) if hours else None


def cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
