"""The answers as tables: CSV and XLSX, row by row, so that many answers need little memory."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import select

from participation.core.database import db
from participation.questions import services as asking
from surveys import services
from surveys.interchange.out.variables import Form, Variable
from surveys.models import Survey, SurveyAnswer

AT_ONCE = 500
LONGEST_CELL = 32_000

Progress = Callable[[int], None]


def quiet(_count: int) -> None:
    """Tell nobody how far it is."""


def rows(survey: Survey, progress: Progress = quiet) -> Iterator[list[str]]:
    """Yield the cells of all opened answers, in the order of their keys, which is made by chance."""
    statement = (
        select(SurveyAnswer.channel, SurveyAnswer.values)
        .where(SurveyAnswer.survey_id == survey.id)
        .order_by(SurveyAnswer.key)
        .execution_options(yield_per=AT_ONCE)
    )
    questions = [(question, asking.columns(question)) for question in survey.questions]
    for number, (channel, values) in enumerate(db.session.execute(statement), start=1):
        cells = [channel.value]
        for question, columns in questions:
            if columns:
                cells += asking.cells(question, values.get(question.key))
        if number % AT_ONCE == 0:
            progress(AT_ONCE)
        yield cells


def csv_table(survey: Survey, variables: Sequence[Variable], progress: Progress = quiet) -> bytes:
    """Return the answers as CSV, as German spreadsheets open it; no cell is taken for a formula."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([one.column for one in variables])
    for cells in rows(survey, progress):
        writer.writerow(map(services.harmless, cells))
    return ("\ufeff" + target.getvalue()).encode()


def xlsx_table(
    survey: Survey, variables: Sequence[Variable], heads: Sequence[str], progress: Progress = quiet
) -> bytes:
    """Return a workbook: the answers, and a second sheet that says what each column means.

    Args:
        heads: the heads of the second sheet.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with NamedTemporaryFile(suffix=".xlsx") as file:
        with xlsxwriter.Workbook(file.name, options) as book:
            bold = book.add_format({"bold": True})
            sheet = book.add_worksheet("Antworten")
            sheet.freeze_panes(1, 1)
            sheet.write_row(0, 0, [one.column for one in variables], bold)
            for number, cells in enumerate(rows(survey, progress), start=1):
                for column, (variable, cell) in enumerate(zip(variables, cells, strict=True)):
                    _write(sheet, number, column, variable, cell)
            _explain(book.add_worksheet("Codebuch"), variables, heads, bold)
        return file.read()


def _write(sheet: Any, row: int, column: int, variable: Variable, cell: str) -> None:
    if not cell:
        return
    value = variable.value(cell) if variable.form is Form.NUMBER and cell not in variable.codes else cell
    if isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, cell[:LONGEST_CELL])


def _explain(sheet: Any, variables: Sequence[Variable], heads: Sequence[str], bold: Any) -> None:
    sheet.write_row(0, 0, heads, bold)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 60)
    sheet.set_column(3, 3, 60)
    for number, one in enumerate(variables, start=1):
        words = {code: word for word, code in one.codes.items()}
        values = "; ".join(f"{words.get(code, code)} = {label}" for code, label in one.labels.items())
        for column, cell in enumerate((one.column, one.label, one.level.value, values)):
            sheet.write_string(number, column, cell[:LONGEST_CELL])
