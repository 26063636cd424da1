"""When answers to surveys are let go."""

from datetime import date

from sqlalchemy import delete, select

from participation.core.clock import at
from participation.core.database import db
from surveys import ideas
from surveys.columns import packs
from surveys.models import SealedAnswer, Survey, SurveyAnswer
from surveys.receipts import services as receipts


def forget_answers(day: date) -> int:
    """Delete the answers of surveys that closed long ago and return how many; their receipts say so from then on."""
    closed = db.session.scalars(select(Survey).where(Survey.closes_at < at(day, 0))).unique()
    over = [survey.id for survey in closed if (day - survey.closes_on).days > survey.kept_days]
    receipts.bury_all(over)
    ideas.forget(over)
    db.session.execute(delete(SealedAnswer).where(SealedAnswer.survey_id.in_(over)))
    counted = select(SurveyAnswer.survey_id).where(SurveyAnswer.survey_id.in_(over)).distinct()
    for survey_id in db.session.scalars(counted.order_by(SurveyAnswer.survey_id)).all():
        receipts.note_removal(survey_id)
    return packs.forget_all(over)
