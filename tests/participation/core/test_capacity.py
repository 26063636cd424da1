import time

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from participation.core import capacity
from participation.core.capacity import Capacity
from participation.core.database import db, is_sqlite, read_only


@pytest.mark.parametrize("round_", range(5))
def test_of_thirty_rivals_for_one_place_exactly_one_gets_it(plumbing, at_once, round_) -> None:
    capacity.open_places("workshop", 1)
    db.session.commit()
    told = at_once(30, lambda _: capacity.take("workshop"))
    assert sorted(told, key=str) == [False] * 29 + [True]
    assert capacity.free("workshop") == 0


def test_who_counts_first_and_writes_then_sells_the_last_seat_more_than_once(plumbing, at_once) -> None:
    """The negative control: with this way of booking the test above turns red."""
    capacity.open_places("workshop", 1)
    db.session.commit()

    def careless(_: int) -> bool:
        # Inside one writing transaction SQLite makes even this safe; but many look in one and write in another.
        read_only(is_sqlite())
        free = capacity.free("workshop")
        db.session.rollback()
        read_only(False)
        time.sleep(0.02)
        if not free:
            return False
        taken = update(Capacity).values(taken=select(func.max(Capacity.capacity)).scalar_subquery())
        db.session.execute(taken)
        return True

    assert at_once(30, careless).count(True) > 1


def test_places_are_taken_all_or_none(plumbing) -> None:
    capacity.open_places("workshop", 5)
    assert capacity.take("workshop", 3)
    assert not capacity.take("workshop", 3)
    assert capacity.free("workshop") == 2


def test_given_back_places_are_free_again(plumbing) -> None:
    capacity.open_places("workshop", 2)
    capacity.take("workshop", 2)
    capacity.give_back("workshop")
    assert capacity.free("workshop") == 1


def test_nobody_gives_back_what_nobody_took(plumbing) -> None:
    capacity.open_places("workshop", 2)
    with pytest.raises(ValueError, match="not 1 places of workshop are taken"):
        capacity.give_back("workshop")


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_below_one_is_a_mistake(plumbing, count) -> None:
    capacity.open_places("workshop", 2)
    with pytest.raises(ValueError, match="at least one"):
        capacity.take("workshop", count)


def test_capacity_never_falls_below_what_is_taken(plumbing) -> None:
    capacity.open_places("workshop", 5)
    capacity.take("workshop", 3)
    assert not capacity.change_capacity("workshop", 2)
    assert capacity.change_capacity("workshop", 3)
    assert capacity.free("workshop") == 0


def test_opening_places_twice_changes_nothing(plumbing) -> None:
    capacity.open_places("workshop", 5)
    capacity.take("workshop")
    capacity.open_places("workshop", 9)
    assert capacity.free("workshop") == 4


def test_places_nobody_opened_are_not_there(plumbing) -> None:
    assert not capacity.take("nowhere")
    with pytest.raises(LookupError):
        capacity.free("nowhere")


def test_the_database_itself_refuses_more_than_there_are(plumbing) -> None:
    capacity.open_places("workshop", 1)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Capacity).values(taken=2))
    db.session.rollback()


def test_after_any_mix_of_taking_and_giving_back_the_sum_is_right(plumbing, at_once) -> None:
    capacity.open_places("workshop", 7)
    db.session.commit()

    def some(number: int) -> int:
        got = 0
        for step in range(10):
            if (number + step) % 3 and capacity.take("workshop"):
                got += 1
            elif got:
                capacity.give_back("workshop")
                got -= 1
            db.session.commit()
        return got

    held = sum(at_once(10, some))
    assert capacity.free("workshop") == 7 - held
