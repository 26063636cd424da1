"""Fixtures of all tests: the real application on a real database, emptied after every test."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, event, text

from participation.accounts import sessions
from participation.core import apart, migrate
from participation.core.database import Base, db, is_sqlite, read_only
from participation.core.vocabulary import Role
from tests import factories, postgres, rendered
from tests.client import Browser
from tests.rendered import pytest_addoption, pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown
from wsgi import create_app

__all__ = ["pytest_addoption", "pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown"]

BASE_ADDRESS = "http://localhost"
ON_POSTGRESQL = os.environ.get("STADTFADEN_TEST_DATABASE", "sqlite") != "sqlite"
DATABASES = {"app", "house", "real_house", "make_environ"}
"""The fixtures by which tests come to a database; whoever has none of them does the same on every database."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the run on SQLite, on the second database, what no database has to do with; pytest counts them."""
    if ON_POSTGRESQL:
        asking = [one for one in items if _asks_both(one)]
        config.hook.pytest_deselected(items=[one for one in items if one not in set(asking)])
        items[:] = asking


def _asks_both(item: pytest.Item) -> bool:
    return bool(DATABASES & set(getattr(item, "fixturenames", ()))) and not item.get_closest_marker("one_database")


def pytest_collection_finish() -> None:
    """Look for garbage rarely, and never among the modules and tests themselves: a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of this worker's own database: SQLite, or PostgreSQL where the environment asks for it."""
    if not ON_POSTGRESQL:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}"
        return
    name = f"test_{os.getpid()}_{worker_id}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test process."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def environ(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of the application under test."""
    return {
        "STADTFADEN_MODE": "test",
        "STADTFADEN_INSTANCE": str(tmp_path_factory.mktemp("instance")),
        "STADTFADEN_SECRET_KEY": "for the tests alone: nobody relies on it",
        "STADTFADEN_BASE_ADDRESS": BASE_ADDRESS,
        "DATABASE_URL": database_url,
    }


@pytest.fixture(scope="session")
def house(environ: dict[str, str]) -> Iterator[Flask]:
    """The application, with its tables made by the migrations, for the whole run."""
    made = create_app(environ)
    rendered.watch(made)
    with made.app_context():
        read_only(False)
        if is_sqlite():
            for engine in (db.engine, apart.engine()):
                event.listen(engine, "connect", _without_waiting_for_the_disk)
        migrate.upgrade()
    yield made
    with made.app_context():
        db.engine.dispose()


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """Commit without the disk's receipt: nobody cuts the power here, and servers have databases of their own."""
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def app(house: Flask) -> Iterator[Flask]:
    """The application inside a context; whatever a test stores is gone afterwards."""
    with house.app_context():
        read_only(True)
        yield house
        db.session.rollback()
        db.session.remove()
        _empty()
        read_only(False)


def _empty() -> None:
    read_only(False)
    if is_sqlite():
        raw = db.engine.raw_connection()
        raw.cursor().executescript(_EMPTYING_SQLITE)
        raw.close()
        return
    with db.engine.begin() as connection:
        connection.execute(text(_EMPTYING))


def _emptying(table: Table) -> str:
    numbers = f"PERFORM setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false);" if "id" in table.c else ""
    return f'IF EXISTS (SELECT FROM "{table.name}") THEN DELETE FROM "{table.name}"; {numbers} END IF;'


#: Quicker by far than TRUNCATE, which makes new files for every table, empty or not.
_EMPTYING = f"DO $$ BEGIN {' '.join(_emptying(table) for table in reversed(Base.metadata.sorted_tables))} END $$"

_DELETES = " ".join(f'DELETE FROM "{table.name}";' for table in reversed(Base.metadata.sorted_tables))
_EMPTYING_SQLITE = f"PRAGMA query_only = OFF; BEGIN IMMEDIATE; {_DELETES} COMMIT;"


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody at a browser who has no account."""
    return Browser(app)


@pytest.fixture
def staff(app: Flask) -> Callable[..., Browser]:
    """Make somebody of the staff, signed in: `staff(Role.MODERATOR)`."""

    def sign_in(*roles: Role, on: tuple[str, ...] = ("",), **values: str) -> Browser:
        person = factories.person(*roles, on=on, **values)
        with factories.writing():
            cookie = sessions.begin(person)
        browser = Browser(app)
        browser.client.set_cookie(app.extensions["sign_in_cookie"], cookie, domain="localhost", secure=False)
        return browser

    return sign_in


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the readable file beside the test; `UPDATE_SNAPSHOTS=1` writes it."""

    def compare(name: str, found: str) -> None:
        path = Path(request.path).parent / "snapshots" / name
        if os.environ.get("UPDATE_SNAPSHOTS"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(found, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == found

    return compare
