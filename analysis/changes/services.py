"""What runs changed: noted by the run, shown until a planner has looked; what a person decided is no change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import aliased, joinedload

from analysis.models import AnalysisRun, Assignment, DecidedBy, Topic, TopicChange
from analysis.sources import services as sources
from participation.access.guard import GUEST, visible
from participation.contributions.models import Contribution
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import ActionField, Process

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class ChangedTopic:
    """A topic with what a run brought into it; it is new where nothing else is in it and nobody named it."""

    topic: Topic
    changes: tuple[TopicChange, ...]
    is_new: bool

    @property
    def can_go_back(self) -> bool:
        """Whether some of it can be put where it was."""
        return any(change.before and change.before.aside is None for change in self.changes)


def note(process_id: int, before: Mapping[int, int], stored: Mapping[int, int]) -> None:
    """Note who is in another topic than before the run; nothing after the first run, where all would be new.

    Args:
        before: the topic of each contribution before the run.
        stored: the topic of each contribution that the run placed.
    """
    if db.session.scalar(select(AnalysisRun.id).where(AnalysisRun.process_id == process_id).limit(1)) is None:
        return
    unseen = {one.contribution_id: one for one in db.session.scalars(_of(process_id))}
    moment = now()
    for number, topic_id in stored.items():
        change, was = unseen.get(number), before.get(number)
        if change is None and was != topic_id:
            fresh = {"before_id": was, "after_id": topic_id, "is_new": was is None}
            db.session.add(TopicChange(contribution_id=number, found_at=moment, **fresh))
        elif change is not None and change.before_id == topic_id:
            db.session.delete(change)
        elif change is not None:
            change.after_id = topic_id
    db.session.flush()


def _of(process_id: int) -> Select[TopicChange]:
    inside = select(Topic.id).where(Topic.process_id == process_id)
    return select(TopicChange).where(TopicChange.after_id.in_(inside))


def _open(process: Process) -> Select[TopicChange]:
    """Return a select of the changes that still stand as the run left them."""
    statement = (
        select(TopicChange)
        .join(Assignment, Assignment.contribution_id == TopicChange.contribution_id)
        .join(Contribution, Contribution.id == TopicChange.contribution_id)
        .join(Topic, Topic.id == TopicChange.after_id)
        .where(
            Topic.process_id == process.id,
            Topic.aside.is_(None),
            Assignment.topic_id == TopicChange.after_id,
            Assignment.decided_by == DecidedBy.MACHINE,
        )
    )
    return visible(statement, GUEST)


def count(process: Process) -> int:
    """Return how many changes no planner has looked at."""
    statement = _open(process).with_only_columns(func.count(TopicChange.contribution_id))
    return db.session.scalar(statement) or 0


def waiting(process: Process) -> int:
    """Return how many texts are read and in no topic yet: what came in since the last run."""
    placed = select(Assignment.contribution_id)
    statement = select(func.count(Contribution.id)).where(
        Contribution.process_id == process.id, sources.chosen(process.id), Contribution.id.not_in(placed)
    )
    return db.session.scalar(visible(statement, GUEST)) or 0


def changed(process: Process, page: int) -> Sequence[ChangedTopic]:
    """Return one page of the changes by topic, in the order of the fields."""
    field = aliased(ActionField)
    statement = (
        _open(process)
        .outerjoin(field, field.id == Topic.action_field_id)
        .order_by(field.position.nulls_last(), Topic.name, Topic.id, TopicChange.is_new, TopicChange.contribution_id)
        .options(joinedload(TopicChange.contribution), joinedload(TopicChange.after), joinedload(TopicChange.before))
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    found: dict[int, list[TopicChange]] = {}
    for change in db.session.scalars(statement):
        found.setdefault(change.after_id, []).append(change)
    settled = _settled(found)
    return [
        ChangedTopic(own[0].after, tuple(own), number not in settled and own[0].after.named_by is not DecidedBy.PERSON)
        for number, own in found.items()
    ]


def _settled(topic_ids: Collection[int]) -> set[int]:
    """Return the topics that hold something no run changed."""
    unchanged = Assignment.contribution_id.not_in(select(TopicChange.contribution_id))
    statement = select(Assignment.topic_id).where(Assignment.topic_id.in_(topic_ids), unchanged).distinct()
    return set(db.session.scalars(statement))


def of_topic(topic: Topic) -> Sequence[TopicChange]:
    """Return the changes of one topic that still stand."""
    statement = _open(topic.process).where(TopicChange.after_id == topic.id).order_by(TopicChange.contribution_id)
    return db.session.scalars(statement.options(joinedload(TopicChange.before))).all()


def looked_at(contribution_ids: Collection[int]) -> None:
    """Forget changes that a planner has seen and left as they are."""
    db.session.execute(
        delete(TopicChange)
        .where(TopicChange.contribution_id.in_(contribution_ids))
        .execution_options(synchronize_session="fetch")
    )
