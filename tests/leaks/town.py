"""A town in which every text that tells of people carries a marker of its own, whoever may see it.

Nothing here knows a feature. The demo town brings rows; each contribution is doubled into every state there is, with
all that hangs on it; a table that is still empty gets a row made from its columns; and then every column that
`personal(...)` marks gets its marker, in every row. A new table or column is so covered on the day it comes.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import Column, FromClause, LargeBinary, Table, insert, select, update

from forum.register import figures
from participation.access.guard import see_all
from participation.contributions.finding import search_kind
from participation.contributions.models import SUBJECT, Contribution, Kind
from participation.core import codes, search
from participation.core.clock import now, today
from participation.core.database import Base, JsonType, Texts, TextsType, UtcDateTime, db
from participation.events.rules import Audience
from participation.moderation.rules import Visibility
from participation.plan.rules import BindingState
from surveys.rules import SurveyStatus
from tests import factories
from tests.demo import demo

MARKED = frozenset({"text", "contact", "sensitive"})
#: Hold nothing about people, but what is written there has more than once been a text of theirs, or is a draft.
MORE = frozenset(
    {("job", "payload"), ("job", "note"), ("job", "last_error")}
    | {("survey", "title"), ("survey", "lead"), ("survey", "closing_text")}
    | {("event", "title"), ("event", "text"), ("event", "place"), ("event", "agenda"), ("event", "online_link")}
    | {("minutes", "text")}
)
#: Made from others in the same row or by a key: a marker there would stand for nothing.
NONE_OF_ITS_OWN = frozenset(
    {("search_entry", "search_text"), ("support", "voter"), ("comparison", "voter"), ("help_answer", "voter")}
)
MONTH = "2026-01"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NEVER_PUBLIC = {Visibility.WAITING, Visibility.ASKED, Visibility.REJECTED}
PUBLIC_IDEA = (Kind.IDEA, Visibility.PUBLIC)
numbers = count(1)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a marker stands: table, column and the row's own number."""

    table: str
    column: str
    row: int

    @property
    def place(self) -> str:
        """The column as the table of rights names it."""
        return f"{self.table}.{self.column}"


@dataclass(frozen=True, eq=False)
class Planted:
    """All markers, and what is known of the rows they stand in."""

    marks: Mapping[str, Mark]
    rows: Mapping[tuple[str, int], dict[str, Any]]


def tables() -> list[Table]:
    """Return all tables, those they refer to first."""
    return list(Base.metadata.sorted_tables)


def marked_columns(table: Table) -> list[Column[Any]]:
    """Return the columns that get a marker."""
    return [
        column
        for column in table.c
        if (column.info.get("personal") in MARKED or (table.name, column.name) in MORE)
        and (table.name, column.name) not in NONE_OF_ITS_OWN
        and not isinstance(column.type, LargeBinary)
    ]


def build(app: Flask) -> Planted:
    """Load the demo town, bring every kind of thing into every state, and put a marker on everything."""
    demo(app)
    with factories.writing():
        _double_contributions()
        _fill_empty_tables()
        _add_drafts()
        _let_threads_be_followed()
        figures.publish(MONTH, None)
    with factories.writing():
        marks = dict(_mark_everything())
        _index_anew()
    with app.test_request_context():
        return Planted(marks, dict(_read()))


def _rows(table: FromClause) -> list[dict[str, Any]]:
    """Return all rows, the oldest first on every database: what is newest hangs on what is opened."""
    statement = select(table).order_by(*table.primary_key)
    return [dict(row) for row in db.session.execute(see_all(statement, "a test marks everything")).mappings()]


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key))


# Rows


def _double_contributions() -> None:
    table = Contribution.__table__
    assert isinstance(table, Table)
    samples = {row["kind"]: row for row in reversed(_rows(table))}
    for kind in sorted(Kind, key=lambda one: one is Kind.COMMENT):  # the newest comments are those in every state
        for state in Visibility:
            sample = samples.get(kind) or {**samples[Kind.IDEA], **_as(kind)}
            was_public = None if state in NEVER_PUBLIC else now()
            _double(table, {**sample, "visibility": state, "published_at": was_public, **_as(kind)})


def _as(kind: Kind) -> dict[str, Any]:
    """Return what a contribution of this kind must hold, whichever it was made from."""
    threads = Base.metadata.tables["thread"]
    oldest = db.session.scalars(select(threads.c.id).order_by(threads.c.id)).first()
    return {"kind": kind, **({"thread_id": oldest} if kind is Kind.COMMENT else {})}


def _add_a_thread() -> int:
    """Add a thread in which a hidden comment stands before a public one, for a subject of its own."""
    threads, contributions = Base.metadata.tables["thread"], Base.metadata.tables["contribution"]
    added = int(_insert(threads, {**_made(threads), "closed_at": None}))
    said = next(row for row in _rows(contributions) if row["kind"] == Kind.COMMENT)
    for state in (Visibility.HIDDEN, Visibility.PUBLIC):
        own = {"thread_id": added, "visibility": state, "published_at": now(), "root_id": None, "reply_to_id": None}
        _insert(contributions, {**said, **own, "author_id": None, **_fresh(contributions)})
    return added


def _let_threads_be_followed() -> None:
    """Let an address that nobody else has be told of every thread, of all that was ever said there."""
    followers, threads = Base.metadata.tables["follower"], Base.metadata.tables["thread"]
    told = {"person_id": None, "confirmed_at": now(), "told_at": LONG_AGO}
    for thread in db.session.scalars(see_all(select(threads.c.id), "a test marks everything")).all():
        mail = f"follower{next(numbers)}@example.org"
        _insert(followers, {**_made(followers), **told, "thread_id": thread, "mail": mail})


def _double(table: Table, row: Mapping[str, Any]) -> None:
    """Add a copy of a contribution, and a row of everything that can hang on one."""
    own = {"thread_id": _add_a_thread()} if row["thread_id"] and row["kind"] != Kind.COMMENT else {}
    copy = _insert(table, {**row, **own, "author_id": None, **_fresh(table)})
    for other in tables():
        values = {key.parent.name: copy for key in other.foreign_keys if key.column.table is table}
        if "contribution_id" in values:
            _insert(other, {**_made(other), **values})
        elif "subject_kind" in other.c:
            _insert(other, {**_made(other), "subject_kind": SUBJECT, "subject_id": copy})


def _fresh(table: Table) -> dict[str, Any]:
    """Return new values where each row needs its own."""
    single = {one.name for one in table.c if one.unique and not (one.primary_key or one.foreign_keys)}
    own_place = {"position": next(numbers) + 1000} if "position" in table.c else {}
    return {name: codes.random_code(6) for name in single} | own_place


def _fill_empty_tables() -> None:
    for table in tables():
        if marked_columns(table) and not _rows(table):
            _insert(table, _made(table))


def _add_drafts() -> None:
    """Write a survey and events that are not public, and a draft of a measure from a public idea, which is silent."""
    surveys = Base.metadata.tables["survey"]
    _insert(surveys, {**_rows(surveys)[0], "status": SurveyStatus.DRAFT, **_fresh(surveys)})
    events = Base.metadata.tables["event"]
    for audience in (Audience.DRAFT, Audience.PRIVATE):
        _insert(events, {**_rows(events)[-1], "audience": audience, **_fresh(events)})
    measures = Base.metadata.tables["measure"]
    told = next(row for row in _rows(measures) if row["state"] != BindingState.DRAFT)
    draft = _insert(measures, {**told, "state": BindingState.DRAFT, "code": "M77"})
    ideas = [row["id"] for row in _rows(Contribution.__table__) if (row["kind"], row["visibility"]) == PUBLIC_IDEA]
    for table in (Base.metadata.tables["measure_origin"], Base.metadata.tables["measure_change"]):
        own = {"measure_id": draft, **({"contribution_id": ideas[-1]} if "contribution_id" in table.c else {})}
        _insert(table, {**next(row for row in _rows(table) if row["measure_id"] == told["id"]), **own})


def _insert(table: Table, values: Mapping[str, Any]) -> Any:
    kept = {name: value for name, value in values.items() if name != "id"}
    return db.session.execute(insert(table).values(kept)).inserted_primary_key[0]  # type: ignore[attr-defined]


def _made(table: Table) -> dict[str, Any]:
    """Return plausible values for a new row: those of the first there is, or some made from the columns."""
    for row in _rows(table)[:1]:
        return {**row, **_fresh(table)}
    made = {column.name: _value(column) for column in table.c if column.name != "id"}
    return {**made, **_fresh(table)}


def _value(column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        known = see_all(select(key.column).order_by(key.column), "a test marks everything")
        if not column.nullable and db.session.scalars(known).first() is None:
            _insert(key.column.table, _made(key.column.table))
        return db.session.scalars(known).first()
    if column.name == "subject_kind":
        return SUBJECT
    if isinstance(column.type, UtcDateTime):
        return None if column.nullable else now()
    if isinstance(column.type, TextsType):
        return Texts(de=f"Wort {next(numbers)}", en=f"Word {next(numbers)}")
    if isinstance(column.type, JsonType):
        return []
    kind = column.type.python_type
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    plain = {bool: False, int: 1, float: 0.5, bytes: b"", date: today()}
    return plain.get(kind, f"Ein Wort mit der Nummer {next(numbers)}")


# Markers


def _mark_everything() -> Iterator[tuple[str, Mark]]:
    for table in tables():
        columns, own = marked_columns(table), _key(table)
        for row in _rows(table) if columns else ():
            values = {}
            for column in columns:
                marker = f"mk{next(numbers):05}q"
                value = _with_marker(row[column.name], marker)
                if value is not None:
                    values[column.name] = value
                    yield marker, Mark(table.name, column.name, row[own.name])
            if values:
                here = [column == row[column.name] for column in table.primary_key]
                db.session.execute(update(table).where(*here).values(values))


def _with_marker(value: Any, marker: str) -> Any:
    """Put the marker first, where no ellipsis takes it away."""
    if isinstance(value, dict):
        return {**{key: _with_marker(one, marker) or one for key, one in value.items()}, "leak": marker}
    if isinstance(value, list):
        return [marker, *value] if all(isinstance(one, str) for one in value) else None
    return f"{marker}{value}" if isinstance(value, str) and "@" in value else f"{marker} {value or ''}"


def _index_anew() -> None:
    for one in db.session.scalars(see_all(select(Contribution), "a test marks everything")):
        search.index(search_kind(one), one.id, one.title, one.text, one.place)


def _read() -> Iterator[tuple[tuple[str, int], dict[str, Any]]]:
    for table in tables():
        for row in _rows(table):
            yield (table.name, row[_key(table).name]), row
