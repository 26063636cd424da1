"""Notices votes that come suspiciously fast, and keeps nothing of who cast them.

Beside each idea stands for some hours how many votes came from which network, as a short hash whose key changes daily.
"""

from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import current_app, request
from flask_babel import lazy_gettext
from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from participation.access.guard import see_all
from participation.contributions.models import Contribution, Support
from participation.contributions.votes import rules
from participation.contributions.votes.models import VoteBurst, VoteSource
from participation.contributions.votes.rules import WINDOW, Burst
from participation.core.clock import now, today
from participation.core.codes import fingerprint
from participation.core.database import db, is_sqlite
from participation.core.feature import Retention

KEPT_FOR = timedelta(hours=6)
QUIET_FOR = timedelta(hours=6)
"""After somebody has looked, the same idea is not pointed out again for so long."""
SHORT = 12
NETWORKS = {4: 24, 6: 48}


def note(contribution: Contribution) -> None:
    """Count a vote that has just been cast, and point out the idea where there are conspicuously many."""
    db.session.execute(delete(VoteSource).where(VoteSource.window_start < now() - KEPT_FOR))
    start = datetime.fromtimestamp(now().timestamp() // WINDOW.total_seconds() * WINDOW.total_seconds(), UTC)
    _add(contribution.id, start)
    counts = _counts(contribution.id, start)
    if sum(counts.values()) >= rules.FEWEST and (found := rules.burst(counts, _usual(contribution))):
        _point_out(contribution.id, found)


def network() -> str:
    """Return the network the request comes from, as a short hash that is another one tomorrow."""
    secret: str = current_app.extensions["settings"].secret_key
    try:
        known = ip_address(request.remote_addr or "")
        place = str(ip_network((known, NETWORKS[known.version]), strict=False))
    except ValueError:
        place = "unknown"
    return fingerprint(secret, f"network:{today()}", place)[:SHORT]


def _add(contribution_id: int, start: datetime) -> None:
    make = sqlite.insert if is_sqlite() else postgresql.insert
    statement = make(VoteSource).values(contribution_id=contribution_id, source=network(), window_start=start, count=1)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[VoteSource.contribution_id, VoteSource.source, VoteSource.window_start],
            set_={"count": VoteSource.count + 1},
        )
    )


def _counts(contribution_id: int, start: datetime) -> dict[str, int]:
    statement = select(VoteSource.source, VoteSource.count).where(
        VoteSource.contribution_id == contribution_id, VoteSource.window_start == start
    )
    return dict(db.session.execute(statement).all())


def _usual(contribution: Contribution) -> float:
    """Return how many votes come within a window on usual days, today left out."""
    since = today() - timedelta(days=rules.DAYS_COMPARED)
    statement = (
        select(
            func.count().filter(Support.contribution_id == contribution.id),
            func.count(),
            func.count(Support.contribution_id.distinct()),
        )
        .join(Contribution, Contribution.id == Support.contribution_id)
        .where(
            Contribution.process_id == contribution.process_id, Support.given_on >= since, Support.given_on < today()
        )
    )
    own, of_all, ideas = db.session.execute(see_all(statement, "only numbers are compared")).one()
    return rules.usual_rate(own, of_all, ideas)


def _point_out(contribution_id: int, found: Burst) -> None:
    """Store the numbers; while nobody has looked, the highest ones are kept."""
    latest = db.session.scalars(
        select(VoteBurst).where(VoteBurst.contribution_id == contribution_id).order_by(VoteBurst.id.desc()).limit(1)
    ).first()
    if latest and latest.looked_at:
        latest = None if latest.looked_at < now() - QUIET_FOR else latest
        if latest:
            return
    if latest is None:
        latest = VoteBurst(contribution_id=contribution_id, votes=0)
        db.session.add(latest)
    if found.votes > latest.votes:
        latest.seen_at, latest.votes, latest.largest = now(), found.votes, found.largest
        latest.sources, latest.usual = found.sources, found.usual
    db.session.flush()


def forget(_day: date) -> int:
    """Delete the counts by network whose hours are over; return how many."""
    result = db.session.execute(delete(VoteSource).where(VoteSource.window_start < now() - KEPT_FOR))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


RETENTION = (Retention(lazy_gettext("Votes by network"), frozenset({"vote_source"}), 1, forget),)
