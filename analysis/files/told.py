"""What stands in the files, as plain values: contributions with their assignments, topics, and what people decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from analysis.figures import services as figures
from analysis.figures.names import CHANNELS
from analysis.figures.narrowing import Wanted
from analysis.models import Assignment, DecidedBy, FieldDecision, Topic
from participation.access.guard import GUEST, visible
from participation.accounts.names import SECTORS
from participation.contributions.models import AssignedBy, Contribution, Outcome
from participation.contributions.timeline import OUTCOME_NAMES
from participation.core.clock import local
from participation.core.database import db
from participation.core.feature import Lazy
from participation.process.models import Process
from participation.web.context import local_text

COLUMNS: tuple[Lazy, ...] = (
    lazy_gettext("Number of the contribution"),
    lazy_gettext("Title"),
    lazy_gettext("Text"),
    lazy_gettext("Received"),
    lazy_gettext("Channel"),
    lazy_gettext("Event or source"),
    lazy_gettext("From"),
    lazy_gettext("Part of town"),
    lazy_gettext("Action field"),
    lazy_gettext("Field decided by"),
    lazy_gettext("Topic"),
    lazy_gettext("Topic decided by"),
    lazy_gettext("Confidence"),
    lazy_gettext("Topic decided on"),
    lazy_gettext("Support"),
    lazy_gettext("Outcome"),
    lazy_gettext("Answered on"),
    lazy_gettext("Answer"),
)
DECISIONS: tuple[Lazy, ...] = (
    lazy_gettext("Number of the contribution"),
    lazy_gettext("Action field before"),
    lazy_gettext("Action field decided"),
    lazy_gettext("Decided on"),
    lazy_gettext("Undone on"),
)
TOPICS: tuple[Lazy, ...] = (
    lazy_gettext("Topic"),
    lazy_gettext("Action field"),
    lazy_gettext("Named by"),
    lazy_gettext("Confirmed on"),
    lazy_gettext("Contributions"),
    lazy_gettext("Words that made it"),
)
WHO_SORTED: Mapping[AssignedBy, Lazy] = {
    AssignedBy.AUTHOR: lazy_gettext("the author"),
    AssignedBy.STAFF: lazy_gettext("a person"),
    AssignedBy.MACHINE: lazy_gettext("the machine"),
}
WHO_DECIDED: Mapping[DecidedBy, Lazy] = {
    DecidedBy.PERSON: lazy_gettext("a person"),
    DecidedBy.MACHINE: lazy_gettext("the machine"),
}

Line = tuple[Contribution, Assignment | None]


@dataclass(frozen=True, slots=True)
class Told:
    """All that goes into a file; only what everybody may read.

    Attributes:
        total: how many contributions there are, more than `lines` where they are too many.
        answers: the answer that counts, by contribution.
    """

    process: Process
    lines: Sequence[Line]
    total: int
    answers: Mapping[int, Outcome]
    decisions: Sequence[FieldDecision]


def told(process: Process, wanted: Wanted) -> Told:
    """Return what the filters leave, with its answers and the decisions on it."""
    found = figures.contributions(process, wanted, per_page=figures.MOST_IN_FILES)
    lines = [] if figures.is_hidden(wanted, found) else found.lines
    numbers = {one.id for one, _ in lines}
    answers = {one.contribution_id: one for one in _outcomes(process) if one.contribution_id in numbers}
    decisions = [one for one in _decisions(process) if one.contribution_id in numbers]
    return Told(process, lines, len(lines) and found.total, answers, decisions)


def _outcomes(process: Process) -> Sequence[Outcome]:
    """Return the answers in a process, the latest last."""
    statement = select(Outcome).join(Contribution, Contribution.id == Outcome.contribution_id)
    statement = statement.where(Contribution.process_id == process.id).order_by(Outcome.decided_at, Outcome.id)
    return db.session.scalars(visible(statement, GUEST)).all()


def _decisions(process: Process) -> Sequence[FieldDecision]:
    statement = select(FieldDecision).join(Contribution, Contribution.id == FieldDecision.contribution_id)
    statement = statement.where(Contribution.process_id == process.id).order_by(FieldDecision.id)
    loaded = (
        joinedload(FieldDecision.contribution),
        joinedload(FieldDecision.before),
        joinedload(FieldDecision.after),
    )
    return db.session.scalars(visible(statement, GUEST).options(*loaded)).all()


def cells(told: Told, line: Line) -> list[str | int]:
    """Return the cells of one contribution, in the order of `COLUMNS`."""
    one, placed = line
    answer = told.answers.get(one.id)
    return [
        one.reference,
        one.title,
        one.text,
        f"{local(one.created_at):%Y-%m-%d}",
        str(CHANNELS[one.channel]),
        one.origin,
        str(SECTORS[one.sector]),
        one.district.name if one.district else "",
        local_text(one.action_field.name) if one.action_field else "",
        str(WHO_SORTED[one.field_by]) if one.field_by else "",
        placed.topic.name if placed else "",
        str(WHO_DECIDED[placed.decided_by]) if placed else "",
        f"{placed.confidence:.2f}" if placed else "",
        f"{local(placed.decided_at):%Y-%m-%d}" if placed else "",
        one.support_count,
        str(OUTCOME_NAMES[answer.kind]) if answer else "",
        f"{local(answer.decided_at):%Y-%m-%d}" if answer else "",
        answer.answer if answer else "",
    ]


def decision_cells(decision: FieldDecision) -> list[str | int]:
    """Return the cells of one decision, in the order of `DECISIONS`."""
    return [
        decision.contribution.reference,
        local_text(decision.before.name) if decision.before else "",
        local_text(decision.after.name),
        f"{local(decision.decided_at):%Y-%m-%d %H:%M}",
        f"{local(decision.undone_at):%Y-%m-%d %H:%M}" if decision.undone_at else "",
    ]


def topic_cells(topic: Topic, count: int) -> list[str | int]:
    """Return the cells of one topic, in the order of `TOPICS`."""
    return [
        topic.name,
        local_text(topic.action_field.name) if topic.action_field else "",
        str(WHO_DECIDED[topic.named_by]),
        f"{local(topic.confirmed_at):%Y-%m-%d}" if topic.confirmed_at else "",
        count,
        ", ".join(topic.words),
    ]


def by_topic(told: Told) -> list[tuple[Topic, list[Line]]]:
    """Return the topics with what stands in them, the largest first."""
    found: dict[int, tuple[Topic, list[Line]]] = {}
    for line in told.lines:
        if line[1]:
            found.setdefault(line[1].topic_id, (line[1].topic, []))[1].append(line)
    return sorted(found.values(), key=lambda one: (-len(one[1]), one[0].name))


def by_field(told: Told) -> list[tuple[str, list[tuple[Topic | None, list[Line]]]]]:
    """Return action fields in their own order with their topics, and what stands in no topic last."""
    topics = by_topic(told)
    loose = [line for line in told.lines if line[1] is None]
    found: list[tuple[str, list[tuple[Topic | None, list[Line]]]]] = []
    for field_id, name in [
        *((field.id, local_text(field.name)) for field in told.process.fields),
        (None, gettext("No action field")),
    ]:
        parts: list[tuple[Topic | None, list[Line]]] = [one for one in topics if one[0].action_field_id == field_id]
        rest = [line for line in loose if line[0].action_field_id == field_id]
        if rest:
            parts.append((None, rest))
        if parts:
            found.append((name, parts))
    return found
