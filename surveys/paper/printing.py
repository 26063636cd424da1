"""The sheet of a survey on paper: the same questions, with boxes to tick and lines to write on."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext

from participation.questions.piping import filled
from participation.questions.storage import to_list
from participation.questions.types import READ_ONLY, Question, QuestionType
from participation.web import languages, pdf
from participation.web.context import day
from surveys.models import Survey
from surveys.paper import wording
from surveys.rules import Access

TEMPLATE = Path(__file__).with_name("sheet.typ")
NOT_ON_PAPER = frozenset({QuestionType.FILE, QuestionType.CALCULATED})
MOST_BOXES = 14
LINES: Mapping[QuestionType, int] = {QuestionType.SHORT_TEXT: 1, QuestionType.LONG_TEXT: 6, QuestionType.IDEA: 6}


def form_code(survey: Survey) -> str:
    """Return what tells one sheet from another: the name of the survey and four signs of its very questions."""
    told = json.dumps(to_list(survey.questions), sort_keys=True, default=str)
    return f"{survey.slug} · {sha256(told.encode()).hexdigest()[:4].upper()}"


def on_paper(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that stand on a sheet, with nothing of earlier answers in their texts."""
    by_key = {one.key: one for one in questions}
    return [filled(one, by_key, {}) for one in questions if one.type not in NOT_ON_PAPER]


def numbered(questions: Sequence[Question]) -> dict[str, int]:
    """Return the number of each question that wants an answer, by key."""
    asked = [one for one in questions if one.type not in READ_ONLY]
    return {one.key: number for number, one in enumerate(asked, 1)}


def sheet(survey: Survey, language: str) -> bytes:
    """Return the sheet as PDF, in this language."""
    return _set(json.dumps(_told(survey, language), ensure_ascii=False), "en" if language == "en" else "de")


@lru_cache(maxsize=16)
def _set(told: str, language: str) -> bytes:
    return pdf.pdf(TEMPLATE, json.loads(told), language)


def _told(survey: Survey, language: str) -> dict[str, Any]:
    town = current_app.extensions["settings"].town
    questions = on_paper(survey.questions)
    address = languages.full_address(url_for("ways.short", slug=survey.slug))
    return {
        "title": survey.title.in_(language),
        "author": town.office,
        "lead": survey.lead.in_(language),
        "town": f"{town.name} {town.claim}",
        "form": form_code(survey),
        "address": address.split("://")[1],
        "picture": pdf.picture_of(address),
        "has_code": survey.access is Access.CODES,
        "questions": list(_questions(questions, language)),
        "words": {
            "how": gettext("Tick the boxes that fit. What you do not want to answer stays empty."),
            "mistake": gettext("A mistake? Black the wrong box out and tick the right one."),
            "back": gettext(
                "Please bring the sheet back until %(day)s: %(office)s, %(address)s.",
                day=day(survey.closes_on),
                office=town.office,
                address=town.address,
            ),
            "no_name": gettext(
                "Please write no name on it. The number on it and what you ticked are parted as soon as its stack is"
                " counted; then the sheet is destroyed."
            ),
            "online": _online(survey),
            "picture": gettext("QR code: the survey on the internet"),
            "number": gettext("Number (the town hall fills this in)"),
            "code": gettext("Your code from the letter"),
            "page": gettext("Page"),
            "thanks": gettext("That was all. Thank you!"),
            "other": gettext("namely:"),
            "title_of_idea": gettext("A short title"),
            "day": gettext("Day, month, year"),
            "place": gettext("Street or spot"),
            "total": gettext("in all"),
            "consent": gettext("My idea may become public, without my name. Moderators read it first."),
        },
    }


def _online(survey: Survey) -> str:
    if any(one.type is QuestionType.FILE for one in survey.questions):
        return gettext("You can also answer here, and add a picture:")
    return gettext("You can also answer here:")


def _questions(questions: Sequence[Question], language: str) -> Sequence[dict[str, Any]]:
    numbers, by_key = numbered(questions), {one.key: one for one in questions}
    found = []
    for place, one in enumerate(questions):
        when = wording.only_if(one, numbers, by_key, language)
        if when and (onward := _onward(questions, place, numbers)):
            when = f"{when} {onward}"
        found.append({**_question(one, language), "number": numbers.get(one.key), "when": when})
    return found


def _onward(questions: Sequence[Question], place: int, numbers: Mapping[str, int]) -> str:
    """Return where somebody goes on to whom a question, or a whole section, does not apply."""
    later = questions[place + 1 :]
    if questions[place].type is QuestionType.SECTION:
        ends = [at for at, one in enumerate(later) if one.type is QuestionType.SECTION]
        later = later[ends[0] :] if ends else []
    following = next((numbers[one.key] for one in later if one.key in numbers), None)
    return gettext("Otherwise go on with question %(number)s.", number=following) if following else ""


def _question(question: Question, language: str) -> dict[str, Any]:
    scale = question.type in {QuestionType.SCALE, QuestionType.MATRIX}
    unit = question.limits.unit.in_(language)
    return {
        "type": _kind(question),
        "text": question.text.in_(language),
        "hint": " ".join(filter(None, [question.hint.in_(language).replace("**", ""), _guidance(question, unit)])),
        "options": [{"label": one.label.in_(language), "other": one.other} for one in question.choices],
        "first": question.steps[0][0],
        "steps": [[str(number), word.in_(language)] for number, word in question.steps] if scale else [],
        "columns": [label.in_(language) or str(key) for key, label in question.table_columns],
        "rows": [one.label.in_(language) for one in question.rows],
        "lines": LINES.get(question.type, 1),
        "unit": unit,
        "total": question.total,
        "offers_idea": question.offers_idea,
    }


def _kind(question: Question) -> str:
    if question.type in {QuestionType.SINGLE, QuestionType.YES_NO, QuestionType.CONSENT}:
        return "one"
    if question.type is QuestionType.DROPDOWN:
        return "one" if len(question.options) <= MOST_BOXES else "short_text"
    return question.type.value


def _guidance(question: Question, unit: str) -> str:
    if question.type is QuestionType.MULTIPLE:
        return gettext("You can choose several answers.")
    if question.type is QuestionType.MATRIX:
        return gettext("One answer in each row.")
    if question.type is QuestionType.RANKING:
        return gettext("Write 1 beside the most important one, then 2, up to %(most)s.", most=question.ranks)
    if question.type is QuestionType.ALLOCATION:
        total = f"{question.total} {unit}".strip()
        return gettext("Please give away %(total)s in all. What gets nothing stays empty.", total=total)
    return ""
