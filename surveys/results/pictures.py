"""The pictures that people added to their answers, together in one file for the staff."""

import zipfile
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import select

from participation.core.database import db
from participation.questions.brought import picture_in
from participation.questions.types import Question, QuestionType
from surveys.models import Survey, SurveyAnswer

AT_ONCE = 50


def questions(survey: Survey) -> list[Question]:
    """Return the questions that ask for a picture."""
    return [question for question in survey.questions if question.type is QuestionType.FILE]


def zipped(survey: Survey) -> IO[bytes]:
    """Return all pictures as a ZIP file, under the names that stand in the table of answers, with no time."""
    target = TemporaryFile()  # noqa: SIM115  # who sends it closes it
    asked, names = questions(survey), set()
    chosen = select(SurveyAnswer.values).where(SurveyAnswer.survey_id == survey.id).order_by(SurveyAnswer.key)
    with zipfile.ZipFile(target, "w") as archive:
        for values in db.session.scalars(chosen.execution_options(yield_per=AT_ONCE)):
            for question in asked:
                name, content = picture_in(question, values.get(question.key))
                if content and name not in names:
                    names.add(name)
                    archive.writestr(zipfile.ZipInfo(name), content)
    target.seek(0)
    return target
