"""Scarce places: seats of an event, loans, printed copies. Never more are taken than there are.

`take` is one conditional UPDATE, so of many rivals for the last place the database lets exactly one through. Whoever
counts first and inserts then sells the last seat twice.
"""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, ColumnElement, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, db, insert_if_new, personal


class Capacity(Base):
    """A number of places of which none is given away twice (Plätze)."""

    __tablename__ = "capacity"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= capacity", name="in_bounds"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


def open_places(name: str, capacity: int) -> None:
    """Offer this many places under a name such as `event:17`; a name that is open already stays as it is."""
    insert_if_new(Capacity.__table__, name=name, capacity=capacity, taken=0)  # type: ignore[arg-type]  # is a Table


def take(name: str, count: int = 1) -> bool:
    """Take places, all or none; return whether there were enough."""
    return _move(name, _positive(count), Capacity.taken + count <= Capacity.capacity)


def give_back(name: str, count: int = 1) -> None:
    """Give places back.

    Raises:
        ValueError: where so many were not taken.
    """
    if not _move(name, -_positive(count), Capacity.taken >= count):
        message = f"not {count} places of {name} are taken"
        raise ValueError(message)


def free(name: str) -> int:
    """Return how many places are left.

    Raises:
        LookupError: where no places of this name were opened.
    """
    left = db.session.execute(select(Capacity.capacity - Capacity.taken).where(Capacity.name == name)).scalar()
    if left is None:
        message = f"no places are open under {name}"
        raise LookupError(message)
    return int(left)


def free_of(names: Iterable[str]) -> dict[str, int]:
    """Return how many places are left under each of these names that was opened."""
    rows = select(Capacity.name, Capacity.capacity - Capacity.taken).where(Capacity.name.in_(list(names)))
    return {name: int(left) for name, left in db.session.execute(rows)}


def change_capacity(name: str, capacity: int) -> bool:
    """Change how many places there are; return False, and change nothing, where more are taken already."""
    return _update(name, Capacity.taken <= capacity, capacity=capacity)


def close(names: Iterable[str]) -> None:
    """Forget these counts, as what they counted the places of is gone."""
    db.session.execute(delete(Capacity).where(Capacity.name.in_(list(names))))


def _positive(count: int) -> int:
    if count < 1:
        message = "take or give back at least one place"
        raise ValueError(message)
    return count


def _move(name: str, by: int, condition: ColumnElement[bool]) -> bool:
    return _update(name, condition, taken=Capacity.taken + by)


def _update(name: str, condition: ColumnElement[bool], **values: object) -> bool:
    statement = update(Capacity).where(Capacity.name == name, condition).values(**values)
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return bool(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
