"""Reads an XLSForm by its reference converter, pyxform. What it takes is imported, the rest is refused by cell."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask_babel import lazy_gettext

from surveys.interchange.imported import RefusedFileError
from surveys.interchange.xlsform import cells

SHOWN_ROW = re.compile(r" \{'.*$")
UNKNOWN_SHEET = re.compile(r"unexpected keyword argument '(.+)'$")
LONGEST_REASON = 300

NO_TABLE = "not recognized as a supported type"
NO_COLUMNS = frozenset({"bind", "control", "body", "media", "instance"})
"""Columns that have to say which part of them they mean."""

BROKEN = lazy_gettext("The file is damaged and cannot be opened. Please save it once more and try again.")


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
        raise _refusal(error, sheets, content) from None
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


def _refusal(error: Exception, sheets: Any, content: bytes) -> RefusedFileError:
    reason = _reason(error, sheets)
    cell = cells.cell_of(reason, sheets) or cells.header_cell(reason, content)
    said = SHOWN_ROW.sub("", cells.ROW.sub("", reason))
    if cell:
        return RefusedFileError(
            lazy_gettext("This XLSForm cannot be read. Cell %(cell)s: %(reason)s", cell=cell, reason=said)
        )
    return RefusedFileError(lazy_gettext("This XLSForm cannot be read: %(reason)s", reason=said))


def _reason(error: Exception, sheets: Any) -> str:
    """Return what the converter says; of its own mishaps only that it cannot work with a column."""
    reason = " ".join(str(error).split())[:LONGEST_REASON]
    known = type(error).__module__.startswith("pyxform")
    if sheets is None and (unknown := UNKNOWN_SHEET.search(reason)):
        return f"There is no sheet '{unknown[1]}' in an XLSForm."
    if sheets is None and (not known or NO_TABLE in reason):
        raise RefusedFileError(BROKEN) from None
    if known or isinstance(error, ValueError):
        return reason or type(error).__name__
    head = cells.head(sheets, "survey")
    column = next(
        (name for name in head if name.lower() in NO_COLUMNS), next((n for n in head if n.count("::") > 1), "")
    )
    return f"Invalid header: '{column}' cannot be a column." if column else f"{type(error).__name__}: {reason}"
