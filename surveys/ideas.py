"""What people wrote in a survey and want to see among everybody's ideas: it says from which survey and question it is.

It becomes a contribution together with others: that of an anonymous survey with its batch, that of a personal one at
closing, as until then it can be changed. No name goes along, and the moderators read each of them first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select, update

from participation.contributions import services as contributions
from participation.contributions.models import Board
from participation.contributions.services import Draft
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.questions.piping import filled
from participation.questions.types import Question, title_of, wants_idea, words_of
from surveys.models import Survey, SurveyAnswer
from surveys.rules import Anonymity, SurveyState

WRITTEN_IN = "de"
LONGEST_QUESTION = 120


def drafts(survey: Survey, answers: Iterable[Mapping[str, Any]]) -> list[Draft]:
    """Return the texts in these answers that their authors want to be public ideas, too."""
    return [draft for row in answers for draft in _drafts(survey, Channel(row["channel"]), row["values"])]


def _drafts(survey: Survey, channel: Channel, values: Mapping[str, Any]) -> Iterator[Draft]:
    for question in survey.questions:
        value = values.get(question.key)
        if wants_idea(value) and words_of(value):
            origin = origin_of(survey, question)
            yield Draft(text=words_of(value), title=title_of(value), channel=channel, origin=origin)


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
    board = db.session.scalars(select(Board).where(Board.process_id == process_id).order_by(Board.id)).first()
    if board is not None:
        for draft in found:
            contributions.submit_idea(board, draft)


def submit_personal(survey_id: int) -> None:
    """Take in the ideas of a personal survey that has closed, once, in an order made by chance."""
    survey = db.session.get(Survey, survey_id)
    if survey is None or survey.anonymity is not Anonymity.PERSONAL or survey.state is not SurveyState.CLOSED:
        return
    is_new = (Survey.id == survey_id, Survey.ideas_submitted.is_(False))
    if not db.session.execute(update(Survey).where(*is_new).values(ideas_submitted=True)).rowcount:  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
        return
    columns = (SurveyAnswer.channel, SurveyAnswer.values)
    rows = db.session.execute(select(*columns).where(SurveyAnswer.survey_id == survey_id).order_by(SurveyAnswer.key))
    submit(survey.process_id, drafts(survey, [{"channel": row.channel, "values": row.values} for row in rows]))
