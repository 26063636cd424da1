"""Data that goes by itself when its time is over, and the log that proves it went."""

from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, db, personal, read_only
from participation.core.feature import Lazy, Retention, each


class RetentionRun(Base):
    """The proof that data of one class were deleted on a day (Löschprotokoll)."""

    __tablename__ = "retention_run"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(info=personal("none"))
    day: Mapped[date] = mapped_column(index=True)
    rows: Mapped[int]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What of one class of data would go."""

    name: Lazy
    days: int
    rows: int


def rules() -> Iterator[Retention]:
    """Yield what every feature lets go by itself."""
    for group in each("retention"):
        yield from group


def run(rule: Retention, day: date) -> int:
    """Delete what is due by one rule and write it into the log; return how many rows."""
    rows = rule.run(day)
    db.session.add(RetentionRun(name=str(rule.name), day=day, rows=rows))
    db.session.flush()
    return rows


def run_all(day: date) -> int:
    """Delete everything that is due, in the caller's transaction; return how many rows."""
    return sum(run(rule, day) for rule in rules())


def upcoming(day: date) -> list[Upcoming]:
    """Return what would go on this day: every rule is tried in a transaction apart and taken back."""
    return copy_context().run(_try_all, day)


def _try_all(day: date) -> list[Upcoming]:
    read_only(False)
    found = []
    with current_app.app_context():
        for rule in rules():
            found.append(Upcoming(rule.name, rule.days, rule.run(day)))
            db.session.rollback()
    return found
