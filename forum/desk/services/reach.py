"""Reach: staff who were granted a role on one board or process see and decide what belongs to it, and nothing else."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, or_, select

from participation.access.actions import Action
from participation.access.guard import actor, visible
from participation.access.policy import POLICY
from participation.contributions.models import Board, Contribution
from participation.core.database import db
from participation.process.models import Process

SelectT = TypeVar("SelectT", bound="Select[*tuple[Any, ...]]")


def reach(action: Action) -> frozenset[str] | None:
    """Return the names of what the present actor may do this on; None where it is everything."""
    grants = [grant for grant in actor().grants if grant.role in POLICY[action].roles]
    if any(grant.subject is None for grant in grants):
        return None
    return frozenset(grant.subject for grant in grants if grant.subject)


def in_reach(statement: SelectT, action: Action) -> SelectT:
    """Return the select narrowed to contributions that the present actor sees and may do this on."""
    names = reach(action)
    if names is None:
        return visible(statement)
    on_boards = select(Board.id).where(Board.slug.in_(_named("board", names)))
    on_processes = select(Process.id).where(Process.slug.in_(_named("process", names)))
    return visible(
        statement.where(
            or_(
                Contribution.board_id.in_(on_boards),
                Contribution.process_id.in_(on_processes),
                Contribution.reference.in_(_named("contribution", names)),
            )
        )
    )


def _named(kind: str, names: Iterable[str]) -> list[str]:
    return [name.removeprefix(f"{kind}:") for name in names if name.startswith(f"{kind}:")]


def granted_boards() -> Sequence[Board]:
    """Return the boards whose contributions the present actor may answer; empty for those who may answer all."""
    names = reach(Action.ANSWER)
    if names is None:
        return []
    statement = (
        select(Board)
        .join(Process)
        .where(or_(Board.slug.in_(_named("board", names)), Process.slug.in_(_named("process", names))))
    )
    return db.session.scalars(statement.order_by(Board.id)).all()
