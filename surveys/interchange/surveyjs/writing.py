"""A survey of ours as SurveyJS JSON: sections as pages, every question in all its languages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from participation.core.database import Texts
from participation.questions.types import Option, Question, QuestionType
from surveys.interchange import marks
from surveys.interchange.marks import mark_of
from surveys.interchange.out.formulas import as_surveyjs

TYPES: Mapping[QuestionType, str] = {
    QuestionType.SHORT_TEXT: "text",
    QuestionType.LONG_TEXT: "comment",
    QuestionType.NUMBER: "text",
    QuestionType.SINGLE: "radiogroup",
    QuestionType.MULTIPLE: "checkbox",
    QuestionType.YES_NO: "boolean",
    QuestionType.SCALE: "rating",
    QuestionType.DROPDOWN: "dropdown",
    QuestionType.DATE: "text",
    QuestionType.RANKING: "ranking",
    QuestionType.PLACE: "text",
    QuestionType.CONSENT: "checkbox",
    QuestionType.INFORMATION: "html",
    QuestionType.MATRIX: "matrix",
    QuestionType.ALLOCATION: "multipletext",
    QuestionType.FILE: "file",
    QuestionType.IDEA: "comment",
    QuestionType.CALCULATED: "expression",
}
LISTED = frozenset(
    {
        QuestionType.SINGLE,
        QuestionType.MULTIPLE,
        QuestionType.DROPDOWN,
        QuestionType.RANKING,
        QuestionType.CONSENT,
    }
)
Json = dict[str, Any]


def survey(title: Texts, lead: Texts, closing: Texts, questions: Sequence[Question]) -> Json:
    """Return the survey as SurveyJS reads it."""
    found: Json = {"locale": "de", "title": _texts(title), "description": _texts(lead)}
    if closing:
        found["completedHtml"] = _texts(closing)
    found["pages"] = _pages(questions)
    return {name: value for name, value in found.items() if value}


def _pages(questions: Sequence[Question]) -> list[Json]:
    pages: list[Json] = []
    for question in questions:
        if question.type is QuestionType.SECTION:
            pages.append({"name": question.key, "title": _texts(question.text), "description": _texts(question.hint)})
            pages[-1] |= _when(question.condition)
            continue
        if not pages:
            pages.append({"name": "start"})
        pages[-1].setdefault("elements", []).append(_element(question))
    return [{name: value for name, value in page.items() if value} for page in pages]


def _element(question: Question) -> Json:
    found: Json = {"type": TYPES[question.type], "name": question.key, marks.NAME: mark_of(question)}
    if question.type is QuestionType.INFORMATION:
        found.pop(marks.NAME)
        return found | {"html": _texts(question.text)} | _when(question.condition)
    found |= {"title": _texts(question.text), "description": _texts(question.hint)}
    found |= {"isRequired": question.required} | _when(question.condition)
    found |= _own(question) | _limits(question)
    if question.constraint:
        rule = {"type": "expression", "expression": as_surveyjs(question.constraint)}
        found.setdefault("validators", []).append(rule | {"text": _texts(question.constraint_message)})
    return {name: value for name, value in found.items() if value is not False and value not in ("", {}, [], None)}


def _when(condition: str) -> Json:
    return {"visibleIf": as_surveyjs(condition)} if condition else {}


def _own(question: Question) -> Json:
    """Return what the type of a question needs."""
    make = _PARTS.get(question.type)
    return make(question) if make else {}


def _table(question: Question) -> Json:
    columns = [Option(str(key), label) for key, label in question.table_columns]
    return {"columns": _items(columns), "rows": _items(question.rows), "eachRowRequired": question.required}


def _amounts(question: Question) -> Json:
    return {"items": [_amount(one) for one in question.options]}


def _choices(question: Question) -> Json:
    other = next((one for one in question.options if one.other), None)
    alone = next((one for one in question.options if one.exclusive and one.key == "none"), None)
    found: Json = {"choices": _items([one for one in question.choices if one not in (other, alone)])}
    if other:
        found |= {"showOtherItem": True, "otherText": _texts(other.label)}
    if alone:
        found |= {"showNoneItem": True, "noneText": _texts(alone.label)}
    return found


def _items(options: Sequence[Option]) -> list[Json]:
    return [{"value": one.key, "text": _texts(one.label)} | _when(one.condition) for one in options]


def _amount(option: Option) -> Json:
    return {"name": option.key, "title": _texts(option.label), "inputType": "number", "min": 0}


def _steps(question: Question) -> Json:
    steps = question.steps
    found: Json = {"rateMin": steps[0][0], "rateMax": steps[-1][0]}
    if all(word for _step, word in steps):
        return {"rateValues": [{"value": step, "text": _texts(word)} for step, word in steps]}
    return found | {"minRateDescription": _texts(steps[0][1]), "maxRateDescription": _texts(steps[-1][1])}


def _limits(question: Question) -> Json:
    limits = question.limits
    if question.type is QuestionType.MULTIPLE:
        return {"minSelectedChoices": limits.min_choices, "maxSelectedChoices": limits.max_choices}
    if question.type is QuestionType.RANKING:
        return {"maxSelectedChoices": limits.max_rank, "selectToRankEnabled": True}
    if question.type is QuestionType.DATE:
        return {"min": limits.earliest, "max": limits.latest}
    if question.type is QuestionType.NUMBER and (limits.min is not None or limits.max is not None):
        rule = {"type": "numeric", "minValue": limits.min, "maxValue": limits.max}
        return {"validators": [{name: value for name, value in rule.items() if value is not None}]}
    found: Json = {"maxLength": limits.max_length}
    if limits.min_length:
        found["validators"] = [{"type": "text", "minLength": limits.min_length}]
    return found


def _texts(texts: Texts) -> str | Json:
    """Return a text, or an object with one for each language; German is the survey's own."""
    if not texts:
        return ""
    if set(texts) == {"de"}:
        return texts["de"]
    return {"default" if language == "de" else "de-easy" if language == "ls" else language: words
            for language, words in texts.items()}  # fmt: skip


_PARTS: Mapping[QuestionType, Callable[[Question], Json]] = {
    **dict.fromkeys(LISTED, _choices),
    QuestionType.SCALE: _steps,
    QuestionType.MATRIX: _table,
    QuestionType.ALLOCATION: _amounts,
    QuestionType.YES_NO: lambda _question: {"valueTrue": "yes", "valueFalse": "no"},
    QuestionType.CALCULATED: lambda question: {"expression": as_surveyjs(question.formula)},
    QuestionType.FILE: lambda _question: {"acceptedTypes": "image/*"},
    QuestionType.NUMBER: lambda _question: {"inputType": "number"},
    QuestionType.DATE: lambda _question: {"inputType": "date"},
}
