"""What the pages of a board show, as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from flask import request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import lazyload

from analysis.core.hinting import field_hint
from participation.access.actions import Action
from participation.access.guard import can, visible
from participation.contributions import finding
from participation.contributions.asking import Rating
from participation.contributions.finding import Found, IdeaFilter, Listed
from participation.contributions.models import Board, Contribution, Idea, OutcomeKind
from participation.contributions.threads.feeds import NOT_IN_XML
from participation.contributions.timeline import OUTCOME_NAMES
from participation.contributions.votes import levels
from participation.contributions.votes.rules import won_of
from participation.core.clock import today
from participation.core.database import db
from participation.core.feature import Card, Lazy, Onward, Place
from participation.process.models import ActionField, District, Process
from participation.web import languages, paging
from participation.web.context import Link, day, day_short, local_text, number, snippet
from participation.web.paging import Page

BOARDS = "stadtfaden.boards"
PER_PAGE = 20
IN_FEED = 50
SORTS: Mapping[str, Lazy] = {
    "new": lazy_gettext("New"),
    "popular": lazy_gettext("Most supported"),
    "answered": lazy_gettext("Answered last"),
    "chance": lazy_gettext("By chance"),
}
UNITS: Mapping[Rating, Lazy] = {
    Rating.SUPPORT: lazy_gettext("in favour"),
    Rating.UP_DOWN: lazy_gettext("on balance"),
    Rating.POINTS: lazy_gettext("points"),
    Rating.PAIRS: lazy_gettext("not compared yet"),
}
BY_PAIRS = lazy_gettext("Ahead in comparisons")
ORDERS_BY_CHANCE = 100_000
STATES: Mapping[str, Lazy] = {
    "": lazy_gettext("any state"),
    "open": lazy_gettext("answer to come"),
    "answered": lazy_gettext("answered"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One idea in a list."""

    title: str
    href: str
    text: str
    field: str
    district: str
    when: str
    supports: int
    votes: str
    unit: Lazy | str
    level: Lazy
    comments: str
    state: str
    state_text: str
    language: str
    where: str = ""
    alike: str = ""
    alike_href: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One idea in a feed; days as RFC 3339 writes them."""

    title: str
    href: str
    text: str
    language: str
    author: str
    field: str
    published: str
    updated: str


def board(slug: str) -> Board | None:
    """Return the board of this name."""
    return db.session.scalars(_by_slug(), {"slug": slug}).unique().first()


@cache
def _by_slug() -> Select[Board]:
    """Return a statement that is put together once, as every page of a board begins with it."""
    return select(Board).where(Board.slug == bindparam("slug"))


def boards(process: Process | None = None) -> Sequence[Board]:
    """Return the boards, of one process or of all, newest first."""
    statement = select(Board).order_by(Board.id.desc())
    if process is not None:
        # The process is at hand already; a join would bring it once more, with its phases and fields.
        statement = statement.where(Board.process_id == process.id).options(lazyload(Board.process))
    return db.session.scalars(statement).unique().all()


def _boards_of(process: Process) -> Sequence[Board]:
    """Return the boards of a process, asked for once a request: the cards of its page and the ways onward need them."""
    kept: dict[int, Sequence[Board]] = request.environ.setdefault(BOARDS, {})
    if process.id not in kept:
        kept[process.id] = boards(process)
    return kept[process.id]


def likely_field(board: Board, text: str) -> ActionField | None:
    """Return the action field that a text which is being written sounds like; None where that is not clear."""
    codes = [field.code for field in board.process.fields]
    # Somebody may write German on an English page, seldom the other way round.
    code = field_hint(text, codes, language=languages.locale()) or field_hint(text, codes)
    return next((field for field in board.process.fields if field.code == code), None)


def districts() -> Sequence[District]:
    """Return the parts of the town, the largest first."""
    return db.session.scalars(select(District).order_by(District.population.desc(), District.name)).all()


def rows(ideas: Sequence[Listed], board: Board, districts: Sequence[District]) -> list[Row]:
    """Return ideas on a board as a list shows them."""
    fields = {field.id: local_text(field.name) for field in board.process.fields}
    places = {district.id: district.name for district in districts}
    return [_row(idea, board, fields, places) for idea in ideas]


def _row(idea: Listed, board: Board, fields: Mapping[int, str], places: Mapping[int, str]) -> Row:
    state, words = _state(idea.outcome, board.process)
    return Row(
        title=idea.title,
        href=url_for("boards.idea", reference=idea.reference),
        text=snippet(idea.text) if idea.text != idea.title else "",
        field=fields.get(idea.action_field_id or 0, ""),
        district=places.get(idea.district_id or 0, idea.place),
        when=day_short(idea.created_at),
        supports=idea.support_count,
        votes=_votes(idea, board.rating),
        unit=_unit(idea, board.rating),
        level=levels.BESIDE[board.assurance],
        comments=_commented(idea.comment_count),
        state=state,
        state_text=words,
        language=idea.language,
        where=", ".join(filter(None, (idea.place, places.get(idea.district_id or 0, "")))),
        alike=alike_words(idea.folded_count),
        alike_href=alike_href(board, idea.reference) if idea.folded_count else "",
    )


def alike_words(count: int) -> str:
    """Return how many more say the same; empty where none does."""
    return (
        ngettext("and one that says the same", "and %(count)s that say the same", count, count=number(count))
        if count
        else ""
    )


def alike_href(board: Board, reference: str) -> str:
    """Return where this idea is listed with those that say the same."""
    return url_for("boards.ideas", slug=board.slug, like=reference)


def _votes(idea: Listed, rating: Rating) -> str:
    if rating is Rating.PAIRS:
        return number(won_of(idea.score, idea.support_count)) if idea.support_count else "\u2013"
    return _signed(idea.score) if rating is Rating.UP_DOWN else number(idea.score)


def _unit(idea: Listed, rating: Rating) -> Lazy | str:
    if rating is not Rating.PAIRS or not idea.support_count:
        return UNITS[rating]
    return gettext("of %(count)s won", count=number(idea.support_count))


def _signed(score: int) -> str:
    """Return the balance of those in favour and those against, with its sign."""
    return f"+{number(score)}" if score > 0 else number(score).replace("-", "\u2212")


def _commented(count: int) -> str:
    return ngettext("%(count)s comment", "%(count)s comments", count, count=number(count)) if count else ""


def entries(ideas: Sequence[Idea]) -> list[Entry]:
    """Return ideas as a feed tells them, with the town's answer below the words of the author."""
    return [_entry(idea) for idea in ideas]


def _entry(idea: Idea) -> Entry:
    published = idea.published_at or idea.created_at
    answer = f"\n\n{OUTCOME_NAMES[idea.outcome.kind]}: {idea.outcome.answer}" if idea.outcome else ""
    return Entry(
        title=NOT_IN_XML.sub("", idea.title),
        href=languages.full_address(url_for("boards.idea", reference=idea.reference)),
        text=NOT_IN_XML.sub("", f"{idea.text}{answer}"),
        language=idea.language,
        author=idea.display_name or gettext("Somebody who gave no name"),
        field=local_text(idea.action_field.name) if idea.action_field else "",
        published=published.isoformat(timespec="seconds"),
        updated=max(published, idea.answered_at or published).isoformat(timespec="seconds"),
    )


def state_of(idea: Contribution) -> tuple[str, str]:
    """Return where an idea stands: the sign of the thread and its words."""
    return _state((idea.outcome.kind, idea.outcome.office) if idea.outcome else None, idea.process)


def _state(outcome: tuple[OutcomeKind, str] | None, process: Process) -> tuple[str, str]:
    if outcome:
        kind, office = outcome
        return "done", gettext("%(outcome)s: %(office)s", outcome=OUTCOME_NAMES[kind], office=office)
    due = process.answers_by
    if due < today():
        return "now", gettext("The answer was due by %(day)s", day=day(due))
    return "next", gettext("Answer by %(day)s", day=day(due))


def page_of(found: Found, number: int, board: Board, wanted: IdeaFilter) -> Page:
    """Return the reader's place in the list, with addresses that keep the filters."""
    return paging.page_of(number, found.total, PER_PAGE, lambda other: address(board, wanted, page=other))


def sorts(board: Board, wanted: IdeaFilter) -> list[Link]:
    """Return the ways to sort the list."""
    labels = {**SORTS, "popular": BY_PAIRS} if board.rating is Rating.PAIRS else SORTS
    return [Link(label, address(board, wanted, sort=sort), sort == wanted.sort) for sort, label in labels.items()]


def address(board: Board, wanted: IdeaFilter, *, page: int = 1, sort: str | None = None) -> str:
    """Return the address of this list; empty filters stay out of it."""
    values: dict[str, object] = {
        "q": wanted.words,
        "field": wanted.field,
        "district": wanted.district,
        "state": wanted.state,
        "sort": "" if (sort or wanted.sort) == "new" else sort or wanted.sort,
        "chance": wanted.chance if (sort or wanted.sort) == "chance" else "",
        "view": "map" if wanted.placed else "",
        "like": wanted.like,
        "page": "" if page == 1 else page,
    }
    return url_for("boards.ideas", slug=board.slug, **{name: value for name, value in values.items() if value})  # type: ignore[arg-type]


def cards(process: Process) -> list[Card]:
    """Return what people can do on the boards of a process now; all but the first board in one row each."""
    found = _boards_of(process)
    return [card for one in found[-1:] for card in _main_cards(one)] + [_card(one) for one in reversed(found[:-1])]


def _main_cards(board: Board) -> Iterator[Card]:
    if can(Action.SUBMIT_IDEA, board):
        yield Card(
            position=20,
            minutes=3,
            title=gettext("Write an idea"),
            text=gettext("One sentence is enough. You get an answer with reasons."),
            href=url_for("boards.write", slug=board.slug),
        )
    yield Card(
        position=30,
        minutes=5,
        title=gettext("Read and support ideas"),
        text=_there(finding.count_on(board)),
        href=url_for("boards.ideas", slug=board.slug),
    )


def _card(board: Board) -> Card:
    is_compared = board.rating is Rating.PAIRS and can(Action.SUPPORT, board)
    return Card(
        position=31,
        minutes=2 if is_compared else 5,
        title=gettext("Compare ideas: %(board)s", board=local_text(board.title))
        if is_compared
        else gettext("Ideas: %(board)s", board=local_text(board.title)),
        text=local_text(board.question),
        href=url_for("boards.compare" if is_compared else "boards.ideas", slug=board.slug),
    )


def _there(count: int) -> str:
    if not count:
        return gettext("What others wrote, and what the town answered.")
    return ngettext("One idea is here already.", "%(count)s ideas are here already.", count, count=number(count))


def onward(process: Process) -> list[Onward]:
    """Return where all ideas of a process can be read."""
    found = _boards_of(process)
    if len(found) == 1:
        return [Onward(gettext("See all ideas and their way"), url_for("boards.ideas", slug=found[0].slug))]
    return [
        Onward(gettext("See all: %(board)s", board=local_text(one.title)), url_for("boards.ideas", slug=one.slug))
        for one in found
    ]


def places(thread_ids: Sequence[int]) -> dict[int, Place]:
    """Return the ideas under which these threads stand, as far as the present actor may read them."""
    columns = select(Idea.thread_id, Idea.reference, Idea.title, Idea.language)
    rows = db.session.execute(visible(columns.where(Idea.thread_id.in_(thread_ids))))
    return {
        thread_id: Place(title, url_for("boards.idea", reference=reference), language)
        for thread_id, reference, title, language in rows
        if thread_id is not None
    }


def place_of(idea: Idea) -> Place:
    """Return where the thread of this idea stands."""
    return Place(idea.title, url_for("boards.idea", reference=idea.reference), idea.language)
