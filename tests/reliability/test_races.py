"""Many people at the same moment; small here, in full by `make proof`."""

import pytest

from participation.core import capacity
from tests import factories
from tests.reliability import races
from tests.reliability.server import House


def test_of_thirty_people_exactly_one_gets_the_last_place(app) -> None:
    assert races.last_place(people=30, rounds=2) == [(1, 0), (1, 0)]


def test_who_counts_first_and_takes_then_would_be_noticed(app, monkeypatch) -> None:
    barrier_of_the_careless = races.threading.Barrier(5)

    def careless(name: str) -> bool:
        has_room = capacity.free(name) > 0
        barrier_of_the_careless.wait()
        return has_room

    monkeypatch.setattr(capacity, "take", careless)
    monkeypatch.setattr(races, "read_only", lambda _: factories.read_only(True))
    assert races.last_place(people=5, rounds=1) == [(5, 1)]


@pytest.mark.slow
def test_the_same_form_sent_ten_times_at_once_is_one_row_and_ten_equal_pages(real_house: House) -> None:
    assert races.same_form(real_house, times=10, rounds=2) == []


@pytest.mark.slow
def test_ten_sessions_of_one_person_that_support_at_once_count_one(real_house: House) -> None:
    assert races.one_person(real_house, sessions=10, rounds=3) == []


@pytest.mark.slow
def test_copies_of_one_text_sent_at_once_all_come_in(real_house: House) -> None:
    assert races.copies(real_house, people=8) == []
