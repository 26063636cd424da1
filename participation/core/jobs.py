"""Jobs leave by the outbox: a row in the caller's transaction, done by a worker even if workers die.

The table is the truth. A queue only carries ids to the worker sooner; should it lose one, `reconcile` finds the row.

A worker takes a job by a lease: a conditional UPDATE, so two never work on one. While the handler runs, a heartbeat
renews the lease; when the worker is killed, the lease runs out after LEASE and another worker begins anew. What the
handler writes commits together with "finished", and only if the lease is still ours. So a handler's database work
happens once; what it does outside (a mail) may, after a sudden death, happen twice.

A lease of 30 seconds is six times what a heartbeat may wait for SQLite's write lock in everyday use, and short enough
that work goes on within a minute of a worker's death.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Connection, Engine, Index, case, event, false, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from participation.core import queue
from participation.core.apart import apart, holds_the_pen
from participation.core.clock import now
from participation.core.database import Base, Id, JsonType, db, insert_if_new, personal, read_only, reading
from participation.core.feature import each
from participation.core.parts import Part, first_part
from participation.core.redacted import redacted

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
MOST_ATTEMPTS = len(BACK_OFF) + 1
MOST_DEATHS = 30
"""Workers that may end in the middle of one job. A town's machine that is restarted often must not stop a long job."""

KILLED = f"the worker ended in the middle of it, {MOST_DEATHS} times"
MOST_WAITING = 200
"""Ids that reconciliation keeps in the queue; more would pile up minute by minute behind a slow worker."""


class Job(Base):
    """Something the worker has yet to do, does, or did (Hintergrundaufgabe)."""

    __tablename__ = "job"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(info=personal("none"))
    key: Mapped[str | None] = mapped_column(info=personal("none"))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonType, info=personal("none"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
    leases: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    again: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(info=personal("none"))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="", info=personal("none"))


OPEN: ColumnElement[bool] = Job.finished_at.is_(None) & Job.failed_at.is_(None)

Index("uq_job_key_open", Job.key, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
Index("ix_job_due_at_open", Job.due_at, sqlite_where=OPEN, postgresql_where=OPEN)


class LeaseLost(Exception):  # reads as what happened
    """Somebody else took the job over because our lease had run out."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a handler gets: what to do, and where to tell how far it is."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    lease: int
    attempt: int

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Tell how far the job is; seen at once by those who wait.

        Where the handler's own transaction holds SQLite's only pen, it is seen when that transaction commits.

        Raises:
            LeaseLost: where somebody cancelled the job, or another worker has taken it over.
        """
        statement = update(Job).where(_is_held(self)).values(done=done, total=total, note=note)
        if holds_the_pen():
            db.session.execute(statement.execution_options(synchronize_session=False))
            return
        if not apart(lambda connection: connection.execute(statement).rowcount):
            raise LeaseLost

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read now, compute later: the transaction ends with the block, and what was read stays usable.

        On SQLite a handler's first statement takes the only pen; who computes for seconds after it stops everybody.
        """
        with reading():
            yield
            db.session.expunge_all()
            db.session.rollback()


Handler = Callable[[JobRun], object]


def enqueue(kind: str, payload: Mapping[str, Any], *, due_at: datetime | None = None, key: str | None = None) -> Job:
    """Add a job to the caller's transaction.

    Args:
        kind: under which a feature's `jobs` has the handler.
        payload: ids, numbers and single words; texts and addresses stay in their own tables, where erasure finds them.
        due_at: not before this instant; now by default, otherwise with a minute's accuracy.
        key: at most one unfinished job has it. A second call returns that job, and where it has begun already, it
            will run once more, for what has changed since.
    """
    _check_payload(payload)
    moment = now()
    values = {"kind": kind, "payload": dict(payload), "created_at": moment, "due_at": due_at or moment}
    job = _add(values) if key is None else _add_or_find(key, values)
    if job.due_at <= moment:
        db.session.info.setdefault("new_jobs", set()).add(job.id)
    return job


def enqueue_many(kind: str, payloads: Sequence[Mapping[str, Any]]) -> None:
    """Add many jobs of one kind, due now, to the caller's transaction; in as few statements as one."""
    moment = now()
    for payload in payloads:
        _check_payload(payload)
    added = [Job(kind=kind, payload=dict(payload), created_at=moment, due_at=moment) for payload in payloads]
    db.session.add_all(added)
    db.session.flush()
    if added:
        db.session.info.setdefault("new_jobs", set()).update(job.id for job in added)


def run(job_id: int, *, lease: timedelta | None = None) -> bool:
    """Take the job, if it is due and nobody else's, and do it; return whether it is finished now."""
    lease = lease or current_app.config.get("JOB_LEASE", LEASE)
    taken = apart(lambda connection: _take(connection, job_id, lease))
    if taken is None:
        return False
    with _heartbeat(db.engine, taken, lease):
        return copy_context().run(_work, taken)


def reconcile() -> int:
    """Send what is due to the queue again, or run it where there is no queue; return how many jobs that were."""
    line = waiting_line()
    room = MOST_WAITING - line.waiting() if line else MOST_WAITING
    ids = _due(room)
    for job_id in ids:
        (line.send if line else run)(job_id)
    return len(ids)


def unfinished() -> Part[Job]:
    """Return the jobs that wait or run, oldest first."""
    return first_part(Job, OPEN, Job.due_at, Job.id)


def failed() -> Part[Job]:
    """Return the jobs nobody tries any more, newest first."""
    return first_part(Job, Job.failed_at.is_not(None), Job.failed_at.desc(), Job.id.desc())


def start_again(job_id: int) -> Job:
    """Give a failed job five more attempts; return it, or the newer job that took its key meanwhile.

    Raises:
        LookupError: where no failed job has this id.
    """
    job = db.session.get(Job, job_id)
    if job is None or job.failed_at is None:
        message = f"no failed job {job_id}"
        raise LookupError(message)
    if job.key is not None and (newer := open_with(job.key)):
        job.finished_at, job.failed_at = now(), None
        db.session.flush()
        return newer
    job.failed_at, job.attempts, job.deaths, job.due_at, job.locked_until = None, 0, 0, now(), None
    db.session.flush()
    db.session.info.setdefault("new_jobs", set()).add(job.id)
    return job


# Adding


def _check_payload(payload: Mapping[str, Any]) -> None:
    for value in payload.values():
        if isinstance(value, str) and ("@" in value or any(map(str.isspace, value))):
            message = "a job's payload holds ids and single words, neither texts nor addresses"
            raise ValueError(message)


def _add(values: Mapping[str, Any]) -> Job:
    job = Job(**values)
    db.session.add(job)
    db.session.flush()
    return job


def _add_or_find(key: str, values: Mapping[str, Any]) -> Job:
    while True:
        db.session.flush()
        is_new = insert_if_new(
            Job.__table__,  # type: ignore[arg-type]  # is a Table
            key=key, leases=0, attempts=0, deaths=0, again=False, done=0, total=0, note="", **values,
        )  # fmt: skip
        if not is_new:
            has_begun = or_(Job.locked_until.is_not(None), Job.again)
            mark = update(Job).where(Job.key == key, OPEN).values(again=has_begun)
            db.session.execute(mark.execution_options(synchronize_session=False))
        if job := open_with(key):  # otherwise it finished between the two statements
            return job


def open_with(key: str) -> Job | None:
    """Return the job of this key that waits or runs, if there is one."""
    statement = select(Job).where(Job.key == key, OPEN).execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


@event.listens_for(db.session, "after_commit")
def _send_new(session: Session) -> None:
    """Tell the worker now; what goes wrong here is found by the next reconciliation."""
    ids: set[int] = session.info.pop("new_jobs", set())
    if not ids:
        return
    try:
        if line := waiting_line():
            for job_id in sorted(ids):
                line.send(job_id)
    except Exception:  # the caller's work is committed; no trouble of a queue may look as if it were not
        log.exception("the queue did not take %d jobs; reconciliation will", len(ids))


@event.listens_for(db.session, "after_rollback")
def _forget_new(session: Session) -> None:
    session.info.pop("new_jobs", None)


def waiting_line() -> queue.Queue | None:
    """Return the queue that brings ids of jobs to the worker, if there is one."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way
    if "queue" not in app.extensions:
        app.extensions["queue"] = queue.connect(app, run)
    found: queue.Queue | None = app.extensions["queue"]
    return found


# Running


def _is_due(moment: datetime) -> ColumnElement[bool]:
    return OPEN & (Job.due_at <= moment) & (Job.locked_until.is_(None) | (Job.locked_until < moment))


def _is_held(job: JobRun) -> ColumnElement[bool]:
    """Whether the lease is still the one of this run; leases of one job are numbered."""
    return (Job.id == job.id) & (Job.leases == job.lease) & Job.locked_until.is_not(None) & OPEN


def _due(count: int) -> list[int]:
    moment = now()
    statement = select(Job.id).where(_is_due(moment)).order_by(Job.due_at, Job.id).limit(max(count, 0))
    return apart(lambda connection: list(connection.scalars(statement)))


def _take(connection: Connection, job_id: int, lease: timedelta) -> JobRun | None:
    moment = now()
    has_died = Job.locked_until.is_not(None)  # whoever ended it, well or not, would have given the lease back
    is_deadly = has_died & (Job.deaths + 1 >= MOST_DEATHS)  # it may be what kills its workers
    taking = (
        update(Job)
        .where(Job.id == job_id, _is_due(moment))
        .values(
            locked_until=moment + lease,
            leases=Job.leases + 1,
            deaths=Job.deaths + case((has_died, 1), else_=0),
            failed_at=case((is_deadly, moment), else_=None),
            last_error=case((is_deadly, KILLED), else_=Job.last_error),
        )
        .returning(Job.kind, Job.payload, Job.leases, Job.attempts, Job.failed_at)
    )
    row = connection.execute(taking).one_or_none()
    if row is None or row.failed_at is not None:
        return None
    return JobRun(job_id, row.kind, row.payload, row.leases, row.attempts + 1)


def _work(job: JobRun) -> bool:
    """Do the job in an application context, hence a session and a transaction, of its own."""
    read_only(False)
    with current_app.app_context():
        try:
            _handler(job.kind)(job)
            return _finish(job)
        except LeaseLost:
            db.session.rollback()
            log.warning("job %d (%s) was cancelled, or goes on elsewhere as its lease ran out", job.id, job.kind)
        except Exception as error:  # noqa: BLE001  # whatever a handler raises becomes the job's last error
            db.session.rollback()
            _note_failure(job, error)
        return False


def _handler(kind: str) -> Handler:
    for handlers in each("jobs"):
        if kind in handlers:
            found: Handler = handlers[kind]
            return found
    message = f"no feature does jobs of the kind {kind}"
    raise LookupError(message)


def _finish(job: JobRun) -> bool:
    """Commit the handler's work together with the end of the job, or neither."""
    moment = now()
    statement = (
        update(Job)
        .where(_is_held(job))
        .values(
            finished_at=case((Job.again, None), else_=moment),
            due_at=case((Job.again, moment), else_=Job.due_at),
            attempts=case((Job.again, 0), else_=Job.attempts),
            deaths=case((Job.again, 0), else_=Job.deaths),
            again=false(),
            locked_until=None,
            last_error=None,
        )
        .returning(Job.finished_at)
    )
    ended = db.session.execute(statement.execution_options(synchronize_session=False)).one_or_none()
    if ended is None:
        raise LeaseLost
    if ended.finished_at is None:
        db.session.info.setdefault("new_jobs", set()).add(job.id)
    db.session.commit()
    return ended.finished_at is not None


def _note_failure(job: JobRun, error: Exception) -> None:
    """Write down what went wrong, and when to try again if at all."""
    moment = now()
    is_last = job.attempt >= MOST_ATTEMPTS
    said = redacted(error)
    log.warning("job %d (%s), attempt %d: %s", job.id, job.kind, job.attempt, said)
    values = {
        "attempts": job.attempt,
        "locked_until": None,
        "last_error": said,
        "failed_at": moment if is_last else None,
    }
    if not is_last:
        values["due_at"] = moment + BACK_OFF[job.attempt - 1]
    apart(lambda connection: connection.execute(update(Job).where(_is_held(job)).values(values)))


@contextmanager
def _heartbeat(engine: Engine, job: JobRun, lease: timedelta) -> Iterator[None]:
    """Renew the lease as long as the block runs."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(lease.total_seconds() / 3):
            try:
                with engine.begin() as connection:
                    connection.execute(update(Job).where(_is_held(job)).values(locked_until=now() + lease))
            except Exception as error:  # noqa: BLE001  # the next beat may fare better; if none does, the lease ends
                log.warning("job %d: no heartbeat: %s", job.id, redacted(error))

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
