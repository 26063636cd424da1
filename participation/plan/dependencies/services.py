"""Verbs and queries of dependencies: say what a measure needs first, and find all that hang on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from participation.access.guard import GUEST, see_all, visible
from participation.core.database import db
from participation.plan.dependencies.models import Dependency
from participation.plan.dependencies.rules import circle, hanging_on
from participation.plan.finding import EDITORS_ONLY
from participation.plan.models import Measure


class CircleError(Exception):
    """The measures would need each other first; `codes` names them in order."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(" → ".join(codes))
        self.codes = codes


@dataclass(frozen=True, slots=True)
class First:
    """A measure that another one needs first, and why (Voraussetzung)."""

    measure: Measure
    reason: str


def needs_of(measure: Measure) -> Sequence[First]:
    """Return what a measure needs first, drafts included."""
    rows = db.session.execute(see_all(_needed(measure), EDITORS_ONLY))
    return [First(found, reason) for found, reason in rows]


def public_needs_of(measure: Measure) -> Sequence[First]:
    """Return what a measure needs first, as everybody may know."""
    return [First(found, reason) for found, reason in db.session.execute(visible(_needed(measure), GUEST))]


def _needed(measure: Measure):  # type: ignore[no-untyped-def]  # the type of a select of two is longer than it tells
    statement = select(Measure, Dependency.reason).join(Dependency, Dependency.needs_id == Measure.id)
    return statement.where(Dependency.measure_id == measure.id).order_by(Measure.id)


def hanging_on_it(measure: Measure) -> Sequence[Measure]:
    """Return every measure that needs this one first, be it through others, drafts included."""
    ids = hanging_on(_all(measure.process_id), measure.id)
    statement = see_all(select(Measure).where(Measure.id.in_(ids)), EDITORS_ONLY)
    found = {one.id: one for one in db.session.scalars(statement)}
    return [found[one] for one in ids]


def others(measure: Measure) -> Sequence[Measure]:
    """Return the other measures of its process, drafts included."""
    statement = select(Measure).where(Measure.process_id == measure.process_id, Measure.id != measure.id)
    return db.session.scalars(see_all(statement.order_by(Measure.id), EDITORS_ONLY)).all()


def need(measure: Measure, first: Measure, reason: str = "") -> None:
    """Say that a measure needs another one first.

    Raises:
        CircleError: where the other one needs this one first, be it through others.
    """
    found = circle(_all(measure.process_id), measure.id, first.id)
    if found:
        codes = {one.id: one.code for one in [measure, *others(measure)]}
        raise CircleError([codes[one] for one in found])
    db.session.merge(Dependency(measure_id=measure.id, needs_id=first.id, reason=reason))
    db.session.flush()


def free(measure: Measure, first: int) -> None:
    """Say that a measure no longer needs another one first, by its id."""
    db.session.execute(delete(Dependency).where(Dependency.measure_id == measure.id, Dependency.needs_id == first))


def _all(process_id: int) -> Mapping[int, list[int]]:
    """Return all dependencies of a process: who needs whom."""
    own = select(Measure.id).where(Measure.process_id == process_id)
    found: dict[int, list[int]] = {}
    statement = select(Dependency).where(Dependency.measure_id.in_(own))
    statement = statement.order_by(Dependency.measure_id, Dependency.needs_id)
    for one in db.session.scalars(see_all(statement, EDITORS_ONLY)):
        found.setdefault(one.measure_id, []).append(one.needs_id)
    return found
