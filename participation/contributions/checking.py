"""What becomes public at once, and what waits for the moderators first; and how fast one may write after the other."""

from math import ceil

from flask_babel import ngettext
from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from participation.access.guard import actor, see_all
from participation.contributions.models import Board, Contribution
from participation.core import limits
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.moderation.rules import Visibility, waits
from participation.process.models import Process
from participation.web.forms import Form

AT_ONCE = frozenset({Channel.WEB, Channel.KIOSK})
"""Ways in by which somebody writes who could have read the house rules; what was typed from paper is read first."""


def settle(contribution: Contribution, board: Board | None, *, has_files: bool = False) -> None:
    """Make something new public at once where its board allows that; the moderators read it afterwards."""
    if board is None or contribution.channel not in AT_ONCE:
        return
    has_marks = has_files or bool(contribution.findings)
    if waits(board.checks_now(), has_marks=has_marks, is_known=_is_known(contribution.author_id)):
        return
    contribution.visibility = Visibility.PUBLIC
    contribution.published_at = contribution.created_at
    contribution.is_unread = True


def _is_known(author_id: int | None) -> bool:
    """Return whether something of this account was published before."""
    if author_id is None:
        return False
    statement = select(Contribution.id).where(
        Contribution.author_id == author_id,
        Contribution.visibility == Visibility.PUBLIC,
        Contribution.is_unread.is_(False),
    )
    return db.session.scalar(see_all(statement.limit(1), "whether there is one")) is not None


@event.listens_for(Session, "before_flush")
def _notice(session: Session, *_: object) -> None:
    """What a moderator takes from the public has been read."""
    for row in session.dirty:
        if isinstance(row, Contribution) and row.is_unread and inspect(row).attrs["visibility"].history.has_changes():
            row.is_unread = False


def comes_too_soon(form: Form, where: Board | Process, author_id: int | None) -> bool:
    """Return whether this account or connection wrote here a moment ago; the form then says when to send it again.

    Asking counts as writing. Nothing that was typed is lost: the form is ready to be shown once more.
    """
    minutes = _minutes_to_wait(where, author_id)
    if not minutes:
        return False
    db.session.rollback()
    form.form_errors.append(
        ngettext(
            "Just now, everybody may write here only once in a while. Please send it again in %(num)s minute; "
            "what you wrote is still here.",
            "Just now, everybody may write here only once in a while. Please send it again in %(num)s minutes; "
            "what you wrote is still here.",
            minutes,
        )
    )
    form.renew()
    return True


def _minutes_to_wait(where: Board | Process, author_id: int | None) -> int:
    """Return in how many minutes they may write again; 0 for now."""
    if not where.slow_minutes or actor().is_staff:
        return 0
    who = f"person:{author_id}" if author_id else limits.address()
    try:
        limits.hit(f"slow:{where.slug}", who, limit=1, per_seconds=where.slow_minutes * 60)
    except limits.TooMany as refused:
        return max(1, ceil(int(str(refused.retry_after)) / 60))
    return 0
