"""Ranking by pairs: somebody says which of two ideas matters more, and the order follows from all that was said.

The rule stands in docs/decisions/0016-ranking-by-pairs.md: an idea's share of the comparisons it has won, with one
comparison won and one lost added, so that few comparisons weigh little.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, delete, exists, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from participation.access.guard import GUEST, see_all, visible
from participation.contributions import supporting
from participation.contributions.asking import Rating
from participation.contributions.finding import WITH_PLACE, shuffled
from participation.contributions.models import Board, Contribution, Idea
from participation.contributions.supporting import KNOWN_DAYS, Voter
from participation.contributions.votes import rules
from participation.contributions.votes.models import Comparison
from participation.core.clock import today
from participation.core.database import db, insert_if_new, insert_many_if_new
from participation.moderation.rules import Visibility

CANDIDATES = 60
"""Of so many ideas that were shown least the next pair is taken."""
_UNSYNCHRONISED = {"synchronize_session": False}
_TABLE = Comparison.__table__


def next_pair(board: Board, by: Voter | None) -> tuple[Idea, Idea] | None:
    """Return two ideas to compare: of those shown least, and never the same pair twice to one person."""
    chance = int(by.key[:4], 16) if by else secrets.randbelow(65_536)
    shown = _count(Comparison.first_id) + _count(Comparison.second_id)
    public = Idea.board_id == board.id, Idea.visibility == Visibility.PUBLIC, Idea.folded_into_id.is_(None)
    statement = select(Idea.id).where(*public)
    ordered = visible(statement, GUEST).order_by(shown, shuffled(chance), Idea.id).limit(CANDIDATES)
    ids = db.session.scalars(ordered).all()
    pair = rules.next_pair(ids, _said(ids, by))
    if pair is None:
        return None
    found = {one.id: one for one in _ideas(pair)}
    first, second = pair if (sum(pair) + chance) % 2 else reversed(pair)  # none stands always on the left
    return found[first], found[second]


def _ideas(ids: Sequence[int]) -> Sequence[Idea]:
    statement = visible(select(Idea).where(Idea.id.in_(ids), Idea.visibility == Visibility.PUBLIC), GUEST)
    return db.session.scalars(statement.options(*WITH_PLACE)).all()


def both(board: Board, ids: Sequence[int]) -> list[Idea]:
    """Return these two ideas of a board, if both can still be compared."""
    found = [one for one in _ideas(ids) if one.board_id == board.id]
    return sorted(found, key=lambda one: one.id) if len(found) == len(ids) else []


def _said(ids: Sequence[int], by: Voter | None) -> set[tuple[int, int]]:
    if by is None:
        return set()
    own = Comparison.voter.in_(_keys(by)), Comparison.first_id.in_(ids), Comparison.second_id.in_(ids)
    rows = db.session.execute(select(Comparison.first_id, Comparison.second_id).where(*own))
    return {(first, second) for first, second in rows}


def said_count(board: Board, by: Voter | None) -> int:
    """Return how many pairs of a board this person has compared."""
    if by is None:
        return 0
    statement = select(func.count()).select_from(Comparison).join(Contribution, Contribution.id == Comparison.first_id)
    own = Contribution.board_id == board.id, Comparison.voter.in_(_keys(by)), Comparison.via_id.is_(None)
    return db.session.scalar(see_all(statement.where(*own), "how many, for whoever compared them")) or 0


def compare(first: Idea, second: Idea, choice: int, by: Voter) -> bool:
    """Note which of two ideas matters more: 1 the first, -1 the second, 0 nobody can say; return whether it is new."""
    if first.id > second.id:
        first, second, choice = second, first, -choice
    is_held = [supporting.hold(one.id) for one in (first, second)]
    if (first.id, second.id) in _said([first.id, second.id], by):
        return False
    is_new = insert_if_new(
        _TABLE,  # type: ignore[arg-type]  # declared as FromClause
        first_id=first.id,
        second_id=second.id,
        voter=by.key,
        choice=choice,
        assurance=by.assurance,
        person_id=by.person_id,
        given_on=today(),
        is_held=any(is_held),
    )
    recount([first.id, second.id])
    return is_new


def add_many(said: Iterable[tuple[Idea, Idea, int, Voter]]) -> None:
    """Note many comparisons at once: of each the two ideas, the choice, and whose it is."""
    rows: list[dict[str, object]] = [
        {
            "first_id": min(one.id, other.id),
            "second_id": max(one.id, other.id),
            "voter": by.key,
            "choice": choice if one.id < other.id else -choice,
            "assurance": by.assurance,
            "given_on": today(),
        }
        for one, other, choice, by in said
    ]
    if rows:
        insert_many_if_new(_TABLE, rows)  # type: ignore[arg-type]  # declared as FromClause
        recount({int(str(row[name])) for row in rows for name in ("first_id", "second_id")})


def recount(contribution_ids: Iterable[int]) -> None:
    """Write anew how many comparisons these ideas were in, and which share they won, but where a count stands still."""
    counts = Comparison.is_held.is_(False)
    is_decided = counts, Comparison.choice != 0
    decided = _count(Comparison.first_id, *is_decided) + _count(Comparison.second_id, *is_decided)
    won_first = _count(Comparison.first_id, counts, Comparison.choice == 1)
    won = won_first + _count(Comparison.second_id, counts, Comparison.choice == -1)
    score = (2 * rules.SCALE * (won + 1) + decided + 2) // (2 * (decided + 2))
    ours = Contribution.id.in_(sorted(contribution_ids)), Contribution.is_frozen.is_(False), is_compared()
    statement = update(Contribution).where(*ours).values(support_count=decided, score=score)
    db.session.execute(statement.execution_options(**_UNSYNCHRONISED))


def level_out(board: Board) -> None:
    """Let the ideas of a board that nobody has rated begin alike: by pairs in the middle, else at nought."""
    score = rules.SCALE // 2 if board.rating is Rating.PAIRS else 0
    statement = update(Contribution).where(Contribution.board_id == board.id).values(score=score)
    db.session.execute(statement.execution_options(**_UNSYNCHRONISED))


def is_compared() -> ColumnElement[bool]:
    """Return the condition under which a contribution is ranked by pairs."""
    return exists().where(Board.id == Contribution.board_id, Board.rating == Rating.PAIRS)


def _count(column: InstrumentedAttribute[int], *which: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = select(func.count()).select_from(Comparison).where(column == Contribution.id, *which)
    return counted.correlate(Contribution).scalar_subquery()


def _keys(by: Voter) -> list[str]:
    return [one for one in (by.key, by.replaces) if one]


# Where counts stand still, and ideas become one


def held_count(contribution: Contribution) -> int:
    """Return how many comparisons came in while the count stood still."""
    statement = select(func.count()).select_from(Comparison).where(_of(contribution.id), Comparison.is_held)
    return db.session.scalar(statement) or 0


def let_go_on(contribution: Contribution, *, counts: bool) -> None:
    """Count what came in while the count stood still, if it is to count; the others' shares follow."""
    if counts:
        free = select(Contribution.id).where(
            Contribution.is_frozen.is_(False), Contribution.visibility != Visibility.MERGED
        )
        free = see_all(free, "only which of them count")
        held = update(Comparison).where(_of(contribution.id), Comparison.is_held)
        held = held.where(Comparison.first_id.in_(free), Comparison.second_id.in_(free))
        db.session.execute(held.values(is_held=False).execution_options(**_UNSYNCHRONISED))
    recount([contribution.id, *_others(contribution.id)])


def take_along(source_id: int, target_id: int) -> None:
    """Let what was said of the source count for the target, each person once; the source's own is held meanwhile."""
    rows = db.session.scalars(select(Comparison).where(_of(source_id)).order_by(Comparison.id)).all()
    moved = [_moved(row, source_id, target_id) for row in rows if target_id not in (row.first_id, row.second_id)]
    if moved:
        insert_many_if_new(_TABLE, moved)  # type: ignore[arg-type]  # declared as FromClause
    _hold_all(source_id, is_held=True)
    recount([target_id, source_id, *_others(source_id)])


def give_back(source_id: int, target_id: int) -> None:
    """Let everything be again what it was said of."""
    came = delete(Comparison).where(_of(target_id), Comparison.via_id == source_id)
    db.session.execute(came.execution_options(**_UNSYNCHRONISED))
    _hold_all(source_id, is_held=False)
    recount([target_id, source_id, *_others(source_id)])


def _moved(row: Comparison, source_id: int, target_id: int) -> dict[str, object]:
    other, choice = (row.second_id, row.choice) if row.first_id == source_id else (row.first_id, -row.choice)
    return {
        "first_id": min(target_id, other),
        "second_id": max(target_id, other),
        "choice": choice if target_id < other else -choice,
        "voter": row.voter,
        "assurance": row.assurance,
        "person_id": row.person_id,
        "given_on": row.given_on,
        "is_held": row.is_held,
        "via_id": source_id,
    }


def _hold_all(contribution_id: int, *, is_held: bool) -> None:
    statement = update(Comparison).where(_of(contribution_id)).values(is_held=is_held)
    db.session.execute(statement.execution_options(**_UNSYNCHRONISED))


def _of(contribution_id: int) -> ColumnElement[bool]:
    return or_(Comparison.first_id == contribution_id, Comparison.second_id == contribution_id)


def _others(contribution_id: int) -> set[int]:
    rows = db.session.execute(select(Comparison.first_id, Comparison.second_id).where(_of(contribution_id)))
    return {number for pair in rows for number in pair} - {contribution_id}


# What is kept of people


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return what a person compared with the own account, for the person's own file."""
    rows = db.session.scalars(
        select(Comparison).where(Comparison.person_id == person_id, Comparison.via_id.is_(None)).order_by(Comparison.id)
    ).all()
    ids = {number for row in rows for number in (row.first_id, row.second_id)}
    names = select(Contribution.id, Contribution.title).where(Contribution.id.in_(ids))
    titles = dict(db.session.execute(see_all(names, "what a person compared is the person's own")).all())
    return [
        {
            "more_important": titles[row.first_id if row.choice > 0 else row.second_id] if row.choice else "",
            "compared": [titles[row.first_id], titles[row.second_id]],
            "given_on": row.given_on,
        }
        for row in rows
    ]


def erase(person_id: int) -> None:
    """Take back everything a person compared with the own account."""
    own = Comparison.person_id == person_id
    rows = db.session.execute(select(Comparison.first_id, Comparison.second_id).where(own)).all()
    ids = sorted({number for pair in rows for number in pair})
    for number in ids:
        supporting.hold(number)
    db.session.execute(delete(Comparison).where(own).execution_options(**_UNSYNCHRONISED))
    if ids:
        recount(ids)


def forget_browsers(day: date) -> int:
    """Forget by which browser old comparisons came; they stay counted. Return how many."""
    is_old = Comparison.given_on < day - timedelta(days=KNOWN_DAYS)
    statement = update(Comparison).where(is_old, Comparison.person_id.is_(None), Comparison.voter.not_like("past:%"))
    statement = statement.values(voter=literal("past:") + cast(Comparison.id, String))
    result = db.session.execute(statement.execution_options(**_UNSYNCHRONISED))
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
