"""Run the checks, the quick ones first; the first red line of steps ends the run.

Usage: .venv/bin/python tools/test.py sure | test
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

#: All tests but those that have a step or a command of their own.
WHERE = ["tests", "--ignore=tests/journeys", "--ignore=tests/proof", "--ignore=tests/bench"]
TESTS = ["pytest", "-n", "2", "--dist", "worksteal", *WHERE]

#: Files stay together and begin in the order of `tests/journeys/conftest.py`, the long ones first.
JOURNEYS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]

#: Here the web process dies, never the database; `make proof` tries the promises on a durable one.
POSTGRESQL = {"STADTFADEN_TEST_DATABASE": "postgresql", "STADTFADEN_TEST_POSTGRES_DURABLE": "no"}

OURS = {"STADTFADEN_TEST_DATABASE", "PYTHONDONTWRITEBYTECODE"}
"""What steps do not take from whoever starts them."""

Step = tuple[str, list[str], dict[str, str]]
"""A name, a command, and what it finds in its environment."""

STATIC: list[Step] = [
    ("Style (ruff)", ["ruff", "check"], {}),
    ("Format (ruff)", ["ruff", "format", "--check"], {}),
    ("Floors (import-linter)", ["lint-imports", "--no-logo"], {}),
    ("Types (mypy)", ["mypy"], {}),
]

#: Steps on one line run side by side: the tests of one database wait where those of the other calculate.
SUITES: dict[str, list[list[Step]]] = {
    "sure": [
        *([step] for step in STATIC),
        [("Quick tests", [*TESTS, "-m", "not slow"], {})],
    ],
    "test": [
        *([step] for step in STATIC[:-1]),
        # All processes of the tests and all servers that tests start read what is translated here, once.
        [STATIC[-1], ("Bytecode of the tests", ["pytest", "--collect-only", "-qqq", *WHERE], {})],
        [("Tests on SQLite", [*TESTS, "--whole"], {}), ("Tests on PostgreSQL", TESTS, POSTGRESQL)],
        [("A browser for the journeys", ["python", "-m", "tests.chromium"], {})],
        [("Journeys in the browser", ["pytest", *JOURNEYS, "tests/journeys"], {})],
    ],
}


def main() -> int:
    """Run one suite and show how long each of its steps took."""
    times: list[tuple[str, float]] = []
    begun = time.monotonic()
    for steps in SUITES[sys.argv[1]]:
        red = run(steps, times)
        if red:
            show(times, time.monotonic() - begun)
            print(f"RED: {', '.join(red)}", flush=True)
            return 1
    show(times, time.monotonic() - begun)
    return 0


def run(steps: list[Step], times: list[tuple[str, float]]) -> list[str]:
    """Run steps side by side, note their times and return the names of those that are red.

    The first one speaks at once; what the others say follows when they have ended.
    """
    start = time.monotonic()
    with ThreadPoolExecutor(len(steps)) as pool:
        codes = list(pool.map(lambda step: _ended(step, start, times, aside=step is not steps[0]), steps))
    return [name for (name, _command, _environment), code in zip(steps, codes, strict=True) if code]


def _ended(step: Step, start: float, times: list[tuple[str, float]], *, aside: bool) -> int:
    name, command, environment = step
    if not aside:
        print(f"\n── {name}: {' '.join(command)}", flush=True)
    done = start_step(command, environment, aside=aside)
    times.append((name, time.monotonic() - start))
    if aside:
        print(f"\n── {name}: {' '.join(command)}\n{done.stdout}", flush=True)
    return done.returncode


def start_step(command: list[str], environment: dict[str, str], *, aside: bool) -> subprocess.CompletedProcess[str]:
    """Run a command with the environment's own tools until it ends; keep what it says where it runs aside."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env={**inherited, "PATH": path, "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bytecode"), **environment},
        stdout=subprocess.PIPE if aside else None,
        stderr=subprocess.STDOUT if aside else None,
        text=True,
        check=False,
    )


def show(times: list[tuple[str, float]], together: float) -> None:
    """Print the time of every step that ran, and of all."""
    print()
    for name, seconds in [*times, ("Together", together)]:
        print(f"{seconds:8.1f} s  {name}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
