"""Surveys for the tests, and people who answer them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import current_app

from participation.core.clock import today
from participation.core.database import Texts, db
from participation.process import demo
from participation.questions.demo import town_questions
from participation.questions.types import Limits, Option, Question, QuestionType
from surveys import answering, opening, services
from surveys.answering import NOBODY
from surveys.keys import key_folder
from surveys.models import Survey
from surveys.ways.services import Comer
from tests import factories

TOWN = json.loads(demo.FIXTURE.read_text(encoding="utf-8"))


def day(offset: int) -> date:
    """Return the day so many days from today."""
    return today() + timedelta(days=offset)


def plan(**values: Any) -> services.Plan:
    """Return a plan that can be published; a test states what matters to it, its days or its moments."""
    number = next(factories.numbers)
    opens_at, closes_at = services.whole_days(values.pop("opens_on", day(-10)), values.pop("closes_on", day(10)))
    return services.Plan(
        **{
            "slug": f"umfrage-{number}",
            "title": Texts(de="Elderow, wie willst du digital werden?", en="Elderow: shaping our digital future"),
            "lead": Texts(de="Ihre Antworten zeigen den Anfang.", en="Your answers show the beginning."),
            "questions": town_questions(TOWN),
            "minutes": 4,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "results_from": day(20),
            **values,
        }
    )


def survey(**values: Any) -> Survey:
    """Publish a survey: the ten questions of the demo town unless told otherwise."""
    process = values.pop("process", None) or factories.process()
    return factories.written(services.publish, process, plan(**values))


def text_question(key: str = "idea", **values: Any) -> Question:
    """Return a question for a long text."""
    return Question(key, QuestionType.LONG_TEXT, Texts(de="Ihre Idee?", en="Your idea?"), **values)


def choice(key: str, *options: str, **values: Any) -> Question:
    """Return a question with these options."""
    rows = tuple(Option(one, Texts(de=one.title(), en=one.title())) for one in options)
    return Question(key, QuestionType.SINGLE, Texts(de=f"Frage {key}?", en=f"Question {key}?"), options=rows, **values)


def number(key: str, **values: Any) -> Question:
    """Return a question for a number."""
    return Question(key, QuestionType.NUMBER, Texts(de="Wie viel?", en="How much?"), limits=Limits(**values))


def answer(survey: Survey, values: Mapping[str, Any], comer: Comer = NOBODY) -> str:
    """Store one answer in a transaction of its own, as the last page does, and return its receipt."""
    receipt = answering.receipt_code(factories.once_key())
    with factories.writing():
        answering.take_in(survey, values, receipt, comer=comer)
    return receipt


def answer_all(survey: Survey, many: Sequence[Mapping[str, Any]]) -> list[str]:
    """Store many answers, one after the other."""
    return [answer(survey, values) for values in many]


def open_all(survey: Survey) -> int:
    """Open what may be opened, as the worker does."""
    return factories.written(opening.open_all, survey.slug)


def move(survey: Survey, **values: Any) -> None:
    """Change days or moments of a survey, as if time had passed."""
    with factories.writing():
        found = db.session.get_one(Survey, survey.id)
        first, last = values.pop("opens_on", found.opens_on), values.pop("closes_on", found.closes_on)
        opens_at, closes_at = services.whole_days(first, last)
        if (first, last) != (found.opens_on, found.closes_on):
            found.opens_at, found.closes_at = opens_at, closes_at
        for name, value in values.items():
            setattr(found, name, value)


def close(survey: Survey) -> None:
    """Let yesterday have been the last day."""
    move(survey, opens_on=day(-20), closes_on=day(-1))


def hide_key(survey: Survey) -> None:
    """Take the key file away."""
    (key_folder() / f"{survey.slug}.key").rename(current_app.extensions["settings"].instance / survey.slug)


def bring_key_back(survey: Survey) -> None:
    """Put the key file back."""
    (current_app.extensions["settings"].instance / survey.slug).rename(key_folder() / f"{survey.slug}.key")
