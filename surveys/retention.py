"""When answers to surveys are let go."""

from datetime import date, timedelta

from sqlalchemy import delete, select

from participation.core.database import db
from surveys.models import SealedAnswer, Survey, SurveyAnswer, SurveyReceipt

ANSWERS_KEPT_DAYS = 3 * 365


def forget_answers(day: date) -> int:
    """Delete the answers and receipts of surveys that closed long ago; return how many answers."""
    over = select(Survey.id).where(Survey.closes_on < day - timedelta(days=ANSWERS_KEPT_DAYS))
    db.session.execute(delete(SealedAnswer).where(SealedAnswer.survey_id.in_(over)))
    db.session.execute(delete(SurveyReceipt).where(SurveyReceipt.survey_id.in_(over)))
    result = db.session.execute(delete(SurveyAnswer).where(SurveyAnswer.survey_id.in_(over)))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult
