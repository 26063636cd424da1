"""What the figures show: counts by field or topic and part of town or sector, and the contributions behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from analysis.figures.narrowing import NONE, Wanted, narrowed
from analysis.figures.rules import HeatTable, heat_table, is_too_few
from analysis.models import Assignment
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.core.vocabulary import Sector
from participation.process.models import District, Process

PER_PAGE = 30
MOST_IN_FILES = 20_000
"""So many contributions go into a file, the newest ones."""


class By(StrEnum):
    """What stands in the columns of a heat table."""

    DISTRICT = "district"
    SECTOR = "sector"


def heat(
    process: Process, wanted: Wanted, by: By, districts: Sequence[District], topics: Mapping[str, str]
) -> HeatTable:
    """Return how often which field came from where; within one field, how often which of its topics did."""
    row = Assignment.topic_id if wanted.field else Contribution.action_field_id
    column = Contribution.district_id if by is By.DISTRICT else Contribution.sector
    found = db.session.execute(
        narrowed(select(row, column, func.count(Contribution.id)), process, wanted).group_by(row, column)
    )
    names: dict[object, str] = {one.id: one.code for one in process.fields}
    if wanted.field:
        names = {int(key): key for key in topics}
    columns: dict[object, str] = {one.id: one.code for one in districts} if by is By.DISTRICT else {}
    counts: dict[tuple[str, str], int] = {}
    for key, value, count in found:
        place = names.get(key, NONE), str(value) if by is By.SECTOR and value else columns.get(value, NONE)
        counts[place] = counts.get(place, 0) + count
    there = {row for row, _ in counts}
    rows = [name for name in (*names.values(), NONE) if name in there or (name != NONE and not wanted.field)]
    order = [*Sector, NONE] if by is By.SECTOR else [*columns.values(), NONE]
    return heat_table(counts, rows, order)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of contributions, each with its assignment, and how many there are in all."""

    lines: Sequence[tuple[Contribution, Assignment | None]]
    total: int


def contributions(process: Process, wanted: Wanted, page: int = 1, per_page: int = PER_PAGE) -> Found:
    """Return the contributions that are asked for, the newest first, each with where it was put."""
    statement = narrowed(select(Contribution, Assignment, func.count().over()), process, wanted)
    loaded = (
        joinedload(Contribution.district),
        joinedload(Contribution.action_field),
        joinedload(Assignment.topic),
    )
    newest = statement.order_by(Contribution.created_at.desc(), Contribution.id.desc()).options(*loaded)
    rows = db.session.execute(newest.limit(per_page).offset((page - 1) * per_page)).all()
    return Found([(one, placed) for one, placed, _ in rows], rows[0][2] if rows else 0)


def is_hidden(wanted: Wanted, found: Found) -> bool:
    """Return whether these are so few people of an age that none of them is shown."""
    return bool(wanted.age) and is_too_few(found.total)
