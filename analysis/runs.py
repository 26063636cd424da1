"""A run from reading to storing: computed outside of any transaction, swapped in whole; what people decided stays."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update

from analysis.changes import services as changes
from analysis.core.cluster import cores
from analysis.finding import RANDOM_STATE, Finding, Group, Guess, Reading, Voice, find
from analysis.models import AnalysisRun, Assignment, DecidedBy, FieldGuess, Topic, TopicMeasure
from analysis.snapshots import services as snapshots
from analysis.sources import services as sources
from analysis.trays import services as trays
from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import AssignedBy, Contribution
from participation.core import ended, jobs
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import District, Process

JOB = "analysis.run"
STEPS = 3


def order(process: Process, *, is_whole: bool = True) -> jobs.Job:
    """Order a run; at most one of a process waits. One that is not whole sorts in what is new and moves nothing."""
    return jobs.enqueue(JOB, {"process": process.id, "whole": is_whole}, key=key_of(process.id))


def key_of(process_id: int) -> str:
    """Return the key of the run that a process waits for."""
    return f"{JOB}:{process_id}"


def cancel(process: Process) -> bool:
    """Stop the run that waits or is at work; the result before it stays. Return whether there was one."""
    return ended.cancel(key_of(process.id))


def run(job: jobs.JobRun) -> None:
    """Do a run; a job that shows how far it is."""
    with job.reading():
        reading = read(job.payload["process"], is_whole=job.payload.get("whole", True))
    with _cores():
        found = find(reading, lambda step: job.progress(step, STEPS))
    store(job.payload["process"], found)


def read(process_id: int, *, is_whole: bool = True) -> Reading:
    """Return the public texts of the sources a process has chosen, with all that people decided about them.

    Where a planner holds the topics still, no run is whole.
    """
    process = db.session.get_one(Process, process_id)
    codes = {field.id: field.code for field in process.fields}
    rows = db.session.execute(
        visible(
            select(
                Contribution.id,
                Contribution.title,
                Contribution.text,
                Contribution.action_field_id,
                Contribution.field_by,
                Topic.id.label("topic_id"),
                Topic.aside,
                Assignment.decided_by,
            )
            .outerjoin(Assignment, Assignment.contribution_id == Contribution.id)
            .outerjoin(Topic, Topic.id == Assignment.topic_id)
            .where(Contribution.process_id == process_id, sources.chosen(process_id))
            .order_by(Contribution.id),
            GUEST,
        )
    )
    named = select(Topic).where(Topic.process_id == process_id, Topic.named_by == DecidedBy.PERSON)
    return Reading(
        voices=[_voice(row, codes) for row in rows],
        codes=list(codes.values()),
        names={str(topic.id): topic.name for topic in db.session.scalars(named)},
        districts=list(db.session.scalars(select(District.name).order_by(District.id))),
        same=trays.same(process_id),
        is_whole=is_whole and snapshots.held(process_id) is None,
    )


def _voice(row: Any, codes: Mapping[int, str]) -> Voice:
    is_decided = row.decided_by is DecidedBy.PERSON
    key = str(row.topic_id) if row.topic_id and row.aside is None else None
    return Voice(
        row.id,
        row.text if row.text.startswith(row.title) else f"{row.title}. {row.text}",
        codes.get(row.action_field_id) if row.field_by not in {None, AssignedBy.MACHINE} else None,
        topic=key if is_decided else None,
        before=None if is_decided else key,
        is_aside=row.aside is not None,
    )


def analyse(process: Process, progress: Callable[[int], None], *, is_whole: bool = True) -> int:
    """Do a run at once, for the command line; return how many topics there are. The caller commits."""
    reading = read(process.id, is_whole=is_whole)
    process_id = process.id
    db.session.rollback()
    with _cores():
        found = find(reading, progress)
    store(process_id, found)
    return len(found.groups)


def _cores() -> AbstractContextManager[None]:
    return cores(current_app.extensions["settings"].analysis_cluster)


def store(process_id: int, found: Finding) -> None:
    """Swap in what a run found; whatever people decided on, before it or while it ran, stays as it is."""
    topics = _topics(process_id)
    before = _standing(process_id)
    kept = {
        number
        for number, (topic_id, decided_by) in before.items()
        if not found.is_whole or decided_by is DecidedBy.PERSON or topic_id not in topics
    }
    if found.is_whole:
        _clear(process_id)
    groups = [group for group in found.groups if group.places]
    fields = {field.code: field.id for field in db.session.get_one(Process, process_id).fields}
    now_in: dict[int, int] = {}
    for group in groups:
        topic = topics.get(int(group.key)) if group.key else None
        now_in |= _store_group(process_id, group, topic, fields, kept, is_whole=found.is_whole)
    changes.note(process_id, {number: topic_id for number, (topic_id, _) in before.items()}, now_in)
    _drop_empty(process_id)
    _store_fields(found.fields, fields)
    _store_guesses(process_id, found.guesses, fields)
    trays.store(process_id, found.pairs)
    db.session.add(
        AnalysisRun(
            stability=found.stability,
            confident=found.confident,
            process_id=process_id,
            finished_at=now(),
            texts=len(found.fields),
            topics=len(_topics(process_id)),
            random_state=RANDOM_STATE,
        )
    )
    db.session.flush()


def _topics(process_id: int) -> dict[int, Topic]:
    """Return the topics a run may change, by number: all that planners have not set aside."""
    rows = db.session.scalars(select(Topic).where(Topic.process_id == process_id, Topic.aside.is_(None)))
    return {topic.id: topic for topic in rows}


def _clear(process_id: int) -> None:
    machine = select(Topic.id).where(Topic.process_id == process_id, Topic.aside.is_(None))
    db.session.execute(
        delete(Assignment)
        .where(Assignment.topic_id.in_(machine), Assignment.decided_by == DecidedBy.MACHINE)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def _standing(process_id: int) -> dict[int, tuple[int, DecidedBy]]:
    """Return the topic of each contribution and who decided, as values that stay what they were."""
    columns = Assignment.contribution_id, Assignment.topic_id, Assignment.decided_by
    rows = db.session.execute(select(*columns).join(Topic).where(Topic.process_id == process_id))
    return {number: (topic_id, decided_by) for number, topic_id, decided_by in rows}


def _store_group(
    process_id: int,
    group: Group,
    topic: Topic | None,
    fields: Mapping[str, int],
    kept: AbstractSet[int],
    *,
    is_whole: bool,
) -> dict[int, int]:
    """Store a topic and who belongs to it; return the topic of each contribution that was stored."""
    is_made = topic is None
    if topic is None:
        topic = Topic(process_id=process_id, name=group.name, words=[])
        db.session.add(topic)
    if is_whole or is_made:
        _describe(topic, group, fields)
    topic.version = (topic.version or 0) + 1
    db.session.flush()
    moment = now()
    fresh = [place for place in group.places if place.contribution_id not in kept]
    db.session.add_all(
        Assignment(
            contribution_id=place.contribution_id,
            topic_id=topic.id,
            confidence=place.confidence,
            is_typical=place.is_typical,
            words=list(place.words),
            part=place.part,
            decided_at=moment,
        )
        for place in fresh
    )
    db.session.flush()
    return {place.contribution_id: topic.id for place in fresh}


def _describe(topic: Topic, group: Group, fields: Mapping[str, int]) -> None:
    if topic.named_by is not DecidedBy.PERSON:
        topic.name = group.name
    topic.words, topic.stability = list(group.words), group.stability
    topic.machine_name, topic.parts = group.name, list(group.parts)
    topic.action_field_id = fields.get(group.field or "")


def _drop_empty(process_id: int) -> None:
    """Delete topics without contributions, unless a person named them or a measure came from them."""
    db.session.execute(
        delete(Topic)
        .where(
            Topic.process_id == process_id,
            Topic.named_by == DecidedBy.MACHINE,
            Topic.confirmed_at.is_(None),
            Topic.aside.is_(None),
            Topic.id.not_in(select(Assignment.topic_id)),
            Topic.id.not_in(select(TopicMeasure.topic_id)),
        )
        .execution_options(synchronize_session=False)
    )


def _store_fields(found: Mapping[int, str], fields: Mapping[str, int]) -> None:
    """Suggest a field for contributions that nobody has sorted."""
    unsorted = db.session.scalars(
        see_all(
            select(Contribution.id).where(
                Contribution.id.in_(found),
                (Contribution.field_by.is_(None)) | (Contribution.field_by == AssignedBy.MACHINE),
            ),
            "ids of contributions the run has read",
        )
    ).all()
    for code, field_id in fields.items():
        ids = [one for one in unsorted if found[one] == code]
        if ids:
            db.session.execute(
                update(Contribution)
                .where(Contribution.id.in_(ids))
                .values(action_field_id=field_id, field_by=AssignedBy.MACHINE)
                .execution_options(synchronize_session=False)
            )


def _store_guesses(process_id: int, guesses: Sequence[Guess], fields: Mapping[str, int]) -> None:
    """Swap in what is to be decided next."""
    own = see_all(select(Contribution.id).where(Contribution.process_id == process_id), "what the last run asked about")
    gone = delete(FieldGuess).where(FieldGuess.contribution_id.in_(own))
    db.session.execute(gone.execution_options(synchronize_session=False))
    there = set(db.session.scalars(own.where(Contribution.id.in_([guess.contribution_id for guess in guesses]))))
    db.session.add_all(
        FieldGuess(
            contribution_id=guess.contribution_id,
            rank=rank,
            confidence=guess.confidence,
            second_id=fields.get(guess.second or ""),
            words_for=list(guess.words_for),
            words_against=list(guess.words_against),
            guessed_at=now(),
        )
        for rank, guess in enumerate(guesses)
        if guess.contribution_id in there
    )
    db.session.flush()
