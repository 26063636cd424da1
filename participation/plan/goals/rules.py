"""Decisions about goals on plain values: what an alternative may cost, and what every choice needs."""

from enum import StrEnum

SHORTEST_REASON = 10


class CostClass(StrEnum):
    """How much an alternative costs, roughly (Kostenklasse)."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
