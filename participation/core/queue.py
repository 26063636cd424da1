"""The queue between pages and worker: huey, in a SQLite file of its own or in PostgreSQL.

Only ids of jobs travel in it, so losing it loses nothing: the table `job` is the truth (participation.core.jobs).
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from flask import Flask
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import make_url

from participation.core.settings import Mode, Settings

NAME = "stadtfaden"
TABLES = frozenset({"huey_kv", "huey_schedule", "huey_task", "huey_counter"})
"""What huey makes for itself in PostgreSQL; none of our migrations' business."""

Huey: TypeAlias = Any
"""huey has no types."""


class Queue:
    """Ids of jobs on their way to a worker."""

    def __init__(self, app: Flask, huey: Huey, work: Callable[[int], object]) -> None:
        self.huey = huey

        def run(job_id: int) -> None:
            with app.app_context():
                work(job_id)

        self.send: Callable[[int], object] = huey.task(name="run")(run)

    def waiting(self) -> int:
        """Return how many ids wait for a worker."""
        return int(self.huey.pending_count())

    def close(self) -> None:
        """Close this thread's connection to it."""
        self.huey.storage.close()


def connect(app: Flask, work: Callable[[int], object]) -> Queue | None:
    """Return the queue whose worker does this work with each id.

    Under test nobody empties a queue, so there is none unless the settings name one.
    """
    settings: Settings = app.extensions["settings"]
    if settings.mode is Mode.TEST and not settings.queue_url:
        return None
    return Queue(app, _open(settings.queue_url or _own_address(settings)), work)


def _open(address: str) -> Huey:
    if address.startswith("sqlite:///"):
        return SqliteHuey(NAME, filename=address.removeprefix("sqlite:///"), results=False)
    return PostgresHuey(NAME, dsn=_plain(address), results=False)


def _own_address(settings: Settings) -> str:
    """Return a file beside the town's data on SQLite, else the town's PostgreSQL itself."""
    return f"sqlite:///{settings.instance / 'queue.sqlite'}" if settings.is_sqlite else settings.database_url


def _plain(address: str) -> str:
    """Return the address as PostgreSQL's own tools write it, without the name of our driver."""
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
