"""Verbs of the plan: draft a measure, add where it comes from, make it public, and say how binding it has become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select, update

from participation.contributions import services as hub
from participation.contributions.models import Contribution, OutcomeKind, Thread
from participation.contributions.rules import Subject
from participation.contributions.services import Answer
from participation.core.clock import local, now
from participation.core.database import db, insert_if_new
from participation.moderation.rules import Visibility
from participation.plan import finding, telling
from participation.plan.models import Measure, MeasureChange, MeasureCounter, MeasureOrigin
from participation.plan.rules import MOVES, BindingState, Share, TimeHorizon, code_of, in_brief
from participation.process.models import ActionField, Process

OUTCOMES: Mapping[Share, OutcomeKind] = {
    Share.ADOPTED: OutcomeKind.ADOPTED,
    Share.PARTLY: OutcomeKind.PARTLY,
    Share.INSPIRED: OutcomeKind.INSPIRED,
}


class NotDraftError(Exception):
    """The measure is public already."""


class NotCompleteError(Exception):
    """The measure does not yet say all that everybody may expect."""


class NoSuchMoveError(Exception):
    """The measure cannot come into this state from the one it is in."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a measure says about itself."""

    title: str
    summary: str = ""
    benefit: str = ""
    lead_unit: str = ""
    action_field_id: int | None = None
    horizon: TimeHorizon | None = None
    next_step: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the author of one origin is told, and how much of the voice the measure takes up."""

    answer: str
    share: Share = Share.ADOPTED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """How binding a measure has become: since when, by whom, and why; old news is told to nobody."""

    state: BindingState
    happened_on: date
    decided_by: str = ""
    reason: str = ""
    is_news: bool = True


# Drafting


def draft_measure(
    process: Process,
    *,
    title: str,
    summary: str = "",
    contributions: Sequence[Contribution] = (),
    action_field: ActionField | None = None,
    person: int | None = None,
) -> Measure:
    """Begin a measure that only the planners know of, with the voices it comes from.

    Args:
        summary: cut at a word's end where it is too long.
        person: the id of whoever drafts it.
    """
    measure = Measure(
        process_id=process.id,
        code=_next_code(process.id),
        title=title,
        summary=in_brief(summary),
        action_field_id=action_field.id if action_field else None,
        state=BindingState.DRAFT,
        created_at=now(),
        created_by_id=person,
    )
    db.session.add(measure)
    db.session.flush()
    _add(measure, contributions, Share.ADOPTED, person)
    return measure


def _next_code(process_id: int) -> str:
    """Take the next number; a rival waits until this transaction has ended."""
    insert_if_new(MeasureCounter.__table__, process_id=process_id, last=0)  # type: ignore[arg-type]  # a Table it is
    counted = (
        update(MeasureCounter)
        .where(MeasureCounter.process_id == process_id)
        .values(last=MeasureCounter.last + 1)
        .returning(MeasureCounter.last)
    )
    return code_of(db.session.scalars(counted.execution_options(synchronize_session=False)).one())


def edit(measure: Measure, facts: Facts) -> None:
    """Write down what the measure says about itself."""
    for field in fields(facts):
        setattr(measure, field.name, getattr(facts, field.name))
    db.session.flush()


# Where it comes from


def add_origins(
    measure: Measure,
    contributions: Sequence[Contribution],
    share: Share,
    answer: str = "",
    office: str = "",
    person: int | None = None,
    *,
    reason: str = "",
) -> int:
    """Add voices the measure comes from; return how many were new.

    While the measure is a draft, nobody is told. Of a public one the outcome of each is recorded at once.
    """
    if not measure.is_draft and not (answer and office):
        message = "a public measure needs an answer for each of its origins"
        raise ValueError(message)
    fresh = _add(measure, contributions, share, person)
    if not measure.is_draft:
        reply = Reply(answer, share, reason)
        _tell([(contribution, reply) for contribution in fresh], office, person, None)
    return len(fresh)


def _add(
    measure: Measure, contributions: Sequence[Contribution], share: Share, person: int | None
) -> list[Contribution]:
    known = set(db.session.scalars(select(MeasureOrigin.contribution_id).where(MeasureOrigin.measure_id == measure.id)))
    fresh = {one.id: one for one in contributions if one.id not in known}
    db.session.add_all(
        MeasureOrigin(measure_id=measure.id, contribution_id=one, share=share, added_at=now(), person_id=person)
        for one in fresh
    )
    db.session.flush()
    return list(fresh.values())


def _tell(
    replies: Sequence[tuple[Contribution, Reply]], office: str, person: int | None, decided_at: datetime | None
) -> None:
    """Record the outcomes of origins, all at once; one that is not public hears nothing of a plan."""
    answers = [
        (contribution, Answer(OUTCOMES[reply.share], reply.answer, office, reply.reason, decided_at=decided_at))
        for contribution, reply in replies
        if contribution.visibility is Visibility.PUBLIC
    ]
    hub.record_outcomes(answers, person)


# Making it public, and on


def publish(
    measure: Measure,
    answers: Mapping[int, Reply],
    *,
    office: str = "",
    person: int | None = None,
    published_at: datetime | None = None,
) -> None:
    """Propose the measure to everybody, and give the author of every public origin an answer.

    Args:
        answers: by the id of the contribution; every public origin needs one.
        office: who answers; by default the unit in charge.

    Raises:
        NotDraftError: where somebody was faster.
        NotCompleteError: where something is still missing.
    """
    if not measure.is_draft:
        raise NotDraftError
    if measure.missing:
        raise NotCompleteError(measure.missing)
    moment = published_at or now()
    measure.thread = Thread(process_id=measure.process_id, about=Subject.MEASURE)
    _become(measure, Move(BindingState.PROPOSED, local(moment).date()), person)
    origins = finding.origins_of([measure])[measure.id]
    for origin in origins:
        origin.share = answers[origin.contribution_id].share
    replies = [(origin.contribution, answers[origin.contribution_id]) for origin in origins]
    _tell(replies, office or measure.lead_unit, person, published_at)


def set_state(measure: Measure, move: Move, person: int | None = None) -> None:
    """Say how binding the measure has become; whoever it concerns hears of it by mail.

    Raises:
        NoSuchMoveError: where this does not follow from what it was.
    """
    if move.state not in MOVES[measure.state]:
        raise NoSuchMoveError(measure.state, move.state)
    change = _become(measure, move, person)
    if move.is_news:
        telling.announce(change)


def _become(measure: Measure, move: Move, person: int | None) -> MeasureChange:
    measure.state = move.state
    change = MeasureChange(
        state=move.state,
        happened_on=move.happened_on,
        decided_by=move.decided_by,
        reason=move.reason,
        person_id=person,
        recorded_at=now(),
    )
    measure.changes.append(change)
    db.session.flush()
    return change
