"""Codes by which people vote: made as a list, handed out once, stored as hashes that lead to nobody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select, update

from participation.contributions.models import Board
from participation.contributions.votes.models import CodeList, VoteCode
from participation.core import codes
from participation.core.clock import now
from participation.core.database import db, insert_many_if_new

LENGTH = 8
MOST = 20_000
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of codes as the desk shows it."""

    made: CodeList
    used: int


def make(board: Board, name: str, count: int, person_id: int | None, once_key: str) -> list[str]:
    """Store so many new codes of a board as hashes, and return them this once.

    They are derived from the once-key, so that a second tap brings the same file and no second list.
    """
    fresh = codes_of(once_key, count)
    made = CodeList(board_id=board.id, name=name, count=count, made_at=now(), person_id=person_id)
    db.session.add(made)
    db.session.flush()
    rows = [{"board_id": board.id, "list_id": made.id, "hash": _hash(board, code)} for code in fresh]
    for start in range(0, count, AT_ONCE):
        insert_many_if_new(VoteCode.__table__, rows[start : start + AT_ONCE])  # type: ignore[arg-type]  # is a Table
    return fresh


def codes_of(once_key: str, count: int) -> list[str]:
    """Return the codes that belong to one sending of the form, none twice."""
    found: dict[str, None] = {}
    for code in _derived(once_key):
        found[code] = None
        if len(found) == count:
            break
    return list(found)


def _derived(once_key: str) -> Iterator[str]:
    number = 0
    while True:
        yield codes.derive(_secret(), f"vote-code:{number}", once_key, LENGTH)
        number += 1


def find(board: Board, typed: str) -> VoteCode | None:
    """Return the code of this board that somebody typed, if its list is still open."""
    statement = select(VoteCode).join(CodeList, CodeList.id == VoteCode.list_id)
    statement = statement.where(VoteCode.board_id == board.id, VoteCode.hash == _hash(board, codes.typed(typed)))
    return db.session.scalars(statement.where(CodeList.closed_at.is_(None))).first()


def note_use(code: VoteCode) -> None:
    """Note that a code was used, and neither when nor for what."""
    code.is_used = True


def lists(board: Board) -> Sequence[Listed]:
    """Return the lists of a board, newest first, with how many of each were used."""
    used = select(VoteCode.list_id, func.count().label("used")).where(VoteCode.board_id == board.id, VoteCode.is_used)
    counts = used.group_by(VoteCode.list_id).subquery()
    statement = select(CodeList, func.coalesce(counts.c.used, 0)).outerjoin(counts, counts.c.list_id == CodeList.id)
    rows = db.session.execute(statement.where(CodeList.board_id == board.id).order_by(CodeList.id.desc()))
    return [Listed(made, used_count) for made, used_count in rows]


def close(board: Board, number: int) -> None:
    """Take no more votes by the codes of this list; what they have counted stays."""
    statement = update(CodeList).where(CodeList.id == number, CodeList.board_id == board.id)
    db.session.execute(statement.where(CodeList.closed_at.is_(None)).values(closed_at=now()))


def _hash(board: Board, code: str) -> str:
    return codes.fingerprint(_secret(), f"vote-code:{board.id}", code)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret
