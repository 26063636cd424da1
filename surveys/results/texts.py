"""The texts of a survey for the staff: page by page, in an order by chance, each alone and never with its whole answer.

A text whose author ticked so became an idea when it was opened. That idea is found by its words: nowhere is kept which
answer it came from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, cast, func, select, type_coerce

from participation.access.guard import see_all
from participation.contributions.models import Contribution, Idea
from participation.core.database import db, is_sqlite
from participation.core.vocabulary import Channel
from participation.moderation.rules import Visibility
from participation.questions.types import Question, title_of, wants_idea, words_of
from surveys.models import Survey, SurveyAnswer

AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Written:
    """One text.

    Attributes:
        wants_idea: whether its author wanted it to become a public idea, too.
        reference: of the idea that everybody reads; empty, where it is not public.
    """

    title: str
    text: str
    channel: Channel
    wants_idea: bool
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the texts, and how many there are altogether."""

    texts: Sequence[Written]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // AT_ONCE))


def read(survey: Survey, question: Question, search: str, number: int) -> Page:
    """Return one page of what was written to a question, of all texts or of those with these words."""
    answer = _answer_to(question)
    matches = [SurveyAnswer.survey_id == survey.id, answer.is_not(None)]
    if search:
        matches.append(answer.ilike(f"%{_escaped(search)}%", escape="\\"))
    total = db.session.scalar(select(func.count()).select_from(SurveyAnswer).where(*matches)) or 0
    number = min(max(number, 1), max(1, -(-total // AT_ONCE)))
    rows = select(SurveyAnswer.channel, SurveyAnswer.values).where(*matches).order_by(SurveyAnswer.key)
    found = db.session.execute(rows.limit(AT_ONCE).offset((number - 1) * AT_ONCE))
    written = [(channel, values.get(question.key)) for channel, values in found]
    ideas = _ideas(survey, [words_of(one) for _, one in written if wants_idea(one)])
    return Page([_written(channel, one, ideas) for channel, one in written], number, total)


def _written(channel: Channel, answer: Any, ideas: Mapping[str, str]) -> Written:
    text = answer if isinstance(answer, str) else words_of(answer)
    return Written(title_of(answer), text, channel, wants_idea(answer), ideas.get(text, ""))


def _answer_to(question: Question) -> ColumnElement[Any]:
    """Return the answer to a question as the database finds it in the stored values."""
    if is_sqlite():
        return func.json_extract(SurveyAnswer.values, f'$."{question.key}"')
    return func.json_extract_path_text(cast(type_coerce(SurveyAnswer.values, Text), JSON), question.key)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _ideas(survey: Survey, texts: Sequence[str]) -> dict[str, str]:
    """Return the references of the public ideas with these texts that came out of a survey's process."""
    if not texts:
        return {}
    is_public = (Idea.process_id == survey.process_id, Idea.visibility == Visibility.PUBLIC, Idea.text.in_(texts))
    statement = see_all(select(Contribution.text, Contribution.reference).where(*is_public), "they are public")
    return {str(text): str(reference) for text, reference in db.session.execute(statement)}
