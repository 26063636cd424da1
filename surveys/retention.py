"""When answers to surveys are let go."""

from datetime import date

from sqlalchemy import delete, select

from participation.core.clock import at
from participation.core.database import db
from surveys.models import SealedAnswer, Survey, SurveyAnswer, SurveyReceipt


def forget_answers(day: date) -> int:
    """Delete the answers and receipts of surveys that closed long enough ago; return how many answers."""
    closed = db.session.scalars(select(Survey).where(Survey.closes_at < at(day, 0))).unique()
    over = [survey.id for survey in closed if (day - survey.closes_on).days > survey.kept_days]
    db.session.execute(delete(SealedAnswer).where(SealedAnswer.survey_id.in_(over)))
    db.session.execute(delete(SurveyReceipt).where(SurveyReceipt.survey_id.in_(over)))
    result = db.session.execute(delete(SurveyAnswer).where(SurveyAnswer.survey_id.in_(over)))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult
