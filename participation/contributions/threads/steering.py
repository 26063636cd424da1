"""What moderators do to a thread: close, pin, move, split off, merge; each with a trace, each to be undone by another.

Splitting off turns a comment with its replies into a discussion; merging turns a discussion with its replies into a
comment of another thread. So each undoes the other, and reference, author, receipt and letters stay what they were.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from participation.access.guard import see_all, visible
from participation.contributions.finding import COMMENT_KIND, DISCUSSION_KIND
from participation.contributions.models import Comment, Contribution, Discussion, Kind, Thread
from participation.contributions.threads import keeping
from participation.contributions.threads.markup import plain
from participation.contributions.threads.models import Deed, Follower, ThreadChange
from participation.core import search
from participation.core.clock import now
from participation.core.database import db

WHOLE = "what stands below moves along, seen or not"
Moved = Mapping[str, object]


class NowhereError(ValueError):
    """Nothing can be moved to this thread: it is the same one, closed to readers, or not there."""


def set_closed(thread: Thread, person_id: int | None, *, is_closed: bool) -> None:
    """Let nobody write in a thread any more, or everybody again."""
    if (thread.closed_at is not None) != is_closed:
        thread.closed_at = now() if is_closed else None
        _note(thread.id, Deed.CLOSE if is_closed else Deed.REOPEN, None, person_id)


def set_pinned(said: Comment | Discussion, person_id: int | None, *, is_pinned: bool) -> None:
    """Let something stand before everything else, or where it stood."""
    if (said.pinned_at is not None) != is_pinned:
        said.pinned_at = now() if is_pinned else None
        _note(said.thread_id, Deed.PIN if is_pinned else Deed.UNPIN, said.id, person_id)


def subject(reference: str) -> Thread | None:
    """Return the thread of the idea or discussion of this reference, if the present actor may see it."""
    kinds = Contribution.kind.in_((Kind.IDEA, Kind.DISCUSSION))
    statement = visible(select(Contribution).where(Contribution.reference == reference, kinds))
    found = db.session.scalars(statement).first()
    return db.session.get(Thread, found.thread_id) if found and found.thread_id else None


def move(comment: Comment, to: Thread, person_id: int | None) -> None:
    """Move a comment with its replies to another thread.

    Raises:
        NowhereError: where nothing can be moved to.
    """
    _demand(comment.thread, to)
    here, below = comment.thread_id, _below(comment)
    _set([comment.id], _in(to) | {"root_id": None, "reply_to_id": None, "pinned_at": None})
    _set(list(below), _in(to) | {"root_id": comment.id})
    _note(to.id, Deed.MOVE, comment.id, person_id, other=here)
    _settle(here, to.id)


def split(comment: Comment, title: str, person_id: int | None) -> str:
    """Make a comment with its replies a discussion of its own; return the reference, which stays the same."""
    here, below, reference, number = comment.thread_id, _below(comment), comment.reference, comment.id
    thread = Thread(process_id=comment.process_id)
    db.session.add(thread)
    db.session.flush()
    for top in {root for root in below.values() if root}:
        _set([one for one, root in below.items() if root == top], _in(thread) | {"root_id": top})
    _set([one for one, root in below.items() if not root], _in(thread) | {"root_id": None, "reply_to_id": None})
    alone: dict[str, object] = {"root_id": None, "reply_to_id": None, "pinned_at": None, "stance": None}
    _become(comment, Kind.DISCUSSION, _in(thread) | alone | {"title": title})
    search.remove(COMMENT_KIND, number)
    search.index(DISCUSSION_KIND, number, title, plain(comment.text))
    _note(thread.id, Deed.SPLIT, number, person_id, other=here)
    _settle(here, thread.id)
    return reference


def merge(discussion: Discussion, to: Thread, person_id: int | None) -> None:
    """Make a discussion with its replies a comment of another thread; who follows it, follows that one.

    Raises:
        NowhereError: where nothing can be moved to.
    """
    here, number = discussion.thread_id or 0, discussion.id
    _demand(discussion.thread, to)
    every = see_all(select(Comment.id, Comment.reply_to_id).where(Comment.thread_id == here), WHOLE)
    replies = {row.id: row.reply_to_id for row in db.session.execute(every)}
    _set(list(replies), _in(to) | {"root_id": number, "pinned_at": None})
    _set([one for one, before in replies.items() if before is None], {"reply_to_id": number})
    _become(discussion, Kind.COMMENT, _in(to) | {"office": "", "pinned_at": None})
    search.remove(DISCUSSION_KIND, number)
    search.index(COMMENT_KIND, number, plain(discussion.text))
    _bring_followers(here, to.id)
    _note(to.id, Deed.MERGE, number, person_id, other=here)
    _settle(here, to.id)


def changes(thread: Thread) -> Sequence[ThreadChange]:
    """Return what moderators did to a thread, the latest first."""
    statement = select(ThreadChange).where(ThreadChange.thread_id == thread.id).order_by(ThreadChange.id.desc())
    return db.session.scalars(statement.options(joinedload(ThreadChange.person))).all()


def _demand(here: Thread | None, to: Thread) -> None:
    if here is None or to.id == here.id or to.is_covered or here.is_covered:
        raise NowhereError


def _below(comment: Comment) -> dict[int, int | None]:
    """Return the replies below a comment, each with the one right below it from which they began, None for these."""
    family = select(Comment.id, Comment.reply_to_id).where(
        Comment.thread_id == comment.thread_id, Comment.root_id == (comment.root_id or comment.id)
    )
    rows = db.session.execute(see_all(family.order_by(Comment.id), WHOLE)).all()
    found: dict[int, int | None] = {}
    for number, before in rows:
        if before == comment.id:
            found[number] = None
        elif before in found:
            found[number] = found[before] or before
    return found


def _in(thread: Thread) -> dict[str, object]:
    return {"thread_id": thread.id, "board_id": thread.board_id, "process_id": thread.process_id}


def _set(ids: Sequence[int], values: Moved) -> None:
    if ids:
        statement = update(Comment).where(Comment.id.in_(ids)).values(**values)
        db.session.execute(statement.execution_options(synchronize_session=False))


def _become(said: Comment | Discussion, kind: Kind, values: Moved) -> None:
    """Change what a contribution is; whoever holds it must look for it anew."""
    table = Contribution.__table__
    db.session.execute(update(table).where(table.c.id == said.id).values(kind=kind, **values))  # type: ignore[arg-type]  # is a Table
    db.session.expunge(said)


def _settle(*thread_ids: int | None) -> None:
    keeping.recount(filter(None, thread_ids))
    db.session.expire_all()


def _bring_followers(here: int, to: int) -> None:
    known = set(db.session.execute(select(Follower.person_id, Follower.mail).where(Follower.thread_id == to)).all())
    for follower in db.session.scalars(select(Follower).where(Follower.thread_id == here)):
        if (follower.person_id, follower.mail) not in known:
            follower.thread_id = to
    db.session.flush()


def _note(thread_id: int | None, deed: Deed, said: int | None, person: int | None, *, other: int | None = None) -> None:
    change = ThreadChange(
        thread_id=thread_id, deed=deed, contribution_id=said, other_id=other, person_id=person, made_at=now()
    )
    db.session.add(change)
    db.session.flush()
