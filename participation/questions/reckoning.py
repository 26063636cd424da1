"""Sums, days and choices of numbers; the browser's twin is web/browser/conditions.js. What is missing is ""."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias

Value: TypeAlias = str | int | float

LARGEST_EXACT = 2**53
MOST_DIGITS = 6
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def tidy(number: float) -> Value:
    """Return a number without a needless fraction; the empty text where it is none.

    >>> tidy(4.0), tidy(0.5), tidy(float("inf"))
    (4, 0.5, '')
    """
    if not math.isfinite(number):
        return ""
    return int(number) if number.is_integer() and abs(number) < LARGEST_EXACT else number


def divided(first: float, second: float) -> Value:
    """Return the quotient; nothing where the divisor is zero."""
    return tidy(first / second) if second else ""


def rounded(number: float, digits: float = 0) -> Value:
    """Return the number with so many digits behind the comma; halves go up.

    >>> rounded(2.5), rounded(1.25, 1), rounded(-2.5)
    (3, 1.3, -2)
    """
    if digits not in range(MOST_DIGITS + 1):
        return ""
    factor = 10.0**digits
    moved = number * factor
    return tidy(math.floor(moved + 0.5) / factor) if math.isfinite(moved) else ""


def total(numbers: Sequence[float]) -> Value:
    """Return the sum of those that are there; added one after the other, as the browser does."""
    found = 0.0
    for number in numbers:
        found += number
    return tidy(found) if numbers else ""


def day(value: Value) -> date | None:
    """Return the day that is written like 2027-02-21."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        return None


def days_between(first: Value, second: Value) -> Value:
    """Return how many days the second lies behind the first.

    >>> days_between("2027-02-27", "2027-03-01"), days_between("soon", "2027-03-01")
    (2, '')
    """
    start, end = day(first), day(second)
    return (end - start).days if start and end else ""


def years_between(first: Value, second: Value) -> Value:
    """Return how many full years have gone by from the first to the second: how old somebody is.

    >>> years_between("2008-03-02", "2027-03-01"), years_between("2008-03-01", "2027-03-01")
    (18, 19)
    """
    start, end = day(first), day(second)
    if not start or not end:
        return ""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def add_days(first: Value, count: Value) -> Value:
    """Return the day that lies so many days behind the first.

    >>> add_days("2027-02-27", 2), add_days("2027-02-27", 10**9)
    ('2027-03-01', '')
    """
    start = day(first)
    try:
        return (start + timedelta(math.floor(float(count)))).isoformat() if start else ""
    except (OverflowError, ValueError):
        return ""


OF_NUMBERS: Mapping[str, Callable[..., Value]] = {
    "+": lambda first, second: tidy(first + second),
    "-": lambda first, second: tidy(first - second),
    "*": lambda first, second: tidy(first * second),
    "/": divided,
    "round": rounded,
}
OF_MANY: Mapping[str, Callable[[Sequence[float]], Value]] = {
    "sum": total,
    "min": lambda numbers: tidy(min(numbers)) if numbers else "",
    "max": lambda numbers: tidy(max(numbers)) if numbers else "",
}
OF_DAYS: Mapping[str, Callable[..., Value]] = {
    "days_between": days_between,
    "years_between": years_between,
    "add_days": add_days,
}
