"""Keeps threads in step with what changes: the number of public comments, hidden and gone with their subject.

Whoever changes who sees a contribution, by whichever verb, need not think of its thread: the session itself notices
every change of `visibility` and brings the threads along in the same transaction.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, event, func, inspect, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History

from participation.contributions.models import Comment, Contribution, Kind, Thread
from participation.core.database import db
from participation.moderation.rules import Visibility

RECOUNT, COVER, DROP = "threads_to_recount", "threads_to_cover", "threads_to_drop"
_UNSYNCHRONISED = {"synchronize_session": False}
_PUBLIC = (
    Contribution.thread_id == Thread.id,
    Contribution.kind == Kind.COMMENT,
    Contribution.visibility == Visibility.PUBLIC,
)


@event.listens_for(Session, "before_flush")
def _notice(session: Session, *_: object) -> None:
    """Note the threads in which comments count otherwise now, and those whose subject is hidden or shown."""
    recounted = session.info.setdefault(RECOUNT, set())
    covered = session.info.setdefault(COVER, {})
    for row in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(row, Comment):
            recounted.update(_touched(session, row))
        elif isinstance(row, Contribution) and row in session.deleted:
            session.info.setdefault(DROP, set()).add(row.thread_id)
        elif isinstance(row, Contribution) and _is_shown_otherwise(session, row) and row.thread_id:
            covered[row.thread_id] = row.visibility is not Visibility.PUBLIC


def _touched(session: Session, comment: Comment) -> Iterator[int]:
    """Yield the threads in which this comment counts otherwise; what becomes public in a hidden thread is covered."""
    thread = _history(comment, "thread_id")
    if comment in session.deleted or thread.has_changes() or _history(comment, "visibility").has_changes():
        holder = session.get(Thread, comment.thread_id)
        if holder and holder.is_covered and comment.visibility is Visibility.PUBLIC:
            comment.visibility = Visibility.COVERED
        yield from filter(None, (comment.thread_id, *(thread.deleted or ())))


def _is_shown_otherwise(session: Session, subject: Contribution) -> bool:
    return subject in session.dirty and _history(subject, "visibility").has_changes()


def _history(row: Contribution, name: str) -> History:
    found: History = inspect(row).attrs[name].history
    return found


@event.listens_for(Session, "after_flush_postexec")
def _bring_along(session: Session, *_: object) -> None:
    recounted, covered = session.info.pop(RECOUNT, set()), session.info.pop(COVER, {})
    dropped = session.info.pop(DROP, set())
    if dropped:
        statement = delete(Thread).where(Thread.id.in_([one for one in dropped if one]))
        db.session.execute(statement.execution_options(**_UNSYNCHRONISED))
    for thread_id, is_covered in covered.items():
        cover(thread_id, is_covered)
    if recounted or covered:
        recount({*recounted, *covered})


def cover(thread_id: int, is_covered: bool) -> None:
    """Hide the public comments of a thread with its subject, or show again those that were hidden with it."""
    before, after = Visibility.PUBLIC, Visibility.COVERED
    if not is_covered:
        before, after = after, before
    rows = update(Contribution).where(
        Contribution.thread_id == thread_id, Contribution.kind == Kind.COMMENT, Contribution.visibility == before
    )
    db.session.execute(rows.values(visibility=after).execution_options(**_UNSYNCHRONISED))
    holder = update(Thread).where(Thread.id == thread_id).values(is_covered=is_covered)
    db.session.execute(holder.execution_options(**_UNSYNCHRONISED))


def show(thread_ids: Iterable[int | None], *, is_shown: bool) -> None:
    """Show or hide what was said in these threads, with a subject that is no contribution."""
    ids = [one for one in thread_ids if one]
    for one in ids:
        cover(one, is_covered=not is_shown)
    recount(ids)


def recount(thread_ids: Iterable[int]) -> None:
    """Write anew how many public comments these threads have, and when the last of them came."""
    ids = sorted(thread_ids)
    # Held one after the other, so that of two who publish at once the second counts what the first has added.
    db.session.execute(select(Thread.id).where(Thread.id.in_(ids)).order_by(Thread.id).with_for_update())
    count = select(func.count()).select_from(Contribution).where(*_PUBLIC).correlate(Thread).scalar_subquery()
    last = select(func.max(Contribution.published_at)).where(*_PUBLIC).correlate(Thread).scalar_subquery()
    statement = update(Thread).where(Thread.id.in_(ids)).values(comment_count=count, last_at=last)
    db.session.execute(statement.execution_options(**_UNSYNCHRONISED))
    subjects = update(Contribution).where(Contribution.thread_id.in_(ids), Contribution.kind != Kind.COMMENT)
    known = select(Thread.comment_count).where(Thread.id == Contribution.thread_id).correlate(Contribution)
    subjects = subjects.values(comment_count=known.scalar_subquery())
    db.session.execute(subjects.execution_options(**_UNSYNCHRONISED))
    _read_anew(set(ids))


def _read_anew(thread_ids: set[int]) -> None:
    """Have what the session holds of these threads and their comments read anew when somebody asks for it."""
    for row in list(db.session.identity_map.values()):
        known = inspect(row).dict
        if isinstance(row, Thread) and known.get("id") in thread_ids:
            db.session.expire(row, ["comment_count", "last_at", "is_covered"])
        elif isinstance(row, Comment) and known.get("thread_id") in thread_ids and row not in db.session.dirty:
            db.session.expire(row, ["visibility"])
