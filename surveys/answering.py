"""Taking answers in: sealed in the same commit that acknowledges them; drafts locked with their own address."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import Select, bindparam, delete, insert, select

from participation.core import codes, jobs
from participation.core.clock import now, today
from participation.core.database import UtcDateTime, db, insert_or_update
from participation.core.vocabulary import Channel
from surveys import personal, scarce, sealing
from surveys.models import SealedAnswer, Survey, SurveyDraft
from surveys.opening import OPEN_JOB, opening_key
from surveys.receipts import services as receipts
from surveys.receipts.verify import receipt_mark
from surveys.rules import Anonymity
from surveys.ways import services as ways
from surveys.ways.services import Comer

DRAFTS_KEPT = timedelta(days=14)
OPENED_AFTER = timedelta(minutes=10)
DRAFT_SECRET_LENGTH = 28
"""Letters of five bits each, so 140 bits."""

NOBODY = Comer()


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has answered so far, and the code with which they came."""

    values: dict[str, Any]
    code: str
    expires_on: date


def receipt_code(once_key: str) -> str:
    """Return the receipt of one sending; the same for every arrival of the same form."""
    return codes.derive(_secret(), "survey-receipt", once_key)


def _salt() -> str:
    """Return what keeps others from guessing an answer by its mark in the public list."""
    return secrets.token_hex(16)


def take_in(
    survey: Survey, values: Mapping[str, Any], receipt: str, channel: Channel = Channel.WEB, comer: Comer = NOBODY
) -> None:
    """Let somebody take part and store the answer; acknowledged once the caller commits.

    It is sealed, without time, address or person, unless it belongs to an account by the survey's own word.

    Raises:
        RefusedError: where they may not take part, or did before.
        FullError: where there is no place left of something they chose, or enough of their group were asked.
    """
    ways.admit(survey, comer)
    if survey.anonymity is Anonymity.PERSONAL and comer.person_id is not None:
        # What this account had taken before is free again by then: nobody stands in their own way.
        personal.keep(survey, comer.person_id, values, receipt_mark(receipt), channel)
        scarce.take(survey.id, survey.scarce, values)
        return
    scarce.take(survey.id, survey.scarce, values)
    content = {"channel": channel.value, "values": dict(values), "salt": _salt()}
    if who := ways.identity(survey, comer):
        content["who"] = who
    box = sealing.seal(survey.public_key, content, survey.questionnaire.box_size)
    row = {"survey_id": survey.id, "receipt_hash": receipt_mark(receipt), "box": box}
    db.session.execute(insert(SealedAnswer.__table__), row)  # type: ignore[arg-type]  # is a Table
    _call_the_worker(survey)


def _call_the_worker(survey: Survey) -> None:
    """Let the worker look soon, unless it is called already.

    Many answers arrive while one call waits. Would each of them touch its row, they would queue up behind each other. A
    call that begins in this very moment may miss this answer; the next one, the closing or the night has it then.
    """
    key, moment = opening_key(survey.id), now()
    if db.session.scalar(_waiting_call(), {"name": key, "moment": moment}) is None:
        jobs.enqueue(OPEN_JOB, {"survey": survey.id}, due_at=moment + OPENED_AFTER, key=key)


@cache
def _waiting_call() -> Select[int]:
    """Return the statement for a call that has not begun; put together once, as every answer asks it."""
    return select(jobs.Job.id).where(
        jobs.Job.key == bindparam("name"),
        jobs.Job.finished_at.is_(None),
        jobs.Job.failed_at.is_(None),
        jobs.Job.locked_until.is_(None),
        jobs.Job.due_at > bindparam("moment", type_=UtcDateTime()),
    )


def receipt(code: str) -> receipts.Receipt | None:
    """Return what is known of the answer behind a receipt."""
    return receipts.receipt(code)


def draft_secret(once_key: str) -> str:
    """Return the secret in the address of the draft that this form begins; the same for every arrival of it."""
    return codes.derive(_secret(), "survey-draft", once_key, DRAFT_SECRET_LENGTH).lower()


def draft(survey: Survey, secret: str) -> Draft | None:
    """Return the answers given so far under this address; None where there is no such draft any more."""
    found = db.session.get(SurveyDraft, draft_hash(secret))
    if found is None or found.survey_id != survey.id or found.expires_on < today():
        return None
    content = sealing.unlock(secret, found.box)
    return Draft(content["values"], content["code"], found.expires_on) if content else None


def keep_draft(survey: Survey, secret: str, values: Mapping[str, Any], code: str = "") -> None:
    """Keep the answers given so far, and the code with which somebody came."""
    insert_or_update(
        SurveyDraft.__table__,  # type: ignore[arg-type]  # is a Table
        hash=draft_hash(secret),
        survey_id=survey.id,
        box=sealing.lock(secret, {"values": dict(values), "code": code}, survey.questionnaire.box_size),
        expires_on=today() + DRAFTS_KEPT,
    )


def forget_draft(secret: str) -> None:
    """Delete a draft, because it was sent or its owner wishes so."""
    db.session.execute(delete(SurveyDraft).where(SurveyDraft.hash == draft_hash(secret)))


def forget_old_drafts(day: date) -> int:
    """Delete drafts whose time is over; return how many."""
    result = db.session.execute(delete(SurveyDraft).where(SurveyDraft.expires_on < day))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def draft_hash(secret: str) -> str:
    """Return the name under which a draft is stored."""
    return codes.fingerprint(_secret(), "survey-draft", secret)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret
