"""What the desk decides on plain values: how urgent something is, and how marked places are shown in a text.

The marks come from participation.moderation.detectors. They never decide, and a harsh tone is not one of them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from participation.moderation.detectors import ALARMING, Mark, MarkKind, marks


class Risk(StrEnum):
    """How soon something must be read (Dringlichkeit); the order is the order of the queue."""

    DANGER = "danger"
    OVERDUE = "overdue"
    MARKED = "marked"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, with the kind of its mark if it is marked."""

    text: str
    kind: MarkKind | None = None


def paragraphs(text: str, found: Iterable[Mark] | None = None) -> list[list[Piece]]:
    """Cut a text into paragraphs, and these into marked and unmarked pieces; looks for marks where none are given."""
    places = sorted(mark for mark in (marks(text) if found is None else found) if mark.end)
    shown, begin = [], 0
    for line in text.splitlines(keepends=True):
        end = begin + len(line)
        if line.strip():
            shown.append(_pieces(text, begin, begin + len(line.rstrip("\r\n")), places))
        begin = end
    return shown


def _pieces(text: str, begin: int, end: int, places: Iterable[Mark]) -> list[Piece]:
    pieces, at = [], begin
    for mark in places:
        start, stop = max(mark.start, at), min(mark.end, end)
        if start < stop:
            pieces += [Piece(text[at:start]), Piece(text[start:stop], mark.kind)]
            at = stop
    return [piece for piece in [*pieces, Piece(text[at:end])] if piece.text]


def risk(due: date, today: date, marked: Collection[MarkKind]) -> Risk:
    """Judge one waiting item: threats come first, then what is late, then what has marks that touch a rule."""
    if MarkKind.THREAT in marked:
        return Risk.DANGER
    if due < today:
        return Risk.OVERDUE
    return Risk.MARKED if ALARMING.intersection(marked) else Risk.PLAIN


def order(found: Risk, arrived: datetime, number: int, *, is_alike: bool = False) -> tuple[int, bool, datetime, int]:
    """Return the key by which the queue is sorted: by risk, then by age.

    Args:
        is_alike: it is like what was rejected before; so it stands before what is plain otherwise.
    """
    return list(Risk).index(found), found is Risk.PLAIN and not is_alike, arrived, number
