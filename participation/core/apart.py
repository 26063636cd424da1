"""Short transactions apart from the caller's: what they write stays, whatever becomes of the request around them.

Their few connections are theirs alone. Who waits for one may hold one of the others, but who has one waits for none, so
that as many requests as there are connections cannot block each other.
"""

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, event, text

from participation.core.database import db, is_sqlite, prepare, read_only

T = TypeVar("T")

CONNECTIONS = 4
_making = threading.Lock()


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
    with engine().begin() as connection:
        return work(connection)


def engine() -> Engine:
    """Return the engine of these transactions, which closes its connections when the application's engine does."""
    with _making:
        made: Engine | None = current_app.extensions.get("apart")
        if made is None:
            made = create_engine(db.engine.url, pool_size=CONNECTIONS, max_overflow=0)
            prepare(made)
            event.listen(db.engine, "engine_disposed", lambda _engine, apart=made: apart.dispose())
            current_app.extensions["apart"] = made
    return made


def holds_the_pen() -> bool:
    """Return whether the caller's transaction has SQLite's only write lock."""
    if not is_sqlite() or not db.session().in_transaction():
        return False
    return not db.session.execute(text("PRAGMA query_only")).scalar()
