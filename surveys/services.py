"""Verbs and queries of surveys: publish one, find it, say what it found."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TypeAlias

from flask import url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import defaultload

from participation.core import clock, jobs
from participation.core.database import Texts, db
from participation.core.feature import Card, Lazy
from participation.core.sheets import harmless
from participation.process.models import Process
from participation.questions import branching
from participation.questions import services as asking
from participation.questions.storage import MalformedQuestionError, from_list, to_list
from participation.questions.types import Question, QuestionType, budget
from participation.web.context import day_short
from surveys import scarce, sealing
from surveys.columns import packs
from surveys.columns.column import CHANNEL, Column, of_channels, of_part
from surveys.keys import key_folder
from surveys.models import Questionnaire, SealedAnswer, Survey, SurveyAnswer
from surveys.opening import OPEN_JOB, closing_key
from surveys.rules import (
    ACCESS_OF,
    ANSWERS_KEPT_DAYS,
    LENGTH_BUDGET,
    Access,
    Anonymity,
    SurveyState,
    SurveyStatus,
    is_site,
)
from surveys.scarce import NOTHING_SCARCE, Scarce
from surveys.tally import QuestionResult, parts
from surveys.tally import results as tallied

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
MOST_PHOTOS = 2
"""More questions for photos than this make each answer so large that a weak net struggles."""
MOST_AT_ONCE = 5000
"""So many answers go into a file while somebody waits; of more the worker makes it."""
AFTER_CLOSING = timedelta(minutes=5)
AnswersState: TypeAlias = tuple[int, str | None, int]


class FaultyQuestionsError(ValueError):
    """A survey cannot be published; `sentences` say what to mend."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True, slots=True)
class Plan:
    """A survey as its author plans it; `whole_days` gives the two moments of a first and a last day.

    Attributes:
        series: the name that its waves share; its own, when empty.
    """

    slug: str
    title: Texts
    lead: Texts
    questions: tuple[Question, ...]
    minutes: int
    opens_at: datetime
    closes_at: datetime
    results_from: date
    anonymity: Anonymity = Anonymity.ANONYMOUS
    access: Access = Access.OPEN
    status: SurveyStatus = SurveyStatus.PUBLISHED
    closing_text: Texts = field(default_factory=Texts)
    series: str = ""
    kept_days: int = ANSWERS_KEPT_DAYS
    frame_sites: tuple[str, ...] = ()
    limits: Scarce = NOTHING_SCARCE


@dataclass(frozen=True, slots=True)
class Results:
    """What a survey found.

    Attributes:
        n: how many answers were counted.
        waiting: how many are there but still sealed.
    """

    n: int
    waiting: int
    questions: tuple[QuestionResult, ...]


def publish(process: Process, plan: Plan) -> Survey:
    """Make a survey that people can answer from its first day on; its key file is made here.

    Raises:
        FaultyQuestionsError: with one sentence for each mistake in the plan, a question or a condition.
    """
    sentences = [str(sentence) for sentence in _mistakes(plan)]
    if sentences:
        raise FaultyQuestionsError(sentences)
    return draft(process, plan)


def draft(process: Process, plan: Plan) -> Survey:
    """Keep a survey as it is planned, with whatever is still to be mended: that is asked when it is published."""
    survey = Survey(
        process_id=process.id,
        slug=plan.slug,
        title=plan.title,
        lead=plan.lead,
        questionnaire=Questionnaire(plan.questions),
        minutes=plan.minutes,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        results_from=plan.results_from,
        anonymity=plan.anonymity,
        access=plan.access,
        status=plan.status,
        closing_text=plan.closing_text,
        series=plan.series or plan.slug,
        kept_days=plan.kept_days,
        frame_sites=list(plan.frame_sites),
        limits=scarce.to_json(plan.limits),
        public_key=sealing.make_key(key_folder(), plan.slug),
    )
    if survey.anonymity is Anonymity.PSEUDONYMOUS:
        sealing.make_pseudonym_key(key_folder(), survey.series)
    db.session.add(survey)
    db.session.flush()
    scarce.open_places(survey.id, plan.limits)
    jobs.enqueue(OPEN_JOB, {"survey": survey.id}, due_at=plan.closes_at + AFTER_CLOSING, key=closing_key(survey.id))
    return survey


def _mistakes(plan: Plan) -> Iterator[Lazy]:
    if not SLUG.fullmatch(plan.slug) or len(plan.slug) > LONGEST_SLUG:
        yield lazy_gettext("The short name is part of the address. Please use small letters, digits and dashes.")
    elif by_slug(plan.slug):
        yield lazy_gettext("There is a survey with this short name already. Please choose another one.")
    if plan.opens_at >= plan.closes_at:
        yield lazy_gettext("The survey closes before it opens. Please change one of the two days.")
    if clock.at(plan.results_from, 0) < plan.closes_at:
        # Otherwise the few last answers, opened at closing, could be told from the results before and after.
        yield lazy_gettext("Results can appear on the day after the survey closes. Please choose a later day.")
    if plan.access not in ACCESS_OF[plan.anonymity]:
        yield lazy_gettext(
            "This kind of anonymity needs another way in: pseudonymous answers need codes or accounts, personal ones"
            " need accounts. Please change one of the two."
        )
    yield from _mistakes_in_frames(plan)
    yield from _mistakes_in(plan.questions)
    yield from scarce.mistakes(plan.questions, plan.limits)


def warnings(questions: Sequence[Question]) -> list[Lazy]:
    """Return what forbids nothing and is worth a thought of the author."""
    points, photos = budget(questions), sum(one.type is QuestionType.FILE for one in questions)
    found: list[Lazy] = []
    if points > LENGTH_BUDGET:
        sentence = lazy_gettext(
            "This survey is long: %(points)s points. Beyond %(most)s many people stop on the way. Please leave out"
            " questions, long texts and rankings above all.",
            points=points,
            most=LENGTH_BUDGET,
        )
        found.append(sentence)
    if photos > MOST_PHOTOS:
        sentence = lazy_gettext(
            "The survey asks for %(count)s photos. Each makes every answer 120 KB larger, also where nobody adds one:"
            " in a dead spot it takes long until it is sent. Please ask for one or two.",
            count=photos,
        )
        found.append(sentence)
    return found


def _mistakes_in_frames(plan: Plan) -> Iterator[Lazy]:
    if not all(map(is_site, plan.frame_sites)):
        yield lazy_gettext("Please name each site like this: https://www.example.org")
    if plan.frame_sites and (plan.access, plan.anonymity) != (Access.OPEN, Anonymity.ANONYMOUS):
        yield lazy_gettext(
            "In a frame on another site there are no cookies and no accounts. Only an anonymous survey for everybody"
            " can be shown there."
        )


def _mistakes_in(questions: Sequence[Question]) -> Iterator[Lazy]:
    if not any(asking.columns(question) for question in questions):
        yield lazy_gettext("The survey asks nothing yet. Please add a question.")
    try:
        from_list(to_list(questions))
    except MalformedQuestionError as error:
        yield error
        return
    for question in questions:
        for sentence in asking.mistakes(question):
            yield _at(question.key, sentence)
    for finding in branching.check(questions):
        yield _at(finding.key, finding.sentence)


def _at(key: str, sentence: Lazy) -> Lazy:
    return lazy_gettext("Question %(key)s: %(sentence)s", key=key, sentence=sentence)


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments at which a survey opens and closes that takes answers on these days and all between them."""
    return clock.at(first, 0), clock.at(last + timedelta(days=1), 0)


def by_slug(slug: str) -> Survey | None:
    """Return the survey of this name."""
    return db.session.scalars(_by_slug(), {"slug": slug}).unique().first()


@cache
def _by_slug() -> Select[Survey]:
    """Return a statement that is put together once, as every page of a survey begins with it."""
    return _surveys().where(Survey.slug == bindparam("slug"))


def _surveys() -> Select[Survey]:
    """Return the select of surveys with their processes: the phases in the same statement, the fields on demand."""
    process = defaultload(Survey.process)
    return select(Survey).options(process.joinedload(Process.phases), process.lazyload(Process.fields))


def by_id(survey_id: int) -> Survey:
    """Return a survey that is known to exist."""
    return db.session.get_one(Survey, survey_id)


def surveys(process: Process | None = None) -> Sequence[Survey]:
    """Return the surveys, of one process or of all, newest first."""
    statement = (
        _surveys().where(Survey.status == SurveyStatus.PUBLISHED).order_by(Survey.opens_at.desc(), Survey.id.desc())
    )
    if process is not None:
        statement = statement.where(Survey.process_id == process.id)
    return db.session.scalars(statement).unique().all()


def at_desk() -> Sequence[Survey]:
    """Return all surveys for the staff, those that are still being written too, newest first."""
    return db.session.scalars(_surveys().order_by(Survey.opens_at.desc(), Survey.id.desc())).unique().all()


def results(survey: Survey) -> Results:
    """Return what was counted so far."""
    state = state_of(survey)
    return Results(state[0], sealed_count(survey), tallies(survey, state))


def released(survey: Survey, found: Results) -> list[QuestionResult]:
    """Return what everybody may read of the results: all but the questions that the staff keeps back."""
    return [one for one in found.questions if one.question.key.partition(".")[0] not in survey.kept_back]


def state_of(survey: Survey) -> AnswersState:
    """Return what changes whenever an answer is counted, changed or taken back; how many there are comes first."""
    is_this = SurveyAnswer.survey_id == survey.id
    found = db.session.execute(select(func.count(SurveyAnswer.key), func.max(SurveyAnswer.key)).where(is_this)).one()
    return found[0], found[1], survey.answers_version


def tallies(survey: Survey, state: AnswersState) -> tuple[QuestionResult, ...]:
    """Return what was counted, by question and by line of a matrix."""
    return _counted(survey.questionnaire, survey.id, state)


def columns(survey: Survey, state: AnswersState) -> Mapping[str, Column]:
    """Return the columns of a survey by their keys, the way in which answers came first."""
    return _columns(survey.questionnaire, survey.id, state)


@lru_cache(maxsize=8)
def _columns(questionnaire: Questionnaire, survey_id: int, _state: AnswersState) -> Mapping[str, Column]:
    """Read the answers; once for every state of theirs."""
    table = packs.read(survey_id, questionnaire.questions)
    found = {CHANNEL: of_channels(table[""])}
    for question in questionnaire.questions:
        found |= {part.key: of_part(part, table[part.key]) for part in parts(question) if part.key in table}
    return found


@lru_cache(maxsize=32)
def _counted(questionnaire: Questionnaire, survey_id: int, state: AnswersState) -> tuple[QuestionResult, ...]:
    """Count; once for every state of the answers."""
    found = _columns(questionnaire, survey_id, state)
    split = [part for question in questionnaire.questions for part in parts(question)]
    return tallied(split, {key: one.summary() for key, one in found.items() if one.part is not None})


def counted(survey: Survey) -> int:
    """Return how many answers were opened and counted."""
    return db.session.scalar(select(func.count(SurveyAnswer.key)).where(SurveyAnswer.survey_id == survey.id)) or 0


def are_many(survey: Survey) -> bool:
    """Return whether there are so many answers that no page waits for a file of them: the worker makes it."""
    return counted(survey) > MOST_AT_ONCE


def sealed_count(survey: Survey) -> int:
    """Return how many answers wait to be opened."""
    return db.session.scalar(select(func.count(SealedAnswer.id)).where(SealedAnswer.survey_id == survey.id)) or 0


def answers(survey: Survey) -> Sequence[SurveyAnswer]:
    """Return all opened answers, in the order of their keys, which is made by chance."""
    statement = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey.id).order_by(SurveyAnswer.key)
    return db.session.scalars(statement).all()


def table(survey: Survey) -> str:
    """Return all opened answers as a CSV table, for the staff; in random order, without anything about persons."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(["channel", *(column for question in survey.questions for column in asking.columns(question))])
    for row in answers(survey):
        cells = [cell for question in survey.questions for cell in asking.cells(question, row.values.get(question.key))]
        writer.writerow([row.channel.value, *map(harmless, cells)])
    return "\ufeff" + target.getvalue()


def cards(process: Process) -> list[Card]:
    """Return the open surveys as things that people can do now."""
    return [_card(survey) for survey in surveys(process) if survey.state is SurveyState.OPEN]


def _card(survey: Survey) -> Card:
    count = len(survey.questionnaire.asked)
    return Card(
        position=10,
        minutes=survey.minutes,
        title=gettext("Fill in the survey"),
        text=_card_text(survey.anonymity, count, day_short(survey.closes_on)),
        href=url_for("surveys.start", slug=survey.slug),
    )


def _card_text(anonymity: Anonymity, count: int, day: str) -> str:
    if anonymity is Anonymity.ANONYMOUS:
        return gettext("%(count)s short questions, anonymous. Until %(day)s.", count=count, day=day)
    return gettext("%(count)s short questions. Until %(day)s.", count=count, day=day)
