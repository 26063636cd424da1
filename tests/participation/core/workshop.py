"""A house with nothing but its plumbing, and jobs to try it with; `flask --app tests.participation.core.workshop`."""

import os
import time
from collections.abc import Mapping

from flask import Flask
from flask_babel import Babel

from participation.core import capacity, database, house, jobs, settings
from participation.core.database import db
from participation.core.feature import Feature, install


def count(job: jobs.JobRun) -> None:
    """Take one place, the sign that this was done once."""
    assert capacity.take("done")


def slow(job: jobs.JobRun) -> None:
    """Tell how far it is, compute for a while, then take one place."""
    job.progress(1, 2, "computing")
    time.sleep(job.payload["seconds"])
    assert capacity.take("done")


def fail(job: jobs.JobRun) -> None:
    """Take one place and fail, so that the place must come back."""
    assert capacity.take("done")
    message = "the mail of erika@example.org says 'Erika' and \"Muster\""
    raise ValueError(message)


def ask_again(job: jobs.JobRun) -> None:
    """Take one place, while somebody asks for the same once more."""
    assert capacity.take("done")
    if capacity.free("done") == 97:
        return
    jobs.enqueue("ask_again", {}, key="same")


FEATURE = Feature(name="workshop", jobs={"count": count, "slow": slow, "fail": fail, "ask_again": ask_again})


def make(environ: Mapping[str, str], *more: Feature) -> Flask:
    """Build the house."""
    found = settings.load(environ)
    found.instance.mkdir(parents=True, exist_ok=True)
    app = Flask("workshop", instance_path=str(found.instance))
    app.config["SQLALCHEMY_DATABASE_URI"] = found.database_url
    app.extensions["settings"] = found
    Babel(app, default_locale="de")
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    install(app, (house.FEATURE, FEATURE, *more))
    return app


def create_app() -> Flask:
    """Build the house from the process's environment, for the worker that the tests start and kill."""
    return make(os.environ)
