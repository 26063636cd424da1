"""Verbs and queries of blocks: somebody writes nothing for a set time, with the reasons of a decision behind it.

An account is known by itself, a guest only by the mail address that came with the contribution; nothing else is kept by
which somebody could be known again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import joinedload

from participation.core import codes
from participation.core.clock import now
from participation.core.database import db
from participation.moderation.models import Block, Decision
from participation.moderation.rules import Blocking


def begin(decision: Decision, lasts: Blocking, *, person_id: int | None, mail: str = "") -> Block:
    """Let somebody write nothing for this long, known by the account, else by the mail address.

    Raises:
        ValueError: where there is neither, so that nobody could be known again.
    """
    if not (person_id or mail):
        message = "nobody is known by nothing"
        raise ValueError(message)
    block = Block(
        decision_id=decision.id,
        person_id=person_id,
        mail_hash=_hash(mail),
        until=decision.decided_at + timedelta(days=lasts.days),
    )
    db.session.add(block)
    db.session.flush()
    return block


def _hash(mail: str) -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return codes.fingerprint(secret, "block", mail.lower()) if mail else ""


def on(person_id: int | None, mail: str = "") -> Block | None:
    """Return the block that holds now for this account or this mail address."""
    if not (person_id or mail):
        return None
    by_account: ColumnElement[bool] = Block.person_id == person_id if person_id else false()
    by_mail: ColumnElement[bool] = Block.mail_hash == _hash(mail) if mail else false()
    statement = _that_hold().where(or_(by_account, by_mail)).order_by(Block.until.desc())
    return db.session.scalars(statement).first()


def by_decision(decision_id: int) -> Block | None:
    """Return the block that this decision began, in whatever state it is."""
    return db.session.scalars(select(Block).where(Block.decision_id == decision_id)).first()


def find(number: int, *, locked: bool = False) -> Block | None:
    """Return the block with this number; `locked` lets nobody else end it until this transaction ends."""
    statement = select(Block).where(Block.id == number)
    if locked:
        statement = statement.with_for_update(of=Block).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def that_hold() -> Sequence[Block]:
    """Return all blocks that hold now, whichever ends first."""
    options = joinedload(Block.decision).joinedload(Decision.person), joinedload(Block.person)
    return db.session.scalars(_that_hold().options(*options).order_by(Block.until, Block.id)).all()


def _that_hold(moment: datetime | None = None) -> Select[Block]:
    return select(Block).where(Block.ended_at.is_(None), Block.until > (moment or now()))


def end(block: Block, person_id: int | None, why: str) -> None:
    """Let somebody write again before the time; a second end changes nothing."""
    if not block.holds:
        return
    block.ended_at, block.ended_by_id, block.why_ended = now(), person_id, why
    db.session.flush()
