"""Keeping the topics as they stand, comparing two states, holding one still, and forgetting what people take back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from analysis.core.text import fold, stem, tokens
from analysis.models import Assignment, DecidedBy, Topic
from analysis.snapshots.models import Snapshot, SnapshotPlace, SnapshotTopic
from analysis.snapshots.rules import Comparison, compare
from participation.access.guard import see_all, visible
from participation.contributions.models import Contribution
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import Process

SHOWN = 100
"""How many moved contributions a page lists."""


@dataclass(frozen=True, slots=True)
class State:
    """The topics at one moment: their names, and the topic of each contribution.

    Topics carry the number of the topic of today; one that is gone has its own negative number.
    """

    names: Mapping[int, str]
    places: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two states, what lies between them, and the moved contributions that may be read."""

    before: State
    after: State
    comparison: Comparison
    moved: Sequence[Contribution]

    def name(self, key: int) -> str:
        """Return what a topic is called in the later state, or was called in the earlier one."""
        return self.after.names.get(key) or self.before.names[key]


def take(process: Process, name: str, person_id: int | None, *, is_held: bool) -> Snapshot | None:
    """Keep the topics as they stand; None where there are none. The caller commits."""
    rows = db.session.execute(
        select(Assignment.contribution_id, Assignment.topic_id)
        .join(Topic, Topic.id == Assignment.topic_id)
        .where(Topic.process_id == process.id, Topic.aside.is_(None))
    ).all()
    if not rows:
        return None
    made = Snapshot(process_id=process.id, name=name, taken_at=now(), person_id=person_id, is_held=is_held)
    made.contributions = len(rows)
    db.session.add(made)
    db.session.flush()
    topics = db.session.scalars(select(Topic).where(Topic.id.in_({row.topic_id for row in rows})).order_by(Topic.id))
    kept = {
        topic.id: SnapshotTopic(
            snapshot_id=made.id,
            topic_id=topic.id,
            field_id=topic.action_field_id,
            name=topic.name,
            is_named=topic.named_by is DecidedBy.PERSON,
        )
        for topic in topics
    }
    db.session.add_all(kept.values())
    db.session.flush()
    db.session.add_all(
        SnapshotPlace(snapshot_id=made.id, contribution_id=row.contribution_id, kept_topic_id=kept[row.topic_id].id)
        for row in rows
    )
    db.session.flush()
    return made


def snapshots(process: Process) -> Sequence[Snapshot]:
    """Return what was kept of a process, the newest first."""
    statement = select(Snapshot).where(Snapshot.process_id == process.id)
    return db.session.scalars(statement.order_by(Snapshot.taken_at.desc(), Snapshot.id.desc())).all()


def by_id(process: Process, snapshot_id: int) -> Snapshot | None:
    """Return one of a process's snapshots."""
    found = db.session.get(Snapshot, snapshot_id)
    return found if found and found.process_id == process.id else None


def held(process_id: int) -> Snapshot | None:
    """Return the newest snapshot that holds the topics of a process still."""
    statement = select(Snapshot).where(Snapshot.process_id == process_id, Snapshot.is_held)
    return db.session.scalars(statement.order_by(Snapshot.taken_at.desc(), Snapshot.id.desc()).limit(1)).first()


def hold(snapshot: Snapshot, *, is_held: bool) -> None:
    """Hold the topics still as long as this snapshot is wanted, or let the machine move them again."""
    snapshot.is_held = is_held
    db.session.flush()


def remove(snapshot: Snapshot) -> None:
    """Delete a snapshot; the topics of today stay as they are."""
    db.session.delete(snapshot)
    db.session.flush()


def topics_of(snapshot: Snapshot) -> Sequence[tuple[SnapshotTopic, int]]:
    """Return the topics that were kept with how many of their contributions are still there, the largest first."""
    size = func.count(SnapshotPlace.contribution_id)
    statement = (
        select(SnapshotTopic, size)
        .outerjoin(SnapshotPlace, SnapshotPlace.kept_topic_id == SnapshotTopic.id)
        .where(SnapshotTopic.snapshot_id == snapshot.id)
        .group_by(SnapshotTopic.id)
        .order_by(size.desc(), SnapshotTopic.name)
        .options(joinedload(SnapshotTopic.field, innerjoin=False))
    )
    return [(topic, count) for topic, count in db.session.execute(statement)]


def difference(earlier: Snapshot, later: Snapshot | None) -> Difference:
    """Compare a snapshot with a later one, or with the topics of today."""
    before = _kept(earlier)
    after = _kept(later) if later else _today(earlier.process_id)
    found = compare(before.places, after.places)
    shown = select(Contribution).where(Contribution.id.in_(found.moved)).order_by(Contribution.id)
    return Difference(before, after, found, db.session.scalars(visible(shown).limit(SHOWN)).all())


def _kept(snapshot: Snapshot) -> State:
    topics = db.session.scalars(select(SnapshotTopic).where(SnapshotTopic.snapshot_id == snapshot.id)).all()
    keys = {topic.id: topic.topic_id or -topic.id for topic in topics}
    rows = db.session.execute(
        select(SnapshotPlace.contribution_id, SnapshotPlace.kept_topic_id).where(
            SnapshotPlace.snapshot_id == snapshot.id
        )
    )
    return State(
        {keys[topic.id]: topic.name for topic in topics},
        {row.contribution_id: keys[row.kept_topic_id] for row in rows},
    )


def _today(process_id: int) -> State:
    topics = select(Topic.id, Topic.name).where(Topic.process_id == process_id, Topic.aside.is_(None))
    names = {row.id: row.name for row in db.session.execute(topics)}
    rows = db.session.execute(
        select(Assignment.contribution_id, Assignment.topic_id)
        .join(Topic, Topic.id == Assignment.topic_id)
        .where(Topic.process_id == process_id, Topic.aside.is_(None))
    )
    return State(names, {row.contribution_id: row.topic_id for row in rows})


def forget(contribution_ids: Collection[int]) -> None:
    """Take contributions out of all that was kept, and their words out of the names that the machine made."""
    leaving = SnapshotPlace.contribution_id.in_(contribution_ids)
    topics = set(db.session.scalars(select(SnapshotPlace.kept_topic_id).where(leaving)))
    db.session.execute(delete(SnapshotPlace).where(leaving).execution_options(synchronize_session="fetch"))
    made = select(SnapshotTopic).where(SnapshotTopic.id.in_(topics), SnapshotTopic.is_named.is_(False))
    for topic in db.session.scalars(made):
        topic.name = _still_said(topic)
    db.session.flush()


def _still_said(topic: SnapshotTopic) -> str:
    """Return the words of a name that some contribution left in the topic says."""
    texts = db.session.execute(
        see_all(
            select(Contribution.title, Contribution.text)
            .join(SnapshotPlace, SnapshotPlace.contribution_id == Contribution.id)
            .where(SnapshotPlace.kept_topic_id == topic.id),
            "the words of those that stay",
        )
    )
    said = {stem(fold(word)) for row in texts for word in tokens(f"{row.title} {row.text}")}
    kept = [part for part in topic.name.split(", ") if all(stem(fold(word)) in said for word in tokens(part))]
    return ", ".join(kept) or "–"
