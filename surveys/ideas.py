"""What people wrote in a survey and want to see among everybody's ideas: it says from which survey and question it is.

It becomes a contribution together with others: that of an anonymous survey with its batch, that of a personal one at
closing, as until then it can be changed; where it is opened again, what is new then follows at the next closing. No
name goes along, and the moderators read each of them first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import ColumnElement, delete, select

from participation.contributions import services as contributions
from participation.contributions.models import Board, Contribution, Kind
from participation.contributions.services import Draft
from participation.core import codes
from participation.core.database import db, insert_if_new
from participation.core.vocabulary import Channel
from participation.questions.piping import filled
from participation.questions.types import Question, title_of, wants_idea, words_of
from surveys.models import PassedIdea, Survey, SurveyAnswer
from surveys.rules import Anonymity, SurveyState

WRITTEN_IN = "de"
LONGEST_QUESTION = 120
PASSED = "survey-passed-idea"


def are_out_of_surveys() -> ColumnElement[bool]:
    """Return the condition under which a contribution is a text out of a survey, as the analysis chooses them."""
    return (Contribution.kind == Kind.IDEA) & Contribution.is_from_survey


def drafts(survey: Survey, answers: Iterable[Mapping[str, Any]]) -> list[Draft]:
    """Return the texts in these answers that their authors want to be public ideas, too."""
    return [draft for row in answers for draft in _drafts(survey, Channel(row["channel"]), row["values"])]


def _drafts(survey: Survey, channel: Channel, values: Mapping[str, Any]) -> Iterator[Draft]:
    for question in survey.questions:
        value = values.get(question.key)
        if wants_idea(value) and words_of(value):
            origin = origin_of(survey, question)
            yield Draft(
                text=words_of(value), title=title_of(value), channel=channel, origin=origin, is_from_survey=True
            )


def origin_of(survey: Survey, question: Question) -> str:
    """Return the survey and the question, as they stand beside an idea."""
    by_key = {one.key: one for one in survey.questions}
    asked = shorten(filled(question, by_key, {}).text.in_(WRITTEN_IN), LONGEST_QUESTION, placeholder=" …")
    with force_locale(WRITTEN_IN):
        return gettext(
            "from the survey “%(survey)s”, question “%(question)s”",
            survey=survey.title.in_(WRITTEN_IN),
            question=asked,
        )


def submit(process_id: int, found: Sequence[Draft]) -> None:
    """Take them in on the process's first board; where it has none, they stay answers alone."""
    board = board_of(process_id)
    if board is not None:
        for draft in found:
            contributions.submit_idea(board, draft)


def board_of(process_id: int) -> Board | None:
    """Return the board on which ideas out of the surveys of a process stand; None where it has none."""
    return db.session.scalars(select(Board).where(Board.process_id == process_id).order_by(Board.id)).first()


def submit_personal(survey_id: int) -> None:
    """Take in the ideas of a personal survey that has closed, each once, in an order made by chance."""
    survey = db.session.get(Survey, survey_id)
    if survey is None or survey.anonymity is not Anonymity.PERSONAL or survey.state is not SurveyState.CLOSED:
        return
    columns = (SurveyAnswer.channel, SurveyAnswer.values)
    rows = db.session.execute(select(*columns).where(SurveyAnswer.survey_id == survey_id).order_by(SurveyAnswer.key))
    found = drafts(survey, [{"channel": row.channel, "values": row.values} for row in rows])
    if board_of(survey.process_id) is not None:
        submit(survey.process_id, _not_passed_on(survey, found))


def _not_passed_on(survey: Survey, found: Iterable[Draft]) -> list[Draft]:
    """Return what went to the board at no earlier closing, and note that it goes now.

    Two people may write the same words: the second is told from the first by its number.
    """
    seen: Counter[str] = Counter()
    new = []
    for draft in found:
        said = f"{survey.id}:{draft.title}:{draft.text}"
        seen[said] += 1
        mark = codes.fingerprint(current_app.extensions["settings"].secret_key, PASSED, f"{seen[said]}:{said}")
        if insert_if_new(PassedIdea.__table__, survey_id=survey.id, mark=mark):  # type: ignore[arg-type]  # is a Table
            new.append(draft)
    return new


def forget(survey_ids: Sequence[int]) -> None:
    """Forget which ideas these surveys passed on, with the answers in which they stood."""
    db.session.execute(delete(PassedIdea).where(PassedIdea.survey_id.in_(survey_ids)))
