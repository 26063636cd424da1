"""Many people at once for the places of one event; twenty rounds here, a hundred by `make proof`."""

from threading import Barrier

import pytest

from participation.core import capacity
from tests.participation.events.conftest import event
from tests.reliability import rush


@pytest.mark.slow
def test_of_two_hundred_tries_for_fifty_places_fifty_succeed_in_each_of_twenty_rounds(app) -> None:
    assert rush.rounds(20) == [(50, 50, 0)] * 20


def test_who_counts_first_and_books_then_sells_places_twice(app, monkeypatch) -> None:
    together = Barrier(5)
    room: dict[str, bool] = {}

    def look(places: str) -> None:
        room[places] = capacity.free(places) > 0
        together.wait()

    monkeypatch.setattr(capacity, "take", lambda name, _count=1: room[name])
    one = event(capacity=1)
    assert rush.rush(one, people=5, at_once=5, before=look) == rush.booked(one) == 5


@pytest.mark.slow
def test_after_a_thousand_deeds_of_twenty_at_once_what_is_free_is_what_nobody_has_booked(app) -> None:
    one = event(capacity=60)
    assert rush.mixed(one, 1000) == 1000
    assert capacity.free(one.places) == 60 - rush.booked(one)
    assert rush.booked(one) <= 60
