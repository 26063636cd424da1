"""Comments for feed readers: what was said last in one thread, or on a whole board."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response, render_template, url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, func, select

from participation.access.guard import GUEST, visible
from participation.contributions.models import Board, Comment, Thread
from participation.contributions.threads import reading
from participation.contributions.threads.markup import plain
from participation.core.clock import now
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.web import languages

IN_FEED = 50
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment in a feed; days as RFC 3339 writes them."""

    title: str
    href: str
    text: str
    author: str
    language: str
    published: str
    updated: str


def of_thread(thread: Thread, title: str, page: str) -> Response:
    """Return the latest comments of a thread as a feed."""
    address = languages.full_address(url_for("contributions.thread_feed", number=thread.id))
    return _feed(Comment.thread_id == thread.id, title, address, page)


def of_board(board: Board, title: str, address: str, page: str) -> Response:
    """Return the latest comments on everything that stands on a board as a feed."""
    return _feed(Comment.board_id == board.id, title, address, page)


def _feed(which: ColumnElement[bool], title: str, address: str, page: str) -> Response:
    entries = list(_entries(which))
    updated = max((one.updated for one in entries), default=now().replace(microsecond=0).isoformat())
    words = render_template(
        "contributions/comments.xml",
        title=title,
        address=address,
        page=languages.full_address(page),
        entries=entries,
        updated=updated,
    )
    return Response(words, mimetype="application/atom+xml")


def _entries(which: ColumnElement[bool]) -> Iterator[Entry]:
    moment = func.coalesce(Comment.published_at, Comment.created_at)
    statement = select(Comment).where(which, Comment.visibility == Visibility.PUBLIC)
    newest = visible(statement, GUEST).order_by(moment.desc(), Comment.id.desc()).limit(IN_FEED)
    found: Sequence[Comment] = db.session.scalars(newest).all()
    places = reading.places({one.thread_id for one in found if one.thread_id})
    for one in found:
        place = places.get(one.thread_id or 0)
        if place is None:
            continue
        published = one.published_at or one.created_at
        author = one.office or one.display_name or gettext("Somebody who gave no name")
        yield Entry(
            title=_clean(gettext("%(name)s on “%(title)s”", name=author, title=place.title)),
            href=languages.full_address(url_for("contributions.comment", reference=one.reference)),
            text=_clean(plain(one.text)),
            author=_clean(author),
            language=one.language,
            published=published.isoformat(timespec="seconds"),
            updated=(one.edited_at or published).isoformat(timespec="seconds"),
        )


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)
