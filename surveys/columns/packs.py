"""Packs of answers: made by the worker, read by whoever counts, and gone as soon as one of their answers is.

An answer carries the random key of its pack, and thousands have the same one; so it says less about when the answer
came than the entry of the public list does. A pack is used only while all its answers are there.
"""

import json
import secrets
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import numpy as np
from sqlalchemy import Select, String, Text, delete, func, or_, select, type_coerce, update

from participation.core import jobs
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.questions.types import Question
from surveys.columns.encoding import Coded, Table, encoded, fingerprint, joined
from surveys.columns.models import SurveyPack
from surveys.models import Survey, SurveyAnswer

PACK_JOB = "surveys.pack"
SMALLEST, LARGEST = 1000, 5000
AFTER = timedelta(minutes=5)
AT_ONCE = 500
"""How many answers are in memory at a time."""
QUICK = 1
"""Level of compression: it is unpacked while somebody waits."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Answers that will be packed together."""

    survey_id: int
    fingerprint: str
    keys: Sequence[str]
    data: bytes
    are_more: bool


def read(survey_id: int, questions: Sequence[Question]) -> Table:
    """Return all answers of a survey as columns: from its packs, and one by one what is in none of them."""
    packs = _whole(survey_id, fingerprint(questions))
    tables = [_unpacked(data) for data in packs.values()]
    tables += [encoded(questions, channels, rows) for _, channels, rows in _rows(_unpacked_answers(survey_id, packs))]
    return joined(tables) if tables else encoded(questions, (), ())


def forget(keys: Collection[str]) -> None:
    """Delete answers, and with them the packs in which they are."""
    gone = delete(SurveyAnswer).where(SurveyAnswer.key.in_(keys)).returning(SurveyAnswer.pack)
    packs = {pack for pack in db.session.scalars(gone) if pack is not None}
    db.session.execute(delete(SurveyPack).where(SurveyPack.key.in_(packs)))


def forget_all(survey_ids: Collection[int]) -> int:
    """Delete all answers of these surveys with their packs; return how many answers."""
    db.session.execute(delete(SurveyPack).where(SurveyPack.survey_id.in_(survey_ids)))
    result = db.session.execute(delete(SurveyAnswer).where(SurveyAnswer.survey_id.in_(survey_ids)))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def call(survey_id: int) -> None:
    """Let the worker pack what has come together, in a few minutes."""
    jobs.enqueue(PACK_JOB, {"survey": survey_id}, due_at=now() + AFTER, key=job_key(survey_id))


def call_for_many() -> None:
    """Let the worker pack at once where enough answers are in no pack, however they came; called every ten minutes."""
    for survey_id in sorted(_with_many()):
        jobs.enqueue(PACK_JOB, {"survey": survey_id}, key=job_key(survey_id))


def call_for_all() -> None:
    """Let the worker look at every survey with answers that are or should be in packs; called nightly."""
    lost = select(SurveyAnswer.survey_id).where(SurveyAnswer.pack.is_not(None)).distinct()
    for survey_id in sorted(_with_many() | set(db.session.scalars(lost))):
        call(survey_id)


def _with_many() -> set[int]:
    loose = select(SurveyAnswer.survey_id).where(SurveyAnswer.pack.is_(None)).group_by(SurveyAnswer.survey_id)
    return set(db.session.scalars(loose.having(func.count() >= SMALLEST)))


def run(job: jobs.JobRun) -> None:
    """Pack some thousand answers; a job, which calls itself as long as there are enough."""
    with job.reading():
        survey = db.session.get(Survey, job.payload["survey"])
        packed = _pack(survey) if survey else None
    if packed is not None and _write(packed) and packed.are_more:
        jobs.enqueue(PACK_JOB, {"survey": packed.survey_id}, key=job_key(packed.survey_id))


def job_key(survey_id: int) -> str:
    """Return the key under which at most one job packs answers of a survey."""
    return f"{PACK_JOB}:{survey_id}"


def pack_all(survey: Survey) -> int:
    """Pack what can be packed of a survey now, in the caller's transaction; return how many answers."""
    count = 0
    while (packed := _pack(survey)) is not None and _write(packed):
        count += len(packed.keys)
    return count


def _pack(survey: Survey) -> Packed | None:
    """Return the next answers that are in no pack, by the order of their keys; None where they are too few."""
    mark = fingerprint(survey.questions)
    loose = _unpacked_answers(survey.id, _whole_keys(survey.id, mark))
    count = db.session.scalar(select(func.count()).select_from(loose.subquery())) or 0
    if count < SMALLEST:
        return None
    size = LARGEST if count >= LARGEST + SMALLEST else count
    found = list(_rows(loose.order_by(SurveyAnswer.key).limit(size)))
    table = joined([encoded(survey.questions, channels, rows) for _, channels, rows in found])
    keys = [key for part, _, _ in found for key in part]
    return Packed(survey.id, mark, keys, _packed(table), are_more=count - len(keys) >= SMALLEST)


def _write(packed: Packed) -> bool:
    """Keep a pack, unless one of its answers went meanwhile; return whether it was kept."""
    # Whoever changes counted answers changes the survey's row first: one of us two waits here.
    touched = update(Survey).where(Survey.id == packed.survey_id).values(answers_version=Survey.answers_version)
    db.session.execute(touched)
    key = secrets.token_hex(8)
    marked = update(SurveyAnswer).where(SurveyAnswer.key.in_(packed.keys)).values(pack=key)
    count = db.session.execute(marked.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
    if count != len(packed.keys):
        db.session.rollback()
        return False
    there = select(SurveyAnswer.pack).where(SurveyAnswer.survey_id == packed.survey_id, SurveyAnswer.pack.is_not(None))
    db.session.execute(
        delete(SurveyPack).where(SurveyPack.survey_id == packed.survey_id, SurveyPack.key.not_in(there.distinct()))
    )
    db.session.add(
        SurveyPack(key=key, survey_id=packed.survey_id, fingerprint=packed.fingerprint, count=count, data=packed.data)
    )
    db.session.flush()
    return True


def _sizes(survey_id: int) -> Mapping[str, int]:
    """Return how many answers there are of each pack."""
    is_this = (SurveyAnswer.survey_id == survey_id, SurveyAnswer.pack.is_not(None))
    counted = select(SurveyAnswer.pack, func.count()).where(*is_this).group_by(SurveyAnswer.pack)
    return {str(pack): int(count) for pack, count in db.session.execute(counted)}


def _whole(survey_id: int, mark: str) -> dict[str, bytes]:
    """Return the packs that hold what their answers say now."""
    is_this = (SurveyPack.survey_id == survey_id, SurveyPack.fingerprint == mark)
    packs = select(SurveyPack.key, SurveyPack.count, SurveyPack.data).where(*is_this).order_by(SurveyPack.key)
    sizes = _sizes(survey_id)
    return {key: data for key, count, data in db.session.execute(packs) if sizes.get(key) == count}


def _whole_keys(survey_id: int, mark: str) -> list[str]:
    is_this = (SurveyPack.survey_id == survey_id, SurveyPack.fingerprint == mark)
    sizes = _sizes(survey_id)
    packs = db.session.execute(select(SurveyPack.key, SurveyPack.count).where(*is_this))
    return [key for key, count in packs if sizes.get(key) == count]


Loose: TypeAlias = Select[str, str, str]


def _unpacked_answers(survey_id: int, packs: Collection[str]) -> Loose:
    """Return the select of answers that are in none of these packs; the values as they are stored."""
    is_loose = or_(SurveyAnswer.pack.is_(None), SurveyAnswer.pack.not_in(list(packs)))
    columns = (SurveyAnswer.key, type_coerce(SurveyAnswer.channel, String), type_coerce(SurveyAnswer.values, Text))
    return select(*columns).where(SurveyAnswer.survey_id == survey_id, is_loose)


def _rows(statement: Loose) -> Iterator[tuple[list[str], list[Channel], list[dict[str, object]]]]:
    """Yield keys, ways and values of some hundred answers at a time."""
    found = db.session.execute(statement.execution_options(yield_per=AT_ONCE))
    for part in found.partitions(AT_ONCE):
        yield [row[0] for row in part], [Channel(row[1]) for row in part], [json.loads(row[2]) for row in part]


def _packed(table: Table) -> bytes:
    """Return a table as bytes: a line that says what follows, then the numbers."""
    blocks = [(key, part) for key, one in table.items() for part in (one.state[None, :], one.code)]
    head = json.dumps([(key, block.dtype.str, block.shape) for key, block in blocks]).encode()
    body = b"".join(np.ascontiguousarray(block).tobytes() for _, block in blocks)
    return zlib.compress(head + b"\n" + body, QUICK)


def _unpacked(data: bytes) -> Table:
    head, _, body = zlib.decompress(data).partition(b"\n")
    blocks, start = [], 0
    for key, kind, shape in json.loads(head):
        count = int(np.prod(shape))
        block = np.frombuffer(body, kind, count, start).reshape(shape)
        blocks.append((key, block))
        start += block.nbytes
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    return {key: Coded(state[0], code) for (key, state), (_, code) in pairs}
