"""What planners do with topics, and what the desk shows; a person's decision is kept by every later run."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from analysis.models import AnalysisRun, Assignment, DecidedBy, Topic, TopicMeasure
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
        .where(Topic.process_id == process.id)
        .order_by(func.coalesce(sizes.c.size, 0).desc(), Topic.name)
    ).all()
    lines = [TopicLine(topic, size) for topic, size in rows]
    groups = [
        FieldTopics(field, tuple(line for line in lines if line.topic.action_field_id == field.id))
        for field in process.fields
    ]
    rest = tuple(line for line in lines if line.topic.action_field_id is None)
    return [group for group in (*groups, FieldTopics(None, rest)) if group.lines]


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


def rename(topic: Topic, name: str) -> None:
    """Give a topic the name it keeps."""
    topic.name, topic.named_by = name, DecidedBy.PERSON
    topic.confirmed_at = topic.confirmed_at or now()
    db.session.flush()


def confirm(topic: Topic, person_id: int | None) -> None:
    """Say that a topic and what belongs to it is right; it is then shown to the authors, and no run undoes it."""
    topic.named_by, topic.confirmed_at = DecidedBy.PERSON, now()
    for one in db.session.scalars(select(Assignment).where(Assignment.topic_id == topic.id)):
        _decide(one, topic, person_id)
    db.session.flush()


def new_topic(process: Process, name: str, like: Topic) -> Topic:
    """Begin a topic that a person found, in the field of the topic its first contributions come from."""
    made = Topic(
        process_id=process.id,
        action_field_id=like.action_field_id,
        name=name,
        named_by=DecidedBy.PERSON,
        words=[],
        confirmed_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def move(contribution_ids: Sequence[int], source: Topic, target: Topic, person_id: int | None) -> int:
    """Move contributions from one topic to another, for good; return how many."""
    rows = db.session.scalars(
        select(Assignment).where(Assignment.topic_id == source.id, Assignment.contribution_id.in_(contribution_ids))
    ).all()
    for one in rows:
        _decide(one, target, person_id)
    db.session.flush()
    return len(rows)


def _decide(assignment: Assignment, topic: Topic, person_id: int | None) -> None:
    assignment.topic_id, assignment.decided_by = topic.id, DecidedBy.PERSON
    assignment.decided_at, assignment.person_id, assignment.confidence = now(), person_id, 1.0


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
