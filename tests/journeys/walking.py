"""A walk through pages: axe-core, sideways scrolling, targets, valid HTML; each page is opened once in a language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.inspection import complaints
from tests.journeys.sights import CITIZEN, ENGLISH_LOOKS, GERMAN_LOOKS, GUEST, Look, Sight, Viewer

CITIZENS_LEAST, STAFFS_LEAST = 48, 44


@dataclass(frozen=True)
class Walk:
    """What was found on a walk, and the pages as they left the server."""

    complaints: list[str]
    pages: Path


def inspect(viewer: Viewer, sight: Sight, looks: Sequence[Look], pages: Path | None = None) -> list[str]:
    """Return what is wrong with a page as these devices show it, all in one language; keep it in the folder."""
    answer = viewer.look(sight, looks[0])
    if pages:
        (pages / f"{sight.name}-{looks[0].language}.html").write_bytes(answer.body())
    found = []
    for look in looks:
        viewer.takes(look)
        found += [f"{sight.name} ({look}): {one}" for one in complaints(viewer.page, _least(sight, look))]
    return found


def walk(eyes: Mapping[str, Viewer], sights: Iterable[Sight], pages: Path) -> Walk:
    """Look at pages in German on a phone and at a desk, at those that matter most in English as well."""
    found = []
    for sight in sights:
        viewer = eyes[sight.role]
        found += inspect(viewer, sight, GERMAN_LOOKS, pages)
        if sight.key:
            found += inspect(viewer, sight, ENGLISH_LOOKS, pages)
        elif not sight.press:
            (pages / f"{sight.name}-en.html").write_bytes(viewer.fetches(sight, "en"))
    return Walk(found, pages)


def _least(sight: Sight, look: Look) -> int | None:
    if look.width > 700:
        return None
    return CITIZENS_LEAST if sight.role in {GUEST, CITIZEN} else STAFFS_LEAST
