"""A run from reading to storing: computed outside of any transaction, swapped in whole; what people decided stays."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

from flask import current_app
from sqlalchemy import delete, select, update

from analysis.core.cluster import cores
from analysis.finding import RANDOM_STATE, Finding, Group, Guess, Voice, find
from analysis.models import AnalysisRun, Assignment, DecidedBy, FieldGuess, Topic, TopicMeasure
from analysis.rules import matched
from analysis.sources import services as sources
from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import AssignedBy, Contribution
from participation.core import ended, jobs
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import Process

JOB = "analysis.run"
STEPS = 3


def order(process: Process) -> jobs.Job:
    """Order a run; at most one of a process waits."""
    return jobs.enqueue(JOB, {"process": process.id}, key=key_of(process.id))


def key_of(process_id: int) -> str:
    """Return the key of the run that a process waits for."""
    return f"{JOB}:{process_id}"


def cancel(process: Process) -> bool:
    """Stop the run that waits or is at work; the result before it stays. Return whether there was one."""
    return ended.cancel(key_of(process.id))


def run(job: jobs.JobRun) -> None:
    """Do a run; a job that shows how far it is."""
    with job.reading():
        voices, codes = read(job.payload["process"])
    with _cores():
        found = find(voices, codes, lambda step: job.progress(step, STEPS))
    store(job.payload["process"], found)


def read(process_id: int) -> tuple[list[Voice], list[str]]:
    """Return the public texts of the sources a process has chosen, as the machine reads them, and its fields' codes."""
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
            )
            .where(Contribution.process_id == process_id, sources.chosen(process_id))
            .order_by(Contribution.id),
            GUEST,
        )
    )
    voices = [
        Voice(
            row.id,
            row.text if row.text.startswith(row.title) else f"{row.title}. {row.text}",
            codes.get(row.action_field_id) if row.field_by not in {None, AssignedBy.MACHINE} else None,
        )
        for row in rows
    ]
    return voices, list(codes.values())


def analyse(process: Process, progress: Callable[[int], None]) -> int:
    """Do a run at once, for the command line; return how many topics there are. The caller commits."""
    voices, codes = read(process.id)
    process_id = process.id
    db.session.rollback()
    with _cores():
        found = find(voices, codes, progress)
    store(process_id, found)
    return len(found.groups)


def _cores() -> AbstractContextManager[None]:
    return cores(current_app.extensions["settings"].analysis_cluster)


def store(process_id: int, found: Finding) -> None:
    """Swap in what a run found; names, places and measures that people decided on stay as they are."""
    every = db.session.scalars(select(Topic).where(Topic.process_id == process_id)).all()
    topics = {topic.id: topic for topic in every if topic.aside is None}
    kept = {
        one.contribution_id: one.topic_id
        for one in _assignments(process_id)
        if one.decided_by is DecidedBy.PERSON or one.topic_id not in topics
    }
    before: dict[int, set[int]] = {topic_id: set() for topic_id in topics}
    for one in _assignments(process_id):
        if one.topic_id in before:
            before[one.topic_id].add(one.contribution_id)
    groups = [group for group in found.groups if group.places]
    same = matched(before, [{place.contribution_id for place in group.places} for group in groups])
    fields = {field.code: field.id for field in db.session.get_one(Process, process_id).fields}
    machine = select(Topic.id).where(Topic.process_id == process_id, Topic.aside.is_(None))
    db.session.execute(
        delete(Assignment)
        .where(Assignment.topic_id.in_(machine), Assignment.decided_by == DecidedBy.MACHINE)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    for group, topic_id in zip(groups, same, strict=True):
        _store_group(process_id, group, topics.get(topic_id) if topic_id else None, fields, kept)
    _drop_empty(process_id)
    _store_fields(found.fields, fields)
    _store_guesses(process_id, found.guesses, fields)
    db.session.add(
        AnalysisRun(
            process_id=process_id,
            finished_at=now(),
            texts=len(found.fields),
            topics=len(groups),
            random_state=RANDOM_STATE,
        )
    )
    db.session.flush()


def _assignments(process_id: int) -> list[Assignment]:
    return list(db.session.scalars(select(Assignment).join(Topic).where(Topic.process_id == process_id)))


def _store_group(
    process_id: int, group: Group, topic: Topic | None, fields: Mapping[str, int], kept: Mapping[int, int]
) -> None:
    if topic is None:
        topic = Topic(process_id=process_id, name=group.name, words=[])
        db.session.add(topic)
    if topic.named_by is DecidedBy.MACHINE:
        topic.name = group.name
    topic.words, topic.stability = list(group.words), group.stability
    topic.machine_name, topic.parts, topic.version = group.name, list(group.parts), (topic.version or 0) + 1
    topic.action_field_id = fields.get(group.field or "")
    db.session.flush()
    moment = now()
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
        for place in group.places
        if place.contribution_id not in kept
    )
    db.session.flush()


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
