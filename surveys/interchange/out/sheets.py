"""A workbook with very many rows, written as they come: a library makes the book, its first sheet gets our rows."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from re import compile as pattern
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

LONGEST_CELL = 32_000
AT_ONCE = 200
QUICK = 1
ROWS_IN = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"
SIZE = pattern(rb"<dimension[^>]*/>")
"""How large the empty sheet was; readers would stop there."""
NOT_IN_XML = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(
    path: Path, heads: Sequence[str], lines: Iterable[Sequence[object]], codebook: Sequence[Sequence[str]]
) -> None:
    """Write a workbook of two sheets: these rows under their heads, and what each column means."""
    with TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.xlsx"
        _empty(empty, heads, codebook)
        with ZipFile(empty) as source, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=QUICK) as target:
            for name in source.namelist():
                if name != ROWS_IN:
                    target.writestr(name, source.read(name))
            before, end, after = source.read(ROWS_IN).partition(END)
            with target.open(ROWS_IN, "w", force_zip64=True) as sheet:
                sheet.write(SIZE.sub(b"", before))
                _write_rows(sheet, lines)
                sheet.write(end + after)


def _empty(path: Path, heads: Sequence[str], codebook: Sequence[Sequence[str]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Antworten")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, heads, bold)
        explained = book.add_worksheet("Codebuch")
        explained.set_column(0, 0, 20)
        explained.set_column(1, 1, 60)
        explained.set_column(3, 3, 60)
        for number, line in enumerate(codebook):
            for column, cell in enumerate(line):
                explained.write_string(number, column, cell[:LONGEST_CELL], None if number else bold)


def _write_rows(sheet: IO[bytes], lines: Iterable[Sequence[object]]) -> None:
    waiting: list[str] = []
    for number, line in enumerate(lines, start=2):
        waiting.append(f'<row r="{number}">{"".join(map(_cell, line))}</row>')
        if len(waiting) >= AT_ONCE:
            sheet.write("".join(waiting).encode())
            waiting.clear()
    sheet.write("".join(waiting).encode())


def _cell(value: Any) -> str:
    if value.__class__ is str:
        return _words(value) if value else "<c/>"
    return f"<c><v>{value}</v></c>" if isinstance(value, int | float) else "<c/>"


@lru_cache(maxsize=20_000)
def _words(value: str) -> str:
    """Return a text as a cell; never a formula, whatever it begins with."""
    harmless = NOT_IN_XML.sub("", value[:LONGEST_CELL])
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(harmless, quote=False)}</t></is></c>'
