"""Tell those who support an idea with an account what became of it, if they wish; in batches, by the worker."""

from collections.abc import Sequence

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, visible
from participation.accounts import news
from participation.accounts.models import Person
from participation.contributions.models import Contribution, Support
from participation.core import jobs, mail
from participation.core.database import db
from participation.web import languages

JOB = "contributions.tell_supporters"
AT_ONCE = 100


def tell_supporters(contribution_ids: Sequence[int]) -> None:
    """Have those written to who support these contributions with an account."""
    supported = select(Support.contribution_id).where(
        Support.contribution_id.in_(contribution_ids), Support.person_id.is_not(None)
    )
    jobs.enqueue_many(JOB, [{"contribution": one, "after": 0} for one in db.session.scalars(supported.distinct())])


def write_to_supporters(job: jobs.JobRun) -> None:
    """Write to the next hundred who support a contribution, if it is still public, and leave the others to a new job.

    The author is told as its author.
    """
    statement = select(Contribution).where(Contribution.id == job.payload["contribution"])
    contribution = db.session.scalars(visible(statement, GUEST).options(selectinload(Contribution.outcomes))).first()
    if contribution is None or contribution.outcome is None:
        return
    people = _next(contribution, job.payload["after"])
    for person in people:
        _write(contribution, person)
    if len(people) == AT_ONCE:
        jobs.enqueue(JOB, {**job.payload, "after": people[-1].id})


def _next(contribution: Contribution, after: int) -> Sequence[Person]:
    statement = select(Person).join(Support, Support.person_id == Person.id)
    statement = statement.where(Support.contribution_id == contribution.id, Person.id > after)
    statement = statement.where(Person.wants_news, Person.locked_at.is_(None))
    if contribution.author_id:
        statement = statement.where(Person.id != contribution.author_id)
    return db.session.scalars(statement.order_by(Person.id).limit(AT_ONCE)).all()


def _write(contribution: Contribution, person: Person) -> None:
    with (
        current_app.test_request_context(base_url=languages.base_address(person.language)),
        force_locale(languages.locale_of(person.language)),
    ):
        link = languages.full_address(url_for("contributions.way", reference=contribution.reference))
        body = render_template(
            "contributions/mail_supported.txt", contribution=contribution, link=link, stop=news.stop_link(person)
        )
        mail.send(person.mail, gettext("An answer to an idea you support: %(title)s", title=contribution.title), body)
