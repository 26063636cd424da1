"""Personal answers: they belong to an account, can be changed until the survey closes, and go when the account goes."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Channel
from surveys.models import PersonalAnswer, Survey, SurveyAnswer, SurveyReceipt
from surveys.receipts.models import GoneReason
from surveys.receipts.services import forget_personal, note_change


def keep(survey: Survey, person_id: int, values: Mapping[str, Any], receipt_hash: str, channel: Channel) -> None:
    """Store the answer of an account, in place of the one it gave before."""
    note_change(survey.id)  # first, so that of two sendings at once one waits for the other
    before = _link(survey, person_id)
    if before is not None:
        forget_personal(before, GoneReason.REPLACED)
    answer = SurveyAnswer(key=secrets.token_hex(16), survey_id=survey.id, channel=channel, values=dict(values))
    db.session.add(answer)
    db.session.add(SurveyReceipt(hash=receipt_hash, survey_id=survey.id))
    db.session.flush()
    db.session.add(
        PersonalAnswer(
            survey_id=survey.id,
            person_id=person_id,
            answer_key=answer.key,
            receipt_hash=receipt_hash,
            sent_at=now(),
        )
    )
    db.session.flush()


def answer_of(survey: Survey, person_id: int | None) -> dict[str, Any] | None:
    """Return what an account has answered; None where it has not."""
    found = _link(survey, person_id)
    answer = db.session.get(SurveyAnswer, found.answer_key) if found else None
    return answer.values if answer else None


def export(person_id: int) -> list[dict[str, Any]]:
    """Return the answers of an account in plain values, for its own file."""
    rows = db.session.execute(
        select(Survey, SurveyAnswer, PersonalAnswer.sent_at)
        .join(PersonalAnswer, PersonalAnswer.survey_id == Survey.id)
        .join(SurveyAnswer, SurveyAnswer.key == PersonalAnswer.answer_key)
        .where(PersonalAnswer.person_id == person_id)
        .order_by(PersonalAnswer.id)
    ).unique()
    return [
        {"survey": survey.title.in_("de"), "sent_at": sent_at.isoformat(), "answers": answer.values}
        for survey, answer, sent_at in rows
    ]


def erase(person_id: int, keep_texts: bool) -> None:
    """Delete the answers of an account, or only what says whose they are."""
    links = db.session.scalars(select(PersonalAnswer).where(PersonalAnswer.person_id == person_id)).all()
    for link in () if keep_texts else links:
        forget_personal(link, GoneReason.ERASED)
    db.session.execute(delete(PersonalAnswer).where(PersonalAnswer.person_id == person_id))


def _link(survey: Survey, person_id: int | None) -> PersonalAnswer | None:
    is_theirs = (PersonalAnswer.survey_id == survey.id, PersonalAnswer.person_id == person_id)
    return db.session.scalars(select(PersonalAnswer).where(*is_theirs)).first()
