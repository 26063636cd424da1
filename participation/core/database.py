"""The database: declarative base, column types, and the recipe that makes SQLite and PostgreSQL keep our promises.

A request that writes begins with BEGIN IMMEDIATE on SQLite; one that reads cannot write at all, on both databases,
because its transaction is read-only. So "GET never writes" is kept by the database itself.
"""

import enum
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, Table, Text, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 10_000

Personal: TypeAlias = Literal["none", "contact", "text", "sensitive"]


def personal(kind: Personal) -> dict[str, Personal]:
    """Say what a text, JSON or binary column holds about people; a test demands it of every such column."""
    return {"personal": kind}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive instant is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant needs a time zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Texts(dict[str, str]):
    """One text in several languages: {"de": …, "en": …, "ls": …}; German stands in for what is missing."""

    def in_(self, language: str) -> str:
        """Return the text in this language, else in German, else the empty text."""
        return self.get(language) or self.get("de") or ""


class TextsType(TypeDecorator[Texts]):
    """Stores Texts as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:
        """Store the texts as one JSON object."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Texts | None:
        """Return the texts."""
        return None if value is None else Texts(json.loads(value))


class JsonType(TypeDecorator[Any]):
    """Stores a small plain value as JSON text, alike on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Store the value as JSON."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the value."""
        return None if value is None else json.loads(value)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """What all tables share."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            Texts: TextsType(),
            enum.Enum: Enum(enum.Enum, native_enum=False, length=32, values_callable=_values, validate_strings=True),
        },
    )


Id = Annotated[int, mapped_column(primary_key=True)]

db = SQLAlchemy(model_class=Base, engine_options={"pool_pre_ping": False})

_reading: ContextVar[bool] = ContextVar("reading", default=False)


def read_only(reading: bool) -> None:
    """Say of which kind the transactions of this request are from now on."""
    _reading.set(reading)


@contextmanager
def reading() -> Iterator[None]:
    """Let transactions begun inside read only; for commands and workers that do not write."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def prepare(engine: Engine) -> None:
    """Attach the recipe to an engine that has made no connection yet."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def count_anew() -> None:
    """Have PostgreSQL look what its tables hold now, after many rows came at once; by itself it looks a minute later.

    SQLite has no such figures here and plans well without.
    """
    if not is_sqlite():
        db.session.execute(text("ANALYZE"))


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event starts transactions, not the driver
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "cache_size = -2000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    is_reading = _reading.get()
    driver.execute(f"PRAGMA query_only = {'ON' if is_reading else 'OFF'}")
    driver.execute("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if _reading.get():
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("SET TRANSACTION READ ONLY")


def insert_if_new(table: Table, **values: object) -> bool:
    """Insert the row unless a unique key forbids it; return whether it was inserted.

    On both databases a rival that inserts the same key at the same moment is waited for.
    """
    make = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = make(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    # Asked for rows, not for their count: PostgreSQL's driver does not tell the count of an INSERT.
    return db.session.execute(statement).first() is not None


def insert_or_update(table: Table, **values: object) -> None:
    """Insert the row; where its key is known, give that row these values instead."""
    make = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    others = {name: value for name, value in values.items() if name not in keys}
    db.session.execute(make(table).values(**values).on_conflict_do_update(index_elements=keys, set_=others))


def insert_many_if_new(table: Table, rows: list[dict[str, object]]) -> None:
    """Insert rows of the same columns in one statement; those that a unique key forbids stay out."""
    make = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    db.session.execute(make(table).on_conflict_do_nothing(), rows)


def is_sqlite() -> bool:
    """Return whether the application runs on SQLite."""
    return db.engine.dialect.name == "sqlite"


def is_alive() -> bool:
    """Return whether the database answers."""
    return db.session.execute(text("SELECT 1")).scalar() == 1
