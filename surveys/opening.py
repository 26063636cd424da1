"""Opening answers: a whole batch at once, drawn by chance, under random keys, in one transaction.

What takes time, reading and decrypting, is done before the transaction that writes. That one deletes the boxes it has
opened, and where another worker was quicker with one of them, nothing of the batch is kept.

A text whose author ticked so becomes an idea now, with the others of its batch: it waits for the moderators, and
neither its moment nor its place says when it was written.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

from sqlalchemy import delete, func, insert, select

from participation.contributions.services import Draft
from participation.core import jobs
from participation.core.database import db, reading
from surveys import ideas
from surveys.columns import packs
from surveys.keys import key_folder
from surveys.models import SealedAnswer, Survey, SurveyAnswer, SurveyReceipt
from surveys.rules import SurveyState, batch_size
from surveys.sealing import Opener, pseudonym

OPEN_JOB = "surveys.open"


def opening_key(survey_id: int) -> str:
    """Return the key under which at most one job waits to open answers of a survey."""
    return f"{OPEN_JOB}:{survey_id}"


def closing_key(survey_id: int) -> str:
    """Return the key of the job that opens the last answers when a survey has closed."""
    return f"surveys.close:{survey_id}"


_chance = SystemRandom()


class OvertakenError(Exception):
    """Somebody else opened some of the same answers in the same moment; nothing of ours was kept."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers that will be opened together.

    Attributes:
        ids: the sealed answers to be deleted.
        answers: rows of what was in them.
        receipts: rows that say so, in an order of their own.
        ideas: the texts among them that their authors want to be public ideas, too.
        survey_id: of the survey they are answers to.
        process_id: of the process they belong to.
        left: how many sealed answers there are besides these.
    """

    ids: Sequence[int]
    answers: Sequence[Mapping[str, Any]]
    receipts: Sequence[Mapping[str, Any]]
    ideas: Sequence[Draft]
    survey_id: int
    process_id: int
    left: int


def run(job: jobs.JobRun) -> None:
    """Open what may be opened of one survey; a job. Where there are too few yet, the next answer calls again.

    A personal survey has nothing to be opened: when it has closed, its ideas go to the board.
    """
    survey_id = job.payload["survey"]
    batch = _read(survey_id)
    if batch is not None:
        _write(batch)
        if batch.left:
            call(survey_id)
    ideas.submit_personal(survey_id)


def open_all(slug: str) -> int:
    """Open what may be opened of one survey now, batch by batch; commits each. Return how many answers.

    Raises:
        KeyMissingError: where the key file is not there; the answers stay sealed and safe.
    """
    survey_id = db.session.scalars(select(Survey.id).where(Survey.slug == slug)).one()
    db.session.rollback()
    count = 0
    while batch := _read(survey_id):
        _write(batch)
        db.session.commit()
        count += len(batch.ids)
    return count


def call(survey_id: int) -> None:
    """Let the worker open what may be opened; where it is at it already, once more afterwards."""
    jobs.enqueue(OPEN_JOB, {"survey": survey_id}, key=opening_key(survey_id))


def call_for_all() -> None:
    """Let the worker look at every survey with sealed answers; called nightly, should a call have been lost."""
    for survey_id in db.session.scalars(select(SealedAnswer.survey_id).distinct()).all():
        call(survey_id)


def _read(survey_id: int) -> Batch | None:
    """Return the next batch, decrypted, or None where there are too few to hide each other."""
    db.session.rollback()
    with reading():
        try:
            survey = db.session.get(Survey, survey_id)
            return _batch(survey) if survey else None
        finally:
            db.session.rollback()


def _batch(survey: Survey) -> Batch | None:
    is_this = SealedAnswer.survey_id == survey.id
    count = db.session.scalar(select(func.count(SealedAnswer.id)).where(is_this)) or 0
    size = batch_size(count, is_closed=survey.state is SurveyState.CLOSED)
    if not size:
        return None
    opener = Opener(key_folder(), survey.slug, survey.public_key)
    ids = _chance.sample(db.session.scalars(select(SealedAnswer.id).where(is_this)).all(), size)
    columns = (SealedAnswer.id, SealedAnswer.receipt_hash, SealedAnswer.box)
    boxes = db.session.execute(select(*columns).where(SealedAnswer.id.in_(ids)).order_by(SealedAnswer.id)).all()
    # In an order that says nothing: not of arrival, and not which receipt belongs to which answer.
    answers = sorted((_answer(survey, opener.open(row.box)) for row in boxes), key=lambda row: row["key"])
    receipts = [{"hash": row.receipt_hash, "survey_id": survey.id} for row in boxes]
    return Batch(
        ids=[row.id for row in boxes],
        answers=answers,
        receipts=sorted(receipts, key=lambda row: row["hash"]),
        ideas=ideas.drafts(survey, answers),
        survey_id=survey.id,
        process_id=survey.process_id,
        left=count - len(boxes),
    )


def _answer(survey: Survey, content: Mapping[str, Any]) -> dict[str, Any]:
    who = content.get("who")
    return {
        "key": secrets.token_hex(16),
        "survey_id": survey.id,
        "channel": content["channel"],
        "values": content["values"],
        "salt": content["salt"],
        "pseudonym": pseudonym(key_folder(), survey.series, who) if who else None,
    }


def _write(batch: Batch) -> None:
    gone = db.session.execute(delete(SealedAnswer).where(SealedAnswer.id.in_(batch.ids)))
    if gone.rowcount != len(batch.ids):  # type: ignore[attr-defined]  # a DELETE returns a CursorResult
        raise OvertakenError("another worker was quicker")
    db.session.execute(insert(SurveyAnswer), batch.answers)
    db.session.execute(insert(SurveyReceipt), batch.receipts)
    db.session.get_one(Survey, batch.survey_id).answers_version += 1
    packs.call(batch.survey_id)
    ideas.submit(batch.process_id, batch.ideas)
