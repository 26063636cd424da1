"""Every page of the citizens, for everybody and with an account: on a narrow phone and at a dark desk."""

from collections.abc import Mapping

import pytest

from tests.journeys.markup import mistakes_in
from tests.journeys.scene import Scene
from tests.journeys.sights import Viewer, citizens, with_account
from tests.journeys.walking import Walk, walk


@pytest.fixture(scope="module")
def walked(eyes: Mapping[str, Viewer], scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The walk through the pages."""
    return walk(eyes, [*citizens(scene), *with_account(scene)], tmp_path_factory.mktemp("pages"))


def test_every_page_is_accessible(walked: Walk) -> None:
    assert not walked.complaints, "\n".join(walked.complaints)


def test_every_page_is_valid_html(walked: Walk) -> None:
    found = mistakes_in(walked.pages)
    assert not found, "\n".join(found)
