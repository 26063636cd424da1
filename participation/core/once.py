"""A double tap is one: every form carries a once-key, spent in the same transaction as what the form does.

Only the key's hash is stored. Pages that follow a form derive their address from the key itself or from the subject,
so a second arrival, even at the same moment, is led to the same page without a stored answer.
"""

from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.clock import today
from participation.core.database import Base, db, insert_if_new, personal

KEPT_FOR = timedelta(days=30)


class OnceKey(Base):
    """The hash of a once-key that has been spent (Einmalschlüssel)."""

    __tablename__ = "once_key"

    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    spent_on: Mapped[date]


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def first_arrival(key: str) -> bool:
    """Spend the key; return False where an earlier arrival has spent it already.

    A rival at the same moment makes this call wait until the rival's transaction has ended.
    """
    return insert_if_new(OnceKey.__table__, hash=_hash(key), spent_on=today())  # type: ignore[arg-type]


def is_spent(key: str) -> bool:
    """Return whether the key was spent in a transaction that has ended."""
    return db.session.get(OnceKey, _hash(key)) is not None


def forget_old() -> int:
    """Delete keys older than any form that could still come back; return how many."""
    result = db.session.execute(delete(OnceKey).where(OnceKey.spent_on < today() - KEPT_FOR))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult
