"""Decisions about a process on plain values: where a phase stands, and which colour a printed code can have."""

from datetime import date
from typing import Literal

INK = "#1a1a2e"
DARK_ENOUGH = 4.5


def phase_state(starts_on: date, ends_on: date, today: date) -> Literal["done", "now", "next"]:
    """Say whether a phase is over, is on, or is to come."""
    if today > ends_on:
        return "done"
    return "now" if today >= starts_on else "next"


def ink(colour: str) -> str:
    """Return the colour in which to print a code: the given one where it is dark enough to be scanned.

    >>> ink("#b0264f"), ink("#ffdd00")
    ('#b0264f', '#1a1a2e')
    """
    return colour if _contrast_with_white(colour) >= DARK_ENOUGH else INK


def _contrast_with_white(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
