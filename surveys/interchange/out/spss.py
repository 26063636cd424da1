"""The answers as an SPSS file with labels; needs the packages of the extra `spss`."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext

from participation.questions.types import Level
from surveys.interchange.imported import RefusedFileError
from surveys.interchange.out.tables import Progress, quiet, rows
from surveys.interchange.out.variables import Form, Variable
from surveys.models import Survey

MISSING = lazy_gettext("SPSS files need two more packages. Install them: pip install stadtfaden[spss]")
MEASURES = {Level.NOMINAL: "nominal", Level.ORDINAL: "ordinal", Level.METRIC: "scale"}
LONGEST_LABEL = 250
AT_ONCE = 2000


def write_sav(
    survey: Survey, variables: Sequence[Variable], title: str, path: Path, progress: Progress = quiet
) -> None:
    """Write the answers with names, labels and levels of their variables.

    Raises:
        RefusedFileError: where the packages are not installed.
    """
    try:
        import polars as pl
        import pyreadstat
    except ImportError:
        raise RefusedFileError(MISSING) from None
    kinds = {Form.NUMBER: pl.Float64, Form.TEXT: pl.String, Form.DAY: pl.Date}
    dtypes = [pl.Int32 if one.labels else kinds[one.form] for one in variables]  # what has labels is whole
    told = rows(survey, progress)
    frames: list[Any] = []
    while part := list(islice(told, AT_ONCE)) or (not frames and [[]]):
        columns = list(zip(*part, strict=True)) or [()] * len(variables)
        frames.append(
            pl.DataFrame(
                [
                    pl.Series(one.name, [one.value(cell) for cell in cells], dtype=dtype, strict=False)
                    for one, dtype, cells in zip(variables, dtypes, columns, strict=True)
                ]
            )
        )
    pyreadstat.write_sav(pl.concat(frames), str(path), **_labels(variables, title))


def _labels(variables: Sequence[Variable], title: str) -> dict[str, Any]:
    coded = {one.name: {code: label[:LONGEST_LABEL] for code, label in one.labels.items()} for one in variables}
    return {
        "file_label": title.encode()[:64].decode(errors="ignore"),
        "column_labels": [one.label[:LONGEST_LABEL] for one in variables],
        "variable_value_labels": {name: labels for name, labels in coded.items() if labels},
        "variable_measure": {one.name: MEASURES.get(one.level, "unknown") for one in variables},
        "missing_ranges": {one.name: [*one.beside][:3] for one in variables if one.beside},
    }
