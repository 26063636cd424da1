"""Taking in what people say to each other: comments in a thread, and discussions with a thread of their own."""

from typing import Any

from participation.contributions import checking, screening, services
from participation.contributions.finding import COMMENT_KIND, DISCUSSION_KIND
from participation.contributions.models import AssignedBy, Comment, Discussion, Stance, Thread
from participation.contributions.rules import title_from
from participation.contributions.services import Draft
from participation.contributions.threads import following
from participation.contributions.threads.markup import plain
from participation.core import search
from participation.core.clock import now
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.process.models import Process


def submit_comment(
    thread: Thread,
    draft: Draft,
    receipt: str | None = None,
    *,
    reply_to: Comment | None = None,
    stance: Stance | None = None,
    office: str = "",
) -> Comment:
    """Take in a comment; it waits for the moderators. The author is told by mail where one was left.

    The official word of an office waits for nobody.

    Args:
        receipt: the code from `receipt_code`, for comments whose author gets a private status link.
        office: the part of the town hall in whose name it is written; empty for everybody else.
    """
    comment = _comment_from(thread, draft, receipt, reply_to)
    comment.stance, comment.office = stance, office
    screening.arrive(comment)
    checking.settle(comment, thread.board)
    db.session.add(comment)
    db.session.flush()
    search.index(COMMENT_KIND, comment.id, plain(comment.text))
    if office:
        services.publish(comment, draft.author_id)
    else:
        services.acknowledge(comment, draft, receipt)
    if comment.visibility is Visibility.PUBLIC and not office:
        following.announce(comment)
    return comment


def _comment_from(thread: Thread, draft: Draft, receipt: str | None, reply_to: Comment | None) -> Comment:
    return Comment(
        thread_id=thread.id,
        board_id=thread.board_id,
        process_id=thread.process_id,
        reply_to_id=reply_to.id if reply_to else None,
        root_id=(reply_to.root_id or reply_to.id) if reply_to else None,
        **_said(draft, receipt),
    )


def submit_discussion(process: Process, draft: Draft, receipt: str | None = None) -> Discussion:
    """Take in a new discussion with its first words; it waits for the moderators."""
    discussion = Discussion(
        process_id=process.id,
        thread=Thread(process_id=process.id),
        action_field_id=draft.action_field_id,
        field_by=AssignedBy.AUTHOR if draft.action_field_id else None,
        **_said(draft, receipt),
    )
    screening.arrive(discussion)
    db.session.add(discussion)
    db.session.flush()
    search.index(DISCUSSION_KIND, discussion.id, discussion.title, plain(discussion.text))
    services.acknowledge(discussion, draft, receipt)
    return discussion


def _said(draft: Draft, receipt: str | None) -> dict[str, Any]:
    """Return what a draft says, whichever kind of talk it becomes."""
    return {
        "channel": draft.channel,
        "reference": services.references(1)[0],
        "receipt_hash": services.receipt_hash(receipt) if receipt else None,
        "import_key": draft.import_key,
        "title": draft.title or title_from(plain(draft.text) or draft.text),
        "text": draft.text,
        "language": draft.written_in,
        "display_name": draft.display_name,
        "sector": draft.sector,
        "author_id": draft.author_id,
        "organisation_id": draft.organisation_id,
        "created_at": draft.created_at or now(),
        "visibility": Visibility.WAITING,
    }
