"""Queries of the hub: which contributions a page shows, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participation.access.guard import GUEST, SelectT, actor, see_all, visible
from participation.contributions.models import TALK, Board, Contribution, Idea, Kind, Outcome, OutcomeKind
from participation.contributions.translated import Translation
from participation.core import search
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.process.models import District
from participation.web import languages

SEARCH_KIND = "contribution"
COMMENT_KIND, DISCUSSION_KIND = "comment", "discussion"
MOST_ALIKE = 3
LATEST_LAST = (Outcome.decided_at, Outcome.id)
OWN = "its author sees it in every state"
WITH_PLACE = (joinedload(Contribution.district), joinedload(Contribution.action_field))


def search_kind(contribution: Contribution) -> str:
    """Return under which kind a contribution is looked for: nobody who looks for ideas wades through comments."""
    return {Kind.COMMENT: COMMENT_KIND, Kind.DISCUSSION: DISCUSSION_KIND}.get(contribution.kind, SEARCH_KIND)


@dataclass(frozen=True, slots=True)
class IdeaFilter:
    """What somebody looks for on a board; empty values ask for everything.

    `chance` numbers one of the orders by chance: the same on every page, another one for the next reader. `placed` asks
    for what has a place on the map, `like` for an idea with those that are folded into it.
    """

    words: str = ""
    field: str = ""
    district: str = ""
    state: str = ""
    sort: str = "new"
    chance: int = 0
    placed: bool = False
    like: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for fewer than all."""
        return bool(self.words or self.field or self.district or self.state or self.placed or self.like)

    @property
    def folds(self) -> bool:
        """Whether ideas that say the same are shown as one; whoever looks for something sees each of them."""
        return not (self.words or self.field or self.district or self.placed or self.like)


@dataclass(frozen=True, slots=True)
class Listed:
    """An idea as lists need it; `outcome` is the kind of its latest answer and the office that gave it."""

    id: int
    reference: str
    title: str
    text: str
    language: str
    place: str
    created_at: datetime
    support_count: int
    score: int
    comment_count: int
    folded_count: int
    district_id: int | None
    action_field_id: int | None
    outcome: tuple[OutcomeKind, str] | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list and how many there are in all."""

    items: Sequence[Listed]
    total: int


_COLUMNS = (
    Idea.id,
    Idea.reference,
    Idea.title,
    Idea.text,
    Idea.language,
    Idea.place,
    Idea.created_at,
    Idea.support_count,
    Idea.score,
    Idea.comment_count,
    Idea.folded_count,
    Idea.district_id,
    Idea.action_field_id,
)


def ideas_on(board: Board, wanted: IdeaFilter, *, page: int, per_page: int, total: int | None = None) -> Found:
    """Return one page of the ideas on a board that the present actor may see.

    Args:
        total: how many there are in all, where the caller has counted them.
    """
    statement = visible(narrowed(select(*_COLUMNS).where(Idea.board_id == board.id), board, wanted))
    if actor().is_staff:
        statement = statement.where(Idea.visibility == Visibility.PUBLIC)
    part = statement.order_by(*_order(wanted)).limit(per_page).offset((page - 1) * per_page)
    if wanted.words:
        return _searched(part)
    if total is None:
        total = db.session.scalar(statement.with_only_columns(func.count(Idea.id)).order_by(None)) or 0
    return Found(_listed(part), total)


def _searched(part: "Select[*tuple[Any, ...]]") -> Found:
    """Look once for the ids of a page and how many hits there are in all; the words of ideas only for this page."""
    hits = db.session.execute(part.with_only_columns(Idea.id, func.count().over())).all()
    places = {number: place for place, (number, _) in enumerate(hits)}
    found = _listed(see_all(select(*_COLUMNS).where(Idea.id.in_(places)), "the select of their ids was narrowed"))
    return Found(sorted(found, key=lambda one: places[one.id]), hits[0][1] if hits else 0)


def _listed(statement: "Select[*tuple[Any, ...]]") -> list[Listed]:
    """Run a select of the columns of a list; plain values, as objects that can be changed take their time."""
    rows = db.session.execute(statement).mappings().all()
    answers = select(Outcome.contribution_id, Outcome.kind, Outcome.office)
    answers = answers.where(Outcome.contribution_id.in_([row["id"] for row in rows]))
    latest = {of: (kind, office) for of, kind, office in db.session.execute(answers.order_by(*LATEST_LAST))}
    return _in_own_language([Listed(**row, outcome=latest.get(row["id"])) for row in rows])


def _in_own_language(listed: list[Listed]) -> list[Listed]:
    """Return the list with what was translated into the reader's language; who reads only that asks for nothing."""
    reads = languages.locale()
    foreign = [one.id for one in listed if one.language != reads]
    if not foreign:
        return listed
    statement = select(Translation.contribution_id, Translation.title, Translation.text)
    statement = statement.where(Translation.language == reads, Translation.contribution_id.in_(foreign))
    words = {of: (title, text) for of, title, text in db.session.execute(statement)}
    return [_read_in(reads, one, *words[one.id]) if one.id in words else one for one in listed]


def _read_in(language: str, one: Listed, title: str, text: str) -> Listed:
    return replace(one, title=title, text=text, language=language)


def narrowed(statement: SelectT, board: Board, wanted: IdeaFilter) -> SelectT:
    """Return a select of ideas narrowed to what somebody looks for."""
    if wanted.placed:
        statement = statement.where(Idea.latitude.is_not(None))
    if wanted.folds:
        statement = statement.where(Idea.folded_into_id.is_(None))
    if wanted.like:
        leader = see_all(select(Idea.id).where(Idea.reference == wanted.like), "only what is shown with it is listed")
        number = leader.scalar_subquery()
        statement = statement.where(or_(Idea.id == number, Idea.folded_into_id == number))
    if wanted.field:
        ids = [field.id for field in board.process.fields if field.code == wanted.field]
        statement = statement.where(Idea.action_field_id.in_(ids))
    if wanted.district:
        known = select(District.id).where(District.code == wanted.district)
        statement = statement.where(Idea.district_id == known.scalar_subquery())
    if wanted.state == "open":
        statement = statement.where(Idea.answered_at.is_(None))
    elif wanted.state == "answered":
        statement = statement.where(Idea.answered_at.is_not(None))
    if wanted.words:
        hits = search.matches(SEARCH_KIND, wanted.words)
        if hits is not None:
            statement = statement.where(Idea.id.in_(hits))
    return statement


def _order(wanted: IdeaFilter) -> tuple[Any, ...]:
    if wanted.sort == "popular":
        return Idea.score.desc(), Idea.created_at.desc(), Idea.id.desc()
    if wanted.sort == "answered":
        return Idea.answered_at.desc().nulls_last(), Idea.created_at.desc(), Idea.id.desc()
    if wanted.sort == "chance":
        return shuffled(wanted.chance), Idea.id
    return Idea.created_at.desc(), Idea.id.desc()


def shuffled(chance: int) -> ColumnElement[int]:
    """Return a number for each idea that mixes them well, alike on both databases: a step of a congruential generator.

    Source: P. L'Ecuyer, Tables of linear congruential generators (1999), modulus 2^31 - 1.
    """
    return (cast(Idea.id, BigInteger) * 1_583_458_089 + chance * 784_588_716) % 2_147_483_647


def count_on(board: Board) -> int:
    """Return how many ideas on a board everybody can read."""
    statement = select(func.count(Idea.id)).where(Idea.board_id == board.id, Idea.visibility == Visibility.PUBLIC)
    return db.session.scalar(visible(statement, GUEST)) or 0


def newest(board: Board, count: int) -> Sequence[Idea]:
    """Return what became public on a board last, as everybody sees it."""
    statement = visible(select(Idea).where(Idea.board_id == board.id, Idea.published_at.is_not(None)), GUEST)
    statement = statement.order_by(Idea.published_at.desc(), Idea.id.desc()).limit(count)
    return db.session.scalars(statement.options(*WITH_PLACE, selectinload(Idea.outcomes))).all()


def alike(board: Board, text: str) -> Sequence[Listed]:
    """Return public ideas on a board that say nearly what this text says, the nearest first.

    That two texts are about the same part of town makes them no more alike.
    """
    for name in db.session.scalars(select(District.name)):
        text = text.replace(name, " ")
    near = search.alike(SEARCH_KIND, text)
    public = Idea.board_id == board.id, Idea.visibility == Visibility.PUBLIC, Idea.folded_into_id.is_(None)
    statement = visible(select(*_COLUMNS).where(*public))
    return sorted(_listed(statement.where(Idea.id.in_(near))), key=lambda one: near[one.id], reverse=True)[:MOST_ALIKE]


def idea(reference: str) -> Idea | None:
    """Return the idea with this public reference, if the present actor may see it."""
    statement = visible(select(Idea).where(Idea.reference == reference))
    beside = joinedload(Idea.thread), joinedload(Idea.board)
    loaded = selectinload(Idea.outcomes), selectinload(Idea.attachments), *beside
    return db.session.scalars(statement.options(*WITH_PLACE, *loaded)).first()


def with_files(reference: str) -> Contribution | None:
    """Return the contribution with this public reference and its attachments, if the present actor may see it."""
    statement = visible(select(Contribution).where(Contribution.reference == reference))
    return db.session.scalars(statement.options(selectinload(Contribution.attachments))).first()


def followed(reference: str) -> Contribution | None:
    """Return the contribution with this reference whose way everybody can follow: an idea, or a question."""
    statement = select(Contribution).where(Contribution.reference == reference, Contribution.kind.not_in(TALK))
    return db.session.scalars(visible(statement).options(*WITH_PLACE, selectinload(Contribution.outcomes))).first()


def latest_answered(process_id: int, count: int) -> Sequence[Idea]:
    """Return the public ideas of a process that were answered last; comments get no official answer."""
    statement = (
        select(Idea)
        .where(
            Idea.process_id == process_id,
            Idea.visibility == Visibility.PUBLIC,
            Idea.answered_at.is_not(None),
        )
        .order_by(Idea.answered_at.desc(), Idea.id.desc())
        .limit(count)
    )
    return db.session.scalars(visible(statement).options(selectinload(Idea.outcomes))).all()


def of_author(person_id: int) -> Sequence[Contribution]:
    """Return what a person wrote while signed in or took over later, newest first."""
    statement = select(Contribution).where(Contribution.author_id == person_id)
    statement = statement.order_by(Contribution.created_at.desc(), Contribution.id.desc())
    return db.session.scalars(see_all(statement, OWN).options(selectinload(Contribution.outcomes))).all()


def own(reference: str, person_id: int) -> Contribution | None:
    """Return the contribution with this reference, if this person is its author."""
    statement = select(Contribution).where(Contribution.reference == reference, Contribution.author_id == person_id)
    found = see_all(statement, OWN).options(*WITH_PLACE, selectinload(Contribution.outcomes))
    return db.session.scalars(found).first()
