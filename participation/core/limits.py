"""How often somebody may do something: exact counts in our own database, for all processes together.

Nothing of who it was is kept in clear: a bucket is a keyed hash, and the key changes every day.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from flask import current_app, request
from sqlalchemy import Connection, Insert, delete, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column
from werkzeug.exceptions import TooManyRequests

from participation.core.apart import apart, holds_the_pen
from participation.core.clock import now, today
from participation.core.codes import fingerprint
from participation.core.database import Base, db, is_sqlite, personal

IPV6_HOUSEHOLD = 64
KEPT_FOR = timedelta(days=2)


class RateCount(Base):
    """How often somebody did something within one stretch of time (Zähler)."""

    __tablename__ = "rate_count"

    bucket: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class TooMany(TooManyRequests):
    """Somebody did something more often than is good for the others."""


def hit(name: str, who: str, *, limit: int, per_seconds: int) -> None:
    """Count that somebody does something; the count stays even where the request comes to nothing.

    Args:
        name: what is counted, such as `sign-in`.
        who: an address, an account, a browser; stored as a hash that nobody can reverse.
        limit: how often it may be done within a stretch of time.
        per_seconds: how long the stretch is; stretches begin at full multiples, alike for everybody.

    Raises:
        TooMany: with the seconds to wait.
    """
    moment = now()
    start = datetime.fromtimestamp(moment.timestamp() // per_seconds * per_seconds, UTC)
    count = _count(_bucket(name, who), start)
    if count > limit:
        raise TooMany(retry_after=ceil((start - moment).total_seconds()) + per_seconds)


def address() -> str:
    """Return where the request comes from, as the trusted proxies say; of IPv6 the network, which is one household."""
    given = request.remote_addr or "unknown"
    try:
        known = ip_address(given)
    except ValueError:
        return given
    return given if known.version == 4 else str(ip_network((known, IPV6_HOUSEHOLD), strict=False))


def forget_old() -> int:
    """Delete counts that no stretch of time needs any more; return how many."""
    result = db.session.execute(delete(RateCount).where(RateCount.window_start < now() - KEPT_FOR))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def _bucket(name: str, who: str) -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return fingerprint(secret, f"limit:{today()}", f"{name}:{who}")


def _count(bucket: str, start: datetime) -> int:
    """Add one and return the sum."""
    statement = _adding_one(bucket, start)
    if not holds_the_pen():
        return apart(lambda connection: _sum(connection, statement))
    # The session has SQLite's only pen, so we write with it, and once more should it take everything back.
    _repeat_unless_committed(statement)
    return _sum(db.session.connection(), statement)


def _sum(connection: Connection, statement: Insert) -> int:
    return int(connection.execute(statement).scalar_one())


def _adding_one(bucket: str, start: datetime) -> Insert:
    make = sqlite.insert if is_sqlite() else postgresql.insert
    statement = make(RateCount).values(bucket=bucket, window_start=start, count=1)
    return statement.on_conflict_do_update(
        index_elements=[RateCount.bucket, RateCount.window_start], set_={"count": RateCount.count + 1}
    ).returning(RateCount.count)


def _repeat_unless_committed(statement: Insert) -> None:
    session = db.session()
    state = "open"

    def committed(_session: Session) -> None:
        nonlocal state
        state = "committed"

    def ended(_session: Session, transaction: SessionTransaction) -> None:
        nonlocal state
        if transaction.parent is None:
            before, state = state, "ended"
            if before == "open":
                apart(lambda connection: _sum(connection, statement))

    # They end with the session, which ends with the request.
    event.listen(session, "after_commit", committed)
    event.listen(session, "after_transaction_end", ended)
