"""Queries of threads: where they stand, and who said what in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, joinedload

from participation.access.guard import SelectT, see_all, visible
from participation.contributions.models import TALK, Comment, Contribution, Discussion, Stance, Thread
from participation.core.database import db
from participation.core.feature import Lazy, Place, each
from participation.moderation.rules import Visibility

PER_PAGE = 50
SORTS: Mapping[str, Lazy] = {
    "oldest": lazy_gettext("Oldest first"),
    "newest": lazy_gettext("Newest first"),
    "stance": lazy_gettext("By opinion"),
}
STANCES: Mapping[Stance, Lazy] = {
    Stance.PRO: lazy_gettext("For it"),
    Stance.CONTRA: lazy_gettext("Against it"),
    Stance.QUESTION: lazy_gettext("A question"),
    Stance.HELP: lazy_gettext("I can help with it"),
}

_Root, _Before = aliased(Comment), aliased(Comment)


@dataclass(frozen=True, slots=True)
class Said:
    """A public comment as its thread shows it; `before` is what it replies to, where that is not the root."""

    id: int
    reference: str
    text: str
    language: str
    display_name: str
    office: str
    stance: Stance | None
    created_at: datetime
    edited_at: datetime | None
    pinned_at: datetime | None
    author_id: int | None
    root_id: int | None
    reply_to_id: int | None
    before_reference: str | None
    before_name: str | None
    before_office: str | None
    before_visibility: Visibility | None


_COLUMNS = (
    Comment.id,
    Comment.reference,
    Comment.text,
    Comment.language,
    Comment.display_name,
    Comment.office,
    Comment.stance,
    Comment.created_at,
    Comment.edited_at,
    Comment.pinned_at,
    Comment.author_id,
    Comment.root_id,
    Comment.reply_to_id,
    _Before.reference.label("before_reference"),
    _Before.display_name.label("before_name"),
    _Before.office.label("before_office"),
    _Before.visibility.label("before_visibility"),
)


def places(thread_ids: Collection[int]) -> dict[int, Place]:
    """Return under which page each of these threads stands, where the present actor may read that page."""
    found: dict[int, Place] = {}
    # The upper floors hold most threads: they are asked first, and those below only for what is left.
    for know in reversed(tuple(each("places"))):
        if left := [one for one in thread_ids if one not in found]:
            found |= know(left)
    return found


def thread(number: int) -> tuple[Thread, Place] | None:
    """Return a thread and where it stands, if the present actor may read that page."""
    place = places([number]).get(number)
    options = joinedload(Thread.process), joinedload(Thread.board)
    found = db.session.get(Thread, number, options=options) if place else None
    return (found, place) if found and place else None


def talk(reference: str) -> Comment | Discussion | None:
    """Return the comment or the discussion of this reference, if the present actor may see it."""
    statement = select(Contribution).where(Contribution.reference == reference, Contribution.kind.in_(TALK))
    found = db.session.scalars(visible(statement)).first()
    return found if isinstance(found, Comment | Discussion) else None


def discussion_of(thread: Thread) -> Discussion | None:
    """Return the discussion to which a thread belongs, if it belongs to one that the present actor may see."""
    return db.session.scalars(visible(select(Discussion).where(Discussion.thread_id == thread.id))).first()


def comment(reference: str) -> Comment | None:
    """Return the comment of this reference, if the present actor may see it."""
    return db.session.scalars(visible(select(Comment).where(Comment.reference == reference))).first()


def said_in(thread: Thread, sort: str, page: int) -> list[Said]:
    """Return one page of the public comments in a thread, replies below what began them; one statement."""
    statement = _public(thread, select(*_COLUMNS)).outerjoin(_Before, _Before.id == Comment.reply_to_id)
    part = statement.order_by(*_order(sort)).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return [Said(**row) for row in db.session.execute(part).mappings()]


def page_of(comment: Comment) -> int:
    """Return on which page of its thread, the oldest first, a public comment stands."""
    ids = db.session.scalars(_public(comment.thread, select(Comment.id)).order_by(*_order("oldest"))).all()
    return ids.index(comment.id) // PER_PAGE + 1 if comment.id in ids else 1


def names_in(thread: Thread) -> dict[str, str]:
    """Return who said something in a thread, each with the reference of their latest comment."""
    statement = _public(thread, select(Comment.display_name, Comment.reference)).where(Comment.display_name != "")
    rows = db.session.execute(statement.order_by(Comment.id))
    return {row.display_name: row.reference for row in rows}


def _public(thread: Thread, statement: SelectT) -> SelectT:
    """Narrow a select to the public comments of a thread; the root is at hand for the order, never shown by it."""
    statement = statement.join(_Root, _Root.id == func.coalesce(Comment.root_id, Comment.id))
    public = statement.where(Comment.thread_id == thread.id, Comment.visibility == Visibility.PUBLIC)
    return see_all(public, "narrowed to public ones; roots and what a reply is to give only order and name")


def _order(sort: str) -> tuple[Any, ...]:
    replies = Comment.created_at, Comment.id
    if sort == "newest":
        return _Root.pinned_at.is_(None), _Root.created_at.desc(), _Root.id.desc(), *replies
    if sort == "stance":
        rank = case({stance: place for place, stance in enumerate(Stance)}, value=_Root.stance, else_=len(Stance))
        return _Root.pinned_at.is_(None), rank, _Root.created_at, _Root.id, *replies
    return _Root.pinned_at.is_(None), _Root.created_at, _Root.id, *replies
