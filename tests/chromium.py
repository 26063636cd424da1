"""The browser for the journeys: any Chromium on this machine, fetched when there is none.

`python -m tests.chromium` makes sure that there is one and prints where; `make test` does so.
"""

import functools
import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")

#: For a machine without a screen and, perhaps, without the internet: the browser is not to call home.
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowserError(RuntimeError):
    """No Chromium could be found or fetched."""


@functools.cache
def executable() -> str:
    """Return the path of a Chromium that runs, and fetch one first if there is none."""
    for find in (_on_path, _of_playwright, _from_debian, _fetched_by_playwright):
        if found := find():
            return found
    raise NoBrowserError("The journeys need Chromium. Please install it: the package is called `chromium`.")


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name)) and _runs(path)), None)


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _runs(path) else None


def _from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("· Installing Chromium with apt-get", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _try("apt-get", "-qq", "update", env=quiet)
    _try("apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium", env=quiet)
    return _on_path()


def _fetched_by_playwright() -> str | None:
    print("· Installing Chromium with playwright", flush=True)
    _try(sys.executable, "-m", "playwright", "install", "chromium", env=None)
    return _of_playwright()


def _runs(path: str) -> bool:
    """Say whether the program starts: on some systems `chromium` is only a note that says where to get it."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _try(*command: str, env: dict[str, str] | None) -> None:
    # Whether it went well shows when the browser is looked for again; errors go to the terminal.
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    print(executable())
