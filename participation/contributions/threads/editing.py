"""Authors correct what they said: for a quarter of an hour, with what it said before kept and the change marked."""

from datetime import datetime, timedelta

from participation.contributions import checking
from participation.contributions.finding import COMMENT_KIND
from participation.contributions.models import Comment
from participation.contributions.rules import title_from
from participation.contributions.threads import calling
from participation.contributions.threads.markup import plain
from participation.contributions.wording import Wording, change
from participation.core import search
from participation.core.clock import now
from participation.core.database import db
from participation.moderation.rules import Visibility

WINDOW = timedelta(minutes=15)


def editable_until(comment: Comment) -> datetime | None:
    """Return until when the author can correct a comment; None where that is over, or the moderators stopped it."""
    ends = comment.created_at + WINDOW
    return ends if ends > now() and comment.visibility in {Visibility.WAITING, Visibility.PUBLIC} else None


def edit(comment: Comment, text: str) -> None:
    """Let a comment say this; where the moderators read first, one that was public already waits for them again."""
    if text == comment.text:
        return
    title = title_from(plain(text) or text)
    change(comment, Wording(title, text, comment.display_name, comment.place), by_author=True)
    search.index(COMMENT_KIND, comment.id, plain(text))
    comment.edited_at = now()
    if comment.visibility is Visibility.PUBLIC and not comment.office:
        comment.visibility, comment.published_at = Visibility.WAITING, None
    if comment.visibility is Visibility.WAITING:
        checking.settle(comment, comment.thread.board)
    db.session.flush()
    if comment.visibility is Visibility.PUBLIC:
        calling.announce(comment)
