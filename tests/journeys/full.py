"""Look at every page in every look: three widths, light and dark, German and English.

Usage: python -m tests.journeys.full
"""

import sys
import tempfile
from pathlib import Path

from tests.journeys import devices
from tests.journeys.scene import prepare
from tests.journeys.sights import LOOKS, every, viewers
from tests.journeys.town import served
from tests.journeys.walking import inspect


def main() -> int:
    """Print every complaint, and the count of pages looked at."""
    count, found = 0, []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as town, devices.chromium() as chromium:
        scene = prepare(town)
        with viewers(chromium, town) as eyes:
            for sight in every(scene):
                for language in ("de", "en"):
                    looks = [one for one in LOOKS if one.language == language]
                    complaints = inspect(eyes[sight.role], sight, looks)
                    print("".join(f"{one}\n" for one in complaints), end="", flush=True)
                    found += complaints
                    count += len(looks)
                print(f"· {sight.name}", flush=True)
    print(f"{count} looks at {len(every(scene))} pages: {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
