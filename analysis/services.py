"""What planners do with topics, and what the desk shows; a person's decision is kept by every later run."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from analysis.models import AnalysisRun, Aside, Assignment, Topic, TopicMeasure
from participation.access.guard import see_all, visible
from participation.contributions.models import Contribution
from participation.core.clock import now
from participation.core.database import db
from participation.plan import services as plan
from participation.plan.models import Measure
from participation.process.models import ActionField, Process


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in the list, with its size."""

    topic: Topic
    size: int


@dataclass(frozen=True, slots=True)
class FieldTopics:
    """The topics of one action field; None where the field is not known."""

    field: ActionField | None
    lines: tuple[TopicLine, ...]

    @property
    def size(self) -> int:
        """How many contributions these topics hold."""
        return sum(line.size for line in self.lines)


def topics_by_field(process: Process) -> list[FieldTopics]:
    """Return the topics of a process by action field in the process's own order, the largest first."""
    sizes = select(Assignment.topic_id, func.count().label("size")).group_by(Assignment.topic_id).subquery()
    rows = db.session.execute(
        select(Topic, func.coalesce(sizes.c.size, 0))
        .outerjoin(sizes, sizes.c.topic_id == Topic.id)
        .where(Topic.process_id == process.id, Topic.aside.is_(None))
        .order_by(func.coalesce(sizes.c.size, 0).desc(), Topic.name)
    ).all()
    lines = [TopicLine(topic, size) for topic, size in rows]
    groups = [
        FieldTopics(field, tuple(line for line in lines if line.topic.action_field_id == field.id))
        for field in process.fields
    ]
    rest = tuple(line for line in lines if line.topic.action_field_id is None)
    return [group for group in (*groups, FieldTopics(None, rest)) if group.lines]


def parked(process: Process) -> Sequence[Topic]:
    """Return the topics that planners set aside."""
    statement = select(Topic).where(Topic.process_id == process.id, Topic.aside == Aside.PARKED).order_by(Topic.name)
    return db.session.scalars(statement).all()


def topic(topic_id: int) -> Topic | None:
    """Return the topic with this number."""
    return db.session.get(Topic, topic_id, options=[joinedload(Topic.action_field), joinedload(Topic.process)])


def members(topic: Topic) -> Sequence[Assignment]:
    """Return what belongs to a topic: decided by people first, then typical ones, then the surest."""
    statement = (
        select(Assignment)
        .join(Contribution, Contribution.id == Assignment.contribution_id)
        .where(Assignment.topic_id == topic.id)
        .order_by(
            Assignment.decided_by.desc(), Assignment.is_typical.desc(), Assignment.confidence.desc(), Contribution.id
        )
    )
    loaded = joinedload(Assignment.contribution).joinedload(Contribution.district)
    return db.session.scalars(visible(statement).options(loaded).limit(500)).all()


def latest_run(process: Process) -> AnalysisRun | None:
    """Return the last run of a process."""
    return db.session.scalars(
        select(AnalysisRun).where(AnalysisRun.process_id == process.id).order_by(AnalysisRun.id.desc()).limit(1)
    ).first()


def measures_of(topic: Topic) -> Sequence[Measure]:
    """Return the measures that were made from a topic, drafts too; the oldest first."""
    statement = select(Measure).join(TopicMeasure, TopicMeasure.measure_id == Measure.id)
    statement = statement.where(TopicMeasure.topic_id == topic.id).order_by(Measure.id)
    return db.session.scalars(see_all(statement, "planners know of drafts")).all()


def make_measure(topic: Topic, person_id: int | None) -> Measure:
    """Make a draft measure from a topic: title, text, field and origins are filled in."""
    found = [one.contribution for one in members(topic)]
    summary = " ".join(one.text for one in found[:3])
    measure = plan.draft_measure(
        topic.process,
        title=topic.name,
        summary=summary,
        contributions=[one for one in found if not one.is_talk],
        action_field=topic.action_field,
        person=person_id,
    )
    db.session.add(TopicMeasure(topic_id=topic.id, measure_id=measure.id))
    topic.confirmed_at = topic.confirmed_at or now()
    db.session.flush()
    return measure
