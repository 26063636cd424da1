import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participation.core import capacity, ended, jobs
from participation.core.clock import now
from participation.core.database import db, reading
from participation.core.jobs import Job
from participation.core.redacted import redacted


@pytest.fixture(autouse=True)
def _places(plumbing) -> None:
    capacity.open_places("done", 99)
    db.session.commit()


def how_often_done() -> int:
    db.session.rollback()
    return 99 - capacity.free("done")


def enqueued(kind: str, payload=None, **options) -> int:
    job_id = jobs.enqueue(kind, payload or {}, **options).id
    db.session.commit()
    return job_id


def run(job_id: int, **options) -> bool:
    db.session.rollback()
    return jobs.run(job_id, **options)


def reconcile() -> int:
    db.session.rollback()
    return jobs.reconcile()


def stored(job_id: int) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def make_due() -> None:
    """Let the time of waiting pass."""
    db.session.execute(update(Job).values(due_at=now() - timedelta(seconds=1)))
    db.session.commit()


def test_a_job_is_done_once_and_then_finished(plumbing) -> None:
    job_id = enqueued("count")
    assert run(job_id)
    assert not run(job_id)
    assert how_often_done() == 1
    assert stored(job_id).finished_at is not None
    assert jobs.unfinished().rows == []


def test_a_job_whose_transaction_is_rolled_back_never_was(plumbing) -> None:
    jobs.enqueue("count", {})
    db.session.rollback()
    assert reconcile() == 0
    assert how_often_done() == 0


def test_reconciliation_finds_what_no_queue_brought(plumbing) -> None:
    for _ in range(3):
        enqueued("count")
    assert reconcile() == 3
    assert how_often_done() == 3
    assert reconcile() == 0


def test_a_job_waits_until_it_is_due(plumbing) -> None:
    job_id = enqueued("count", due_at=now() + timedelta(hours=1))
    assert not run(job_id)
    make_due()
    assert run(job_id)


def test_of_many_runners_one_does_the_job(plumbing, at_once) -> None:
    job_id = enqueued("slow", {"seconds": 0.3})
    assert at_once(8, lambda _: jobs.run(job_id)).count(True) == 1
    assert how_often_done() == 1
    assert stored(job_id).leases == 1


def test_a_failed_job_leaves_nothing_but_its_error_and_comes_again_later(plumbing) -> None:
    job_id = enqueued("fail")
    before = now()
    assert not run(job_id)
    job = stored(job_id)
    assert how_often_done() == 0
    assert job.last_error is not None
    assert job.last_error.startswith("ValueError: the mail of … says … and … (tests/participation/core/workshop.py:")
    assert timedelta(seconds=59) < job.due_at - before < timedelta(seconds=62)
    assert not run(job_id)


def test_each_failure_makes_the_next_attempt_later_and_the_fifth_is_the_last(plumbing) -> None:
    job_id = enqueued("fail")
    waits = []
    for _ in range(5):
        make_due()
        run(job_id)
        waits.append(round((stored(job_id).due_at - now()).total_seconds() / 60))
    assert waits[:4] == [1, 5, 15, 60]
    assert [job.id for job in jobs.failed().rows] == [job_id]
    make_due()
    assert not run(job_id)
    assert jobs.unfinished().rows == []


def test_a_poisoned_job_can_be_started_again_by_a_person(plumbing) -> None:
    job_id = enqueued("fail")
    for _ in range(5):
        make_due()
        run(job_id)
    jobs.start_again(job_id)
    db.session.commit()
    assert jobs.failed().rows == []
    run(job_id)
    assert stored(job_id).attempts == 1


def test_only_failed_jobs_can_be_started_again(plumbing) -> None:
    with pytest.raises(LookupError):
        jobs.start_again(enqueued("count"))


def test_a_job_that_kills_one_worker_after_the_other_is_poison_too(plumbing) -> None:
    job_id = enqueued("count")
    db.session.execute(update(Job).values(deaths=jobs.MOST_DEATHS - 1, locked_until=now() - timedelta(seconds=1)))
    db.session.commit()
    assert not run(job_id)
    assert jobs.failed().rows[0].last_error == jobs.KILLED
    assert how_often_done() == 0


def test_a_job_of_an_unknown_kind_says_so(plumbing) -> None:
    job_id = enqueued("nobody_does_this")
    run(job_id)
    assert "no feature does jobs of the kind nobody_does_this" in str(stored(job_id).last_error)


def test_one_key_has_one_unfinished_job(plumbing) -> None:
    assert enqueued("count", key="same") == enqueued("count", key="same")
    assert reconcile() == 1
    assert how_often_done() == 1
    assert enqueued("count", key="same") not in {job.id for job in jobs.failed().rows}
    assert reconcile() == 1


def test_rivals_with_one_key_share_one_job(plumbing, at_once) -> None:
    ids = at_once(8, lambda _: jobs.enqueue("count", {}, key="same").id)
    assert len(set(ids)) == 1


def test_who_asks_while_a_job_runs_gets_another_run_of_it(plumbing) -> None:
    job_id = enqueued("ask_again", key="same")
    assert not run(job_id)
    assert stored(job_id).finished_at is None
    assert run(job_id)
    assert how_often_done() == 1 + 1


def test_progress_is_seen_while_the_job_runs(plumbing) -> None:
    job_id = enqueued("slow", {"seconds": 1})

    def work() -> None:
        with plumbing.app_context():
            jobs.run(job_id)

    runner = threading.Thread(target=work)
    runner.start()
    seen = None
    until = time.monotonic() + 5
    with reading():
        while seen != (1, 2, "computing", None) and time.monotonic() < until:
            db.session.rollback()
            seen = db.session.execute(select(Job.done, Job.total, Job.note, Job.finished_at)).one()
            time.sleep(0.02)
        db.session.rollback()
    runner.join()
    assert seen == (1, 2, "computing", None)


def test_a_long_job_keeps_its_lease_by_its_heartbeat(plumbing) -> None:
    job_id = enqueued("slow", {"seconds": 1.5})
    others: list[bool] = []

    def rival() -> None:
        with plumbing.app_context():
            for _ in range(12):
                time.sleep(0.1)
                others.append(jobs.run(job_id))

    thread = threading.Thread(target=rival)
    thread.start()
    assert run(job_id, lease=timedelta(seconds=0.6))
    thread.join()
    assert not any(others)
    assert how_often_done() == 1


def test_who_has_lost_the_lease_writes_nothing(plumbing, monkeypatch) -> None:
    """A worker that slept through its lease, while another one did the job."""
    job_id = enqueued("count")
    work = jobs._work

    def interrupted(job: jobs.JobRun) -> bool:
        monkeypatch.setattr(jobs, "_work", work)
        db.session.execute(update(Job).values(locked_until=now() - timedelta(seconds=1)))
        db.session.commit()
        assert jobs.run(job_id), "the other worker"
        return work(job)

    monkeypatch.setattr(jobs, "_work", interrupted)
    assert not run(job_id)
    assert how_often_done() == 1


@pytest.mark.parametrize("value", ["erika@example.org", "a whole sentence", "two\nlines"])
def test_a_payload_holds_no_texts(plumbing, value) -> None:
    with pytest.raises(ValueError, match="neither texts nor addresses"):
        jobs.enqueue("count", {"value": value})


def test_an_error_of_the_database_is_told_without_its_parameters(plumbing) -> None:
    capacity.open_places("Erika Muster", 1)
    db.session.commit()
    with pytest.raises(Exception, match="Erika") as caught:
        db.session.execute(db.insert(capacity.Capacity).values(name="Erika Muster", capacity=1, taken=0))
    db.session.rollback()
    said = redacted(caught.value)
    assert "Erika" not in said
    assert "INSERT" not in said
    assert "unique" in said.lower()


def test_finished_jobs_are_forgotten_after_a_month(plumbing) -> None:
    run(enqueued("count"))
    waiting = enqueued("count")
    assert ended.forget_finished(now() + timedelta(seconds=1)) == 1
    assert [job.id for job in jobs.unfinished().rows] == [waiting]
