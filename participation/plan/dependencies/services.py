"""Verbs and queries of dependencies: say what a measure needs first, and find all that hang on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from participation.access.guard import CHECKED, GUEST, see_all, visible
from participation.core.clock import today
from participation.core.database import db
from participation.plan.dependencies.models import Dependency, Ripple
from participation.plan.dependencies.rules import Decided, circle, hanging_on
from participation.plan.finding import EDITORS_ONLY
from participation.plan.models import Measure
from participation.plan.sheet import services as sheets
from participation.process.models import Process


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


# What follows when one is moved


@dataclass(frozen=True, slots=True)
class Followed:
    """A measure that hangs on a moved one, and what was decided about it (Nachzügler)."""

    measure: Measure
    ripple: Ripple


def ask(measure: Measure, days: int) -> int:
    """Ask of every measure that hangs on this one whether it moves by so many days, too; return how many are asked.

    A question that is still open grows by the days; one that has come to nothing is taken back.
    """
    hanging = hanging_on_it(measure) if days else ()
    for one in hanging:
        known = db.session.get(Ripple, (measure.id, one.id))
        total = days + (known.days if known and known.decided is Decided.OPEN else 0)
        if total:
            asked = {"days": total, "decided": Decided.OPEN, "asked_on": today(), "decided_on": None}
            db.session.merge(Ripple(moved_id=measure.id, measure_id=one.id, **asked))
        elif known:
            db.session.delete(known)
    db.session.flush()
    return len(hanging)


def followed_by(measure: Measure) -> Sequence[Followed]:
    """Return the measures that were asked to move with this one, and what was decided, drafts included."""
    statement = select(Measure, Ripple).join(Ripple, Ripple.measure_id == Measure.id)
    statement = statement.where(Ripple.moved_id == measure.id).order_by(Measure.id)
    return [Followed(found, ripple) for found, ripple in db.session.execute(see_all(statement, EDITORS_ONLY))]


def decide(one: Followed, decided: Decided) -> None:
    """Say whether a measure moves with the one it hangs on; its days move with the decision, back as well."""
    turns = (decided is Decided.MOVES) - (one.ripple.decided is Decided.MOVES)
    sheet = sheets.sheet_of(one.measure)
    by = timedelta(days=turns * one.ripple.days)
    days = {name: day + by for name in ("starts_on", "ends_on") if (day := getattr(sheet, name))}
    if by and days:
        sheets.write(one.measure, days)
    one.ripple.decided, one.ripple.decided_on = decided, None if decided is Decided.OPEN else today()
    db.session.flush()


def undecided(process: Process) -> tuple[int, Measure | None]:
    """Return how many measures still wait for a decision whether they move, and a moved one they hang on."""
    statement = select(func.count(), func.min(Ripple.moved_id)).join(Measure, Measure.id == Ripple.moved_id)
    statement = statement.where(Measure.process_id == process.id, Ripple.decided == Decided.OPEN)
    count, moved = db.session.execute(see_all(statement, EDITORS_ONLY)).one()
    return count, db.session.get(Measure, moved, execution_options=_SEEN) if moved else None


_SEEN = {CHECKED: EDITORS_ONLY}
