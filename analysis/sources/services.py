"""Which kinds of free text a process lets the machine read; what is hidden is never among them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, false, func, or_, select

from analysis.models import ReadSource
from participation.access.guard import GUEST, visible
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.core.feature import Source, each
from participation.process.models import Process


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One kind of free text, whether it is read, and how many public texts it has."""

    source: Source
    is_read: bool
    count: int


def sources() -> list[Source]:
    """Return every kind of free text that the features offer."""
    return [source for offered in each("sources") for source in offered]


def chosen(process_id: int) -> ColumnElement[bool]:
    """Return the condition under which a contribution is read for a process."""
    said = _said(process_id)
    read = [source.condition() for source in sources() if said.get(source.key, source.is_read)]
    return or_(false(), *read)


def lines(process: Process) -> Sequence[SourceLine]:
    """Return every kind of free text with its count in this process, in one statement."""
    said, offered = _said(process.id), sources()
    counts = [func.count().filter(source.condition()) for source in offered]
    statement = select(*counts).select_from(Contribution).where(Contribution.process_id == process.id)
    row = db.session.execute(visible(statement, GUEST)).one()
    return [
        SourceLine(source, said.get(source.key, source.is_read), count)
        for source, count in zip(offered, row, strict=True)
    ]


def choose(process: Process, keys: Collection[str]) -> None:
    """Store which kinds are read from the next run on."""
    db.session.execute(delete(ReadSource).where(ReadSource.process_id == process.id))
    db.session.add_all(
        ReadSource(process_id=process.id, key=source.key, is_read=source.key in keys) for source in sources()
    )
    db.session.flush()


def _said(process_id: int) -> Mapping[str, bool]:
    rows = db.session.scalars(select(ReadSource).where(ReadSource.process_id == process_id))
    return {row.key: row.is_read for row in rows}
