"""Reads lists of addresses as offices have them: any separator, quotes or none, umlauts of any age.

Nothing here stores anything. What cannot be used is named line by line, so that somebody can mend it first.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext

from participation.core.feature import Lazy

SEPARATORS = ";\t,|"
MOST_LINES = 6
LONGEST_LINE = 50
MOST_ADDRESSES = 5000
POSTCODE = re.compile(r"\b\d{5}\b")
ENCODINGS = (("utf-8-sig", b""), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))

COLUMNS: Mapping[str, frozenset[str]] = {
    "salutation": frozenset({"anrede", "salutation"}),
    "title": frozenset({"titel", "title"}),
    "first": frozenset({"vorname", "rufname", "firstname", "givenname"}),
    "last": frozenset({"nachname", "familienname", "zuname", "lastname", "surname"}),
    "name": frozenset({"name", "empfänger", "haushalt", "recipient", "firma"}),
    "more": frozenset({"zusatz", "adresszusatz", "namenszusatz", "co", "ortsteil"}),
    "street": frozenset({"straße", "strasse", "str", "anschrift", "street", "straßehausnummer"}),
    "house": frozenset({"hausnummer", "hausnr", "hnr", "nr", "number"}),
    "house_more": frozenset({"hausnummernzusatz", "hnrzusatz", "hausnrzusatz"}),
    "postcode": frozenset({"plz", "postleitzahl", "zip", "postcode"}),
    "town": frozenset({"ort", "wohnort", "stadt", "town", "city"}),
    "whole": frozenset({"plzort", "plzundort", "adresse", "address"}),
}
LINES = (
    ("salutation",),
    ("title", "first", "last", "name"),
    ("more",),
    ("street", "house", "house_more"),
    ("postcode", "town"),
    ("whole",),
)
"""Which columns stand on one line of an address, in order."""

TOO_SHORT = lazy_gettext("Name and address are needed: at least two lines.")
NO_POSTCODE = lazy_gettext("There is no postcode of five figures.")
TOO_MANY_LINES = lazy_gettext("The address has more than six lines; the window of the envelope has no room for them.")
TOO_LONG = lazy_gettext("A line is longer than 50 characters; it does not fit into the window of the envelope.")
TWICE = lazy_gettext("The same name and address stand in this list before.")
KNOWN = lazy_gettext("This name and address have a code already.")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of a list that makes no letter: where it stands, what it says, and why."""

    number: int
    words: str
    why: Lazy


@dataclass(frozen=True, slots=True)
class Addresses:
    """What was read of a list: addresses as they stand on letters, and the lines that make none."""

    good: tuple[str, ...]
    faults: tuple[Fault, ...]


def decoded(content: bytes) -> str:
    """Return the text of a file, in whatever way it writes umlauts; old files of offices are in Windows' own."""
    for encoding, mark in ENCODINGS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    return content.decode("cp1252", errors="replace")


def read(text: str, known: Collection[str] = ()) -> Addresses:
    """Return the addresses in a list, one person a line, and what cannot be used.

    Args:
        known: addresses that have a code already.
    """
    rows = list(_rows(text))
    columns = _columns(rows[0][1]) if rows else None
    good: dict[str, None] = {}
    faults = []
    for number, cells in rows[1:] if columns else rows:
        lines = _lines(cells, columns) if columns else _joined(cells)
        address = "\n".join(lines)
        why = _complaint(lines) or (TWICE if address in good else KNOWN if address in known else None)
        if why is None and len(good) < MOST_ADDRESSES:
            good[address] = None
        elif why is not None:
            faults.append(Fault(number, " | ".join(cells)[:120], why))
    return Addresses(tuple(good), tuple(faults))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that say something, with the number under which an editor shows them."""
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        cells = [" ".join(cell.split()) for cell in cells]
        if any(cells):
            yield reader.line_num, cells


def _separator(text: str) -> str:
    """Return what parts the cells: the sign that stands most alike in the first lines, outside of quotes."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:30] if line.strip()]
    return max(SEPARATORS, key=lambda sign: (min((line.count(sign) for line in lines), default=0), _total(lines, sign)))


def _total(lines: Sequence[str], sign: str) -> int:
    return sum(line.count(sign) for line in lines)


def _columns(cells: Sequence[str]) -> list[str | None] | None:
    """Return what the cells of a first line name, where it is a heading; None where it is an address itself."""
    named = [_column(cell) for cell in cells]
    return named if sum(name is not None for name in named) >= 2 and not any(map(POSTCODE.search, cells)) else None


def _column(cell: str) -> str | None:
    word = "".join(sign for sign in cell.lower() if sign.isalpha())
    return next((name for name, words in COLUMNS.items() if word in words), None)


def _lines(cells: Sequence[str], columns: Sequence[str | None]) -> list[str]:
    found: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell:
            found[name] = f"{found[name]} {cell}" if name in found else cell
    lines = [" ".join(found[name] for name in names if name in found) for names in LINES]
    return [line for line in lines if line]


def _joined(cells: Sequence[str]) -> list[str]:
    """Return the cells as lines; a postcode in a cell of its own joins the town that follows."""
    lines: list[str] = []
    for cell in filter(None, cells):
        if lines and POSTCODE.fullmatch(lines[-1]):
            lines[-1] += f" {cell}"
        else:
            lines.append(cell)
    return lines


def _complaint(lines: Sequence[str]) -> Lazy | None:
    if len(lines) < 2:
        return TOO_SHORT
    if not any(map(POSTCODE.search, lines[1:])):
        return NO_POSTCODE
    if len(lines) > MOST_LINES:
        return TOO_MANY_LINES
    return TOO_LONG if any(len(line) > LONGEST_LINE for line in lines) else None
