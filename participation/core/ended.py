"""Jobs that others end: a person who cancels one, and the night that forgets those that are finished."""

from datetime import datetime

from sqlalchemy import delete, update

from participation.core.clock import now
from participation.core.database import db
from participation.core.jobs import OPEN, Job


def forget_finished(before: datetime) -> int:
    """Delete the jobs that finished before this instant; return how many."""
    result = db.session.execute(delete(Job).where(Job.finished_at < before))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def cancel(key: str) -> bool:
    """End the job of this key that waits or runs; return whether there was one. What it has written is undone.

    Its worker notices when it next tells how far it is, at the latest when it ends.
    """
    finished = update(Job).where(Job.key == key, OPEN).values(finished_at=now(), again=False, locked_until=None)
    result = db.session.execute(finished.execution_options(synchronize_session=False))
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
