"""Many phones at once; a few for seconds here, fifty for half an hour by `make proof`."""

from collections import Counter

import pytest

from tests.reliability import phones
from tests.reliability.server import House


@pytest.mark.slow
def test_some_phones_read_answer_and_write_without_an_error(real_house: House) -> None:
    found = phones.hold(real_house, minutes=0.12, phones=12, ideas=10)
    assert found.errors == []
    assert found.requests > 20


def test_an_error_a_slow_answer_and_growing_memory_would_be_noticed() -> None:
    bad = phones.Outcome(100, ["/: 500"], 0.1, 0.6, 2.0, 0.2, Counter(read=100))
    assert len(bad.complaints()) == 3
    good = phones.Outcome(100, [], 0.1, 0.4, 2.0, 0.01, Counter(read=100))
    assert good.complaints() == []
