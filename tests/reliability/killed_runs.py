"""Kill the worker in the middle of an analysis, again and again: it ends once, and nobody sees half a result."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

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
from tests.reliability.server import House

LEASE_S, PATIENCE_S = 1.5, 60
IDEAS, COPIES = json.loads(FIXTURE.read_text(encoding="utf-8"))["ideas"], 4
Result = tuple[int, frozenset[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the kills left behind.

    Attributes:
        halves: after how many kills something else than the old result was to be seen.
    """

    kills: int
    halves: int
    before: Result
    after: Result
    deaths: int
    failed: int

    @property
    def is_good(self) -> bool:
        """Whether the old result was whole until the one new one was."""
        is_whole = len(self.after[1]) == len(self.before[1]) == COPIES * len(IDEAS)
        is_one = (self.before[0], self.after[0]) == (1, 2)
        return is_whole and is_one and (self.halves, self.deaths, self.failed) == (0, self.kills, 0)


def furnish() -> None:
    """Take in the ideas of the fixture, each of them four times, and sort them once; call it inside an application."""
    board = factories.board()
    for told in IDEAS * COPIES:
        factories.idea(board, title=told["title"], text=told["text"])
    process = db.session.get_one(Process, board.process_id)
    with factories.writing():
        runs.analyse(process, lambda _step: None)


def kill_in_mid_analysis(house: House, kills: int) -> Outcome:
    """Order a run in a furnished house, kill its worker so many times, and let the last one end it."""
    before, job_id, chance = house.inside(_result), house.inside(_order), random.Random(5)
    halves = 0
    for kill in range(kills):
        worker = _worker(house)
        _wait(house, lambda job, leases=kill + 1: job.leases == leases, job_id)
        time.sleep(chance.uniform(0, 0.3))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        halves += house.inside(_result) != before
        house.inside(lambda: _let_the_lease_run_out(job_id))
    worker = _worker(house)
    _wait(house, lambda job: job.finished_at is not None, job_id)
    worker.terminate()
    worker.wait()
    deaths = house.inside(lambda: db.session.get_one(Job, job_id).deaths)
    return Outcome(kills, halves, before, house.inside(_result), deaths, house.inside(jobs.failed).total)


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
        message = "nobody did it"
        raise TimeoutError(message)


def _let_the_lease_run_out(job_id: int) -> None:
    with factories.writing():
        db.session.get_one(Job, job_id).locked_until = now() - timedelta(seconds=1)
