"""Fixtures for the plumbing: a house without any feature, on a database of its own."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from participation.core import migrate
from participation.core.database import db, read_only
from tests import postgres
from tests.participation.core import workshop

TABLES = ("capacity", "job", "mail", "once_key", "rate_count", "retention_run", "search_entry")


@pytest.fixture(scope="session")
def make_environ(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., dict[str, str]]]:
    """Make settings with an empty database of their own, of the kind this run is about."""
    names: list[str] = []
    texts = tmp_path_factory.mktemp("texts")
    for name in ("imprint", "privacy", "rules"):
        (texts / f"{name}.de.md").touch()

    def make(**values: str) -> dict[str, str]:
        instance = tmp_path_factory.mktemp("instance")
        url = f"sqlite:///{instance / 'town.sqlite'}"
        if os.environ.get("STADTFADEN_TEST_DATABASE", "sqlite") != "sqlite":
            names.append(f"core_{os.getpid()}_{len(names)}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
            url = postgres.create_database(names[-1])
        return {
            "STADTFADEN_MODE": "test",
            "STADTFADEN_INSTANCE": str(instance),
            "STADTFADEN_SECRET_KEY": "for the tests alone: nobody relies on it",
            "STADTFADEN_TEXTS": str(texts),
            "DATABASE_URL": url,
            **values,
        }

    yield make
    for name in names:
        postgres.drop_database(name)


@pytest.fixture(scope="session")
def _plumbing(make_environ: Callable[..., dict[str, str]]) -> Iterator[Flask]:
    app = workshop.make(make_environ())
    with app.app_context():
        migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def plumbing(_plumbing: Flask) -> Iterator[Flask]:
    """The house without features, inside a context that may write; emptied afterwards."""
    read_only(False)
    with _plumbing.app_context():
        yield _plumbing
        db.session.remove()
        with db.engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f"DELETE FROM {table}"))


@pytest.fixture
def at_once(plumbing: Flask) -> Callable[..., list[Any]]:
    """Call a function in many threads at the same moment, each with a context and a connection of its own."""

    def call(count: int, function: Callable[[int], Any]) -> list[Any]:
        barrier = threading.Barrier(count)
        results: list[Any] = [None] * count

        def one(number: int) -> None:
            with plumbing.app_context():
                barrier.wait()
                try:
                    results[number] = function(number)
                    db.session.commit()
                except Exception as error:  # noqa: BLE001  # a test looks at it
                    results[number] = error

        threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return call


@pytest.fixture
def mail_folder(plumbing: Flask) -> Path:
    """Where mail goes under test."""
    return Path(plumbing.instance_path) / "mail"
