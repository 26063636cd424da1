"""The answers as tables: CSV and XLSX, row by row into a file, so that many answers need little memory."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import String, Text, select, type_coerce

from participation.core.database import db
from participation.core.sheets import harmless
from participation.questions import services as asking
from participation.questions.types import Question, QuestionType
from surveys.interchange.out import sheets
from surveys.interchange.out.variables import Form, Variable
from surveys.models import Survey, SurveyAnswer

AT_ONCE = 500
MOST_KNOWN = 5000
"""How many different answers to one question are kept at hand with their cells."""

ALL_DIFFER = frozenset(
    {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT, QuestionType.IDEA, QuestionType.PLACE, QuestionType.FILE}
)

Progress = Callable[[int], None]


def quiet(_count: int) -> None:
    """Tell nobody how far it is."""


def rows(survey: Survey, progress: Progress = quiet) -> Iterator[list[str]]:
    """Yield the cells of all opened answers, in the order of their keys, which is made by chance."""
    columns = (type_coerce(SurveyAnswer.channel, String), type_coerce(SurveyAnswer.values, Text))
    statement = select(*columns).where(SurveyAnswer.survey_id == survey.id).order_by(SurveyAnswer.key)
    questions = [(question.key, _cells(question)) for question in survey.questions if asking.columns(question)]
    found = db.session.execute(statement.execution_options(yield_per=AT_ONCE))
    for part in found.partitions(AT_ONCE):
        for channel, stored in part:
            values, cells = json.loads(stored), [channel]
            for key, of_answer in questions:
                cells += of_answer(values.get(key))
            yield cells
        progress(len(part))


def _cells(question: Question) -> Callable[[Any], list[str]]:
    """Return what makes cells of an answer; many people say the same, and that is worked out once."""
    known: dict[object, list[str]] = {}
    is_worth_it = question.type not in ALL_DIFFER

    def made(answer: Any) -> list[str]:
        sign = _sign(answer) if is_worth_it else None
        cells = known.get(sign) if sign is not None else None
        if cells is None:
            cells = asking.cells(question, answer)
            if sign is not None and len(known) < MOST_KNOWN:
                known[sign] = cells
        return cells

    return made


def _sign(answer: Any) -> object:
    """Return something that is the same for the same answers; None where that would cost too much."""
    kind = answer.__class__
    if kind is list:
        return tuple(answer) if all(one.__class__ is str for one in answer) else None
    if kind is dict:
        return tuple(answer.items()) if all(one.__class__ in {str, int} for one in answer.values()) else None
    return kind, answer


def write_csv(survey: Survey, variables: Sequence[Variable], path: Path, progress: Progress = quiet) -> None:
    """Write the answers as CSV, as German spreadsheets open it; no cell is taken for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
        writer.writerow([one.column for one in variables])
        for cells in rows(survey, progress):
            writer.writerow(map(harmless, cells))


def write_xlsx(
    survey: Survey, variables: Sequence[Variable], heads: Sequence[str], path: Path, progress: Progress = quiet
) -> None:
    """Write a workbook: the answers, and a second sheet that says what each column means.

    Args:
        heads: the heads of the second sheet.
    """
    are_numbers = [variable.form is Form.NUMBER for variable in variables]
    labelled = [frozenset(variable.codes) for variable in variables]
    lines = (
        [
            variable.value(cell) if is_number and cell and cell not in words else cell
            for variable, is_number, words, cell in zip(variables, are_numbers, labelled, cells, strict=True)
        ]
        for cells in rows(survey, progress)
    )
    sheets.write(path, [one.column for one in variables], lines, [heads, *_explained(variables)])


def _explained(variables: Sequence[Variable]) -> Iterator[tuple[str, ...]]:
    for one in variables:
        words = {code: word for word, code in one.codes.items()}
        values = "; ".join(f"{words.get(code, code)} = {label}" for code, label in one.labels.items())
        yield one.column, one.label, one.level.value, values
