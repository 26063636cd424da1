"""Transactions apart from the caller's never wait for a connection that somebody holds who waits for them."""

from threading import Barrier

from sqlalchemy import select

from participation.core import limits
from participation.core.database import db, read_only
from participation.core.limits import RateCount

MOST_CONNECTIONS = 15
"""What the application's engine opens at most, as SQLAlchemy has it."""


def test_as_many_at_once_as_there_are_connections_do_not_block_each_other(plumbing, at_once) -> None:
    all_but_two = [db.engine.connect() for _ in range(MOST_CONNECTIONS - 2)]
    both_read = Barrier(2)

    def read_and_count(_number: int) -> None:
        read_only(True)
        db.session.scalar(select(RateCount.count))  # now this request has one of the two
        both_read.wait(60)
        limits.hit("survey", "192.0.2.7", limit=9, per_seconds=3600)

    try:
        assert at_once(2, read_and_count) == [None, None]
    finally:
        for connection in all_but_two:
            connection.close()
