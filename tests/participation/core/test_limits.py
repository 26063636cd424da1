from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from participation.core import capacity, limits
from participation.core.database import db, read_only
from participation.core.limits import RateCount, TooMany

NOON = datetime(2027, 1, 14, 11, 0, 10, tzinfo=UTC)


def hit(who: str = "192.0.2.7", limit: int = 3) -> None:
    limits.hit("sign-in", who, limit=limit, per_seconds=60)


@pytest.fixture(autouse=True)
def _one_moment():
    with time_machine.travel(NOON, tick=False):
        yield


def test_the_fourth_of_three_is_too_many_and_told_how_long_to_wait(plumbing) -> None:
    for _ in range(3):
        hit()
    with pytest.raises(TooMany) as caught:
        hit()
    assert caught.value.code == 429
    assert caught.value.retry_after == 50


def test_a_new_stretch_of_time_begins_with_nothing(plumbing) -> None:
    for _ in range(3):
        hit()
    with time_machine.travel(NOON + timedelta(seconds=50), tick=False):
        hit()


def test_everybody_and_everything_counts_apart(plumbing) -> None:
    for _ in range(3):
        hit()
    hit("192.0.2.8")
    limits.hit("receipt", "192.0.2.7", limit=3, per_seconds=60)


def test_twenty_at_once_are_counted_exactly(plumbing, at_once) -> None:
    results = at_once(20, lambda _: hit(limit=7))
    assert sum(isinstance(result, TooMany) for result in results) == 13


def test_a_request_that_comes_to_nothing_still_counts(plumbing) -> None:
    for _ in range(3):
        hit()
        db.session.rollback()
    with pytest.raises(TooMany):
        hit()


@pytest.mark.parametrize("how_it_ends", ["rollback", "close", "remove"])
def test_it_still_counts_when_the_request_had_begun_to_write(plumbing, how_it_ends) -> None:
    """On SQLite the request itself then has the only pen; what it takes back is counted again."""
    for _ in range(3):
        with plumbing.app_context():
            capacity.open_places("workshop", 1)
            hit()
            if how_it_ends != "remove":  # the end of the context removes the session
                getattr(db.session, how_it_ends)()
    assert db.session.scalars(select(RateCount.count)).all() == [3]
    assert db.session.scalars(select(capacity.Capacity.id)).all() == []


def test_what_is_committed_counts_once(plumbing) -> None:
    for _ in range(2):
        with plumbing.app_context():
            capacity.open_places("workshop", 1)
            hit()
            db.session.commit()
            db.session.execute(select(RateCount))
    assert db.session.scalars(select(RateCount.count)).all() == [2]


def test_reading_requests_are_counted_too(plumbing) -> None:
    read_only(True)
    try:
        hit()
        assert db.session.scalars(select(RateCount.count)).all() == [1]
        hit()
    finally:
        db.session.rollback()
        read_only(False)


def test_nobody_is_kept_in_clear_and_each_day_has_its_own_hash(plumbing) -> None:
    hit()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        hit()
    buckets = db.session.scalars(select(RateCount.bucket)).all()
    assert len(set(buckets)) == 2
    assert not any("192" in bucket or "sign-in" in bucket for bucket in buckets)


def test_old_counts_are_forgotten(plumbing) -> None:
    hit()
    assert limits.forget_old() == 0
    db.session.execute(update(RateCount).values(window_start=NOON - timedelta(days=3)))
    assert limits.forget_old() == 1


def test_the_address_is_the_client_s(plumbing) -> None:
    with plumbing.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.9"}):
        assert limits.address() == "192.0.2.9"
