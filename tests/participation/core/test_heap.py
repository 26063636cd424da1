import sys

import psutil
import pytest

from participation.core import heap

CHUNK, MANY = 100_000, 600


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc can be asked")
def test_what_is_free_between_two_things_in_use_is_given_back() -> None:
    process = psutil.Process()
    taken = [b"x" * (CHUNK + number) for number in range(MANY)]
    last = taken.pop()
    taken.clear()
    before = process.memory_info().rss
    assert heap.tidy()
    assert before - process.memory_info().rss > CHUNK * MANY / 2
    assert len(last) > CHUNK
