"""Which contributions are asked for: the filters, all of which live in the address and work together."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Text, cast, literal, or_, select, type_coerce, union_all

from analysis.models import Assignment, Topic
from participation.access.guard import GUEST, SelectT, visible
from participation.contributions.models import Board, Contribution, Kind
from participation.core.clock import at
from participation.core.database import Texts, db
from participation.core.vocabulary import Channel, Sector
from participation.process.models import ActionField, District, Process
from participation.questions import storage

NONE = "-"
"""Asks for contributions without a field, topic or part of town."""

AGE = "age"
"""The key of the question by which a board asks for an age band."""

LONGEST = 120
MOST_EVENTS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty values ask for everything.

    `field` and `district` are codes, `topic` is a number, days are written 2027-01-31, `event` is where it was said.
    """

    field: str = ""
    topic: str = ""
    district: str = ""
    sector: str = ""
    channel: str = ""
    age: str = ""
    since: str = ""
    until: str = ""
    event: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Wanted":
        """Return what an address asks for; what means nothing is left out."""
        return cls(**{name: _known(name, asked.get(name, "").strip()[:LONGEST]) for name in cls.__slots__})

    def address(self) -> dict[str, str]:
        """Return what is asked for as parts of an address."""
        return {name: value for name, value in asdict(self).items() if value}

    def without(self, *names: str) -> "Wanted":
        """Return the same without these filters."""
        return replace(self, **dict.fromkeys(names, ""))


def _known(name: str, value: str) -> str:
    """Return a value that can be looked for, else nothing."""
    if name in {"since", "until"}:
        return value if _day(value) else ""
    if name == "topic":
        return value if value == NONE or (value.isascii() and value.isdecimal() and len(value) < 10) else ""
    known: Mapping[str, Sequence[str]] = {"sector": tuple(Sector), "channel": tuple(Channel)}
    return value if name not in known or value in known[name] else ""


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def narrowed(statement: SelectT, process: Process, wanted: Wanted) -> SelectT:
    """Return a select of contributions narrowed to what is asked for, and to what everybody may see.

    Ideas are counted, and whatever else stands in a topic; the select is joined with assignments here.
    """
    own = statement.select_from(Contribution).outerjoin(Assignment, Assignment.contribution_id == Contribution.id)
    own = own.where(
        Contribution.process_id == process.id,
        or_(Contribution.kind == Kind.IDEA, Assignment.contribution_id.is_not(None)),
    )
    return visible(_by_time(_by_way(_by_place(own, wanted), wanted), wanted), GUEST)


def _by_place(statement: SelectT, wanted: Wanted) -> SelectT:
    if wanted.field:
        own = select(ActionField.id).where(ActionField.code == wanted.field)
        is_it = Contribution.action_field_id.in_(own)
        statement = statement.where(Contribution.action_field_id.is_(None) if wanted.field == NONE else is_it)
    if wanted.topic:
        of_none = wanted.topic == NONE
        statement = statement.where(
            Assignment.topic_id.is_(None) if of_none else Assignment.topic_id == int(wanted.topic)
        )
    if wanted.district:
        part = Contribution.district_id.in_(select(District.id).where(District.code == wanted.district))
        statement = statement.where(Contribution.district_id.is_(None) if wanted.district == NONE else part)
    return statement


def _by_way(statement: SelectT, wanted: Wanted) -> SelectT:
    if wanted.sector:
        statement = statement.where(Contribution.sector == Sector(wanted.sector))
    if wanted.channel:
        statement = statement.where(Contribution.channel == Channel(wanted.channel))
    if wanted.event:
        statement = statement.where(Contribution.origin == wanted.event)
    if wanted.age:
        stored = f'"{AGE}": {json.dumps(wanted.age, ensure_ascii=False)}'
        statement = statement.where(type_coerce(Contribution.answers, Text).contains(stored, autoescape=True))
    return statement


def _by_time(statement: SelectT, wanted: Wanted) -> SelectT:
    since, until = _day(wanted.since), _day(wanted.until)
    if since:
        statement = statement.where(Contribution.created_at >= at(since, 0))
    if until and until < date.max:
        statement = statement.where(Contribution.created_at < at(until + timedelta(days=1), 0))
    return statement


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be asked for: topics by number, events where something was said, age bands where these were asked."""

    topics: Mapping[str, str]
    events: Sequence[str]
    ages: Mapping[str, Texts]


def choices(process: Process) -> Choices:
    """Return what can be asked for in a process; found in one statement."""
    kind = "event", "topic", "board"
    said = narrowed(select(literal(kind[0]), literal(""), Contribution.origin).distinct(), process, Wanted())
    topics = select(literal(kind[1]), cast(Topic.id, Text), Topic.name).where(
        Topic.process_id == process.id, Topic.aside.is_(None)
    )
    asked = select(literal(kind[2]), literal(""), type_coerce(Board.asked_beside, Text))
    every = union_all(said.where(Contribution.origin != ""), topics, asked.where(Board.process_id == process.id))
    rows = sorted(map(tuple, db.session.execute(every)), key=lambda row: row[2].casefold())
    found = {one: [(key, words) for what, key, words in rows if what == one] for one in kind}
    ages = [age for _, words in found["board"] for age in _ages(json.loads(words))]
    return Choices(dict(found["topic"]), [words for _, words in found["event"]][:MOST_EVENTS], dict(ages))


def _ages(asked: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Texts]]:
    """Yield the age bands of a board's question for the age."""
    for question in storage.from_list([one["question"] for one in asked]):
        if question.key == AGE:
            yield from ((option.key, option.label) for option in question.options)
