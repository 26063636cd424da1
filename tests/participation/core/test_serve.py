"""The command that serves the town: database, pages and worker from one line."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

HOUSE = Path(__file__).parents[3]
PATIENCE = 60

pytestmark = [pytest.mark.slow, pytest.mark.one_database]


@pytest.fixture
def port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def command(port) -> list[str]:
    """How people start it."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]


@pytest.fixture
def served(command, make_environ, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """A served town without the demo; what it says goes into a file."""
    environ = {**os.environ, **make_environ(STADTFADEN_MODE="development")}
    with (tmp_path / "said").open("w") as said:
        # A test run in the background ignores Ctrl and C, and so would its children.
        heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(command, cwd=HOUSE, env=environ, stdout=said, stderr=said, preexec_fn=heeds)  # noqa: PLW1509  # one thread
        yield process
    process.kill()
    process.wait()


def status(port: int) -> int:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def worker_of(process: subprocess.Popen[bytes]) -> psutil.Process | None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for child in psutil.Process(process.pid).children():
            if "worker" in child.cmdline():
                return child
        time.sleep(0.1)
    return None


def heaps_of_threads(process: int) -> int:
    """Count what glibc keeps for threads of their own: it begins at a multiple of 64 MiB, its unused rest follows."""
    spans = [_span(line.split()) for line in Path(f"/proc/{process}/maps").read_text().splitlines()]
    return sum(
        begin % 2**26 == 0 and kind == "rw-p" and (unused, end) == ("---p", following)
        for (begin, end, kind), (following, _end, unused) in pairwise(spans)
    )


def _span(words: list[str]) -> tuple[int, int, str]:
    begin, end = words[0].split("-")
    return int(begin, 16), int(end, 16), words[1]


def test_one_command_serves_pages_and_keeps_a_worker(served, port, tmp_path) -> None:
    began = time.monotonic()
    assert status(port) < 500
    print(f"first page after {time.monotonic() - began:.1f} s")
    assert f"http://127.0.0.1:{port}" in (tmp_path / "said").read_text()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=10) as robots:
        assert f"http://127.0.0.1:{port}/sitemap.xml" in robots.read().decode()  # links lead to the port that is served
    worker = worker_of(served)
    assert worker is not None
    if sys.platform == "linux":
        assert heaps_of_threads(served.pid) == 0, "threads have heaps of their own, and memory grows"
    worker.kill()
    worker.wait(timeout=PATIENCE)
    another = worker_of(served)
    assert another is not None
    assert another.pid != worker.pid
    served.kill()
    served.wait()
    another.wait(timeout=PATIENCE)


def test_ctrl_c_ends_it_without_a_traceback(served, port, tmp_path) -> None:
    status(port)
    served.send_signal(signal.SIGINT)
    assert served.wait(timeout=PATIENCE) == 0
    assert "Traceback" not in (tmp_path / "said").read_text()


def test_a_taken_port_is_said_in_a_sentence(command, port, make_environ) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(
            command, cwd=HOUSE, env={**os.environ, **make_environ()}, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr
