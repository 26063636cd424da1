"""What the pages of the discussions show, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participation.access.guard import GUEST, SelectT, visible
from participation.contributions.finding import DISCUSSION_KIND, WITH_PLACE
from participation.contributions.models import Discussion, Thread
from participation.contributions.threads.markup import plain
from participation.core import search
from participation.core.database import db
from participation.core.feature import Card, Place
from participation.moderation.rules import Visibility
from participation.process.models import Process
from participation.web import paging
from participation.web.context import local_text, number, snippet
from participation.web.paging import Page

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among the discussions; empty values ask for everything."""

    words: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One discussion in the list."""

    title: str
    href: str
    text: str
    language: str
    field: str
    comments: str
    last_at: datetime
    is_pinned: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list, and the reader's place in it."""

    rows: Sequence[Row]
    page: Page


_COLUMNS = (
    Discussion.reference,
    Discussion.title,
    Discussion.text,
    Discussion.language,
    Discussion.action_field_id,
    Discussion.comment_count,
    Discussion.pinned_at,
    Thread.closed_at,
    func.coalesce(Thread.last_at, Discussion.published_at, Discussion.created_at).label("last_at"),
)


def discussions_of(process: Process, wanted: Wanted, page: int) -> Found:
    """Return one page of the public discussions of a process: pinned ones first, then those with the latest word."""
    statement = select(*_COLUMNS).join(Thread, Thread.id == Discussion.thread_id)
    statement = _wanted(_public(statement, process), process, wanted)
    total = db.session.scalar(statement.with_only_columns(func.count(Discussion.id))) or 0
    order = Discussion.pinned_at.is_(None), _COLUMNS[-1].desc(), Discussion.id.desc()
    part = statement.order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    fields = {field.id: local_text(field.name) for field in process.fields}
    rows = [_row(row, fields.get(row["action_field_id"] or 0, "")) for row in db.session.execute(part).mappings()]
    place = paging.page_of(page, total, PER_PAGE, lambda other: address(process, wanted, other))
    return Found(rows, place)


def _public(statement: SelectT, process: Process) -> SelectT:
    narrowed = statement.where(
        Discussion.board_id.is_(None),
        Discussion.process_id == process.id,
        Discussion.visibility == Visibility.PUBLIC,
    )
    return visible(narrowed, GUEST)


def _wanted(statement: SelectT, process: Process, wanted: Wanted) -> SelectT:
    if wanted.field:
        ids = [field.id for field in process.fields if field.code == wanted.field]
        statement = statement.where(Discussion.action_field_id.in_(ids))
    hits = search.matches(DISCUSSION_KIND, wanted.words) if wanted.words else None
    return statement if hits is None else statement.where(Discussion.id.in_(hits))


def _row(row: Any, field: str) -> Row:
    count = row["comment_count"]
    return Row(
        title=row["title"],
        href=url_for("discussions.discussion", reference=row["reference"]),
        text=snippet(plain(row["text"])),
        language=row["language"],
        field=field,
        comments=ngettext("One reply", "%(count)s replies", count, count=number(count)) if count else "",
        last_at=row["last_at"],
        is_pinned=row["pinned_at"] is not None,
        is_closed=row["closed_at"] is not None,
    )


def address(process: Process, wanted: Wanted, page: int = 1) -> str:
    """Return the address of this list; empty filters stay out of it."""
    values = {"q": wanted.words, "field": wanted.field, "page": "" if page == 1 else page}
    return url_for("discussions.of_process", slug=process.slug, **{key: one for key, one in values.items() if one})  # type: ignore[arg-type]


def discussion(reference: str) -> Discussion | None:
    """Return the discussion with this reference, if the present actor may see it."""
    statement = visible(select(Discussion).where(Discussion.reference == reference))
    return db.session.scalars(statement.options(*WITH_PLACE, joinedload(Discussion.thread))).first()


def place_of(found: Discussion) -> Place:
    """Return where the thread of this discussion stands."""
    return Place(found.title, url_for("discussions.discussion", reference=found.reference), found.language)


def places(thread_ids: Sequence[int]) -> dict[int, Place]:
    """Return the discussions to which these threads belong, as far as the present actor may read them."""
    statement = visible(select(Discussion).where(Discussion.thread_id.in_(thread_ids)))
    return {found.thread_id: place_of(found) for found in db.session.scalars(statement) if found.thread_id}


def cards(process: Process) -> list[Card]:
    """Return the way to the discussions, for the page of the process, once there is one."""
    count = db.session.scalar(_public(select(func.count(Discussion.id)), process)) or 0
    if not count:
        return []
    text = ngettext(
        "One discussion is here already.", "%(count)s discussions are here already.", count, count=number(count)
    )
    href = url_for("discussions.of_process", slug=process.slug)
    return [Card(position=35, minutes=5, title=gettext("Talk about it with others"), text=text, href=href)]
