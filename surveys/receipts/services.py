"""Verbs of receipts: say what became of an answer, take one back, publish the nightly list."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from participation.core import codes, jobs
from participation.core.clock import now, today
from participation.core.database import db, insert_if_new
from surveys import scarce, sealing
from surveys.columns import packs
from surveys.keys import key_folder
from surveys.models import PersonalAnswer, SealedAnswer, Survey, SurveyAnswer, SurveyReceipt
from surveys.receipts import verify
from surveys.receipts.models import CountEntry, GoneReason, Tombstone
from surveys.rules import Anonymity, ReceiptState, SurveyState

SMALLEST_ENTRY, LARGEST_ENTRY = 10, 5000
WITHDRAW_JOB = "surveys.export.withdraw"
"""The job that deletes files with answers that are gone."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says (Beleg).

    Attributes:
        entry: the entry of the public list in which it stands; None as long as it stands in none.
    """

    survey_id: int
    state: ReceiptState
    entry: int | None = None

    @property
    def is_counted(self) -> bool:
        """Whether the answer was counted, and still is."""
        return self.state is ReceiptState.COUNTED


def receipt(code: str) -> Receipt | None:
    """Return what is known of the answer behind a receipt."""
    mark = verify.receipt_mark(code)
    waiting = db.session.scalar(select(SealedAnswer.survey_id).where(SealedAnswer.receipt_hash == mark))
    if waiting is not None:
        return Receipt(waiting, ReceiptState.ARRIVED)
    known = db.session.get(SurveyReceipt, mark)
    return Receipt(known.survey_id, known.state, known.entry) if known else None


def can_withdraw(survey: Survey, known: Receipt) -> bool:
    """Return whether the answer can still be found: while it is sealed, or where it belongs to an account."""
    if survey.state is not SurveyState.OPEN:
        return False
    return known.state is ReceiptState.ARRIVED or (known.is_counted and survey.anonymity is Anonymity.PERSONAL)


def withdraw(survey: Survey, code: str) -> bool:
    """Delete the answer behind a receipt, as far as it can be found; return whether it was."""
    mark = verify.receipt_mark(code)
    if survey.anonymity is Anonymity.PERSONAL:
        return _withdraw_personal(mark)
    box = db.session.scalar(select(SealedAnswer.box).where(SealedAnswer.receipt_hash == mark))
    gone = db.session.execute(delete(SealedAnswer).where(SealedAnswer.receipt_hash == mark))
    if box is None or not gone.rowcount:  # type: ignore[attr-defined]  # a DELETE returns a CursorResult
        return False
    db.session.add(SurveyReceipt(hash=mark, survey_id=survey.id, state=ReceiptState.WITHDRAWN))
    bury(survey.id, mark, "receipt", GoneReason.WITHDRAWN)
    _give_places_back(survey, box)
    return True


def _withdraw_personal(mark: str) -> bool:
    link = db.session.scalars(select(PersonalAnswer).where(PersonalAnswer.receipt_hash == mark)).first()
    if link is None:
        return False
    forget_personal(link, GoneReason.WITHDRAWN)
    return True


def forget_personal(link: PersonalAnswer, reason: GoneReason) -> None:
    """Delete an answer that belongs to an account; its receipt says why."""
    answer = db.session.get_one(SurveyAnswer, link.answer_key)
    survey_id, mark = link.survey_id, link.receipt_hash
    if answer.entry is not None:
        bury(survey_id, mark_of(answer), "answer", reason)
        bury(survey_id, mark, "receipt", reason)
    state = ReceiptState.REPLACED if reason is GoneReason.REPLACED else ReceiptState.WITHDRAWN
    db.session.execute(update(SurveyReceipt).where(SurveyReceipt.hash == mark).values(state=state))
    survey = db.session.get_one(Survey, survey_id)
    _release(survey, answer.values)
    db.session.execute(delete(PersonalAnswer).where(PersonalAnswer.id == link.id))
    note_removal(survey_id)
    packs.forget([answer.key])


def note_change(survey_id: int) -> None:
    """Say that the counted answers are not what they were."""
    newer = Survey.answers_version + 1
    db.session.execute(update(Survey).where(Survey.id == survey_id).values(answers_version=newer))


def note_removal(survey_id: int) -> None:
    """Say that counted answers are gone: files that hold them are not handed over any more and leave the disk."""
    note_change(survey_id)
    fewer = Survey.removals + 1
    db.session.execute(update(Survey).where(Survey.id == survey_id).values(removals=fewer))
    jobs.enqueue(WITHDRAW_JOB, {"survey": survey_id}, key=f"{WITHDRAW_JOB}:{survey_id}")


def bury(survey_id: int, mark: str, what: str, reason: GoneReason) -> None:
    """Let the next entry of the list say that something is gone, and why."""
    table = Tombstone.__table__
    insert_if_new(table, survey_id=survey_id, mark=mark, what=what, reason=reason)  # type: ignore[arg-type]  # is a Table


def mark_of(answer: SurveyAnswer) -> str:
    """Return the mark under which an answer stands in the list."""
    return verify.commitment(answer.salt, answer.channel.value, answer.values)


def _give_places_back(survey: Survey, box: bytes) -> None:
    """Free the scarce places a sealed answer had taken; where the key file is away they stay taken."""
    if survey.scarce:
        with suppress(sealing.KeyMissingError):
            _release(survey, sealing.Opener(key_folder(), survey.slug, survey.public_key).open(box)["values"])


def _release(survey: Survey, values: dict[str, Any]) -> None:
    scarce.give_back(survey.id, survey.scarce, values)


# The list


def publish_lists() -> None:
    """Write the entries of this night; called nightly."""
    with_news = select(SurveyReceipt.survey_id).where(SurveyReceipt.entry.is_(None)).distinct()
    buried = select(Tombstone.survey_id).distinct()
    is_due = or_(Survey.id.in_(with_news), Survey.id.in_(buried))
    for survey in db.session.scalars(select(Survey).where(is_due).order_by(Survey.id)).unique().all():
        publish_list(survey)


def publish_list(survey: Survey) -> int:
    """Write the entries that are due: at least ten answers each, or all that are left at closing; return how many.

    What belongs to an account is listed when it cannot be changed any more.
    """
    is_closed = survey.closes_at <= now()
    if survey.anonymity is Anonymity.PERSONAL and not is_closed:
        return 0
    count = 0
    while _write_entry(survey, is_closed=is_closed):
        count += 1
    return count


def _write_entry(survey: Survey, *, is_closed: bool) -> bool:
    receipts = list(db.session.scalars(_unlisted_receipts(survey)))
    gone = list(_buried(survey))
    if len(receipts) < SMALLEST_ENTRY and not (is_closed and (receipts or gone)):
        return False
    answers = db.session.scalars(_unlisted_answers(survey)).all()
    last = _last(survey)
    number = last.number + 1 if last else 1
    body = {
        "number": number,
        "day": str(today()),
        "previous": last.hash if last else verify.FIRST,
        "receipts": receipts,
        "answers": sorted(mark_of(answer) for answer in answers),
        "gone": gone,
    }
    digest = verify.entry_hash(survey.slug, body)
    db.session.add(CountEntry(survey_id=survey.id, number=number, day=today(), body=body, hash=digest))
    db.session.execute(update(SurveyReceipt).where(SurveyReceipt.hash.in_(receipts)).values(entry=number))
    keys = [answer.key for answer in answers]
    db.session.execute(update(SurveyAnswer).where(SurveyAnswer.key.in_(keys)).values(entry=number))
    db.session.execute(delete(Tombstone).where(Tombstone.survey_id == survey.id))
    db.session.flush()
    return True


def _unlisted_receipts(survey: Survey) -> Any:
    is_new = (SurveyReceipt.survey_id == survey.id, SurveyReceipt.entry.is_(None))
    counted = SurveyReceipt.state == ReceiptState.COUNTED
    return select(SurveyReceipt.hash).where(*is_new, counted).order_by(SurveyReceipt.hash).limit(LARGEST_ENTRY)


def _unlisted_answers(survey: Survey) -> Any:
    is_new = (SurveyAnswer.survey_id == survey.id, SurveyAnswer.entry.is_(None))
    return select(SurveyAnswer).where(*is_new).order_by(SurveyAnswer.key).limit(LARGEST_ENTRY)


def _buried(survey: Survey) -> Iterator[dict[str, str]]:
    rows = select(Tombstone).where(Tombstone.survey_id == survey.id).order_by(Tombstone.mark)
    for one in db.session.scalars(rows):
        yield {"mark": one.mark, "what": one.what, "reason": one.reason.value}


def _last(survey: Survey) -> CountEntry | None:
    newest = select(CountEntry).where(CountEntry.survey_id == survey.id).order_by(CountEntry.number.desc()).limit(1)
    return db.session.scalars(newest).first()


def entries(survey: Survey) -> Sequence[CountEntry]:
    """Return the entries of a survey, the first one first."""
    chosen = select(CountEntry).where(CountEntry.survey_id == survey.id).order_by(CountEntry.number)
    return db.session.scalars(chosen).all()


def public_list(survey: Survey) -> dict[str, Any]:
    """Return the list as everybody may take it along."""
    return {"survey": survey.slug, "entries": [{**entry.body, "hash": entry.hash} for entry in entries(survey)]}


def answers_to_check(survey: Survey) -> list[dict[str, Any]]:
    """Return the listed answers with their salts, for those who check the list against them."""
    is_listed = (SurveyAnswer.survey_id == survey.id, SurveyAnswer.entry.is_not(None))
    rows = db.session.scalars(select(SurveyAnswer).where(*is_listed).order_by(SurveyAnswer.key))
    return [{"key": row.key, "salt": row.salt, "channel": row.channel.value, "values": row.values} for row in rows]


def faults(survey: Survey) -> list[str]:
    """Return what differs between the list and what stands in the database; nothing where all is well."""
    listed = public_list(survey)
    return verify.chain_faults(listed) + verify.answer_faults(listed, answers_to_check(survey))


def bury_all(survey_ids: Sequence[int]) -> None:
    """Let receipts of these surveys say that their answers were deleted when their time was over."""
    counted = SurveyReceipt.state == ReceiptState.COUNTED
    of_these = SurveyReceipt.survey_id.in_(survey_ids)
    for survey_id in db.session.scalars(select(SurveyReceipt.survey_id).where(of_these, counted).distinct()).all():
        if db.session.scalar(select(func.count(CountEntry.number)).where(CountEntry.survey_id == survey_id)):
            bury(survey_id, "", "all", GoneReason.RETENTION)
    db.session.execute(update(SurveyReceipt).where(of_these, counted).values(state=ReceiptState.DELETED))


def typed(code: str) -> str:
    """Return a code as it is printed, however it was typed."""
    return codes.grouped(codes.typed(code))
