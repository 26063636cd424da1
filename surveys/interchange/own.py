"""Our own file: a survey as JSON, with everything that it says and nothing of what people answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.questions.storage import MalformedQuestionError, from_list, to_list
from participation.questions.types import READ_ONLY, Question
from surveys.interchange.imported import FileKind, Imported, RefusedFileError
from surveys.interchange.report import Kind, LossReport

MARK = "stadtfaden"
VERSION = 1


def is_ours(data: object) -> bool:
    """Return whether this JSON is a survey of Stadtfaden, or a bare list of its questions."""
    if isinstance(data, Mapping):
        return MARK in data
    return isinstance(data, list) and bool(data) and all(isinstance(one, Mapping) and "key" in one for one in data)


def imported(data: Any) -> Imported:
    """Read our own file.

    Raises:
        RefusedFileError: where it was changed so that it cannot be understood.
    """
    survey: Mapping[str, Any] = data if isinstance(data, Mapping) else {"questions": data}
    if survey.get(MARK, VERSION) != VERSION:
        raise RefusedFileError(lazy_gettext("The file comes from a newer Stadtfaden. Please update this one first."))
    try:
        questions = from_list(survey.get("questions"))
    except MalformedQuestionError as error:
        raise RefusedFileError(lazy_gettext("The file cannot be read: %(reason)s", reason=str(error))) from None
    report = LossReport()
    for question in questions:
        kind = Kind.SECTION if question.type in READ_ONLY else Kind.QUESTION
        report.kept(kind, question.key, question.type.value)
    title, lead, closing = (_texts(survey.get(name)) for name in ("title", "lead", "closing"))
    return Imported(FileKind.OWN, title, lead, questions, closing, report)


def exported(title: Texts, lead: Texts, closing: Texts, questions: Sequence[Question]) -> dict[str, Any]:
    """Return a survey as plain JSON."""
    return {
        MARK: VERSION,
        "title": dict(title),
        "lead": dict(lead),
        "closing": dict(closing),
        "questions": to_list(questions),
    }


def _texts(data: object) -> Texts:
    if isinstance(data, str):
        return Texts(de=data)
    if isinstance(data, Mapping):
        return Texts({str(name): words for name, words in data.items() if isinstance(words, str)})
    return Texts()
