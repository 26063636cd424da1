"""Whether the house can serve people now: the database answers, its tables are the newest, the worker keeps up."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from participation.core import migrate
from participation.core.clock import now
from participation.core.database import db, is_alive
from participation.core.jobs import Job

LONGEST_WAIT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a load balancer or a monitoring programme asks."""

    database: bool
    migrations: bool
    worker: bool

    @property
    def is_ready(self) -> bool:
        """Whether everything holds."""
        return self.database and self.migrations and self.worker

    def as_json(self) -> dict[str, bool]:
        """Return the facts and the sum of them."""
        return {"ready": self.is_ready, **asdict(self)}


def readiness() -> Readiness:
    """Look at database, migrations and worker."""
    try:
        return Readiness(is_alive(), migrate.is_current(), _worker_keeps_up())
    except SQLAlchemyError:
        db.session.rollback()
        return Readiness(database=False, migrations=False, worker=False)


def _worker_keeps_up() -> bool:
    """Return whether no job has been due for longer than it may wait; one that runs does not wait."""
    moment = now()
    statement = select(func.min(Job.due_at)).where(
        Job.finished_at.is_(None),
        Job.failed_at.is_(None),
        or_(Job.locked_until.is_(None), Job.locked_until < moment),
    )
    oldest = db.session.scalar(statement)
    return oldest is None or oldest > moment - LONGEST_WAIT
