"""Ideas that say nearly the same are shown as one with a count, and can be unfolded; each keeps its page and answer.

Whoever changes who sees an idea, by whichever verb, need not think of its twins: the session notices every change and
finds anew, in the same transaction, which of them stands for the others: the oldest that is public.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, case, cast, event, inspect, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import Contribution, Idea, Kind
from participation.core.database import db
from participation.moderation.rules import Visibility

ROOTS = "twins_to_settle"
WATCHED = ("visibility", "twin_of_id", "stands_alone", "title", "text")
TOLD = "only which of them stands for the others"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an idea is shown: by itself, for so many others, or folded into another one."""

    folded_into: int | None = None
    count: int = 0


def standings(members: Iterable[tuple[int, int | None, bool]]) -> dict[int, Standing]:
    """Return where ideas that say nearly the same are shown: on each board the oldest that is shown stands for all.

    Args:
        members: number, board, and whether it is public and need not stand alone.

    >>> standings([(1, 7, False), (2, 7, True), (3, 7, True), (4, 8, True)])[3]
    Standing(folded_into=2, count=0)
    """
    found: dict[int, Standing] = {}
    leaders: dict[int | None, int] = {}
    for number, board, is_shown in sorted(members):
        leader = leaders.setdefault(board, number) if is_shown else number
        found[number] = Standing() if leader == number else Standing(leader)
    for leader in leaders.values():
        found[leader] = Standing(count=sum(one.folded_into == leader for one in found.values()))
    return found


@event.listens_for(Session, "before_flush")
def _notice(session: Session, *_: object) -> None:
    roots = session.info.setdefault(ROOTS, set())
    for row in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(row, Idea):
            roots.update(_touched(session, row))


def _touched(session: Session, idea: Idea) -> Iterator[int]:
    """Yield the first of each family in which something is shown otherwise now."""
    known = inspect(idea).attrs
    if idea in session.new or idea in session.deleted:
        yield from filter(None, (idea.twin_of_id,))
    elif any(known[name].history.has_changes() for name in WATCHED):
        yield from filter(None, (idea.id, idea.twin_of_id, *(known["twin_of_id"].history.deleted or ())))


@event.listens_for(Session, "after_flush_postexec")
def _bring_along(session: Session, *_: object) -> None:
    if roots := session.info.pop(ROOTS, set()):
        settle(roots)


def settle(roots: Iterable[int]) -> None:
    """Find anew which idea of each family stands for the others."""
    ids = sorted(roots)
    # Of two at once the second waits here, then counts both. Not "for update": whoever stores a twin holds its first
    # one by the foreign key, and two who hold it would wait for each other.
    first = select(Contribution.id).where(Contribution.id.in_(ids)).order_by(Contribution.id)
    db.session.execute(see_all(first.with_for_update(key_share=True), TOLD)).all()
    columns = (Contribution.id, Contribution.board_id, Contribution.visibility, Contribution.stands_alone)
    more = (Contribution.twin_of_id, Contribution.folded_into_id, Contribution.folded_count)
    family = select(*columns, *more).where(
        Contribution.kind == Kind.IDEA, or_(Contribution.id.in_(ids), Contribution.twin_of_id.in_(ids))
    )
    families: dict[int, list[tuple[int, int | None, bool]]] = {}
    before: dict[int, Standing] = {}
    for row in db.session.execute(see_all(family, TOLD)):
        is_shown = row.visibility is Visibility.PUBLIC and not row.stands_alone
        families.setdefault(row.twin_of_id or row.id, []).append((row.id, row.board_id, is_shown))
        before[row.id] = Standing(row.folded_into_id, row.folded_count)
    after = {number: one for members in families.values() for number, one in standings(members).items()}
    _store({number: one for number, one in after.items() if one != before[number]})


def _store(changed: Mapping[int, Standing]) -> None:
    """Write where each of these is shown now, in one statement, and tell the rows that the session holds."""
    if not changed:
        return
    into = case({number: one.folded_into for number, one in changed.items()}, value=Contribution.id)
    count = case({number: one.count for number, one in changed.items()}, value=Contribution.id)
    statement = update(Contribution).where(Contribution.id.in_(changed))
    statement = statement.values(folded_into_id=cast(into, Integer), folded_count=cast(count, Integer))
    db.session.execute(statement.execution_options(synchronize_session=False))
    for row in list(db.session.identity_map.values()):
        if isinstance(row, Contribution) and (one := changed.get(inspect(row).dict.get("id", 0))):
            set_committed_value(row, "folded_into_id", one.folded_into)
            set_committed_value(row, "folded_count", one.count)


# What pages show, and what moderators decide


def leader_of(idea: Contribution) -> Idea | None:
    """Return the idea that stands for this one in lists, if another one does."""
    if idea.folded_into_id is None:
        return None
    return db.session.scalars(visible(select(Idea).where(Idea.id == idea.folded_into_id), GUEST)).first()


def members_of(leader: Contribution) -> Sequence[Idea]:
    """Return the ideas that this one stands for, oldest first."""
    if not leader.folded_count:
        return ()
    statement = select(Idea).where(Idea.folded_into_id == leader.id).order_by(Idea.id)
    return db.session.scalars(visible(statement, GUEST)).all()


def unanswered_of(leader: Contribution) -> Sequence[Idea]:
    """Return those of them that have no answer yet."""
    return [one for one in members_of(leader) if one.answered_at is None]


def twin_of(idea: Contribution) -> Contribution | None:
    """Return the first idea that said nearly the same as this one, as the machine or a person noted it."""
    statement = select(Contribution).where(Contribution.id == idea.twin_of_id)
    return db.session.scalars(visible(statement)).first() if idea.twin_of_id else None


def fold(idea: Contribution, target: Contribution) -> None:
    """Show an idea together with this one, from now on."""
    idea.twin_of_id = target.twin_of_id or target.id
    idea.stands_alone = False
    target.stands_alone = False
    db.session.flush()


def unfold(idea: Contribution) -> None:
    """Show an idea by itself, whatever it resembles."""
    idea.stands_alone = True
    db.session.flush()


def can_be_folded(idea: Contribution, target: Contribution) -> bool:
    """Return whether two ideas can be shown as one: both on one board, and not the same."""
    both_ideas = idea.kind is Kind.IDEA and target.kind is Kind.IDEA
    return both_ideas and idea.board_id == target.board_id and idea.id != target.id
