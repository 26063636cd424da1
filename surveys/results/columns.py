"""The answers of a survey as columns: for each question, which of its labels each answer chose.

They are small and quick to count: a hundred thousand answers to twenty questions are four megabytes. They are read from
the database once for every state of the answers and kept by the process.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from participation.core.database import Texts, db
from participation.core.vocabulary import Channel
from participation.questions.types import Question, QuestionType, picked
from surveys.models import Questionnaire, Survey, SurveyAnswer
from surveys.services import AnswersState
from surveys.tally import ONE_EACH, answer_to, labels, parts

CHANNEL = "channel"
SEVERAL = frozenset({QuestionType.MULTIPLE, QuestionType.RANKING})


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One thing that was asked, and what each answer chose of it.

    Attributes:
        labels: key and name of what could be chosen.
        chosen: for each answer the place of its label, or as many as there are labels where none was chosen; for
            questions with several answers one such array for each label, of 0 (chosen) and 1.
    """

    key: str
    name: Texts
    labels: tuple[tuple[str, Texts], ...]
    chosen: "tuple[array[int], ...]"

    @property
    def is_several(self) -> bool:
        """Whether an answer could choose several labels."""
        return len(self.chosen) > 1

    def sizes(self) -> list[int]:
        """Return how many chose each label, and how many none."""
        found = Counter(self.chosen[0])
        return [found[place] for place in range(len(self.labels) + 1)]


def table(rows: "array[int]", height: int, columns: Column) -> list[list[int]]:
    """Return how many chose each pair of labels; the last row and the last column are those who chose none."""
    found = Counter(zip(rows, columns.chosen[0], strict=True))
    width = len(columns.labels) + 1
    return [[found[row, column] for column in range(width)] for row in range(height)]


def columns_of(survey: Survey, state: AnswersState) -> Mapping[str, Column]:
    """Return the columns of a survey by their keys, the way in which answers came first."""
    return _columns(survey.questionnaire, survey.id, state)


@lru_cache(maxsize=8)
def _columns(questionnaire: Questionnaire, survey_id: int, _state: AnswersState) -> Mapping[str, Column]:
    asked = [part for question in questionnaire.asked for part in parts(question) if part.type in ONE_EACH | SEVERAL]
    ways: array[int] = array("h")
    chosen = {question.key: [array("h") for _ in range(_width(question))] for question in asked}
    channels = list(Channel)
    rows = select(SurveyAnswer.channel, SurveyAnswer.values).where(SurveyAnswer.survey_id == survey_id)
    for channel, values in db.session.execute(rows.execution_options(yield_per=5000)):
        ways.append(channels.index(channel))
        for question in asked:
            _append(chosen[question.key], question, answer_to(question, values))
    found = {CHANNEL: _of_channels(ways, channels)}
    for question in asked:
        names = tuple((key, Texts(label)) for key, label in labels(question))
        found[question.key] = Column(question.key, question.text, names, tuple(chosen[question.key]))
    return found


def _of_channels(ways: "array[int]", channels: Sequence[Channel]) -> Column:
    there = sorted(set(ways))
    names = tuple((channels[place].value, Texts()) for place in there)
    return Column(CHANNEL, Texts(), names, (array("h", (there.index(place) for place in ways)),))


def _width(question: Question) -> int:
    return max(2, len(labels(question))) if question.type in SEVERAL else 1


def _append(chosen: "Sequence[array[int]]", question: Question, answer: Any) -> None:
    keys = [key for key, _ in labels(question)]
    if question.type not in SEVERAL:
        key = str(answer) if isinstance(answer, int) else next(iter(picked(answer)), "")
        chosen[0].append(keys.index(key) if key in keys else len(keys))
        return
    named = picked(answer)
    for place, line in enumerate(chosen):
        line.append(0 if place < len(keys) and keys[place] in named else 1)
