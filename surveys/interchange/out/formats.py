"""All the files that a survey can become, each with its name, its kind and who makes it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import render_template
from flask_babel import gettext, lazy_gettext

from participation.core.feature import Lazy
from participation.web import languages
from surveys.interchange import own
from surveys.interchange.out import report, spss, tables
from surveys.interchange.out.tables import Progress, quiet
from surveys.interchange.out.variables import Variable, variables
from surveys.interchange.surveyjs import writing as surveyjs
from surveys.interchange.xlsform import writing as xlsform
from surveys.models import Survey


class Format(StrEnum):
    """The files that a survey can become."""

    CSV = "csv"
    XLSX = "xlsx"
    SAV = "sav"
    CODEBOOK = "codebook"
    REPORT = "report"
    XLSFORM = "xlsform"
    SURVEYJS = "surveyjs"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class FileType:
    """One of them: its ending, its media type, what it is in words, and whether it holds answers of people."""

    suffix: str
    media: str
    words: Lazy
    holds_answers: bool = True


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES: Mapping[Format, FileType] = {
    Format.CSV: FileType(".csv", "text/csv", lazy_gettext("All answers as a table (CSV)")),
    Format.XLSX: FileType(".xlsx", XLSX, lazy_gettext("All answers as a workbook with codebook (Excel)")),
    Format.SAV: FileType(".sav", "application/x-spss-sav", lazy_gettext("All answers with labels (SPSS)")),
    Format.CODEBOOK: FileType("-codebook.html", "text/html", lazy_gettext("Codebook to read and print"), False),
    Format.REPORT: FileType("-report.pdf", "application/pdf", lazy_gettext("Report of the results (PDF)"), False),
    Format.XLSFORM: FileType("-xlsform.xlsx", XLSX, lazy_gettext("Questions as XLSForm (Excel)"), False),
    Format.SURVEYJS: FileType("-surveyjs.json", "application/json", lazy_gettext("Questions for SurveyJS"), False),
    Format.JSON: FileType(".json", "application/json", lazy_gettext("Questions for another Stadtfaden"), False),
}


def exported(survey: Survey, format_: Format, progress: Progress = quiet) -> bytes:
    """Return a survey as a file.

    Raises:
        RefusedFileError: where something that is needed is not installed.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write(survey, format_, path, progress)
        return path.read_bytes()


def write(survey: Survey, format_: Format, path: Path, progress: Progress = quiet) -> None:
    """Write a survey into a file; with many answers, too, that needs little memory.

    Raises:
        RefusedFileError: where something that is needed is not installed.
    """
    if format_ in _WRITERS:
        _WRITERS[format_](survey, path, progress)
    else:
        path.write_bytes(_MAKERS[format_](survey))


def file_name(survey: Survey, format_: Format) -> str:
    """Return what the file is called."""
    return f"{survey.slug}{TYPES[format_].suffix}"


def _variables(survey: Survey) -> list[Variable]:
    return variables(survey.questions, str(languages.language()))


def _title(survey: Survey) -> str:
    return survey.title.in_(str(languages.language()))


def _csv(survey: Survey, path: Path, progress: Progress) -> None:
    tables.write_csv(survey, _variables(survey), path, progress)


def _xlsx(survey: Survey, path: Path, progress: Progress) -> None:
    heads = (gettext("Column"), gettext("Question"), gettext("Level"), gettext("Values"))
    tables.write_xlsx(survey, _variables(survey), heads, path, progress)


def _sav(survey: Survey, path: Path, progress: Progress) -> None:
    spss.write_sav(survey, _variables(survey), _title(survey), path, progress)


def _codebook(survey: Survey) -> bytes:
    return render_template("interchange/codebook.html", survey=survey, variables=_variables(survey)).encode()


def _xlsform(survey: Survey) -> bytes:
    return xlsform.workbook(survey.title.in_("de"), survey.questions)


def _surveyjs(survey: Survey) -> bytes:
    return _json(surveyjs.survey(survey.title, survey.lead, survey.closing_text, survey.questions))


def _own(survey: Survey) -> bytes:
    return _json(own.exported(survey.title, survey.lead, survey.closing_text, survey.questions))


def _report(survey: Survey) -> bytes:
    return report.paper(survey)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


_WRITERS: Mapping[Format, Callable[[Survey, Path, Progress], None]] = {
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.SAV: _sav,
}
_MAKERS: Mapping[Format, Callable[[Survey], bytes]] = {
    Format.CODEBOOK: _codebook,
    Format.REPORT: _report,
    Format.XLSFORM: _xlsform,
    Format.SURVEYJS: _surveyjs,
    Format.JSON: _own,
}
