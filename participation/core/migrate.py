"""Migrations: the database becomes what the models say, once, however many processes start at a time.

On SQLite Alembic changes a table by building it anew, and dropping the old one would delete every row that refers to
it (ON DELETE CASCADE), silently. So foreign keys sleep while migrations run, and before the commit the database must
show that none is broken. All migrations of one upgrade are one transaction.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate
from sqlalchemy import Connection, inspect, text
from sqlalchemy.types import TypeDecorator

from participation.core import queue, samples, search
from participation.core.database import Base, db, is_sqlite

FOLDER = Path(__file__).parent / "migrations"
LOCK_NUMBER = 7_823_301
PATIENCE = 300
"""Seconds one process waits while another one migrates."""

MADE_BY_HAND = search.TABLES | queue.TABLES
COLUMNS_MADE_BY_HAND = frozenset({("search_entry", "words")})
INDEXES_MADE_BY_HAND = frozenset({"ix_search_entry_words"})


class BrokenReferencesError(Exception):
    """A migration left rows that refer to nothing; it was taken back."""


def init_app(app: Flask) -> None:
    """Give the application the commands of `flask db`."""
    Migrate(app, db, directory=str(FOLDER))


def upgrade() -> None:
    """Bring the database to the newest version; rivals wait and find it done."""
    with _one_at_a_time(), _connection() as connection:
        command.upgrade(_config(connection), "head")


def is_current() -> bool:
    """Return whether the database has the newest version."""
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory(str(FOLDER)).get_heads())


def write(message: str) -> None:
    """Write a migration for what the models say and the database does not; numbered like the others.

    Before the first release there is but one: remove `0001_initial.py` and write it anew against an empty database.
    """
    number = f"{len(list((FOLDER / 'versions').glob('[0-9]*.py'))) + 1:04}"
    with _one_at_a_time(), _connection() as connection:
        config = _config(connection)
        command.revision(config, message, autogenerate=True, rev_id=number)


def differences() -> list[Any]:
    """Return in what models and database differ; empty where migrations are complete."""
    with db.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=dict(_OPTIONS)), Base.metadata))


def run_migrations() -> None:
    """Do what Alembic was asked for; its `env.py` calls this."""
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        _run_on(given)
        return
    with _one_at_a_time(), _connection() as connection:
        _run_on(connection)


def _run_on(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True, **_OPTIONS)
    with context.begin_transaction():
        context.run_migrations()
        if inspect(connection).has_table(search.SearchEntry.__tablename__):
            # After every upgrade: a table that was built anew has lost its triggers.
            search.create_index(connection)
        if connection.dialect.name == "sqlite":
            _check_references(connection)
        else:
            samples.keep_none(connection)


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Leave to search and queue what they make themselves."""
    if kind == "table":
        return name not in MADE_BY_HAND
    if kind == "column":
        return (getattr(getattr(_object, "table", None), "name", ""), name) not in COLUMNS_MADE_BY_HAND
    return name not in INDEXES_MADE_BY_HAND


def _plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that migrations outlive the classes."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


_OPTIONS: Mapping[str, Any] = {
    "render_as_batch": True,
    "compare_type": True,
    "include_object": _is_ours,
    "render_item": _plainly,
}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    for name, value in {"hooks": "ruff", "ruff.type": "module", "ruff.module": "ruff"}.items():
        config.set_section_option("post_write_hooks", name, value)
    config.set_section_option("post_write_hooks", "ruff.options", "format --quiet REVISION_SCRIPT_FILENAME")
    return config


@contextmanager
def _connection() -> Iterator[Connection]:
    """Yield a connection on which SQLite does not act upon foreign keys."""
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if is_sqlite():
            driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            connection.rollback()
            if is_sqlite():
                driver.execute("PRAGMA foreign_keys = ON")


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        message = f"{len(broken)} rows refer to nothing, in: {tables}"
        raise BrokenReferencesError(message)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one process migrate; the lock ends with its process, however that ends."""
    if is_sqlite():
        with _file_lock(Path(current_app.instance_path) / "upgrade.lock"):
            yield
    else:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK_NUMBER})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LOCK_NUMBER})


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    """Lock a file by SQLite's own means, which work on every system."""
    lock = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()
