"""Every page, for every role, on a dark desk in English."""

from collections.abc import Mapping

import pytest

from tests.journeys.markup import mistakes_in
from tests.journeys.scene import Scene
from tests.journeys.sights import DESK_LOOK, LARGE_LOOK, Viewer
from tests.journeys.walking import Walk, key_pages, walk


@pytest.fixture(scope="module")
def walked(eyes: Mapping[str, Viewer], scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The walk through every page."""
    return walk(eyes, scene, DESK_LOOK, tmp_path_factory.mktemp("pages"))


def test_every_page_is_accessible(walked: Walk) -> None:
    assert not walked.complaints, "\n".join(walked.complaints)


def test_every_page_is_valid_html(walked: Walk) -> None:
    found = mistakes_in(walked.pages)
    assert not found, "\n".join(found)


def test_the_key_pages_are_accessible_in_another_look(eyes: Mapping[str, Viewer], scene: Scene) -> None:
    found = key_pages(eyes, scene, LARGE_LOOK)
    assert not found, "\n".join(found)
