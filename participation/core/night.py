"""What the worker does every night: let go what is due, tidy up, and make deleted data leave the disk.

The night is a job like any other, one for each day: tried again after an error, shown when it keeps failing, made up
for in the morning by a machine that slept.
"""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial

from sqlalchemy import select

from participation.core import ended, jobs, retention
from participation.core.clock import local, now, today
from participation.core.database import db, is_sqlite
from participation.core.feature import each

BEGINS = time(3, 10)
"""On the town's clock; between two and three an hour comes twice or never when the clocks change."""


EVERY_MINUTES = 10


def call() -> None:
    """Enqueue the night of this day, if it is time and nobody did so before; flushes, never commits."""
    if local(now()).time() < BEGINS:
        return
    key = f"night:{today()}"
    if db.session.scalar(select(jobs.Job.id).where(jobs.Job.key == key)) is None:
        jobs.enqueue("night", {"day": str(today())}, key=key)


def call_often() -> None:
    """Do what features want done every ten minutes, each part in a transaction of its own; call it every minute.

    What fails is left to the night, which tells of it.
    """
    if local(now()).minute % EVERY_MINUTES == 0:
        for work in [work for group in each("often") for work in group]:
            _tried(work)


def run(_job: jobs.JobRun) -> None:
    """Do the nightly work, each part in a transaction of its own; a job.

    Raises:
        ExceptionGroup: after all parts were tried, with the errors of those that failed.
    """
    errors = [error for part in _parts() if (error := _tried(part))]
    tidy_disk()
    if errors:
        raise ExceptionGroup(f"{len(errors)} of the nightly works failed", errors)


def tidy_disk() -> None:
    """Rewrite the database's files, so that what was deleted is on the disk no more."""
    db.session.rollback()
    if is_sqlite():
        _rewrite_sqlite()
    else:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM FULL")


def _rewrite_sqlite() -> None:
    raw = db.engine.raw_connection()
    try:
        # VACUUM writes the new file into the log, hence a second checkpoint to bring it home and empty the log.
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.cursor().execute(statement).fetchall()
    finally:
        raw.close()


def _parts() -> list[Callable[[], object]]:
    day = today()
    works = [work for group in each("nightly") for work in group]
    return [*(partial(retention.run, rule, day) for rule in retention.rules()), *works]


def _tried(part: Callable[[], object]) -> Exception | None:
    try:
        part()
        db.session.commit()
    except Exception as error:  # noqa: BLE001  # one part's trouble is no reason to leave out the others
        db.session.rollback()
        return error
    return None


def forget_jobs() -> int:
    """Delete jobs that finished a month ago; return how many."""
    return ended.forget_finished(now() - timedelta(days=30))
