"""A walk through every page, for every role, in one look: axe-core, sideways scrolling, targets, valid HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.inspection import complaints
from tests.journeys.scene import Scene
from tests.journeys.sights import CITIZEN, GUEST, Look, Sight, Viewer, every

CITIZENS_LEAST, STAFFS_LEAST = 48, 44


@dataclass(frozen=True)
class Walk:
    """What was found on a walk through every page in one look."""

    complaints: list[str]
    pages: Path


def inspect(viewer: Viewer, sight: Sight, look: Look, pages: Path | None = None) -> list[str]:
    """Return what is wrong with a page as this device shows it; the page as it came goes into the folder."""
    answer = viewer.look(sight, look)
    if pages:
        (pages / f"{sight.name}.html").write_bytes(answer.body())
    is_citizens = sight.role in {GUEST, CITIZEN}
    least = CITIZENS_LEAST if is_citizens else STAFFS_LEAST if look.width < 700 else None
    return [f"{sight.name} ({look}): {one}" for one in complaints(viewer.page, least)]


def walk(eyes: Mapping[str, Viewer], scene: Scene, look: Look, pages: Path) -> Walk:
    """Look at every page as this device shows it, and keep the pages in a folder."""
    found = [one for sight in every(scene) for one in inspect(eyes[sight.role], sight, look, pages)]
    return Walk(found, pages)


def key_pages(eyes: Mapping[str, Viewer], scene: Scene, look: Look) -> list[str]:
    """Return what is wrong with the pages that matter most in one more look."""
    return [one for sight in every(scene) if sight.key for one in inspect(eyes[sight.role], sight, look)]
