"""The results of a survey on paper: PDF that screen readers can read, with counts that point at nobody."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext, ngettext

from participation.core.clock import today
from participation.web import languages, pdf
from participation.web.context import day, number
from surveys import services
from surveys.models import Survey
from surveys.tally import QuestionResult

TEMPLATE = Path(__file__).with_name("report.typ")


def paper(survey: Survey) -> bytes:
    """Return the report in the language of the page."""
    language = str(languages.language())
    return pdf.pdf(TEMPLATE, told(survey, language), "en" if language == "en" else "de")


def told(survey: Survey, language: str) -> dict[str, Any]:
    """Return what the paper says."""
    found, title = services.results(survey), survey.title.in_(language)
    counted = ngettext("One answer was counted.", "%(count)s answers were counted.", found.n, count=number(found.n))
    return {
        "title": gettext("Results: %(title)s", title=title),
        "author": _town(),
        "lead": survey.lead.in_(language),
        "facts": [
            gettext("%(first)s to %(last)s", first=day(survey.opens_on), last=day(survey.closes_on)),
            counted,
            gettext("As of %(day)s", day=day(today())),
        ],
        "limits": gettext(
            "Not representative: it shows what those who answered think, not what the whole town thinks. "
            "Counts below five are not shown, nor what they could be worked out from."
        ),
        "heads": [gettext("Answer"), gettext("Count"), gettext("Share")],
        "questions": [_question(one, language) for one in services.released(survey, found)],
    }


def _town() -> str:
    return str(current_app.extensions["settings"].town.name)


def _question(result: QuestionResult, language: str) -> Mapping[str, Any]:
    n = result.n
    return {
        "text": result.question.text.in_(language),
        "figures": _figures(result),
        "rows": [
            {
                "label": cell.label.get(language) or cell.label.get("de") or cell.key,
                "count": "–" if cell.count is None else number(cell.count),
                "share": _percent(cell.count, n),
                "part": cell.count / n if n and cell.count else 0,
            }
            for cell in result.cells
        ],
        "note": "" if result.cells or n is None else gettext("These answers are texts. They are not shown here."),
    }


def _percent(count: int | None, n: int | None) -> str:
    return "–" if count is None or not n else f"{round(100 * count / n)} %"


def _figures(result: QuestionResult) -> str:
    if result.n is None:
        return gettext("Not shown, because the counts are too small.")
    parts = [gettext("n = %(n)s", n=number(result.n))]
    if result.missing is not None:
        parts.append(gettext("no answer: %(count)s", count=number(result.missing)))
    if result.mean is not None:
        parts.append(gettext("mean %(mean)s", mean=number(round(result.mean, 1))))
    return ", ".join(parts)
