"""Decisions about answers on plain values: how many say that a measure has helped, and when that is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FEWEST = 5
"""Below so many answers nothing is told of them: one could guess who said what."""


class Help(StrEnum):
    """What somebody says to the question whether a measure has helped (Wirkung aus Sicht der Gefragten)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Helped:
    """What the people say who were asked once."""

    asked_on: date
    asked: int
    counts: Mapping[Help, int]

    @property
    def answered(self) -> int:
        """How many have answered."""
        return sum(self.counts.values())

    @property
    def is_told(self) -> bool:
        """Whether enough have answered that nobody can be guessed."""
        return self.answered >= FEWEST

    @property
    def has_helped(self) -> bool | None:
        """Whether more than half say a plain yes; None while too few have answered."""
        return self.counts.get(Help.YES, 0) * 2 > self.answered if self.is_told else None
