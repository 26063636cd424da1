"""The worker dies in the middle of an analysis, again and again: it ends once, and nobody sees half a result."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability import killed_runs
from tests.reliability.server import House, build, demolish

pytestmark = [pytest.mark.slow, pytest.mark.one_database]

KILLS = 5
DATABASE = os.environ.get("STADTFADEN_TEST_DATABASE", "sqlite")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with the ideas of the fixture, each of them four times, and one analysis that has ended."""
    built = build(tmp_path / "house", DATABASE)
    built.inside(killed_runs.furnish)
    yield built
    demolish(built)


def test_a_worker_killed_five_times_in_mid_analysis_leaves_the_old_result_whole_and_ends_once(house: House) -> None:
    found = killed_runs.kill_in_mid_analysis(house, KILLS)
    assert found.is_good, found
