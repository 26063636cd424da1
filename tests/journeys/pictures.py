"""Take a picture of every page: phone and desk, light and dark, German and English, from top to bottom.

Usage: python -m tests.journeys.pictures FOLDER [NAME …]

Names are those in tests/journeys/sights.py; without any, all pages are taken.
"""

import sys
import tempfile
from pathlib import Path

from tests.journeys import devices
from tests.journeys.scene import prepare
from tests.journeys.sights import Look, every, viewers
from tests.journeys.town import served

SIZES = {360: 740, 1280: 800}
LOOKS = [Look(width, scheme, language) for width in SIZES for scheme in ("light", "dark") for language in ("de", "en")]


def main(folder: Path, names: set[str]) -> None:
    """Write the pictures into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as instance, served(Path(instance)) as town, devices.chromium() as chromium:
        scene = prepare(town)
        with viewers(chromium, town, device_scale_factor=1) as eyes:
            for sight in [one for one in every(scene) if not names or one.name in names]:
                for look in LOOKS:
                    viewer = eyes[sight.role]
                    viewer.look(sight, look, SIZES[look.width])
                    name = f"{sight.name}-{look.width}-{look.scheme}-{look.language}.png"
                    viewer.page.screenshot(path=folder / name, full_page=True)
                print(sight.name, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), set(sys.argv[2:]))
