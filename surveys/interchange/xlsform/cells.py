"""Where in an XLSForm its converter found a mistake: survey!A7."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)' sheet|sheet: '(\w+)'")
COLUMN = re.compile(r"the '([^']+)' value")
QUOTED = re.compile(r"[:'\"“`]\s*([^\s'\"”`][^'\"”`]*)")
BRACKETS = re.compile(r"\[([^\[\]]+)\]")
SPACES = "Choice names with spaces"
PARAMETERS = ("max-pixels", "quality", "randomize", "seed", "track-changes", "identify-user", "location-")
DUPLICATE = re.compile(r"Duplicate column header: (.+)")


def cell_of(reason: str, sheets: Any) -> str:
    """Return where the converter found its mistake, as far as that can be told: survey!A7."""
    if sheets is None:
        return ""
    named = SHEET.search(reason)
    sheet = (named[1] or named[2]) if named else "choices" if SPACES in reason else "survey"
    rows: Sequence[Mapping[str, Any]] = getattr(sheets, sheet, None) or []
    names = head(sheets, sheet)
    row, column = ROW.search(reason), COLUMN.search(reason)
    if row:
        number = int(row[1])
        name = column[1] if column else _named(reason, rows[number - 2] if 2 <= number < len(rows) + 2 else {})
        return f"{sheet}!{_letter(names, name)}{number}"
    return _searched(reason, sheet, rows, names)


def _named(reason: str, row: Mapping[str, Any]) -> str:
    """Return the column that the reason misses, or whose value it names; the type, when there is none."""
    missed = (name for name in ("name", "label", "type") if f"no {name}" in reason.lower() and name not in row)
    said = (name for name, value in row.items() if isinstance(value, str) and value and value in reason)
    return next(chain(missed, said), "type")


def _searched(reason: str, sheet: str, rows: Sequence[Mapping[str, Any]], head: Sequence[str]) -> str:
    """Return the cell that holds what the reason quotes, or the one thing of which it does not say more."""
    quoted = [found.strip() for found in (BRACKETS.findall(reason)[:1] if SPACES in reason else QUOTED.findall(reason))]
    given = [f"{word}=" for word in PARAMETERS if word in reason]
    named = next((name for name in quoted if name in head and "header" in reason), None)
    if named:
        return f"{sheet}!{_letter(head, named)}1"
    wanted = "include" if "included" in reason else "select" if "choices sheet" in reason else None
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            words = str(value)
            if (
                words in quoted
                or any(one in words.replace(" ", "") for one in given)
                or (wanted and name in {"type", "command"} and words.startswith(wanted))
            ):
                return f"{sheet}!{_letter(head, name)}{number}"
    return f"{sheet}!A1" if rows or head else ""


def _letter(head: Sequence[str], name: str) -> str:
    names = [one.lower() for one in head]
    place = names.index(name.lower()) if name.lower() in names else 0
    return _column(place)


def _column(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def head(sheets: Any, sheet: str) -> list[str]:
    """Return the columns of a sheet."""
    return [str(name) for one in (getattr(sheets, f"{sheet}_header", None) or []) for name in one]


def header_cell(reason: str, content: bytes) -> str:
    """Return where a column stands for the second time: the converter does not say in which sheet."""
    found = DUPLICATE.search(reason)
    for sheet, names in _first_rows(content) if found else ():
        places = [place for place, name in enumerate(names) if found and name == found[1]]
        if len(places) > 1:
            return f"{sheet}!{_column(places[1])}1"
    return ""


def _first_rows(content: bytes) -> Iterator[tuple[str, list[str]]]:
    """Yield the first row of each sheet that may be one of a form."""
    import openpyxl
    from pyxform import xls2json_backends

    if content.startswith(b"PK"):
        for sheet in openpyxl.load_workbook(io.BytesIO(content), read_only=True):
            row = next(sheet.iter_rows(max_row=1, values_only=True), ())
            yield sheet.title.lower(), [str(value) for value in row]
    else:
        for old in xls2json_backends.xlrd_open(file_contents=content).sheets():
            yield old.name.lower(), [str(value) for value in (old.row_values(0) if old.nrows else ())]
