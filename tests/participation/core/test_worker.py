"""Real workers in processes of their own, some of which die."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from participation.core import capacity, jobs, migrate
from participation.core.database import db, read_only, reading
from participation.core.jobs import Job
from tests.participation.core import workshop

HOUSE = Path(__file__).parents[3]
LEASE = "2"
PATIENCE = 30

pytestmark = pytest.mark.slow

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def environ(make_environ) -> dict[str, str]:
    """Settings of a house with a queue."""
    return make_environ(STADTFADEN_MODE="development")


@pytest.fixture
def house(environ) -> Iterator[Flask]:
    """The house whose jobs the workers do."""
    app = workshop.make(environ)
    read_only(False)
    with app.app_context():
        migrate.upgrade()
        capacity.open_places("done", 99)
        db.session.commit()
        yield app
        db.session.remove()
        if line := jobs.waiting_line():
            line.close()
        db.engine.dispose()


@pytest.fixture
def start_worker(house, environ) -> Iterator[Start]:
    """Start a worker as the command does."""
    workers = []

    def start(*options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "tests.participation.core.workshop", "worker", *options]
        worker = subprocess.Popen([*command, "--lease", LEASE], cwd=HOUSE, env=environ, stdin=subprocess.PIPE)
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.communicate()


def enqueue(kind: str, **payload) -> int:
    job_id = jobs.enqueue(kind, payload).id
    db.session.commit()
    return job_id


def wait_for(condition: Callable[[Job], bool], *job_ids: int) -> float:
    """Wait until the condition holds for all jobs and return how long that took."""
    began = time.monotonic()
    with reading():
        while time.monotonic() - began < PATIENCE:
            found = db.session.scalars(select(Job).where(Job.id.in_(job_ids))).all()
            is_met = all(condition(job) for job in found)
            db.session.rollback()
            if is_met:
                return time.monotonic() - began
            time.sleep(0.05)
    pytest.fail(f"not within {PATIENCE} s: {[(job.kind, job.attempts, job.last_error) for job in found]}")


def is_finished(job: Job) -> bool:
    return job.finished_at is not None


def test_a_job_goes_on_when_its_worker_is_killed_in_the_middle_and_is_done_once(house, start_worker) -> None:
    ids = [enqueue("slow", seconds=1.5) for _ in range(2)]
    first = start_worker()
    wait_for(lambda job: job.done == 1, *ids)
    first.kill()
    first.wait()
    start_worker()
    took = wait_for(is_finished, *ids)
    print(f"went on and ended {took:.1f} s after the death of the first worker")
    assert 99 - capacity.free("done") == 2
    assert set(db.session.scalars(select(Job.deaths).where(Job.id.in_(ids)))) == {1}


def test_a_running_worker_hears_of_new_jobs_at_once(house, start_worker) -> None:
    start_worker()
    wait_for(is_finished, enqueue("count"))
    began = time.monotonic()
    wait_for(is_finished, enqueue("count"))
    assert time.monotonic() - began < 10  # the next look at the table is up to a minute away


def test_poison_does_not_stop_the_worker(house, start_worker) -> None:
    bad, unknown = enqueue("fail"), enqueue("nobody_does_this")
    start_worker()
    wait_for(is_finished, enqueue("count"))
    wait_for(lambda job: job.last_error is not None, bad, unknown)
    wait_for(is_finished, enqueue("count"))


def test_a_worker_ends_with_its_parent(house, start_worker) -> None:
    worker = start_worker("--with-parent")
    wait_for(is_finished, enqueue("count"))
    assert worker.stdin is not None
    worker.stdin.close()
    worker.wait(timeout=PATIENCE)
