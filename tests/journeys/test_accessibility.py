"""Every page, for every role, on a narrow phone and on a dark desk: axe-core, sideways scrolling, size of targets."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser

from tests.journeys.inspection import complaints
from tests.journeys.scene import Scene
from tests.journeys.sights import CITIZEN, DESK_LOOK, GUEST, KEY_LOOKS, PHONE_LOOK, Look, Sight, Viewer, every, viewers
from tests.journeys.town import Town

CITIZENS_LEAST, STAFFS_LEAST = 48, 44


@pytest.fixture(scope="module")
def eyes(chromium: Browser, town: Town) -> Iterator[Mapping[str, Viewer]]:
    """Somebody of every role who looks at pages."""
    with viewers(chromium, town) as ready:
        yield ready


def inspect(viewer: Viewer, sight: Sight, look: Look) -> list[str]:
    """Return what is wrong with a page as this device shows it."""
    viewer.look(sight, look)
    is_citizens = sight.role in {GUEST, CITIZEN}
    least = CITIZENS_LEAST if is_citizens else STAFFS_LEAST if look.width < 700 else None
    return [f"{sight.name} ({look}): {one}" for one in complaints(viewer.page, least)]


@pytest.mark.parametrize("look", [PHONE_LOOK, DESK_LOOK], ids=str)
def test_every_page_is_accessible(eyes: Mapping[str, Viewer], scene: Scene, look: Look) -> None:
    found = [one for sight in every(scene) for one in inspect(eyes[sight.role], sight, look)]
    assert not found, "\n".join(found)


def test_the_key_pages_are_accessible_in_more_looks(eyes: Mapping[str, Viewer], scene: Scene) -> None:
    sights = [sight for sight in every(scene) if sight.key]
    found = [one for sight in sights for look in KEY_LOOKS for one in inspect(eyes[sight.role], sight, look)]
    assert not found, "\n".join(found)
