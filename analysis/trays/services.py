"""Pairs to judge and unsure places: stored by a run, read by planners, judged for good."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import aliased, joinedload

from analysis.finding import Near
from analysis.models import Assignment, DecidedBy, Topic
from analysis.rules import SURE
from analysis.trays.models import NearPair
from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import Contribution
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import Process

PER_PAGE = 50
JUDGED = 20


@dataclass(frozen=True, slots=True)
class UnsureTopic:
    """A topic with what the machine put there without being sure."""

    topic: Topic
    assignments: tuple[Assignment, ...]


def store(process_id: int, found: Sequence[Near]) -> None:
    """Swap in the pairs that a run found; what people judged stays and is not asked again."""
    gone = delete(NearPair).where(NearPair.process_id == process_id, NearPair.is_same.is_(None))
    db.session.execute(gone.execution_options(synchronize_session="fetch"))
    rows = db.session.execute(select(NearPair.first_id, NearPair.second_id).where(NearPair.process_id == process_id))
    judged = {(first, second) for first, second in rows}
    ids = {number for near in found for number in (near.first, near.second)}
    there = set(db.session.scalars(see_all(select(Contribution.id).where(Contribution.id.in_(ids)), "read by the run")))
    db.session.add_all(
        NearPair(process_id=process_id, first_id=near.first, second_id=near.second, rank=rank, words=list(near.words))
        for rank, near in enumerate(found)
        if (near.first, near.second) not in judged and {near.first, near.second} <= there
    )
    db.session.flush()


def same(process_id: int) -> list[tuple[int, int]]:
    """Return the pairs of which people said that both say the same."""
    statement = select(NearPair.first_id, NearPair.second_id).where(
        NearPair.process_id == process_id, NearPair.is_same.is_(True)
    )
    return [(first, second) for first, second in db.session.execute(statement.order_by(NearPair.id))]


def _open(process: Process) -> Select[NearPair]:
    return _readable(process).where(NearPair.is_same.is_(None)).order_by(NearPair.rank, NearPair.id)


def _readable(process: Process) -> Select[NearPair]:
    """Return a select of the pairs of which both can be read."""
    first, second = aliased(Contribution), aliased(Contribution)
    statement = (
        select(NearPair)
        .join(first, first.id == NearPair.first_id)
        .join(second, second.id == NearPair.second_id)
        .where(NearPair.process_id == process.id)
    )
    statement = statement.where(NearPair.first_id.in_(_public()), NearPair.second_id.in_(_public()))
    return see_all(statement, "narrowed to pairs of which both are public")


def _public() -> Select[int]:
    return visible(select(Contribution.id), GUEST)


def pairs(process: Process, count: int = PER_PAGE) -> Sequence[NearPair]:
    """Return the pairs that are to be judged, the likeliest first."""
    loaded = joinedload(NearPair.first), joinedload(NearPair.second)
    return db.session.scalars(_open(process).options(*loaded).limit(count)).all()


def judged(process: Process) -> Sequence[NearPair]:
    """Return the pairs that were judged last, the newest first."""
    loaded = joinedload(NearPair.first), joinedload(NearPair.second)
    statement = _readable(process).where(NearPair.is_same.is_not(None)).order_by(NearPair.judged_at.desc())
    return db.session.scalars(statement.options(*loaded).limit(JUDGED)).all()


def pairs_open(process: Process) -> int:
    """Return how many pairs are to be judged."""
    statement = _open(process).order_by(None).with_only_columns(func.count(NearPair.id))
    return db.session.scalar(statement) or 0


def judge(process: Process, pair_id: int, is_same: bool | None, person_id: int | None, *, known: str) -> bool:
    """Say whether two say the same, or take that back; False where somebody else did so since `known` was read."""
    was = {"": None, "yes": True, "no": False}.get(known)
    own = NearPair.id == pair_id, NearPair.process_id == process.id, NearPair.is_same.is_(was)
    changed = db.session.scalars(
        update(NearPair)
        .where(*own)
        .values(is_same=is_same, person_id=person_id, judged_at=None if is_same is None else now())
        .returning(NearPair.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.expire_all()
    return changed is not None


def _unsure(process: Process) -> Select[Assignment]:
    statement = (
        select(Assignment)
        .join(Topic, Topic.id == Assignment.topic_id)
        .join(Contribution, Contribution.id == Assignment.contribution_id)
        .where(
            Topic.process_id == process.id,
            Topic.aside.is_(None),
            Assignment.decided_by == DecidedBy.MACHINE,
            Assignment.confidence < SURE,
        )
    )
    return visible(statement, GUEST)


def unsure_count(process: Process) -> int:
    """Return of how many contributions the machine is not sure where they belong."""
    return db.session.scalar(_unsure(process).with_only_columns(func.count(Assignment.contribution_id))) or 0


def unsure(process: Process, page: int) -> list[UnsureTopic]:
    """Return one page of the unsure places by topic, the least sure topic first."""
    least = func.min(Assignment.confidence).over(partition_by=Assignment.topic_id)
    statement = _unsure(process).order_by(least, Assignment.topic_id, Assignment.confidence, Assignment.contribution_id)
    loaded = joinedload(Assignment.contribution), joinedload(Assignment.topic)
    found: dict[int, list[Assignment]] = {}
    for one in db.session.scalars(statement.options(*loaded).limit(PER_PAGE).offset((page - 1) * PER_PAGE)):
        found.setdefault(one.topic_id, []).append(one)
    return [UnsureTopic(own[0].topic, tuple(own)) for own in found.values()]
