"""What a detector says: a place, and what it looks like."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from participation.moderation.rules import HouseRule


class Part(StrEnum):
    """Which part of a contribution a mark stands in (Teil des Beitrags)."""

    TITLE = "title"
    TEXT = "text"
    NAME = "name"
    PLACE = "place"
    FILE = "file"


class MarkKind(StrEnum):
    """What a marked place looks like (Art der Markierung); the order numbers the reasons."""

    THREAT = "threat"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    MAIL = "mail"
    IBAN = "iban"
    PLATE = "plate"
    INSULT = "insult"
    ADVERTISING = "advertising"
    LINK = "link"
    FLOOD = "flood"
    TWIN = "twin"
    LANGUAGE = "language"
    DEFECT = "defect"


RULE_OF: dict[MarkKind, HouseRule] = {
    MarkKind.THREAT: HouseRule.LAWFUL,
    MarkKind.PERSON: HouseRule.PRIVACY,
    MarkKind.ADDRESS: HouseRule.PRIVACY,
    MarkKind.PHONE: HouseRule.PRIVACY,
    MarkKind.MAIL: HouseRule.PRIVACY,
    MarkKind.IBAN: HouseRule.PRIVACY,
    MarkKind.PLATE: HouseRule.PRIVACY,
    MarkKind.INSULT: HouseRule.RESPECT,
    MarkKind.ADVERTISING: HouseRule.NO_ADVERTISING,
    MarkKind.LINK: HouseRule.NO_ADVERTISING,
    MarkKind.FLOOD: HouseRule.NO_ADVERTISING,
}
"""The house rule that a place may touch. The other kinds only help with the work and touch none."""

ALARMING = frozenset(RULE_OF)
"""The kinds for which something is read before what has none, and never published unread."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place that deserves a second look (Markierung).

    Attributes:
        start: where it begins in its part; start and end are 0 for what is said of the whole.
        word: what the finding rests on: the word of a list, a language, a number; never data about people.
    """

    start: int
    end: int
    kind: MarkKind
    part: Part = Part.TEXT
    word: str = ""


def alarm(found: Iterable[Mark]) -> int:
    """Return 0 where no mark touches a rule, 1 where one does, 2 where people are threatened."""
    present = {mark.kind for mark in found}
    return 2 if MarkKind.THREAT in present else int(bool(ALARMING & present))


def kinds(found: Iterable[Mark]) -> tuple[MarkKind, ...]:
    """Return the kinds among these marks, each once, in the order in which reasons are numbered."""
    present = {mark.kind for mark in found}
    return tuple(kind for kind in MarkKind if kind in present)
