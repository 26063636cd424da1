"""The worker dies in the middle of an analysis, again and again: it ends once, and nobody sees half a result."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from analysis import runs
from analysis.models import AnalysisRun, Assignment
from participation.core import jobs
from participation.core.clock import now
from participation.core.database import db
from participation.core.jobs import Job
from participation.core.settings import HOUSE
from participation.process.demo import FIXTURE
from participation.process.models import Process
from tests import factories
from tests.reliability.server import House, build, demolish

pytestmark = pytest.mark.slow

KILLS, LEASE_S, PATIENCE_S = 5, 1.5, 60
DATABASE = os.environ.get("STADTFADEN_TEST_DATABASE", "sqlite")
IDEAS, COPIES = json.loads(FIXTURE.read_text(encoding="utf-8"))["ideas"], 4
Result = tuple[int, frozenset[tuple[int, int]]]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with the ideas of the fixture, each of them four times, and one analysis that has ended."""
    built = build(tmp_path / "house", DATABASE)
    built.inside(_furnish)
    yield built
    demolish(built)


def _furnish() -> None:
    board = factories.board()
    for told in IDEAS * COPIES:
        factories.idea(board, title=told["title"], text=told["text"])
    process = db.session.get_one(Process, board.process_id)
    with factories.writing():
        runs.analyse(process, lambda _step: None)


def _order() -> int:
    with factories.writing():
        return runs.order(db.session.scalars(select(Process)).unique().one()).id


def _result() -> Result:
    """Return how many runs have ended, and what is where."""
    places = db.session.execute(select(Assignment.contribution_id, Assignment.topic_id))
    return db.session.scalar(select(func.count()).select_from(AnalysisRun)) or 0, frozenset(map(tuple, places))


def _worker(house: House) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--lease", str(LEASE_S)]
    return subprocess.Popen(command, cwd=HOUSE, env={**os.environ, **house.environ}, stderr=subprocess.DEVNULL)


def _wait(house: House, met: Callable[[Job], bool], job_id: int) -> None:
    def look() -> bool:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            is_met = met(db.session.get_one(Job, job_id))
            db.session.rollback()  # whoever looks must not hold the pen
            if is_met:
                return True
            time.sleep(0.02)
        return False

    if not house.inside(look):
        pytest.fail("nobody did it")


def _let_the_lease_run_out(job_id: int) -> None:
    with factories.writing():
        db.session.get_one(Job, job_id).locked_until = now() - timedelta(seconds=1)


def test_a_worker_killed_five_times_in_mid_analysis_leaves_the_old_result_whole_and_ends_once(house: House) -> None:
    before = house.inside(_result)
    assert (before[0], len(before[1])) == (1, COPIES * len(IDEAS))
    job_id = house.inside(_order)
    chance = random.Random(5)
    for kill in range(KILLS):
        worker = _worker(house)
        _wait(house, lambda job, leases=kill + 1: job.leases == leases, job_id)
        time.sleep(chance.uniform(0, 0.3))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert house.inside(_result) == before, "half a result"
        house.inside(lambda: _let_the_lease_run_out(job_id))
    worker = _worker(house)
    _wait(house, lambda job: job.finished_at is not None, job_id)
    worker.terminate()
    worker.wait()
    count, places = house.inside(_result)
    assert (count, len(places)) == (2, len(before[1]))
    assert house.inside(lambda: db.session.get_one(Job, job_id).deaths) == KILLS
    assert house.inside(jobs.failed).total == 0
