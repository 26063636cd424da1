"""Queries of the plan: which measures there are, where each comes from, and which one a code means.

Everybody reads what is public; drafts are for the pages of those who edit the plan, whoever else sees hidden things.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import has_request_context, request, url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from participation.access.actions import Action
from participation.access.guard import GUEST, can, see_all, visible
from participation.contributions.models import Contribution, Idea
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.plan.models import Measure, MeasureOrigin
from participation.plan.rules import BindingState, Share
from participation.process.models import Process

NEWEST = "stadtfaden.newest-process"
EDITORS_ONLY = "those who edit the plan read drafts"
WITH_FIELD = (
    joinedload(Measure.action_field),
    joinedload(Measure.process).options(lazyload(Process.phases), lazyload(Process.fields)),
)
WHOLE = selectinload(Measure.changes), joinedload(Measure.thread)
Address = Callable[[str, Measure], str]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list and how many there are in all."""

    items: Sequence[Any]
    total: int


# For everybody


def measure(code: str, process: str = "") -> Measure | None:
    """Return the public measure with this code; of several processes the newest, unless one is named."""
    return db.session.scalars(visible(_by_code(code, process), GUEST).options(*WHOLE)).first()


def measures_of(process: Process, *, page: int = 1, per_page: int = 50) -> Found:
    """Return the public measures of a process in the order of their codes."""
    statement = visible(select(Measure).where(Measure.process_id == process.id), GUEST)
    return _page(statement, (), page, per_page)


def count_of(process: Process) -> tuple[int, bool]:
    """Return how many measures of a process are public, and whether addresses need not name it; one statement."""
    newest = select(func.max(Process.id)).scalar_subquery()
    statement = select(func.count(Measure.id), newest).where(Measure.process_id == process.id)
    count, newest_id = db.session.execute(visible(statement, GUEST)).one()
    return count, newest_id == process.id


def origins_of(measures: Collection[Measure]) -> Mapping[int, list[MeasureOrigin]]:
    """Return the public voices each of these measures comes from, by the id of the measure, oldest first."""
    found: dict[int, list[MeasureOrigin]] = {measure.id: [] for measure in measures}
    statement = _origins(list(found)).options(selectinload(MeasureOrigin.contribution, Contribution.outcomes))
    for origin in db.session.scalars(statement.order_by(*_BY_AGE)):
        found[origin.measure_id].append(origin)
    return found


def origins_page(measure: Measure, *, page: int, per_page: int) -> Found:
    """Return one page of the public voices a measure comes from, oldest first."""
    statement = _origins([measure.id])
    total = db.session.scalar(statement.with_only_columns(func.count(MeasureOrigin.id))) or 0
    rows = db.session.scalars(statement.order_by(*_BY_AGE).limit(per_page).offset((page - 1) * per_page))
    return Found(rows.all(), total)


def shares_of(measures: Collection[Measure]) -> Mapping[int, Mapping[Share, int]]:
    """Return how many public voices each of these measures comes from, by how much of them it takes up."""
    found: dict[int, dict[Share, int]] = {measure.id: {} for measure in measures}
    columns = MeasureOrigin.measure_id, MeasureOrigin.share, func.count(MeasureOrigin.id)
    counted = _origins(list(found)).with_only_columns(*columns).group_by(*columns[:2])
    for measure_id, share, count in db.session.execute(counted):
        found[measure_id][share] = count
    return {key: {share: counts[share] for share in Share if share in counts} for key, counts in found.items()}


_BY_AGE = Contribution.created_at, Contribution.id


def _origins(ids: Collection[int]) -> Select[MeasureOrigin]:
    statement = select(MeasureOrigin).join(MeasureOrigin.contribution).where(MeasureOrigin.measure_id.in_(ids))
    eager = contains_eager(MeasureOrigin.contribution).joinedload(Contribution.district)
    return visible(statement, GUEST).options(eager)


def talked_about(thread_ids: Collection[int]) -> Sequence[Measure]:
    """Return the public measures under which these threads stand."""
    statement = select(Measure).where(Measure.thread_id.in_(thread_ids)).options(*WITH_FIELD)
    return db.session.scalars(visible(statement, GUEST)).all()


# For those who edit the plan


def for_editors(code: str, process: str = "", *, locked: bool = False) -> Measure | None:
    """Return the measure with this code, be it a draft.

    Args:
        locked: let nobody else change it until this transaction ends.
    """
    statement = see_all(_by_code(code, process), EDITORS_ONLY).options(selectinload(Measure.changes))
    if locked:
        statement = statement.with_for_update(of=Measure).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def editable(*, page: int, per_page: int) -> Found:
    """Return one page of the measures the present actor may edit: drafts first, then the newest process."""
    processes = [process.id for process in db.session.scalars(select(Process)) if can(Action.EDIT_PLAN, process)]
    statement = see_all(select(Measure).where(Measure.process_id.in_(processes)), EDITORS_ONLY)
    return _page(statement, (Measure.state != BindingState.DRAFT, Measure.process_id.desc()), page, per_page)


def by_references(measure: Measure, references: Collection[str]) -> Sequence[Idea]:
    """Return the public ideas of the measure's process with these numbers; from a comment no measure grows."""
    statement = select(Idea).where(
        Idea.process_id == measure.process_id,
        Idea.reference.in_(references),
        Idea.visibility == Visibility.PUBLIC,
    )
    return db.session.scalars(visible(statement).options(selectinload(Idea.outcomes))).all()


def _by_code(code: str, process: str) -> Select[Measure]:
    statement = select(Measure).where(Measure.code == code.upper()).order_by(Measure.process_id.desc()).limit(1)
    return statement.where(Measure.process.has(slug=process)) if process else statement


def _page(statement: Select[Measure], first: Sequence[Any], page: int, per_page: int) -> Found:
    total = db.session.scalar(statement.with_only_columns(func.count(Measure.id))) or 0
    ordered = statement.order_by(*first, Measure.id).limit(per_page).offset((page - 1) * per_page)
    return Found(db.session.scalars(ordered.options(*WITH_FIELD)).all(), total)


# Addresses


def newest_process() -> int | None:
    """Return the id of the process whose measures need not name it; asked once for a page that is read."""
    kept: dict[str, int | None] = request.environ if has_request_context() and request.method == "GET" else {}
    if NEWEST not in kept:
        kept[NEWEST] = db.session.scalar(select(func.max(Process.id)))
    return kept[NEWEST]


def addresses() -> Address:
    """Return what gives a measure's address on a page; codes of other than the newest process name their process."""
    newest = newest_process()

    def address(endpoint: str, measure: Measure) -> str:
        process = None if measure.process_id == newest else measure.process.slug
        return url_for(endpoint, code=measure.code, process=process)

    return address
