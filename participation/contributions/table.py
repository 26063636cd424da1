"""Reads ideas collected elsewhere from a table of any columns; a bad row is named and the good ones are kept."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from itertools import islice
from types import MappingProxyType
from typing import Any

from participation.contributions.rules import title_from
from participation.contributions.services import Draft
from participation.core import clock
from participation.core.clock import now
from participation.core.vocabulary import Channel
from participation.web.forms import without_blanks

GUESSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "nr", "nummer", "number", "reference"),
        "title": ("title", "titel", "betreff", "subject", "überschrift"),
        "text": ("text", "body", "beschreibung", "description", "inhalt", "beitrag", "idee", "content"),
        "date": ("date", "datum", "created_at", "created", "erstellt", "eingang"),
        "district": ("district", "ortsteil", "stadtteil", "bezirk"),
        "field": ("field", "action_field", "handlungsfeld", "kategorie", "category"),
        "language": ("language", "lang", "sprache"),
        "author": ("author", "autor", "display_name", "name", "verfasst_von"),
    }
)
LONGEST_TEXT, LONGEST_TITLE, LONGEST_NAME = 20_000, 200, 100
DELIMITERS = ",;\t|"
LANGUAGE = re.compile(r"[a-z]{2,3}")
GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2}))?")


class UnreadableError(ValueError):
    """The file holds nothing that could be taken for a table of ideas."""


class BadRowError(ValueError):
    """One row cannot become an idea; the message says why."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that was left out."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: where it begins and what it holds by column."""

    line: int
    cells: Mapping[str, str]


def decoded(content: bytes, encoding: str | None) -> str:
    """Return the text of a file: in the encoding named, else in UTF-8, else as Windows writes it.

    Raises:
        UnreadableError: where the encoding named does not fit or is unknown.
    """
    try:
        return content.decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError) as error:
        if encoding:
            raise UnreadableError(f"The file is not written in {encoding}.") from error
        return content.decode("cp1252", errors="replace")


def guessed_delimiter(text: str) -> str:
    """Return the sign that stands most often in the first line."""
    head = text.split("\n", 1)[0]
    return max(DELIMITERS, key=head.count)


def columns(header: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """Return which column holds what: as named, else guessed from the headings.

    Raises:
        UnreadableError: where a named column is missing, or neither title nor text can be found.
    """
    known = {heading.strip().lower(): heading for heading in header}
    missing = [column for column in named.values() if column.strip().lower() not in known]
    if missing:
        raise UnreadableError(f"There is no column “{missing[0]}”; there are: {', '.join(known.values())}.")
    found = {what: known[column.strip().lower()] for what, column in named.items()}
    for what, guesses in GUESSES.items():
        guess = next((known[name] for name in guesses if name in known and known[name] not in found.values()), None)
        if guess is not None:
            found.setdefault(what, guess)
    if "title" not in found and "text" not in found:
        raise UnreadableError("No column holds titles or texts; name one with --map text=COLUMN.")
    return found


def rows(text: str, delimiter: str) -> tuple[list[str], Iterator[Row | Bad]]:
    """Return the headings and, one by one, the rows below; a row that is no row comes as bad.

    Raises:
        UnreadableError: where the file is empty.
    """
    csv.field_size_limit(10 * LONGEST_TEXT)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next(reader)
    except (StopIteration, csv.Error) as error:
        raise UnreadableError("The file is empty.") from error
    return header, _rows(reader, header)


def _rows(reader: Any, header: list[str]) -> Iterator[Row | Bad]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Bad(line, f"it cannot be read ({error})")
            continue
        if len(cells) > len(header):
            yield Bad(line, f"it has {len(cells)} columns, the first line has {len(header)}")
        elif any(cell.strip() for cell in cells):
            padded = cells + [""] * (len(header) - len(cells))
            yield Row(line, dict(zip(header, padded, strict=True)))


@dataclass
class DraftReader:
    """Makes drafts of rows; it remembers the numbers of a file, so that none stands for two texts unnoticed.

    Attributes:
        fields: ids of action fields by code and name, in small letters; so are districts.
        columns: which column holds what.
        source: where the ideas come from; part of every import key.
    """

    board_id: int
    fields: Mapping[str, int]
    districts: Mapping[str, int]
    columns: Mapping[str, str]
    source: str
    lines: dict[str, tuple[int, str]] = field(default_factory=dict)

    def draft(self, row: Row) -> Draft:
        """Return the draft of an idea.

        Raises:
            BadRowError: with the reason.
        """
        title, text = self._title_and_text(row)
        district = self._cell(row, "district")
        district_id = self.districts.get(district.lower())
        language = self._cell(row, "language").lower()
        return Draft(
            title=title,
            text=text,
            display_name=self._cell(row, "author")[:LONGEST_NAME],
            language=language if LANGUAGE.fullmatch(language) else "de",
            district_id=district_id,
            place="" if district_id else district[:LONGEST_NAME],
            action_field_id=self.fields.get(self._cell(row, "field").lower()),
            channel=Channel.IMPORT,
            created_at=_instant(self._cell(row, "date")),
            import_key=self._key(row, title, text),
        )

    def _cell(self, row: Row, what: str) -> str:
        """Return what a cell says as plain text, without signs no keyboard makes; formulas and tags stay text."""
        column = self.columns.get(what)
        return without_blanks(row.cells[column]) or "" if column else ""

    def _title_and_text(self, row: Row) -> tuple[str, str]:
        title, text = self._cell(row, "title"), self._cell(row, "text")
        if not title and not text:
            raise BadRowError("title and text are both empty")
        if len(title) + len(text) > LONGEST_TEXT:
            raise BadRowError(f"the text has {len(title) + len(text)} signs, at most {LONGEST_TEXT} are possible")
        if len(title) > LONGEST_TITLE:
            title, text = title_from(title), f"{title}\n\n{text}".strip()
        return title, text

    def _key(self, row: Row, title: str, text: str) -> str:
        content = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()
        name = self._cell(row, "id") or content[:32]
        line, before = self.lines.setdefault(name, (row.line, content))
        if before != content:
            raise BadRowError(f"the number {name} belongs to another text in line {line}")
        return f"{self.source}:{name}"


def _instant(cell: str) -> datetime | None:
    """Return when an idea was written; None where the cell is empty.

    Raises:
        BadRowError: where the cell is no day, or one that is still to come.
    """
    if not cell:
        return None
    moment = _german(cell) or _iso(cell)
    if moment is None:
        raise BadRowError(f"“{cell[:40]}” is no day such as 2027-01-31 or 31.01.2027")
    if moment > now():
        raise BadRowError(f"the day {cell[:40]} is still to come")
    return moment


def _german(cell: str) -> datetime | None:
    found = GERMAN_DAY.fullmatch(cell)
    if not found:
        return None
    day, month, year, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return clock.at(date(year, month, day), hour if found[4] else 12, minute)
    except ValueError:
        return None


def _iso(cell: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return None
    if len(cell) <= len("2027-01-31"):
        return clock.at(moment.date())
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.TOWN_TIME)


def batches(items: Iterable[Draft], size: int) -> Iterator[list[Draft]]:
    """Yield the items in lists of at most this size."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
