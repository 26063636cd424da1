"""Cells of tables that leave the house: words that no spreadsheet takes for a formula."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that no file of an office program may hold."""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number is none."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell) else cell


def readable(text: str) -> str:
    """Return a text without the signs that no file of an office program may hold."""
    return NOT_IN_XML.sub("", text)
