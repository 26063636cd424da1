"""Writes what was said as CSV, as a workbook and as a document; no cell is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext

from analysis.files import told as telling
from analysis.files.told import Line, Told
from analysis.models import Assignment, DecidedBy
from participation.core.clock import today
from participation.core.sheets import harmless, readable
from participation.web import languages
from participation.web.context import day, local_text

if TYPE_CHECKING:
    from docx.document import Document
    from xlsxwriter.workbook import Workbook

LONGEST_CELL = 32_000
LONGEST_DOCUMENT = 2_000
"""So many contributions stand in a document; more are better read in a table."""


def table(told: Told) -> bytes:
    """Return the contributions as CSV, as German spreadsheets open it."""
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(str, telling.COLUMNS))
    for line in told.lines:
        writer.writerow(harmless(str(cell)) for cell in telling.cells(told, line))
    return target.getvalue().encode("utf-8-sig")


def workbook(told: Told) -> bytes:
    """Return a workbook of three sheets: contributions, topics, and decisions on action fields."""
    from xlsxwriter import Workbook  # takes a while to load

    target = BytesIO()
    with Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        topics = [telling.topic_cells(topic, len(lines)) for topic, lines in telling.by_topic(told)]
        _sheet(book, gettext("Contributions"), telling.COLUMNS, (telling.cells(told, line) for line in told.lines))
        _sheet(book, gettext("Topics"), telling.TOPICS, topics)
        _sheet(book, gettext("Decisions"), telling.DECISIONS, map(telling.decision_cells, told.decisions))
    return target.getvalue()


def _sheet(book: "Workbook", name: str, heads: Sequence[object], rows: Iterable[Sequence[str | int]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(heads) - 1, 18)
    sheet.write_row(0, 0, list(map(str, heads)), book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, readable(cell)[:LONGEST_CELL])


def document(told: Told) -> bytes:
    """Return a document to read: action fields, their topics, and below each what people said."""
    from docx import Document  # takes a while to load

    made = Document()
    title = gettext("What was said: %(process)s", process=local_text(told.process.title))
    made.core_properties.title, made.core_properties.author = title, ""
    made.core_properties.language = str(languages.language())
    made.add_heading(title, 0)
    made.add_paragraph(_count(told.total) + ", " + gettext("as of %(day)s", day=day(today())))
    if told.total > LONGEST_DOCUMENT:
        text = gettext("Here stand the newest %(count)s; the table holds more.", count=LONGEST_DOCUMENT)
        made.add_paragraph(text)
    shown = Told(told.process, told.lines[:LONGEST_DOCUMENT], told.total, told.answers, told.decisions)
    for name, parts in telling.by_field(shown):
        made.add_heading(readable(name), 1)
        for topic, lines in parts:
            made.add_heading(readable(topic.name) if topic else gettext("In no topic yet"), 2)
            made.add_paragraph(_count(len(lines)))
            for line in lines:
                _tell(made, told, line)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def _count(count: int) -> str:
    return str(ngettext("%(num)s contribution", "%(num)s contributions", count))


def _placed(assignment: Assignment) -> str:
    if assignment.decided_by is DecidedBy.PERSON:
        return gettext("placed by a person on %(day)s", day=day(assignment.decided_at))
    return gettext("placed by the machine on %(day)s", day=day(assignment.decided_at))


def _tell(made: "Document", told: Told, line: Line) -> None:
    one, placed = line
    made.add_heading(readable(one.title), 3)
    made.add_paragraph(readable(one.text))
    facts = [one.reference, day(one.created_at), one.district.name if one.district else ""]
    if placed:
        facts.append(_placed(placed))
    made.add_paragraph(" · ".join(readable(fact) for fact in facts if fact))
    answer = told.answers.get(one.id)
    if answer:
        made.add_paragraph(readable(gettext("Answer: %(outcome)s", outcome=answer.answer)))
