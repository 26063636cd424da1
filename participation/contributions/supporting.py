"""Support: who speaks for a contribution counts once, and can take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import String, cast, delete, func, literal, select, update

from participation.access.guard import Actor, see_all
from participation.contributions.models import Assurance, Contribution, Support
from participation.core import codes
from participation.core.clock import today
from participation.core.database import db, insert_if_new

KNOWN_DAYS = 400
COUNTED = "only its count is kept up to date"


@dataclass(frozen=True, slots=True)
class Voter:
    """Whoever supports something in a process.

    Attributes:
        key: what counts once.
        replaces: the key of the same person's browser, where an account now vouches for the same support.
    """

    key: str
    assurance: Assurance
    person_id: int | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many support a contribution, how each was counted, and whether the reader is one of them."""

    total: int
    by_browser: int
    by_account: int
    is_mine: bool


def voter(process_id: int, actor: Actor, mark: str) -> Voter:
    """Return who supports: the account where one is signed in, else the browser of this mark."""
    by_mark = _key(process_id, f"browser:{mark}")
    if actor.person_id is None:
        return Voter(by_mark, Assurance.BROWSER)
    return Voter(_key(process_id, f"person:{actor.person_id}"), Assurance.ACCOUNT, actor.person_id, replaces=by_mark)


def known_voter(process_id: int, actor: Actor, mark: str | None) -> Voter | None:
    """Return who reads, as far as support is concerned; None for a browser without a mark."""
    return None if mark is None and actor.person_id is None else voter(process_id, actor, mark or "")


def _key(process_id: int, who: str) -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return codes.fingerprint(secret, f"voter:{process_id}", who)


def support(contribution: Contribution, by: Voter) -> None:
    """Count this voter; whoever is counted already stays counted once."""
    _hold(contribution.id)
    if by.replaces:
        _delete(contribution.id, by.replaces)
    add(contribution.id, by)
    recount([contribution.id])


def add(contribution_id: int, by: Voter) -> None:
    """Note this voter, once; `recount` follows, after one or after many."""
    insert_if_new(
        Support.__table__,  # type: ignore[arg-type]  # declared as FromClause
        contribution_id=contribution_id,
        voter=by.key,
        assurance=by.assurance,
        person_id=by.person_id,
        given_on=today(),
    )


def withdraw(contribution: Contribution, by: Voter) -> None:
    """Count this voter no longer."""
    _hold(contribution.id)
    for key in filter(None, (by.key, by.replaces)):
        _delete(contribution.id, key)
    recount([contribution.id])


def tally(contribution: Contribution, by: Voter | None) -> Tally:
    """Return how many support a contribution, for its page."""
    own = [by.key, by.replaces or by.key] if by else []
    counts: dict[Assurance, int] = {}
    is_mine = False
    for assurance, count, mine in db.session.execute(
        select(Support.assurance, func.count(), func.count().filter(Support.voter.in_(own)))
        .where(Support.contribution_id == contribution.id)
        .group_by(Support.assurance)
    ):
        counts[assurance] = count
        is_mine = is_mine or mine > 0
    by_browser, by_account = counts.get(Assurance.BROWSER, 0), counts.get(Assurance.ACCOUNT, 0)
    return Tally(by_browser + by_account, by_browser, by_account, is_mine)


def recount(contribution_ids: Sequence[int]) -> None:
    """Write anew how many support these contributions; the caller holds their rows, or is alone."""
    counted = (
        select(func.count()).where(Support.contribution_id == Contribution.id).correlate(Contribution).scalar_subquery()
    )
    statement = update(Contribution).where(Contribution.id.in_(contribution_ids)).values(support_count=counted)
    db.session.execute(statement.execution_options(synchronize_session=False))


def _hold(contribution_id: int) -> None:
    """Keep others from counting the same contribution until this transaction ends; SQLite has one writer anyway."""
    statement = select(Contribution.id).where(Contribution.id == contribution_id).with_for_update(of=Contribution)
    db.session.execute(see_all(statement, COUNTED))


def _delete(contribution_id: int, key: str) -> None:
    statement = delete(Support).where(Support.contribution_id == contribution_id, Support.voter == key)
    db.session.execute(statement.execution_options(synchronize_session=False))


# What is kept of people


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return what a person supports with the own account, for the person's own file."""
    statement = (
        select(Contribution.reference, Contribution.title, Support.given_on)
        .join(Support, Support.contribution_id == Contribution.id)
        .where(Support.person_id == person_id)
        .order_by(Support.id)
    )
    rows = db.session.execute(see_all(statement, "what a person supports is the person's own"))
    return [{"reference": row.reference, "title": row.title, "given_on": row.given_on} for row in rows]


def erase(person_id: int) -> None:
    """Take back everything a person supported with the own account."""
    ids = db.session.scalars(select(Support.contribution_id).where(Support.person_id == person_id)).all()
    for contribution_id in sorted(ids):
        _hold(contribution_id)
    statement = delete(Support).where(Support.person_id == person_id)
    db.session.execute(statement.execution_options(synchronize_session=False))
    recount(ids)


def forget_browsers(day: date) -> int:
    """Forget by which browser old support came; the support itself stays counted. Return how many."""
    is_old = Support.given_on < day - timedelta(days=KNOWN_DAYS)
    statement = update(Support).where(is_old, Support.person_id.is_(None), Support.voter.not_like("past:%"))
    statement = statement.values(voter=literal("past:") + cast(Support.id, String))
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
