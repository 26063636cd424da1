"""Whether places can be had, by unit tables."""

from datetime import UTC, datetime

import pytest

from participation.events.rules import Door, door

T0, T1, T2, T3 = (datetime(2027, 2, day, tzinfo=UTC) for day in (1, 5, 9, 12))


@pytest.mark.parametrize(
    ("capacity", "opens", "now", "cancelled", "expected"),
    [
        (50, None, T1, False, Door.OPEN),
        (50, T2, T1, False, Door.EARLY),
        (50, T1, T1, False, Door.OPEN),
        (50, None, T2, False, Door.OVER),
        (None, None, T1, False, Door.NONE),
        (None, None, T3, False, Door.OVER),
        (50, None, T1, True, Door.CANCELLED),
        (50, None, T3, True, Door.CANCELLED),
    ],
)
def test_a_door_is_open_from_its_day_until_its_hour(capacity, opens, now, cancelled, expected) -> None:
    assert door(capacity=capacity, opens_at=opens, closes_at=T2, is_cancelled=cancelled, now=now) is expected
