from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import make_url, select, update

from participation.core import jobs, mail, night, retention, search
from participation.core.clock import now, today
from participation.core.database import db, is_sqlite
from participation.core.feature import Feature, Retention
from participation.core.jobs import Job
from participation.core.mail import Mail
from participation.core.retention import RetentionRun


def nights() -> list[str | None]:
    found = list(db.session.scalars(select(Job.key).where(Job.kind == "night").order_by(Job.id)))
    db.session.rollback()
    return found


def call(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        night.call()
        db.session.commit()


def test_the_night_begins_at_ten_past_three_on_the_towns_clock_once_a_day(plumbing) -> None:
    call(datetime(2027, 1, 14, 2, 9, tzinfo=UTC))
    assert nights() == []
    call(datetime(2027, 1, 14, 2, 10, tzinfo=UTC))
    call(datetime(2027, 1, 14, 2, 11, tzinfo=UTC))
    assert nights() == ["night:2027-01-14"]
    call(datetime(2027, 7, 14, 1, 9, tzinfo=UTC))
    call(datetime(2027, 7, 14, 1, 10, tzinfo=UTC))
    assert nights() == ["night:2027-01-14", "night:2027-07-14"]


@pytest.mark.parametrize("day", [datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)])
def test_the_nights_when_clocks_change_have_one_night_each(plumbing, day) -> None:
    for minute in range(0, 6 * 60, 5):
        call(day + timedelta(minutes=minute))
    assert len(nights()) == 1


def test_a_machine_that_slept_makes_up_for_the_night(plumbing) -> None:
    call(datetime(2027, 1, 14, 15, 0, tzinfo=UTC))
    assert nights() == ["night:2027-01-14"]


def run_night() -> None:
    jobs.enqueue("night", {"day": str(today())})
    db.session.commit()
    while jobs.reconcile():
        db.session.rollback()
    db.session.rollback()


def test_the_night_lets_go_what_is_due_and_proves_it(plumbing) -> None:
    mail.send("erika@example.org", "Hallo", "Text")
    db.session.execute(update(Mail).values(created_at=now() - timedelta(days=40), sent_at=now()))
    assert [one.rows for one in retention_upcoming()] == [1]
    run_night()
    assert db.session.scalars(select(Mail.id)).all() == []
    assert db.session.execute(select(RetentionRun.rows, RetentionRun.day)).all() == [(1, today())]


def retention_upcoming() -> list[retention.Upcoming]:
    db.session.commit()
    return retention.upcoming(today())


def test_looking_ahead_deletes_nothing(plumbing) -> None:
    mail.send("erika@example.org", "Hallo", "Text")
    db.session.execute(update(Mail).values(created_at=now() - timedelta(days=40)))
    retention_upcoming()
    assert len(db.session.scalars(select(Mail.id)).all()) == 1


def test_one_works_trouble_does_not_stop_the_others(plumbing, monkeypatch) -> None:
    done: list[str] = []

    def broken() -> None:
        mail.send("erika@example.org", "Half a work", "Text")
        raise ValueError("broken")

    odd = Retention(name="odd", tables=frozenset(), days=1, run=lambda _day: 1 // 0)
    more = Feature(name="more", nightly=(broken, lambda: done.append("after")), retention=(odd,))
    monkeypatch.setitem(plumbing.extensions, "features", (more, *plumbing.extensions["features"]))
    run_night()
    assert done == ["after"]
    assert db.session.scalars(select(Mail.id)).all() == []
    [job] = jobs.unfinished().rows
    assert str(job.last_error).startswith("ExceptionGroup: 2 of the nightly works failed")


def test_after_the_night_nothing_deleted_is_left_in_the_files(plumbing) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL's files are its own; VACUUM FULL is run by the tests above")
    secret = "Donaudampfschiff"
    for number in range(50):
        search.index("idea", number, f"{secret} {number}")
        mail.send("erika@example.org", secret, f"{secret} {number}")
    db.session.commit()
    for number in range(50):
        search.remove("idea", number)
    mail.erase("erika@example.org")
    db.session.commit()
    run_night()
    database = Path(str(make_url(plumbing.config["SQLALCHEMY_DATABASE_URI"]).database))
    files = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    assert database in files
    for path in files:
        content = path.read_bytes().lower()
        assert b"donaudampf" not in content, path.name
        assert b"erika@example.org" not in content, path.name
