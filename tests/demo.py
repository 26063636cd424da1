"""`flask demo` for tests: a town is founded once by each process of tests, then copied into its place."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from click.testing import Result
from flask import Flask
from sqlalchemy import Connection, Table, text

from participation.core.clock import today
from participation.core.database import Base, db, is_sqlite
from tests import factories


@dataclass(frozen=True)
class Kept:
    """A town as it was just after it was founded: how its rows come back, its files, and what was said."""

    restore: Callable[[], None]
    files: Path
    result: Result


_kept: dict[tuple[int, date, str], Kept] = {}


def demo(app: Flask, *arguments: str) -> Result:
    """Run `flask demo`; where it would found a town again on the same day, in an empty house, put back the former."""
    instance = Path(app.extensions["settings"].instance)
    moment = "phase2" if not arguments else arguments[-1] if arguments[0] == "--as-of" else ""
    key = os.getpid(), today(), moment
    is_kept = bool(moment) and _is_empty()
    if is_kept and key in _kept:
        shutil.copytree(_kept[key].files, instance, dirs_exist_ok=True)
        _kept[key].restore()
        return _kept[key].result
    with factories.writing():
        result = app.test_cli_runner().invoke(args=["demo", *arguments])
    assert result.exit_code == 0, result.output
    if is_kept:
        files = Path(mkdtemp(prefix="stadtfaden-demo-"))
        shutil.copytree(instance, files, dirs_exist_ok=True)
        name = f"kept_{len(_kept)}"
        _kept[key] = Kept(_in_sqlite() if is_sqlite() else _in_postgresql(name), files, result)
    return result


def _is_empty() -> bool:
    filled = " OR ".join(f'EXISTS (SELECT 1 FROM "{table.name}")' for table in Base.metadata.sorted_tables)
    db.session.rollback()
    return not db.session.execute(text(f"SELECT {filled}")).scalar()


def _in_sqlite() -> Callable[[], None]:
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    _copied(lambda town: town.backup(copy))
    return lambda: _copied(copy.backup)


def _copied(how: Callable[[sqlite3.Connection], None]) -> None:
    db.session.rollback()
    raw = db.engine.raw_connection()
    connection = raw.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    how(connection)
    raw.close()


def _in_postgresql(schema: str) -> Callable[[], None]:
    db.session.rollback()
    with factories.writing(), db.engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        filled = [table for table in Base.metadata.sorted_tables if _is_filled(connection, table)]
        for table in filled:
            connection.execute(text(f'CREATE TABLE {schema}."{table.name}" AS TABLE "{table.name}"'))

    def restore() -> None:
        db.session.rollback()
        with factories.writing(), db.engine.begin() as connection:
            for table in filled:
                _fill(connection, schema, table)

    return restore


def _is_filled(connection: Connection, table: Table) -> bool:
    return bool(connection.execute(text(f'SELECT EXISTS (SELECT FROM "{table.name}")')).scalar())


def _fill(connection: Connection, schema: str, table: Table) -> None:
    """Copy the rows of one table; rows that hang on others of the same table come when all are there."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    columns = ", ".join(f'"{column.name}"' for column in table.columns if column.computed is None)
    connection.execute(text(f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {schema}."{table.name}"'))
    if "id" in table.c:
        numbers = f"pg_get_serial_sequence('{table.name}', 'id')"
        connection.execute(text(f'SELECT setval({numbers}, (SELECT max(id) FROM "{table.name}"))'))
