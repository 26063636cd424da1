"""Fixtures of the journeys: one town, one browser, and the people who use them."""

import os
from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import devices
from tests.journeys.people import Citizen, Staff
from tests.journeys.scene import Scene, prepare
from tests.journeys.sights import Viewer, viewers
from tests.journeys.town import STAFF, Town, served

# A busy machine with a slowed-down phone may take long to show what it will show; the budgets have tests of their own.
expect.set_options(timeout=20_000)


#: They take longest; whoever began them last would be waited for.
FIRST = (
    "test_accessibility.py",
    "test_accessibility_desk.py",
    "test_survey.py",
    "test_payloads.py",
    "test_budgets.py",
    "test_moderator.py",
)


@pytest.hookimpl(trylast=True)  # after pytest has put together what shares a fixture
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files."""
    items[:] = sorted(items, key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo town, served once for all journeys of a process, founded once for all processes."""
    folder = tmp_path_factory.mktemp("town")
    base = tmp_path_factory.getbasetemp()
    with served(folder, base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all journeys; every person gets a fresh profile in it."""
    with devices.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def eyes(chromium: Browser, town: Town) -> Iterator[Mapping[str, Viewer]]:
    """Somebody of every role who looks at pages."""
    with viewers(chromium, town) as ready:
        yield ready


@pytest.fixture
def citizen(town: Town, chromium: Browser) -> Iterator[Citizen]:
    """Somebody with a phone in a dead spot."""
    context = devices.context(chromium)
    somebody = Citizen(context, town)
    yield somebody
    somebody.watch.check()
    context.close()


@pytest.fixture
def citizen_without_scripts(town: Town, chromium: Browser) -> Iterator[Citizen]:
    """Somebody whose phone runs no scripts."""
    context = devices.context(chromium, java_script_enabled=False)
    somebody = Citizen(context, town)
    yield somebody
    somebody.watch.check()
    context.close()


@pytest.fixture
def staff(town: Town, chromium: Browser) -> Iterator[Callable[..., Staff]]:
    """Sign in somebody of the staff: `staff("moderator")`, on a phone with `device=devices.PHONE`."""
    there: list[Staff] = []

    def sign_in(role: str, device: dict = devices.DESK) -> Staff:
        somebody = Staff(devices.context(chromium, device), town, role)
        there.append(somebody)
        somebody.signs_in(STAFF[role])
        return somebody

    yield sign_in
    for somebody in there:
        somebody.watch.check()
        somebody.context.close()


@pytest.fixture(scope="session")
def scene(town: Town) -> Scene:
    """Something to show on every page."""
    return prepare(town)
