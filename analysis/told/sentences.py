"""Finds the sentences that tell a topic, in the background, and reads them again where they still stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, select

from analysis.models import Assignment, Topic
from analysis.told.models import TopicSentence, TopicsRelease
from participation.access.guard import GUEST, visible
from participation.contributions.models import Contribution
from participation.core import jobs
from participation.core.database import db

JOB = "analysis.tell"
SENTENCES = 3
MOST_READ = 500
"""So many contributions of a topic are read for its sentences, the surest ones."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a contribution as it stands there, with where to read on."""

    text: str
    reference: str
    title: str
    language: str
    is_talk: bool = False


def order(process_id: int) -> None:
    """Have the sentences of a process found; at most one such job of a process waits."""
    jobs.enqueue(JOB, {"process": process_id}, key=f"{JOB}:{process_id}")


def order_all() -> int:
    """Have the sentences of every released process found anew, as every night; return how many there are."""
    found = db.session.scalars(select(TopicsRelease.process_id).order_by(TopicsRelease.process_id)).all()
    for process_id in found:
        order(process_id)
    return len(found)


def find(job: jobs.JobRun) -> None:
    """Find the sentences of a process; a job."""
    with job.reading():
        texts = read(job.payload["process"])
    store(job.payload["process"], chosen(texts))


def read(process_id: int) -> Mapping[int, list[tuple[int, str]]]:
    """Return the public texts of the confirmed topics of a process, with the number of each contribution."""
    rows = db.session.execute(
        visible(
            select(Assignment.topic_id, Contribution.id, Contribution.text)
            .join(Contribution, Contribution.id == Assignment.contribution_id)
            .join(Topic, Topic.id == Assignment.topic_id)
            .where(Topic.process_id == process_id, Topic.confirmed_at.is_not(None), Topic.aside.is_(None))
            .order_by(Assignment.confidence.desc(), Contribution.id),
            GUEST,
        )
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for topic_id, contribution_id, text in rows:
        if len(found[topic_id]) < MOST_READ:
            found[topic_id].append((contribution_id, text))
    return found


def chosen(texts: Mapping[int, Sequence[tuple[int, str]]]) -> list[TopicSentence]:
    """Return where the sentences stand that tell each topic."""
    from analysis.core.summary import summarise  # takes a while to load

    return [
        _at(topic_id, position, told[one.place], one.start, len(one.text))
        for topic_id, told in texts.items()
        for position, one in enumerate(summarise([text for _, text in told], SENTENCES).sentences)
    ]


def _at(topic_id: int, position: int, told: tuple[int, str], start: int, length: int) -> TopicSentence:
    contribution_id, text = told
    return TopicSentence(
        topic_id=topic_id,
        position=position,
        contribution_id=contribution_id,
        start=start,
        length=length,
        digest=digest(text),
    )


def store(process_id: int, found: Sequence[TopicSentence]) -> None:
    """Swap in the sentences of a process."""
    own = select(Topic.id).where(Topic.process_id == process_id)
    gone = delete(TopicSentence).where(TopicSentence.topic_id.in_(own))
    db.session.execute(gone.execution_options(synchronize_session=False))
    db.session.add_all(found)
    db.session.flush()


def of_process(process_id: int) -> Mapping[int, list[Sentence]]:
    """Return the sentences of each topic whose contributions are public, in this topic and unchanged."""
    statement = (
        select(TopicSentence, Contribution)
        .join(Contribution, Contribution.id == TopicSentence.contribution_id)
        .join(Assignment, Assignment.contribution_id == Contribution.id)
        .join(Topic, Topic.id == TopicSentence.topic_id)
        .where(Topic.process_id == process_id, Assignment.topic_id == TopicSentence.topic_id)
        .order_by(TopicSentence.topic_id, TopicSentence.position)
    )
    found: defaultdict[int, list[Sentence]] = defaultdict(list)
    for one, voice in db.session.execute(visible(statement, GUEST)):
        if digest(voice.text) == one.digest:
            words = voice.text[one.start : one.start + one.length]
            told = Sentence(words, voice.reference, voice.heading, voice.language, voice.is_talk)
            found[one.topic_id].append(told)
    return found


def digest(text: str) -> str:
    """Return a short sign of a text, which changes with it."""
    return sha256(text.encode()).hexdigest()[:16]
