"""Who wants to be told what became of an idea: asked, confirmed by a link, stopped with one press.

Before somebody confirms nothing is stored: the sealed link itself holds the address.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import render_template, url_for
from flask_babel import gettext
from sqlalchemy import delete, func, select

from participation.access.guard import GUEST, see_all, visible
from participation.accounts import links
from participation.contributions.models import Contribution
from participation.contributions.news.models import NewsWish
from participation.core import mail
from participation.core.clock import now
from participation.core.database import db, insert_if_new
from participation.web import languages

CONFIRM, STOP = "confirm news of an idea", "stop news of an idea"
CONFIRM_LASTS, STOP_LASTS = timedelta(days=7), timedelta(days=3650)


def ask(contribution: Contribution, address: str) -> None:
    """Write to an address to confirm that it wants to be told what becomes of this."""
    values = {"of": contribution.reference, "mail": address, "language": str(languages.language())}
    link = languages.full_address(url_for("contributions.confirm_news", token=links.seal(CONFIRM, values)))
    body = render_template("contributions/news_confirm.txt", contribution=contribution, link=link)
    mail.send(address, gettext("Please confirm: news about “%(title)s”", title=contribution.title), body)


def asked(token: str) -> Mapping[str, str] | None:
    """Return what a link to confirm stands for; None where it is over."""
    return links.unseal(CONFIRM, token, CONFIRM_LASTS)


def wish(contribution: Contribution, address: str, language: str) -> None:
    """Tell this address from now on; once is enough."""
    insert_if_new(
        NewsWish.__table__,  # type: ignore[arg-type]  # is a Table
        contribution_id=contribution.id,
        mail=address,
        language=language,
        confirmed_at=now(),
    )


def is_wished(contribution: Contribution, address: str) -> bool:
    """Return whether this address is told."""
    statement = select(NewsWish.id).where(NewsWish.contribution_id == contribution.id, NewsWish.mail == address)
    return db.session.scalar(statement) is not None


def stop_link(one: NewsWish) -> str:
    """Return the address at which one press stops these mails."""
    return languages.full_address(url_for("contributions.stop_news", token=links.seal(STOP, {"wish": one.id})))


def to_stop(token: str) -> NewsWish | None:
    """Return whom a link to stop stands for; None where nothing is kept any more."""
    values = links.unseal(STOP, token, STOP_LASTS)
    return db.session.get(NewsWish, values["wish"]) if values else None


def stop(one: NewsWish) -> None:
    """Forget this address here, and in what was merged with this idea."""
    family = family_of([one.contribution_id])[one.contribution_id]
    statement = delete(NewsWish).where(NewsWish.mail == one.mail, NewsWish.contribution_id.in_(family))
    db.session.execute(statement.execution_options(synchronize_session=False))


def family_of(contribution_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return each of these with all that is part of it now: who wanted news of a part gets those of the whole."""
    families = {number: {number} for number in contribution_ids}
    latest = families
    while latest:
        parts = select(Contribution.id, Contribution.merged_into_id)
        parts = parts.where(Contribution.merged_into_id.in_(set().union(*latest.values())))
        rows = db.session.execute(see_all(parts, "only who is to be told")).all()
        latest = {
            whole: fresh
            for whole, known in families.items()
            if (fresh := {part for part, into in rows if into in known} - known)
        }
        for whole, fresh in latest.items():
            families[whole] |= fresh
    return families


def wanted(contribution_ids: Sequence[int]) -> list[int]:
    """Return those of these contributions of which somebody without an account wants news."""
    families = family_of(contribution_ids)
    everything: set[int] = set().union(*families.values())
    known = set(
        db.session.scalars(select(NewsWish.contribution_id).where(NewsWish.contribution_id.in_(everything)).distinct())
    )
    return [whole for whole, parts in families.items() if parts & known]


# What is kept of people


def export(addresses: Sequence[str]) -> list[Mapping[str, object]]:
    """Return of which ideas these addresses want news, for the person's own file."""
    statement = select(NewsWish.mail, NewsWish.confirmed_at, Contribution.title).join(NewsWish.contribution)
    statement = statement.where(func.lower(NewsWish.mail).in_(addresses)).order_by(NewsWish.id)
    rows = db.session.execute(visible(statement, GUEST))
    return [{"title": title, "mail": address, "begun_at": since} for address, since, title in rows]


def erase(addresses: Sequence[str]) -> None:
    """Forget that these addresses want news."""
    statement = delete(NewsWish).where(func.lower(NewsWish.mail).in_(addresses))
    db.session.execute(statement.execution_options(synchronize_session=False))
