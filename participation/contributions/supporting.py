"""Support: who speaks for a contribution counts once, and can take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import String, case, cast, delete, exists, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from participation.access.guard import Actor, see_all
from participation.contributions.asking import Assurance, Rating
from participation.contributions.models import Board, Contribution, Idea, Support
from participation.core import codes
from participation.core.clock import today
from participation.core.database import db, insert_if_new, is_sqlite

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
    """How many rated a contribution, how each was counted, and what the reader gave; `total` are those in favour."""

    total: int
    counted: Mapping[Assurance, int]
    is_mine: bool
    against: int = 0
    score: int = 0
    mine: int = 0

    @property
    def people(self) -> int:
        """How many rated it at all."""
        return sum(self.counted.values())


class NotEnoughPointsError(Exception):
    """Somebody gave more points than the board has for each; `left` is what could be given here."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def voter(process_id: int, actor: Actor, mark: str) -> Voter:
    """Return who supports: the account where one is signed in, else the browser of this mark."""
    by_mark = key(process_id, f"browser:{mark}")
    if actor.person_id is None:
        return Voter(by_mark, Assurance.BROWSER)
    return Voter(key(process_id, f"person:{actor.person_id}"), Assurance.ACCOUNT, actor.person_id, replaces=by_mark)


def known_voter(process_id: int, actor: Actor, mark: str | None) -> Voter | None:
    """Return who reads, as far as support is concerned; None for a browser without a mark."""
    return None if mark is None and actor.person_id is None else voter(process_id, actor, mark or "")


def key(process_id: int, who: str) -> str:
    """Return under what somebody counts once in a process; nobody without our secret can make it."""
    secret: str = current_app.extensions["settings"].secret_key
    return codes.fingerprint(secret, f"voter:{process_id}", who)


def support(contribution: Contribution, by: Voter, value: int = 1) -> bool:
    """Count this voter with this value, once, and return whether it is a new one; held where the count stands still."""
    is_frozen = hold(contribution.id)
    keys = [one for one in (by.key, by.replaces) if one]
    own = select(Support.is_held).where(Support.contribution_id == contribution.id, Support.voter.in_(keys))
    before = db.session.scalars(own).all()
    if by.replaces:
        _delete(contribution.id, by.replaces)
    others = Support.contribution_id == contribution.id, Support.voter == by.key, Support.value != value
    db.session.execute(delete(Support).where(*others).execution_options(synchronize_session=False))
    add(contribution.id, by, value, is_held=is_frozen and all(before))
    recount([contribution.id])
    return not before


def rate(idea: Idea, by: Voter, value: int) -> bool:
    """Count what a voter says to an idea, as its board rates ideas; nought takes it back.

    Returns:
        whether somebody new did.
    """
    if idea.board.rating is Rating.POINTS:
        return give_points(idea, by, value)
    if not value:
        withdraw(idea, by)
        return False
    return support(idea, by, value if idea.board.rating is Rating.UP_DOWN else 1)


def give_points(idea: Idea, by: Voter, points: int) -> bool:
    """Give an idea so many of the voter's points, in place of those given before; none takes them back.

    Returns:
        whether the voter gave it none before.

    Raises:
        NotEnoughPointsError: where the voter has not so many left on the board.
    """
    db.session.execute(select(Board.id).where(Board.id == idea.board_id).with_for_update(of=Board))  # one at a time
    left = idea.board.points - _spent(idea.board_id, by, but=idea.id)
    if points > left:
        raise NotEnoughPointsError(left)
    if points > 0:
        return support(idea, by, points)
    withdraw(idea, by)
    return False


def points_left(idea: Idea, by: Voter | None) -> int:
    """Return how many points this voter still has on the board, those given to this idea among them."""
    return idea.board.points - (_spent(idea.board_id, by, but=idea.id) if by else 0)


def _spent(board_id: int | None, by: Voter, *, but: int) -> int:
    keys = filter(None, (by.key, by.replaces))
    given = select(func.coalesce(func.sum(Support.value), 0)).join(
        Contribution, Support.contribution_id == Contribution.id
    )
    own = Support.voter.in_(list(keys)), Support.via_id.is_(None)  # what came with a merged idea was given there
    given = given.where(Contribution.board_id == board_id, Contribution.id != but, *own)
    return db.session.scalar(see_all(given, "points on hidden ideas are given, too")) or 0


def add(contribution_id: int, by: Voter, value: int = 1, *, is_held: bool = False) -> None:
    """Note this voter, once; `recount` follows, after one or after many."""
    insert_if_new(
        Support.__table__,  # type: ignore[arg-type]  # declared as FromClause
        contribution_id=contribution_id,
        voter=by.key,
        value=value,
        assurance=by.assurance,
        person_id=by.person_id,
        given_on=today(),
        is_held=is_held,
    )


def withdraw(contribution: Contribution, by: Voter) -> None:
    """Count this voter no longer."""
    hold(contribution.id)
    for known in filter(None, (by.key, by.replaces)):
        _delete(contribution.id, known)
    recount([contribution.id])


def tally(contribution: Contribution, by: Voter | None) -> Tally:
    """Return how many support a contribution, for its page."""
    own = [by.key, by.replaces or by.key] if by else []
    counts = Support.is_held.is_(False)
    columns = (
        Support.assurance,
        func.count().filter(counts).label("people"),
        func.count().filter(counts, Support.value > 0).label("favour"),
        func.coalesce(func.sum(Support.value).filter(counts), 0).label("score"),
        func.max(case((Support.voter.in_(own), Support.value))).label("mine"),
    )
    rows = db.session.execute(
        select(*columns).where(Support.contribution_id == contribution.id).group_by(Support.assurance)
    ).all()
    people = {row.assurance: row.people for row in rows}
    favour, mine = sum(row.favour for row in rows), [row.mine for row in rows if row.mine is not None]
    return Tally(
        total=contribution.support_count if contribution.is_frozen else favour,
        counted={level: people[level] for level in Assurance if people.get(level)},
        is_mine=bool(mine),
        against=sum(people.values()) - favour,
        score=contribution.score if contribution.is_frozen else sum(row.score for row in rows),
        mine=mine[0] if mine else 0,
    )


def recount(contribution_ids: Sequence[int]) -> None:
    """Write anew how many support these contributions, but where a count stands still; the caller holds their rows."""
    own = (Support.contribution_id == Contribution.id) & Support.is_held.is_(False)
    favour = select(func.count()).where(own, Support.value > 0).correlate(Contribution).scalar_subquery()
    score = select(func.coalesce(func.sum(Support.value), 0)).where(own).correlate(Contribution).scalar_subquery()
    compared = exists().where(Board.id == Contribution.board_id, Board.rating == Rating.PAIRS)
    statement = update(Contribution).where(Contribution.id.in_(contribution_ids), Contribution.is_frozen.is_(False))
    statement = statement.where(~compared)  # their numbers come from `votes.pairs`
    statement = statement.values(support_count=favour, score=score)
    db.session.execute(statement.execution_options(synchronize_session=False))


def take_along(source_id: int, target_id: int) -> None:
    """Count who supports the source with those of the target, each once; the source keeps its own list for later."""
    for contribution_id in sorted((source_id, target_id)):
        hold(contribution_id)
    table: Any = Support.__table__
    copied = [column for column in table.columns if column.name not in ("id", "contribution_id", "via_id")]
    rows = select(literal(target_id), literal(source_id), *copied).where(table.c.contribution_id == source_id)
    make = sqlite.insert if is_sqlite() else postgresql.insert
    columns = ["contribution_id", "via_id", *(column.name for column in copied)]
    db.session.execute(make(table).from_select(columns, rows).on_conflict_do_nothing())
    recount([source_id, target_id])


def give_back(source_id: int, target_id: int) -> None:
    """Count who came with the source no longer with the target; who supported both stays in both."""
    for contribution_id in sorted((source_id, target_id)):
        hold(contribution_id)
    came = delete(Support).where(Support.contribution_id == target_id, Support.via_id == source_id)
    db.session.execute(came.execution_options(synchronize_session=False))
    recount([source_id, target_id])


def hold(contribution_id: int) -> bool:
    """Keep others from counting the same contribution until this transaction ends; SQLite has one writer anyway.

    Returns:
        whether its count stands still.
    """
    statement = select(Contribution.is_frozen).where(Contribution.id == contribution_id)
    return bool(db.session.scalar(see_all(statement.with_for_update(of=Contribution), COUNTED)))


def _delete(contribution_id: int, voter_key: str) -> None:
    statement = delete(Support).where(Support.contribution_id == contribution_id, Support.voter == voter_key)
    db.session.execute(statement.execution_options(synchronize_session=False))


# What is kept of people


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return what a person supports with the own account, for the person's own file."""
    statement = (
        select(Contribution.reference, Contribution.title, Support.value, Support.assurance, Support.given_on)
        .join(Support, Support.contribution_id == Contribution.id)
        .where(Support.person_id == person_id)
        .order_by(Support.id)
    )
    rows = db.session.execute(see_all(statement, "what a person supports is the person's own"))
    return [
        {
            "reference": row.reference,
            "title": row.title,
            "value": row.value,
            "counted_by": row.assurance.value,
            "given_on": row.given_on,
        }
        for row in rows
    ]


def erase(person_id: int) -> None:
    """Take back everything a person supported with the own account."""
    ids = db.session.scalars(select(Support.contribution_id).where(Support.person_id == person_id)).all()
    for contribution_id in sorted(ids):
        hold(contribution_id)
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
