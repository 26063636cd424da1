"""Run the checks, the quick ones first; the first red one ends the run.

Usage: .venv/bin/python tools/test.py sure | test
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

#: All tests but those that have a step or a command of their own.
TESTS = [
    "pytest", "-n", "2", "--dist", "worksteal", "tests",
    "--ignore=tests/journeys", "--ignore=tests/proof", "--ignore=tests/bench",
]  # fmt: skip

#: Files stay together and begin in the order of `tests/journeys/conftest.py`, the long ones first.
JOURNEYS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]

#: Here the web process dies, never the database; `make proof` tries the promises on a durable one.
POSTGRESQL = {"STADTFADEN_TEST_DATABASE": "postgresql", "STADTFADEN_TEST_POSTGRES_DURABLE": "no"}

Step = tuple[str, list[str], dict[str, str]]

STATIC: list[Step] = [
    ("Style (ruff)", ["ruff", "check"], {}),
    ("Format (ruff)", ["ruff", "format", "--check"], {}),
    ("Floors (import-linter)", ["lint-imports", "--no-logo"], {}),
    ("Types (mypy)", ["mypy"], {}),
]

SUITES: dict[str, list[Step]] = {
    "sure": [
        *STATIC,
        ("Quick tests", [*TESTS, "-m", "not slow"], {}),
    ],
    "test": [
        *STATIC,
        ("Tests on SQLite", [*TESTS, "--whole"], {}),
        ("Tests on PostgreSQL", TESTS, POSTGRESQL),
        ("A browser for the journeys", ["python", "-m", "tests.chromium"], {}),
        ("Journeys in the browser", ["pytest", *JOURNEYS, "tests/journeys"], {}),
    ],
}


def main() -> int:
    """Run one suite and show how long each of its steps took."""
    times: list[tuple[str, float]] = []
    for name, command, environment in SUITES[sys.argv[1]]:
        print(f"\n── {name}: {' '.join(command)}", flush=True)
        start = time.monotonic()
        code = run(command, environment)
        times.append((name, time.monotonic() - start))
        if code:
            show(times)
            print(f"RED: {name}", flush=True)
            return code
    show(times)
    return 0


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run one step with the environment's own tools and return its exit code."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    inherited = {name: value for name, value in os.environ.items() if name != "STADTFADEN_TEST_DATABASE"}
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env={**inherited, "PATH": path, **environment},
        check=False,
    ).returncode


def show(times: list[tuple[str, float]]) -> None:
    """Print the time of every step that ran."""
    print()
    for name, seconds in [*times, ("Together", sum(seconds for _, seconds in times))]:
        print(f"{seconds:8.1f} s  {name}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
