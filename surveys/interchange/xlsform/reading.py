"""Reads an XLSForm by its reference converter, pyxform. What it takes is imported, the rest is refused by cell."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from flask_babel import lazy_gettext

from surveys.interchange.imported import RefusedFileError

ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
SHOWN_ROW = re.compile(r" \{'.*$")
SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)' sheet|sheet: '(\w+)'")
COLUMN = re.compile(r"the '([^']+)' value")
QUOTED = re.compile(r"[:'\"“`]\s*([^\s'\"”`][^'\"”`]*)")
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Form:
    """An XLSForm as its converter understands it: a tree of questions and groups, and choices from a further sheet."""

    tree: Mapping[str, Any]
    external: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


def read(content: bytes, suffix: str) -> Form:
    """Return the form.

    Raises:
        RefusedFileError: where the converter does not accept it; the sentence names cell and reason.
    """
    from pyxform.xls2json_backends import get_xlsform
    from pyxform.xls2xform import convert

    _silence()
    sheets: Any = None
    try:
        sheets = get_xlsform(content, file_type=suffix)
        found = convert(content, file_type=suffix, validate=False)
    except Exception as error:  # noqa: BLE001  # whatever a broken file brings about, it is refused
        raise _refusal(error, sheets) from None
    return Form(found._pyxform or {}, _external(found.itemsets))


def _silence() -> None:
    """Let the reader of .xls files keep to itself what it thinks of them: it would print it among our own words."""
    from pyxform import xls2json_backends

    xls2json_backends.xlrd_open = partial(xls2json_backends.xlrd_open, logfile=io.StringIO())


def _external(table: str | None) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table or "")):
        values = {str(name): value or "" for name, value in row.items() if name}
        found.setdefault(values.get("list_name", ""), []).append(values)
    return found


def _refusal(error: Exception, sheets: Any) -> RefusedFileError:
    reason = " ".join(str(error).split())[:LONGEST_REASON] or type(error).__name__
    if not type(error).__module__.startswith("pyxform") and not isinstance(error, ValueError):
        reason = f"{type(error).__name__}: {reason}"
    cell = cell_of(reason, sheets)
    said = SHOWN_ROW.sub("", ROW.sub("", reason))
    if cell:
        return RefusedFileError(
            lazy_gettext("This XLSForm cannot be read. Cell %(cell)s: %(reason)s", cell=cell, reason=said)
        )
    return RefusedFileError(lazy_gettext("This XLSForm cannot be read: %(reason)s", reason=said))


def cell_of(reason: str, sheets: Any) -> str:
    """Return where the converter found its mistake, as far as that can be told: survey!A7."""
    if sheets is None:
        return ""
    named = SHEET.search(reason)
    sheet = (named[1] or named[2]) if named else "survey"
    rows: Sequence[Mapping[str, Any]] = getattr(sheets, sheet, None) or []
    head = [str(name) for one in (getattr(sheets, f"{sheet}_header", None) or []) for name in one]
    row, column = ROW.search(reason), COLUMN.search(reason)
    if row:
        number = int(row[1])
        name = column[1] if column else _named(reason, rows[number - 2] if 2 <= number < len(rows) + 2 else {})
        return f"{sheet}!{_letter(head, name)}{number}"
    return _searched(reason, sheet, rows, head)


def _named(reason: str, row: Mapping[str, Any]) -> str:
    """Return the column that the reason misses, or whose value it names; the type, when there is none."""
    missed = (name for name in ("name", "label", "type") if f"no {name}" in reason.lower() and name not in row)
    said = (name for name, value in row.items() if isinstance(value, str) and value and value in reason)
    return next(chain(missed, said), "type")


def _searched(reason: str, sheet: str, rows: Sequence[Mapping[str, Any]], head: Sequence[str]) -> str:
    """Return the cell that holds what the reason quotes, or the one thing of which it does not say more."""
    quoted = [found.strip() for found in QUOTED.findall(reason)]
    named = next((name for name in quoted if name in head and "header" in reason), None)
    if named:
        return f"{sheet}!{_letter(head, named)}1"
    wanted = "include" if "included" in reason else "select" if "choices sheet" in reason else None
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            words = str(value)
            if words in quoted or (wanted and name in {"type", "command"} and words.startswith(wanted)):
                return f"{sheet}!{_letter(head, name)}{number}"
    return f"{sheet}!A1" if rows or head else ""


def _letter(head: Sequence[str], name: str) -> str:
    names = [one.lower() for one in head]
    place = names.index(name.lower()) if name.lower() in names else 0
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
