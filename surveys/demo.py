"""The survey of the demo town with a few hundred answers, made by chance from a fixed seed."""

from collections.abc import Mapping
from random import Random
from typing import Any

from sqlalchemy import delete, insert

from participation.core.database import Texts, db
from participation.core.jobs import Job
from participation.core.vocabulary import Channel
from participation.process.demo import DemoTown
from participation.questions import branching
from participation.questions.demo import town_questions
from participation.questions.types import Answer, Question, QuestionType
from surveys import services
from surveys.models import Survey, SurveyAnswer, SurveyReceipt
from surveys.opening import closing_key, opening_key
from surveys.receipts import services as receipts

SLUG = "digital-werden"
SEED = 2027
CHANNELS = {"online": Channel.WEB, "papier": Channel.PAPER, "kiosk": Channel.KIOSK}
AGES = ("14-17", "18-29", "30-44", "45-64", "65+")
SATISFIED = "Q02"
AGE = "Q10"
PLACE = "Q01"
TEXTS = (
    "Mehr Busse am Abend, bitte.",
    "Termine im Bürgerbüro online buchen.",
    "Schnelles Netz auch in den Dörfern.",
    "Hilfe mit dem Handy in der Bibliothek.",
    "Ein Radweg nach Heidekaten ohne Löcher.",
)


def load(town: DemoTown) -> None:
    """Publish the survey and let the people of the town answer it."""
    process, told = town.process, town.fixture["survey"]
    if services.by_slug(SLUG):
        return
    opens_at, closes_at = services.whole_days(town.day(told["open"]), town.day(told["close"]))
    survey = services.publish(
        process,
        services.Plan(
            slug=SLUG,
            title=Texts(told["title"]),
            lead=Texts(
                de="Ihre Antworten zeigen, wo die Stadt anfangen soll.",
                en="Your answers show where the town should begin.",
                ls="Sie sagen: Das ist wichtig. Dann weiß die Stadt, was sie zuerst machen soll.",
            ),
            questions=town_questions(town.fixture),
            minutes=told["estimated_minutes"],
            opens_at=opens_at,
            closes_at=closes_at,
            results_from=town.day("2027-03-08"),
        ),
    )
    people = town.fixture["town"]["population_by_age"]
    districts = {one["code"]: one["population"] for one in town.fixture["town"]["districts"]}
    survey.register = {AGE: {age: people[age] for age in AGES}, PLACE: districts}
    _answer(survey, told["results_expected"], share=1.0 if town.is_past(told["close"]) else 0.6)


def _answer(survey: Survey, expected: Mapping[str, Any], share: float) -> None:
    chance, questions = Random(SEED), survey.questions  # noqa: S311  # a story, no secret
    rows = []
    for name, channel in CHANNELS.items():
        for group, (age, count) in enumerate(zip(AGES, expected["n_by_mode"][name], strict=True)):
            satisfied = expected["q02_top2_by_group"][group] / expected["n_total_by_group"][group]
            rows += [
                {
                    "key": f"{chance.getrandbits(128):032x}",
                    "survey_id": survey.id,
                    "channel": channel,
                    "values": _values(questions, age, satisfied, chance),
                }
                for _ in range(round(count * share))
            ]
    chance.shuffle(rows)
    db.session.execute(insert(SurveyAnswer), rows)
    marks = [f"{chance.getrandbits(256):064x}" for _ in rows]
    db.session.execute(insert(SurveyReceipt), [{"hash": mark, "survey_id": survey.id} for mark in marks])
    receipts.publish_list(survey)


def _values(questions: tuple[Question, ...], age: str, satisfied: float, chance: Random) -> dict[str, Answer]:
    values: dict[str, Answer] = {}
    for question in questions:
        given = _given(question, chance)
        if question.key == SATISFIED:
            given = chance.choice((4, 5)) if chance.random() < satisfied else chance.choice((1, 2, 3))
        elif question.key == AGE:
            given = age
        if given is not None:
            values[question.key] = given
    return branching.counted(questions, values)


def _given(question: Question, chance: Random) -> Answer:
    keys = [option.key for option in question.choices]
    if question.type is QuestionType.LONG_TEXT:
        return chance.choice(TEXTS) if chance.random() < 0.3 else None
    if question.type is QuestionType.SCALE:
        return chance.choice([number for number, _ in question.steps])
    if question.type is QuestionType.RANKING:
        return list(chance.sample(keys, question.ranks))
    if question.type is QuestionType.MULTIPLE:
        alone = [option.key for option in question.choices if option.exclusive]
        return [key for key in keys if key not in alone and chance.random() < 0.4] or alone[:1]
    if question.type is QuestionType.PLACE:
        return None
    weights = (31, 40, 29, 8, 8, 5, 4, 3) if question.key == PLACE else [1] * len(keys)
    return chance.choices(keys, weights)[0]


def erase(_town: object) -> None:
    """Remove the demo survey with all its answers, and the job that would open the last of them."""
    survey = services.by_slug(SLUG)
    if survey is not None:
        db.session.execute(delete(Job).where(Job.key.in_([closing_key(survey.id), opening_key(survey.id)])))
        db.session.execute(delete(Survey).where(Survey.id == survey.id))
