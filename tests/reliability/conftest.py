"""Houses for the tests that need a real server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.server import House, build, demolish

DATABASE = os.environ.get("STADTFADEN_TEST_DATABASE", "sqlite")


@pytest.fixture
def real_house(tmp_path: Path) -> Iterator[House]:
    """A house with an empty database and a server of its own, not yet started."""
    house = build(tmp_path / "house", DATABASE)
    yield house
    demolish(house)
