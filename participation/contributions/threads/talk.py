"""A thread as a page shows it: one value for every page whose subject holds a `thread_id`, and one macro beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import request, url_for
from flask_babel import gettext
from markupsafe import Markup

from participation.access.actions import Action
from participation.access.guard import actor, can
from participation.accounts import organisations
from participation.accounts import services as accounts
from participation.accounts.models import Organisation, Person
from participation.contributions.models import Thread
from participation.contributions.threads import markup, reading
from participation.contributions.threads.forms import CommentForm, known
from participation.contributions.threads.reading import PER_PAGE, SORTS, STANCES, Said
from participation.core.feature import Lazy, Place, each
from participation.moderation.rules import Visibility
from participation.web.context import Link
from participation.web.forms import UNSENT
from participation.web.paging import Page, page_number, page_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as the page shows it. `depth` is 0 for what begins and 1 for all replies to it."""

    reference: str
    html: Markup
    language: str
    name: str
    is_official: bool
    stance: Lazy | None
    when: datetime
    is_edited: bool
    is_pinned: bool
    depth: int
    reply_to: str
    reply_href: str
    report_href: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread on the page of its subject."""

    thread: Thread
    comments: Sequence[Shown]
    page: Page
    sorts: Sequence[Link]
    form: CommentForm
    form_href: str
    may_write: bool
    may_steer: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever is about to write in a thread, and in whose name that can be."""

    person: Person | None
    organisations: Sequence[Organisation]
    office: str

    @property
    def person_id(self) -> int | None:
        """The person's number; None for guests."""
        return self.person.id if self.person else None


def writer(thread: Thread) -> Writer:
    """Return who writes; staff may speak for their office."""
    number = actor().person_id
    person = accounts.person(number) if number else None
    if person is None:
        return Writer(None, (), "")
    return Writer(person, organisations.speaking(person.id), person.unit or thread.process.answering_office)


def form_for(thread: Thread, who: Writer, *, is_reply: bool = False, is_unsent: bool = False) -> CommentForm:
    """Return the form of a comment for this writer; unsent where it stands on a page that has another form."""
    form = CommentForm(UNSENT if is_unsent else None, **known(who.person))
    asks_stance = thread.asks_stance and not is_reply
    return form.offer(thread, who.organisations, who.office, asks_stance=asks_stance)


def talk_of(thread: Thread, place: Place) -> Talk:
    """Return a thread for the page of its subject; order and page are read from the address."""
    sorts = [sort for sort in SORTS if sort != "stance" or thread.asks_stance]
    sort = _chosen(sorts)
    pages = max(1, ceil(thread.comment_count / PER_PAGE))
    number = min(pages, page_number("part"))
    return Talk(
        thread=thread,
        comments=_shown(thread, reading.said_in(thread, sort, number) if thread.comment_count else []),
        page=page_of(number, thread.comment_count, PER_PAGE, lambda other: address(place, sort, other)),
        sorts=[Link(SORTS[one], address(place, one), one == sort) for one in sorts],
        form=form_for(thread, writer(thread), is_unsent=True),
        form_href=url_for("contributions.write_comment", number=thread.id),
        may_write=can(Action.COMMENT, thread),
        may_steer=can(Action.MODERATE, thread),
    )


def _chosen(sorts: Sequence[str]) -> str:
    wanted = request.args.get("comments", "")
    return wanted if wanted in sorts else "oldest"


def address(place: Place, sort: str = "oldest", number: int = 1, anchor: str = "comments") -> str:
    """Return where a part of a thread is read."""
    asked = [f"comments={sort}"] if sort != "oldest" else []
    asked += [f"part={number}"] if number > 1 else []
    return f"{place.href}{'?' if asked else ''}{'&'.join(asked)}#{anchor}"


def _shown(thread: Thread, said: Sequence[Said]) -> list[Shown]:
    names: markup.Names = ()
    if any("@" in one.text for one in said):
        here = {one.reference for one in said}
        names = tuple((name, _way_to(reference, here)) for name, reference in reading.names_in(thread).items())
    return [_one(thread, one, names) for one in said]


def _way_to(reference: str, here: set[str]) -> str:
    return f"#c-{reference}" if reference in here else url_for("contributions.comment", reference=reference)


def _one(thread: Thread, said: Said, names: markup.Names) -> Shown:
    return Shown(
        reference=said.reference,
        html=markup.to_html(said.text, names if "@" in said.text else ()),
        language=said.language,
        name=said.office or said.display_name,
        is_official=bool(said.office),
        stance=STANCES[said.stance] if said.stance else None,
        when=said.created_at,
        is_edited=said.edited_at is not None,
        is_pinned=said.pinned_at is not None,
        depth=0 if said.root_id is None else 1,
        reply_to=_replies_to(said),
        reply_href=url_for("contributions.write_comment", number=thread.id, to=said.reference),
        report_href=report_href(said.reference),
    )


def report_href(reference: str) -> str:
    """Return where a contribution can be reported; empty in a house without notices."""
    return next((href(reference) for href in each("report_href")), "")


def _replies_to(said: Said) -> str:
    """Return to whom a reply speaks, where that does not stand right above it."""
    if said.root_id is None or (said.reply_to_id == said.root_id and said.before_visibility is Visibility.PUBLIC):
        return ""
    if said.before_visibility is not Visibility.PUBLIC:
        return gettext("a comment that is no longer to be seen")
    return said.before_office or said.before_name or gettext("a comment without a name")
