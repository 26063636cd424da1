"""What everybody reads of the topics: released by a planner, taken back by a planner, always as it stands today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlalchemy import func, select

from analysis.models import Assignment, Topic
from analysis.sources import services as sources
from analysis.told import sentences, ways
from analysis.told.models import TopicsRelease
from analysis.told.sentences import Sentence
from participation.access.guard import GUEST, visible
from participation.contributions.models import ANSWERED, Contribution
from participation.core.clock import now
from participation.core.database import db
from participation.core.feature import Lazy, Onward
from participation.process.models import ActionField, Process

MOST_TOLD = 40
"""So many topics are told with their sentences, the largest of each field first; the table has all of them."""


@dataclass(frozen=True, slots=True)
class ToldTopic:
    """A topic that a person confirmed: how many contributions stand in it, and the sentences that tell it."""

    name: str
    count: int
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class ToldField:
    """An action field: how many contributions belong to it, its topics, and how many are in no topic yet."""

    field: ActionField | None
    count: int
    topics: Sequence[ToldTopic]

    @property
    def unsorted(self) -> int:
        """How many contributions stand in none of its topics."""
        return self.count - sum(topic.count for topic in self.topics)


@dataclass(frozen=True, slots=True)
class Overview:
    """What was said in a process so far, and what is still open; `ways` are the channels with their counts."""

    fields: Sequence[ToldField]
    total: int
    unsorted: int
    unanswered: int
    ways: Sequence[tuple[str, int]]


def release_of(process: Process) -> TopicsRelease | None:
    """Return since when everybody may read the topics of a process; nothing where they may not."""
    return db.session.get(TopicsRelease, process.id)


def release(process: Process, person_id: int | None) -> TopicsRelease:
    """Let everybody read the topics of a process from now on, and have their sentences found anew."""
    made = release_of(process) or TopicsRelease(process_id=process.id, released_at=now(), person_id=person_id)
    db.session.add(made)
    sentences.order(process.id)
    db.session.flush()
    return made


def withdraw(process: Process) -> None:
    """Show the topics of a process to nobody but planners any more."""
    found = release_of(process)
    if found:
        db.session.delete(found)
        db.session.flush()


def overview(process: Process) -> Overview:
    """Return what was said in a process by action field and confirmed topic; the largest topic first."""
    counts = _counts(process)
    known = sentences.of_process(process.id)
    fields = [
        _field(field, [row for row in counts if row.field_id == (field.id if field else None)], known)
        for field in (*process.fields, None)
    ]
    shown = [one for one in fields if one.count]
    return Overview(
        shown,
        sum(one.count for one in shown),
        sum(one.unsorted for one in shown),
        sum(row.unanswered for row in counts),
        ways.together((row.way, row.count) for row in counts),
    )


@dataclass(frozen=True, slots=True)
class _Count:
    field_id: int | None
    topic_id: int | None
    name: str
    way: Lazy
    count: int
    unanswered: int


def _counts(process: Process) -> list[_Count]:
    """Return how many public voices came by which way, by their confirmed topic and its field; others by their own."""
    field = func.coalesce(Topic.action_field_id, Contribution.action_field_id).label("field_id")
    how = Contribution.kind, Contribution.channel, Contribution.is_from_survey
    is_owed = Contribution.answered_at.is_(None) & Contribution.kind.in_(ANSWERED)
    waits = func.count(Contribution.id).filter(is_owed).label("unanswered")
    statement = (
        select(field, Topic.id, Topic.name, *how, func.count(Contribution.id).label("voices"), waits)
        .select_from(Contribution)
        .outerjoin(Assignment, Assignment.contribution_id == Contribution.id)
        .outerjoin(Topic, (Topic.id == Assignment.topic_id) & Topic.confirmed_at.is_not(None) & Topic.aside.is_(None))
        .where(Contribution.process_id == process.id, sources.chosen(process.id))
        .group_by(field, Topic.id, Topic.name, *how)
    )
    return [
        _Count(
            row.field_id,
            row.id,
            row.name or "",
            ways.name_of(row.kind, row.channel, is_from_survey=row.is_from_survey),
            row.voices,
            row.unanswered,
        )
        for row in db.session.execute(visible(statement, GUEST))
    ]


def _field(field: ActionField | None, counts: Sequence[_Count], known: Mapping[int, Sequence[Sentence]]) -> ToldField:
    topics: dict[int, ToldTopic] = {}
    for row in counts:
        if row.topic_id:
            before = topics[row.topic_id].count if row.topic_id in topics else 0
            topics[row.topic_id] = ToldTopic(row.name, before + row.count, known.get(row.topic_id, ()))
    ordered = sorted(topics.values(), key=lambda topic: (-topic.count, topic.name))
    return ToldField(field, sum(row.count for row in counts), ordered)


def onward(process: Process) -> list[Onward]:
    """Return where everybody reads what was said so far, once it is released."""
    if release_of(process) is None:
        return []
    return [Onward(gettext("What was said so far, topic by topic"), url_for("told.told", slug=process.slug))]
