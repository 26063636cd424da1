"""The worker: does jobs as the queue brings them, and looks every minute for those that no queue brings."""

import os
import signal
import sys
import threading
from datetime import timedelta

from flask import Flask
from huey import crontab

from participation.core import jobs, night
from participation.core.database import db

THREADS = 2
LONGEST_DOZE = 0.5
"""Seconds a thread may sleep before it looks into a SQLite queue again; PostgreSQL wakes it."""


def work(app: Flask) -> None:
    """Do jobs until the process is told to end.

    Raises:
        RuntimeError: where there is no queue to take them from.
    """
    line = jobs.waiting_line()
    if line is None:
        message = "there is no queue; name one in STADTFADEN_QUEUE_URL"
        raise RuntimeError(message)

    def minute() -> None:
        with app.app_context():
            night.call()
            db.session.commit()
            night.call_often()
            jobs.reconcile()

    line.huey.periodic_task(crontab(minute="*"), name="minute")(minute)
    # The first minute begins now; the leases of a worker that died before us run out a little later.
    lease: timedelta = app.config.get("JOB_LEASE", jobs.LEASE)
    soon = threading.Timer(lease.total_seconds() + 0.5, minute)
    soon.daemon = True
    soon.start()
    line.huey.create_consumer(workers=THREADS, worker_type="thread", max_delay=LONGEST_DOZE).run()


def end_with_parent() -> None:
    """End this process when the one that holds the other end of our standard input is gone, however it ended."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()
