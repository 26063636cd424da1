"""Tell those who support an idea what became of it, by account or by confirmed address; in batches, by the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, visible
from participation.accounts import news as news_of_accounts
from participation.accounts.models import Person
from participation.contributions.models import Contact, Contribution, Support
from participation.contributions.news import services as news
from participation.contributions.news.models import NewsWish
from participation.core import jobs, mail
from participation.core.database import db
from participation.web import languages

JOB = "contributions.tell_supporters"
AT_ONCE = 100


def tell_supporters(contribution_ids: Sequence[int]) -> None:
    """Have those written to who support these contributions with an account, and those who left an address."""
    supported = select(Support.contribution_id).where(
        Support.contribution_id.in_(contribution_ids), Support.person_id.is_not(None)
    )
    with_account = [{"contribution": one, "after": 0} for one in db.session.scalars(supported.distinct())]
    guests = [{"contribution": one, "after": 0, "guests": True} for one in news.wanted(contribution_ids)]
    jobs.enqueue_many(JOB, [*with_account, *guests])


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of those who support some contributions can be written to; the others left nothing to write to."""

    reached: int
    supports: int


def reach(contributions: Sequence[Contribution]) -> Reach:
    """Return how many people an answer to these contributions reaches by mail, beside their authors."""
    ids = [one.id for one in contributions]
    people = select(Person.mail).join(Support, Support.person_id == Person.id)
    people = people.where(Support.contribution_id.in_(ids), Person.wants_news, Person.locked_at.is_(None))
    everything: set[int] = set().union(*news.family_of(ids).values())
    guests = select(func.lower(NewsWish.mail)).where(NewsWish.contribution_id.in_(everything))
    both = union(people, guests).subquery()
    reached = db.session.scalar(select(func.count()).select_from(both)) or 0
    return Reach(reached, sum(one.support_count for one in contributions))


def write_to_supporters(job: jobs.JobRun) -> None:
    """Write to the next hundred who support a contribution, if it is still public, and leave the others to a new job.

    The author is told as its author; whoever has an account and left an address, too, gets one mail.
    """
    statement = select(Contribution).where(Contribution.id == job.payload["contribution"])
    contribution = db.session.scalars(visible(statement, GUEST).options(selectinload(Contribution.outcomes))).first()
    if contribution is None or contribution.outcome is None:
        return
    if job.payload.get("guests"):
        told = _write_to_guests(contribution, job.payload["after"])
    else:
        told = _write_to_accounts(contribution, job.payload["after"])
    if len(told) == AT_ONCE:
        jobs.enqueue(JOB, {**job.payload, "after": told[-1]})


def _write_to_accounts(contribution: Contribution, after: int) -> list[int]:
    statement = _people(contribution, select(Person)).where(Person.id > after).order_by(Person.id).limit(AT_ONCE)
    people = db.session.scalars(statement).all()
    for person in people:
        _write(contribution, person)
    return [person.id for person in people]


def _people(contribution: Contribution, statement: Select[Any]) -> Select[Any]:
    statement = statement.join(Support, Support.person_id == Person.id)
    statement = statement.where(Support.contribution_id == contribution.id)
    statement = statement.where(Person.wants_news, Person.locked_at.is_(None))
    if contribution.author_id:
        statement = statement.where(Person.id != contribution.author_id)
    return statement


def _write_to_guests(contribution: Contribution, after: int) -> list[int]:
    """Write to each address once, whichever of the merged ideas it asked about."""
    family = news.family_of([contribution.id])[contribution.id]
    each = select(func.min(NewsWish.id)).where(NewsWish.contribution_id.in_(family)).group_by(NewsWish.mail)
    as_author = select(func.lower(Contact.mail)).where(Contact.contribution_id == contribution.id)
    as_author_with_account = select(Person.mail).where(Person.id == contribution.author_id)
    with_account = _people(contribution, select(Person)).with_only_columns(Person.mail)
    statement = select(NewsWish).where(NewsWish.id.in_(each), NewsWish.id > after)
    for told in (as_author, as_author_with_account, with_account):
        statement = statement.where(NewsWish.mail.not_in(told))
    wishes = db.session.scalars(statement.order_by(NewsWish.id).limit(AT_ONCE)).all()
    for one in wishes:
        _write(contribution, one)
    return [one.id for one in wishes]


def _write(contribution: Contribution, to: Person | NewsWish) -> None:
    with (
        current_app.test_request_context(base_url=languages.base_address(to.language)),
        force_locale(languages.locale_of(to.language)),
    ):
        link = languages.full_address(url_for("contributions.way", reference=contribution.reference))
        is_guest = isinstance(to, NewsWish)
        stop = news.stop_link(to) if isinstance(to, NewsWish) else news_of_accounts.stop_link(to)
        body = render_template(
            "contributions/mail_supported.txt", contribution=contribution, link=link, stop=stop, is_guest=is_guest
        )
        subject = gettext("An answer to an idea: %(title)s", title=contribution.title)
        if not is_guest:
            subject = gettext("An answer to an idea you support: %(title)s", title=contribution.title)
        mail.send(to.mail, subject, body)
