"""Verbs of the editor: keep each change as a version, go back, copy, try, check, publish."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from participation.access.actions import Action
from participation.access.guard import can
from participation.core import capacity, clock, codes, jobs
from participation.core.database import Texts, db
from participation.core.feature import Lazy
from participation.process.models import Process
from participation.questions.types import Question
from surveys import scarce, sealing, services
from surveys.editor import rules, stock
from surveys.editor.models import SurveyVersion
from surveys.keys import key_folder
from surveys.models import Questionnaire, SealedAnswer, Survey, SurveyAnswer
from surveys.opening import OPEN_JOB, closing_key
from surveys.rules import Anonymity, SurveyStatus

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SECRET_LENGTH = 28
LONGEST_NAME = 50


LOCKED = ("anonymity", "access")
"""What people were promised before they answered."""
PROMISED = lazy_gettext(
    "People have answered with this promise, so it stays. For another one, copy the survey: the copy begins without"
    " answers."
)


class UnreadableError(ValueError):
    """A change that answers cannot bear; `sentences` say why."""

    def __init__(self, sentences: Sequence[Lazy]) -> None:
        self.sentences = list(sentences)
        super().__init__()


@dataclass(frozen=True, slots=True)
class Line:
    """A survey in the list of the desk, with how many answers it has."""

    survey: Survey
    n: int


def lines() -> list[Line]:
    """Return the surveys that this person may edit, newest first, each with its answers; two statements."""
    counted = select(func.count(SurveyAnswer.key)).where(SurveyAnswer.survey_id == Survey.id).scalar_subquery()
    sealed = select(func.count(SealedAnswer.id)).where(SealedAnswer.survey_id == Survey.id).scalar_subquery()
    rows = db.session.execute(select(Survey, counted + sealed).order_by(Survey.id.desc())).unique()
    return [Line(survey, n) for survey, n in rows if can(Action.EDIT_SURVEY, survey.process)]


def processes() -> list[Process]:
    """Return the processes in which this person may make surveys."""
    found = db.session.scalars(select(Process).order_by(Process.id.desc())).unique()
    return [process for process in found if can(Action.EDIT_SURVEY, process)]


def free_name(title: str) -> str:
    """Return a name for the address that no survey has yet."""
    plain = NOT_IN_NAMES.sub("-", title.lower().translate(SPELT))[:LONGEST_NAME].strip("-") or "umfrage"
    taken = set(db.session.scalars(select(Survey.slug).where(Survey.slug.startswith(plain))))
    found, number = plain, 2
    while found in taken:
        found, number = f"{plain}-{number}", number + 1
    return found


def held(slug: str) -> Survey | None:
    """Return a survey that is changed now: of two at once the second waits and sees what the first stored."""
    statement = select(Survey).where(Survey.slug == slug).with_for_update(of=Survey)
    return db.session.scalars(statement.execution_options(populate_existing=True)).unique().first()


def begin(process: Process, title: Texts, questions: tuple[Question, ...] = (), **values: Any) -> Survey:
    """Make a draft of a survey with its first version."""
    first = clock.today() + timedelta(days=14)
    opens_at, closes_at = services.whole_days(first, first + timedelta(days=27))
    planned = {"opens_at": opens_at, "closes_at": closes_at, "results_from": first + timedelta(days=42), **values}
    name = free_name(title.in_("de"))
    plan = services.Plan(
        name,
        title,
        planned.pop("lead", Texts()),
        questions,
        planned.pop("minutes", 1),
        status=SurveyStatus.DRAFT,
        **planned,
    )
    survey = services.draft(process, plan)
    _keep(survey)
    return survey


def set_up(survey: Survey, **values: Any) -> None:
    """Change what a survey says and how it runs, but not what it asks.

    Raises:
        UnreadableError: where people have answered under another promise.
    """
    if any(values.get(name, getattr(survey, name)) is not getattr(survey, name) for name in LOCKED) and has_answers(
        survey
    ):
        raise UnreadableError([PROMISED])
    _keep_first(survey)
    for name, value in values.items():
        setattr(survey, name, value)
    if survey.anonymity is Anonymity.PSEUDONYMOUS:
        sealing.make_pseudonym_key(key_folder(), survey.series)
    _call_at_closing(survey)
    _next(survey)


def _call_at_closing(survey: Survey) -> None:
    due_at = survey.closes_at + services.AFTER_CLOSING
    jobs.enqueue(OPEN_JOB, {"survey": survey.id}, due_at=due_at, key=closing_key(survey.id))


def limit(survey: Survey, after: scarce.Scarce) -> None:
    """Keep what is scarce from now on; one version more, where that is anything else than before."""
    if scarce.to_json(after) == scarce.to_json(survey.scarce):
        return
    _keep_first(survey)
    survey.limits = scarce.to_json(after)
    _next(survey)


def ask(survey: Survey, questions: Sequence[Question]) -> None:
    """Change what a survey asks; one version more.

    Raises:
        UnreadableError: where people have answered and their answers could not be read any more.
    """
    if has_answers(survey):
        sentences = rules.unreadable(survey.questions, questions)
        if sentences:
            raise UnreadableError(sentences)
    if tuple(questions) == survey.questions:
        return
    _keep_first(survey)
    if survey.minutes == rules.minutes(survey.questions):
        survey.minutes = rules.minutes(questions)  # what nobody set follows the questions
    survey.questionnaire = Questionnaire(tuple(questions))
    survey.limits = scarce.to_json(scarce.fitting(survey.scarce, questions))
    _next(survey)


def translate(survey: Survey, language: str, said: Mapping[str, str]) -> None:
    """Store texts in another language, by the names of their places; one version more.

    Raises:
        UnreadableError: where answers could not be read any more.
    """
    around = {name: rules.said_in(getattr(survey, name), language, said.get(f":{name}")) for name in rules.AROUND}
    parts: dict[str, dict[str, str]] = {}
    for name, words in said.items():
        key, _, place = name.partition(":")
        parts.setdefault(key, {})[place] = words
    if any(around[name] != getattr(survey, name) for name in rules.AROUND):
        set_up(survey, **around)
    ask(survey, [rules.translated(one, language, parts.get(one.key, {})) for one in survey.questions])


def _keep_first(survey: Survey) -> None:
    """Keep what a survey was before its first change here, where nobody did so yet."""
    if version(survey, survey.version) is None:
        _keep(survey)


def _next(survey: Survey) -> None:
    survey.version += 1
    _keep(survey)


def _keep(survey: Survey) -> None:
    db.session.add(
        SurveyVersion(
            survey_id=survey.id,
            number=survey.version,
            title=survey.title,
            lead=survey.lead,
            closing_text=survey.closing_text,
            questionnaire=survey.questionnaire,
            **{name: getattr(survey, name) for name in rules.RUNS},
        )
    )
    db.session.flush()


def has_answers(survey: Survey) -> bool:
    """Return whether anybody has answered, counted or still sealed."""
    return bool(services.counted(survey) or services.sealed_count(survey))


def version(survey: Survey, number: int) -> SurveyVersion | None:
    """Return one version."""
    one = (SurveyVersion.survey_id == survey.id, SurveyVersion.number == number)
    return db.session.scalars(select(SurveyVersion).where(*one)).first()


def versions(survey: Survey) -> list[tuple[SurveyVersion, list[Lazy]]]:
    """Return the versions, newest first, each with what it changed, in words."""
    own = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id).order_by(SurveyVersion.number)
    found = list(db.session.scalars(own))
    changed = [(later, _changed(earlier, later)) for earlier, later in pairwise(found)]
    return [*reversed(changed), *((one, []) for one in found[:1])]


def _changed(earlier: SurveyVersion, later: SurveyVersion) -> list[Lazy]:
    said = rules.differences(earlier.questionnaire.questions, later.questionnaire.questions)
    return [*rules.changed_texts(earlier, later), *said, *rules.changed_runs(earlier, later)]


def go_back(survey: Survey, earlier: SurveyVersion) -> None:
    """Make an earlier version the newest; nothing is lost by it. Once it is public, its days and limits stay.

    Raises:
        UnreadableError: where answers could not be read any more.
    """
    names = rules.AROUND if survey.is_published else (*rules.AROUND, *rules.RUNS)
    before = {name: getattr(earlier, name) for name in names}
    if earlier.questionnaire.questions != survey.questions:
        ask(survey, earlier.questionnaire.questions)
        newest = version(survey, survey.version)
        for one in (survey, newest):
            for name, value in before.items():
                setattr(one, name, value)
        _call_at_closing(survey)
    else:
        set_up(survey, **before)
    if not survey.is_published:
        _open_places(survey)


def _open_places(survey: Survey) -> None:
    """Have as many places as the limits say; nobody has taken one of a draft."""
    for what in survey.scarce.all:
        name = scarce.place_name(survey.id, what)
        capacity.open_places(name, what.places)
        capacity.change_capacity(name, what.places)


def copy(survey: Survey, *, is_wave: bool) -> Survey:
    """Copy a whole survey into a draft; as a wave it stays in the series, so that both can be compared."""
    length = survey.closes_on - survey.opens_on
    first = max(clock.today() + timedelta(days=14), survey.closes_on + timedelta(days=1) if is_wave else date.min)
    opens_at, closes_at = services.whole_days(first, first + length)
    suffix = "" if is_wave else " (2)"
    title = Texts({language: f"{words}{suffix}" for language, words in survey.title.items()})
    return begin(
        survey.process,
        title,
        survey.questions,
        lead=survey.lead,
        minutes=survey.minutes,
        opens_at=opens_at,
        closes_at=closes_at,
        results_from=first + length + timedelta(days=14),
        anonymity=survey.anonymity,
        access=survey.access,
        closing_text=survey.closing_text,
        series=survey.series if is_wave else "",
        kept_days=survey.kept_days,
        frame_sites=tuple(survey.frame_sites),
        limits=survey.scarce,
    )


def trial_secret(survey: Survey) -> str:
    """Return the secret in the address at which a survey can be tried before it is public."""
    secret = current_app.extensions["settings"].secret_key
    return codes.derive(secret, "survey-trial", survey.slug, SECRET_LENGTH).lower()


def at(survey: Survey, key: str) -> Question | None:
    """Return the question of this key."""
    return next((question for question in survey.questions if question.key == key), None)


def put(survey: Survey, question: Question, after: str = "") -> None:
    """Store a question in the place of the one with its key, or as a new one behind another or at the end.

    Raises:
        UnreadableError: where answers could not be read any more.
    """
    keys = [one.key for one in survey.questions]
    if question.key in keys:
        ask(survey, [question if one.key == question.key else one for one in survey.questions])
        return
    place = keys.index(after) + 1 if after in keys else len(keys)
    ask(survey, [*survey.questions[:place], question, *survey.questions[place:]])


def copied(survey: Survey, question: Question) -> Question:
    """Return a question under a key that is free in this survey; its constraint names it by the new one."""
    return stock.under(question, rules.new_key(question.key, (one.key for one in survey.questions)))
