"""Tell those who support ideas what became of them, by account or by confirmed address; in batches, by the worker.

What is answered together is told together: whoever supports several of these ideas gets one mail about them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import ColumnElement, exists, func, select, union
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
    ids = list(contribution_ids)
    if db.session.scalar(select(Support.id).where(_given_to(ids), Support.person_id.is_not(None)).limit(1)):
        jobs.enqueue(JOB, {"contributions": ids, "after": 0})
    if wanted := news.wanted(ids):
        jobs.enqueue(JOB, {"contributions": wanted, "together": ids, "after": 0, "guests": True})


def _given_to(ids: Collection[int]) -> ColumnElement[bool]:
    return Support.contribution_id.in_(ids)


def _is_told(ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for people who support one of these with an account and want to hear of it."""
    supports = exists().where(Support.person_id == Person.id, _given_to(ids))
    return supports & Person.wants_news & Person.locked_at.is_(None)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of those who support some contributions can be written to, and why not the others.

    Attributes:
        without_account: supports that nobody signed in gave; an address is known only of those who wanted news.
        silent: people with an account who want no such mails, or whose account is locked.
    """

    reached: int
    supports: int
    without_account: int = 0
    silent: int = 0


def reach(contributions: Sequence[Contribution]) -> Reach:
    """Return how many people an answer to these contributions reaches by mail, beside their authors."""
    ids = [one.id for one in contributions]
    everything: set[int] = set().union(*news.family_of(ids).values())
    guests = select(func.lower(NewsWish.mail)).where(NewsWish.contribution_id.in_(everything))
    both = union(select(Person.mail).where(_is_told(ids)), guests).subquery()
    supports = select(
        func.count(Support.id), func.count(Support.person_id), func.count(Support.person_id.distinct())
    ).where(_given_to(ids))
    total, with_account, people = db.session.execute(supports).one()
    told = select(func.count(Person.id)).where(_is_told(ids))
    return Reach(
        reached=db.session.scalar(select(func.count()).select_from(both)) or 0,
        supports=total,
        without_account=total - with_account,
        silent=people - (db.session.scalar(told) or 0),
    )


def write_to_supporters(job: jobs.JobRun) -> None:
    """Write to the next hundred who support some contributions, if still public, and leave the others to a new job.

    The author is told as its author; whoever has an account and left an address, too, gets one mail.
    """
    found = _answered(job.payload["contributions"])
    if not found:
        return
    after = job.payload["after"]
    if job.payload.get("guests"):
        last = _write_to_guests(found, job.payload["together"], after)
    else:
        last = _write_to_accounts(found, after)
    if last:
        jobs.enqueue(JOB, {**job.payload, "after": last})


def _answered(ids: Collection[int]) -> list[Contribution]:
    statement = select(Contribution).where(Contribution.id.in_(ids)).order_by(Contribution.id)
    statement = visible(statement, GUEST).options(selectinload(Contribution.outcomes))
    return [one for one in db.session.scalars(statement).all() if one.outcome]


def _write_to_accounts(found: Sequence[Contribution], after: int) -> int | None:
    """Write to the next hundred people; return the last one, where there may be more."""
    ids = [one.id for one in found]
    statement = select(Person).where(_is_told(ids), Person.id > after).order_by(Person.id).limit(AT_ONCE)
    people = db.session.scalars(statement).all()
    pairs = select(Support.person_id, Support.contribution_id)
    pairs = pairs.where(Support.person_id.in_([one.id for one in people]), _given_to(ids))
    supported: dict[int, set[int]] = defaultdict(set)
    for person_id, contribution_id in db.session.execute(pairs):
        supported[person_id or 0].add(contribution_id)
    wished = _wished(ids, [one.mail for one in people])
    for person in people:
        theirs = supported[person.id] | set(wished.get(person.mail, ()))
        _write(person, [one for one in found if one.id in theirs and one.author_id != person.id])
    return people[-1].id if len(people) == AT_ONCE else None


def _write_to_guests(found: Sequence[Contribution], together: Collection[int], after: int) -> int | None:
    """Write to the next hundred addresses, each once, whichever of the merged ideas it asked about."""
    ids = [one.id for one in found]
    everything: set[int] = set().union(*news.family_of(ids).values())
    first = select(func.min(NewsWish.id)).where(NewsWish.contribution_id.in_(everything)).group_by(NewsWish.mail)
    statement = select(NewsWish).where(NewsWish.id.in_(first), NewsWish.id > after)
    statement = statement.where(NewsWish.mail.not_in(select(Person.mail).where(_is_told(together))))
    guests = db.session.scalars(statement.order_by(NewsWish.id).limit(AT_ONCE)).all()
    wished, authors = _wished(ids, [one.mail for one in guests]), _authors(found)
    for guest in guests:
        theirs = wished[guest.mail]
        _write(guest, [one for one in found if one.id in theirs and guest.mail not in authors[one.id]], theirs)
    return guests[-1].id if len(guests) == AT_ONCE else None


def _wished(ids: Sequence[int], addresses: Collection[str]) -> dict[str, dict[int, NewsWish]]:
    """Return for each address of which of these it wants news, and the wish that says so."""
    found: dict[str, dict[int, NewsWish]] = defaultdict(dict)
    families = news.family_of(ids)
    statement = select(NewsWish).where(
        NewsWish.mail.in_(addresses), NewsWish.contribution_id.in_(set().union(*families.values()))
    )
    for one in db.session.scalars(statement.order_by(NewsWish.id)):
        for whole, parts in families.items():
            if one.contribution_id in parts:
                found[one.mail].setdefault(whole, one)
    return found


def _authors(found: Sequence[Contribution]) -> dict[int, set[str]]:
    """Return the addresses at which the author of each of these is told as its author."""
    told: dict[int, set[str]] = {one.id: set() for one in found}
    contacts = select(Contact.contribution_id, func.lower(Contact.mail)).where(Contact.contribution_id.in_(told))
    accounts = select(Contribution.id, Person.mail).join(Person, Person.id == Contribution.author_id)
    for statement in (contacts, visible(accounts.where(Contribution.id.in_(told)), GUEST)):
        for contribution_id, address in db.session.execute(statement):
            told[contribution_id].add(address)
    return told


def _write(to: Person | NewsWish, about: Sequence[Contribution], wishes: Mapping[int, NewsWish] | None = None) -> None:
    """Send one mail about all these answers; nothing where there are none."""
    if not about:
        return
    first, is_guest = about[0], wishes is not None
    with (
        current_app.test_request_context(base_url=languages.base_address(to.language)),
        force_locale(languages.locale_of(to.language)),
    ):
        links = {one.id: languages.full_address(url_for("contributions.way", reference=one.reference)) for one in about}
        stops = {one.id: news.stop_link(wishes[one.id]) for one in about} if wishes else {}
        stop = stops[first.id] if isinstance(to, NewsWish) else news_of_accounts.stop_link(to)
        several = "_together" if len(about) > 1 else ""
        body = render_template(
            f"contributions/mail_supported{several}.txt",
            contribution=first,
            contributions=about,
            link=links[first.id],
            links=links,
            stop=stop,
            stops=stops,
            is_guest=is_guest,
        )
        mail.send(to.mail, _subject(about, is_guest=is_guest), body)


def _subject(about: Sequence[Contribution], *, is_guest: bool) -> str:
    title, more = about[0].title, len(about) - 1
    if more:
        return ngettext(
            "Answers to “%(title)s” and one more idea",
            "Answers to “%(title)s” and %(num)s more ideas",
            more,
            title=title,
        )
    if is_guest:
        return gettext("An answer to an idea: %(title)s", title=title)
    return gettext("An answer to an idea you support: %(title)s", title=title)
