"""Data that goes by itself when its time is over, and the log that proves it went."""

from collections.abc import Iterable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, db, personal, read_only
from participation.core.feature import Lazy, Retention, each
from participation.core.parts import Part, first_part

WRITTEN_IN = "de"
"""The language of the names in the log."""


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


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule, how long it keeps data, when it was last looked after, and how many rows it ever let go."""

    name: Lazy
    days: int
    last: date | None
    rows: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """What went on one night by one rule."""

    day: date
    name: Lazy
    rows: int


def rules() -> Iterator[Retention]:
    """Yield what every feature lets go by itself."""
    for group in each("retention"):
        yield from group


def run(rule: Retention, day: date) -> int:
    """Delete what is due by one rule and write it into the log; return how many rows."""
    rows = rule.run(day)
    db.session.add(RetentionRun(name=_written(rule.name), day=day, rows=rows))
    db.session.flush()
    return rows


def run_all(day: date) -> int:
    """Delete everything that is due, in the caller's transaction; return how many rows."""
    return sum(run(rule, day) for rule in rules())


def _written(name: Lazy) -> str:
    with force_locale(WRITTEN_IN):
        return str(name)


def kept() -> list[Kept]:
    """Return every rule with what it has done so far; one statement."""
    done = select(RetentionRun.name, func.max(RetentionRun.day), func.sum(RetentionRun.rows)).group_by(
        RetentionRun.name
    )
    known = {name: (last, rows) for name, last, rows in db.session.execute(done)}
    return [Kept(rule.name, rule.days, *known.get(_written(rule.name), (None, 0))) for rule in rules()]


def log() -> Part[RetentionRun]:
    """Return the newest lines of the log that say that something went."""
    return first_part(RetentionRun, RetentionRun.rows > 0, RetentionRun.day.desc(), RetentionRun.id.desc())


def said(lines: Iterable[RetentionRun]) -> list[Deleted]:
    """Return lines of the log with the names of their rules in the reader's language."""
    names = {_written(rule.name): rule.name for rule in rules()}
    return [Deleted(line.day, names.get(line.name, line.name), line.rows) for line in lines]


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
