"""Decisions about surveys on plain values: when they are open, how sealed answers are padded, how many are opened."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from math import ceil

from participation.core import cells
from participation.questions.brought import LONGEST_DATA
from participation.questions.types import LONGEST_LINE, Question, QuestionType

BOX_SIZE = 2048
SMALLEST_BATCH = 25
LARGEST_BATCH = 500
SMALLEST_CELL = cells.SMALLEST_CELL
ANSWERS_KEPT_DAYS = 3 * 365
LENGTH_BUDGET = 25
"""How many points of length people bear, about eight minutes; beyond that many stop on the way."""

BYTES_OF_A_LETTER = 4
BYTES_AROUND_A_VALUE = 64
BYTES_AROUND_AN_ANSWER = 192
LONGEST_CHOICE = 70
"""Bytes of one line's choice in a matrix, or of one amount."""


class Anonymity(StrEnum):
    """What an answer says of the person who gave it (Anonymität).

    Anonymous answers say nothing. Pseudonymous ones of one person can be joined, by the holder of the key file alone.
    Personal ones belong to an account.
    """

    ANONYMOUS = "anonymous"
    PSEUDONYMOUS = "pseudonymous"
    PERSONAL = "personal"


class Access(StrEnum):
    """Who may take part (Zugang): everybody, each browser once, each code of a list once, each account once."""

    OPEN = "open"
    BROWSER = "browser"
    CODES = "codes"
    ACCOUNTS = "accounts"


class SurveyStatus(StrEnum):
    """Whether a survey is still being written or can be found (Bearbeitungsstand)."""

    DRAFT = "draft"
    PUBLISHED = "published"


class SurveyState(StrEnum):
    """Where a survey stands; computed from its moments, never stored (Stand)."""

    TO_COME = "to_come"
    OPEN = "open"
    CLOSED = "closed"


class ReceiptState(StrEnum):
    """What became of an answer (Stand eines Belegs)."""

    ARRIVED = "arrived"
    COUNTED = "counted"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    DELETED = "deleted"


ACCESS_OF: Mapping[Anonymity, frozenset[Access]] = {
    Anonymity.ANONYMOUS: frozenset(Access),
    Anonymity.PSEUDONYMOUS: frozenset({Access.CODES, Access.ACCOUNTS}),
    Anonymity.PERSONAL: frozenset({Access.ACCOUNTS}),
}
"""Which ways in go with which mode: a pseudonym needs somebody whose it is, a personal answer an account."""


SITE = re.compile(r"https://[a-z0-9.-]+(:[0-9]{1,5})?")


def is_site(text: str) -> bool:
    """Return whether this names one site as a frame needs it: `https://www.example.org`, without a path."""
    return bool(SITE.fullmatch(text))


def state(opens_at: datetime, closes_at: datetime, now: datetime) -> SurveyState:
    """Return where a survey stands now; the moment at which it closes does not belong to it any more."""
    if now < opens_at:
        return SurveyState.TO_COME
    return SurveyState.OPEN if now < closes_at else SurveyState.CLOSED


def pages(questions: Sequence[Question]) -> list[tuple[Question, ...]]:
    """Return what stands on one page each, for browsers without scripts.

    Each section is a page with its questions; in a survey without sections each question has a page of its own.
    """
    if not any(question.type is QuestionType.SECTION for question in questions):
        return [(question,) for question in questions]
    found: list[list[Question]] = []
    for question in questions:
        if not found or question.type is QuestionType.SECTION:
            found.append([])
        found[-1].append(question)
    return [tuple(page) for page in found]


def box_size(questions: Iterable[Question]) -> int:
    """Return a size into which every answer to these questions fits.

    All boxes of a survey have it. Otherwise whoever wrote most would be known by the length of their box.
    """
    return BOX_SIZE * ceil((BYTES_AROUND_AN_ANSWER + 1 + sum(map(_largest, questions))) / BOX_SIZE)


def _largest(question: Question) -> int:
    """Return how many bytes of JSON an answer to it takes at most."""
    is_text = question.type in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT, QuestionType.IDEA}
    letters = question.longest if is_text else LONGEST_LINE
    choices = sum(len(option.key.encode()) + len('"",') for option in question.choices)
    if question.type is QuestionType.MATRIX:
        choices += sum(len(row.key) + LONGEST_CHOICE for row in question.rows)
    elif question.type is QuestionType.ALLOCATION:
        choices += LONGEST_CHOICE * len(question.options)
    elif question.type is QuestionType.FILE:
        choices += LONGEST_DATA
    return BYTES_AROUND_A_VALUE + len(question.key) + choices + letters * BYTES_OF_A_LETTER


def padded(content: bytes, size: int = BOX_SIZE) -> bytes:
    """Return the content filled up to whole boxes of this size, so that its length says nothing of what it is.

    >>> len(padded(b"short")), len(padded(bytes(3000)))
    (2048, 4096)
    """
    full = size * ceil((len(content) + 1) / size)
    return content + b"\x01" + bytes(full - len(content) - 1)


def unpadded(content: bytes) -> bytes:
    """Return what was padded."""
    return content[: content.rindex(b"\x01")]


def batch_size(sealed: int, *, is_closed: bool) -> int:
    """Return how many of so many sealed answers are opened at once: at least 25, or all that are left at closing.

    Very many are opened in several batches, of which none leaves fewer than 25 for the next.

    >>> batch_size(24, is_closed=False), batch_size(25, is_closed=False), batch_size(24, is_closed=True)
    (0, 25, 24)
    >>> batch_size(510, is_closed=True)
    485
    """
    if sealed < SMALLEST_BATCH and not is_closed:
        return 0
    if sealed <= LARGEST_BATCH:
        return sealed
    return min(LARGEST_BATCH, sealed - SMALLEST_BATCH)
