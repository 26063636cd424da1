"""Decisions of the analysis on plain values: how sure the machine is, in three steps."""

VERY_STABLE, STABLE = 0.8, 0.55
VERY_SURE, SURE = 0.6, 0.35


def level(value: float, high: float, middle: float) -> int:
    """Return 2 where a value is high, 1 where it is middling, else 0.

    >>> level(0.7, VERY_SURE, SURE), level(0.1, VERY_SURE, SURE)
    (2, 0)
    """
    return 2 if value >= high else 1 if value >= middle else 0
