"""Short transactions apart from the caller's: what they write stays, whatever becomes of the request around them."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from sqlalchemy import Connection, text

from participation.core.database import db, is_sqlite, read_only

T = TypeVar("T")


def apart(work: Callable[[Connection], T]) -> T:
    """Do the work in a writing transaction of its own, on a connection of its own, and commit it.

    Raises:
        RuntimeError: where the caller's session has SQLite's only write lock, and would wait for itself.
    """
    if holds_the_pen():
        message = "end your transaction first: it has SQLite's only write lock"
        raise RuntimeError(message)
    return copy_context().run(_apart, work)


def _apart(work: Callable[[Connection], T]) -> T:
    read_only(False)
    with db.engine.begin() as connection:
        return work(connection)


def holds_the_pen() -> bool:
    """Return whether the caller's transaction has SQLite's only write lock."""
    if not is_sqlite() or not db.session().in_transaction():
        return False
    return not db.session.execute(text("PRAGMA query_only")).scalar()
