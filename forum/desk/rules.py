"""What the desk decides on plain values: how urgent something is, and which places in a text deserve a second look.

The marks are suggestions. They never decide, and a harsh tone is not one of them: criticism breaks no rule.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from participation.moderation.rules import HouseRule


class Risk(StrEnum):
    """How soon something must be read (Dringlichkeit); the order is the order of the queue."""

    OVERDUE = "overdue"
    MARKED = "marked"
    PLAIN = "plain"


class MarkKind(StrEnum):
    """What a marked place looks like (Art der Markierung); the order numbers the reasons."""

    PERSON = "person"
    PHONE = "phone"
    MAIL = "mail"
    LINK = "link"


RULE_OF: dict[MarkKind, HouseRule] = {
    MarkKind.PERSON: HouseRule.PRIVACY,
    MarkKind.PHONE: HouseRule.PRIVACY,
    MarkKind.MAIL: HouseRule.PRIVACY,
    MarkKind.LINK: HouseRule.NO_ADVERTISING,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text that looks like data about a person, or like a link."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, with the kind of its mark if it is marked."""

    text: str
    kind: MarkKind | None = None


_TITLE = r"(?:(?:Dr|Prof|Ing)\.\s+)*"
_PATTERNS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (MarkKind.MAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")),
    (
        MarkKind.LINK,
        re.compile(
            r"https?://\S+[\w/]|\bwww\.\S+[\w/]|\b[\w-]{2,63}\.(?:de|com|org|net|info|eu|shop|online)\b(?:/\S*[\w/])?",
            re.IGNORECASE,
        ),
    ),
    (MarkKind.PHONE, re.compile(r"(?:\+|\b0)\d(?:[ \u00a0/()-]{0,2}\d){5,14}\b")),
    (MarkKind.PHONE, re.compile(r"\b(?:Tel\.?|Telefon|Handy|Mobil|Phone):?\s{0,3}\d(?:[ \u00a0/()-]{0,2}\d){3,14}\b")),
    (
        MarkKind.PERSON,
        re.compile(
            rf"\b(?:Herrn?|Hr\.|Frau|Fr\.|Mr\.?|Mrs\.?|Ms\.?)\s+{_TITLE}(?P<name>[A-ZÄÖÜ][\w-]+)(?:\s+[A-ZÄÖÜ][\w-]+)?"
        ),
    ),
)
_DAY = re.compile(r"\d{1,4}-\d{1,2}-\d{1,4}")
_OFFICES = re.compile(r"(?:meister|präsident|rat|rät|leiter|minister|vorsteher)(?:in)?$", re.IGNORECASE)


def marks(text: str) -> tuple[Mark, ...]:
    """Return the places that look like names, telephone numbers, mail addresses or links, from left to right.

    >>> [mark.kind.value for mark in marks("Herr Muster, Tel. 0123 456789, parkt im Weg.")]
    ['person', 'phone']
    >>> marks("Seit dem 12.03.2027 zahlt Frau Bürgermeisterin 1.200.000 Euro. Unfug!")
    ()
    """
    found: list[Mark] = []
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            mark = Mark(hit.start(), hit.end(), kind)
            if not _is_harmless(kind, hit) and not any(_overlap(mark, other) for other in found):
                found.append(mark)
    return tuple(sorted(found, key=lambda mark: mark.start))


def _is_harmless(kind: MarkKind, hit: re.Match[str]) -> bool:
    if kind is MarkKind.PHONE:
        return bool(_DAY.fullmatch(hit[0]))
    return kind is MarkKind.PERSON and bool(_OFFICES.search(hit["name"]))


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def kinds(found: Iterable[Mark]) -> tuple[MarkKind, ...]:
    """Return the kinds among these marks, each once, in the order in which reasons are numbered."""
    present = {mark.kind for mark in found}
    return tuple(kind for kind in MarkKind if kind in present)


def paragraphs(text: str) -> list[list[Piece]]:
    """Cut a text into paragraphs, and these into marked and unmarked pieces."""
    return [_pieces(line) for line in text.splitlines() if line.strip()]


def _pieces(line: str) -> list[Piece]:
    pieces, end = [], 0
    for mark in marks(line):
        pieces += [Piece(line[end : mark.start]), Piece(line[mark.start : mark.end], mark.kind)]
        end = mark.end
    return [piece for piece in [*pieces, Piece(line[end:])] if piece.text]


def risk(due: date, today: date, marked: Sequence[MarkKind]) -> Risk:
    """Judge one waiting item: what is late comes first, then what has marks."""
    if due < today:
        return Risk.OVERDUE
    return Risk.MARKED if marked else Risk.PLAIN


def order(found: Risk, arrived: datetime, number: int) -> tuple[int, datetime, int]:
    """Return the key by which the queue is sorted: by risk, then by age."""
    return list(Risk).index(found), arrived, number
