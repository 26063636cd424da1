"""Decisions about documents on plain values: which kinds there are, and in which files each comes."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is (Dokumentart)."""

    PLAN = "plan"
    COUNCIL = "council"
    SHEET = "sheet"
    FUNDING = "funding"


class FileFormat(StrEnum):
    """How a document is written (Dateiformat)."""

    PDF = "pdf"
    DOCX = "docx"


BOTH = (FileFormat.PDF, FileFormat.DOCX)
FORMATS: Mapping[DocumentKind, tuple[FileFormat, ...]] = {
    DocumentKind.PLAN: BOTH,
    DocumentKind.COUNCIL: (FileFormat.DOCX,),
    DocumentKind.SHEET: BOTH,
    DocumentKind.FUNDING: BOTH,
}
"""A council paper is written on, so it comes in the one format in which that is done."""
OF_MEASURES = frozenset({DocumentKind.SHEET, DocumentKind.FUNDING})


def next_number(given: Iterable[int]) -> int:
    """Return the number of the next version; none is given twice.

    >>> next_number([]), next_number([2, 1])
    (1, 3)
    """
    return max(given, default=0) + 1
