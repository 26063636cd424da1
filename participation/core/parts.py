"""The beginning of a list that may be long, and how long it is; asked in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func, select

from participation.core.database import Base, db

MOST = 100
Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """The first rows of a list, and how many there are in all."""

    rows: Sequence[Row]
    total: int


def first_part(entity: type[Row], wanted: ColumnElement[bool], *order: Any, most: int = MOST) -> Part[Row]:
    """Return the first of the rows that are wanted, in this order."""
    statement = select(entity, func.count().over()).where(wanted).order_by(*order).limit(most)
    found = db.session.execute(statement).all()
    return Part([row for row, _total in found], found[0][1] if found else 0)
