"""The queue: everything that waits, whichever way it came in, in the order in which to read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add

from flask import request
from sqlalchemy import case, func, or_, select

from analysis.core.decisions import DecisionHint
from forum.desk import learning, rules
from forum.desk.rules import Risk
from forum.desk.services.reach import in_reach
from participation.access.actions import Action
from participation.access.guard import see_all
from participation.contributions import screening
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.contributions.timeline import CHECK_TAKES_DAYS, check_due
from participation.core.clock import at, local, today, working_days_after
from participation.core.database import db
from participation.core.feature import Lazy, Waiting, each
from participation.core.vocabulary import Channel
from participation.moderation import services as moderation
from participation.moderation.detectors import Mark, MarkKind, kinds
from participation.moderation.models import Claim
from participation.moderation.rules import Visibility

HANDED_IN = "stadtfaden.handed_in"
LONGEST_QUEUE = 150
"""Lines on one page, the most urgent ones; more would not be read in an hour."""

_WAITING = or_(Contribution.visibility == Visibility.WAITING, Contribution.is_unread)
"""What was made public at once waits, too, until somebody has read it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the queue and what can be said about it at a glance."""

    contribution: Contribution
    due: date
    marks: tuple[Mark, ...]
    marked: tuple[MarkKind, ...]
    risk: Risk
    claim: Claim | None
    hint: DecisionHint | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, in the order in which to read it; how much came through each channel, and how much is late."""

    lines: Sequence[Line]
    channels: Mapping[Channel, int]
    overdue: int
    handed_in: Sequence[Waiting] = ()

    @property
    def total(self) -> int:
        """How much waits in all, also beyond the lines on this page."""
        return sum(self.channels.values()) + len(self.handed_in)

    def handed_in_groups(self) -> list[tuple[Lazy, list[Waiting]]]:
        """Return what other features hand in, by heading; danger comes first."""
        groups: dict[str, tuple[Lazy, list[Waiting]]] = {}
        for one in self.handed_in:
            groups.setdefault(str(one.group), (one.group, []))[1].append(one)
        return list(groups.values())

    def line(self, contribution: Contribution) -> Line | None:
        """Return the line of this contribution, if it waits and is shown."""
        return next((line for line in self.lines if line.contribution.id == contribution.id), None)

    def groups(self) -> list[tuple[Risk, list[Line]]]:
        """Return the lines by risk; a risk without lines is left out."""
        by_risk = [(risk, [line for line in self.lines if line.risk is risk]) for risk in Risk]
        return [(risk, lines) for risk, lines in by_risk if lines]

    def before(self, contribution: Contribution) -> Contribution | None:
        """Return what stands before this contribution, even where it has left the queue already."""
        here = _place(line_of(contribution))
        return next((line.contribution for line in reversed(self.lines) if _place(line) < here), None)

    def after(self, contribution: Contribution) -> Contribution | None:
        """Return what stands after this contribution, even where it has left the queue already."""
        here = _place(line_of(contribution))
        return next((line.contribution for line in self.lines if _place(line) > here), None)

    def next_free(self, contribution: Contribution, person_id: int | None) -> Contribution | None:
        """Return what this person reads after it: the next that nobody else is at work on, else the first of these."""
        here = _place(line_of(contribution))
        free = [line for line in self.lines if line.claim is None or line.claim.person_id == person_id]
        later = [line for line in free if _place(line) > here]
        return next((line.contribution for line in [*later, *free]), None)


def queue() -> Queue:
    """Return everything that waits for a decision of the present actor."""
    waiting = in_reach(select(Contribution).where(_WAITING), Action.MODERATE)
    is_late = Contribution.created_at < _late_before()
    late = case((is_late, 1))
    urgency = case((Contribution.alarm > 1, 0), (is_late, 1), (Contribution.alarm > 0, 2), else_=3)
    ordered = waiting.order_by(urgency, Contribution.created_at, Contribution.id)
    rows = db.session.scalars(ordered.limit(LONGEST_QUEUE)).all()
    counts = select(Contribution.channel, func.count(Contribution.id), func.count(late)).where(_WAITING)
    claims = moderation.claims_on(SUBJECT, [row.id for row in rows])
    lines = sorted((line_of(row, claims.get(row.id)) for row in rows), key=_place)
    numbers = db.session.execute(
        in_reach(counts, Action.MODERATE).group_by(Contribution.channel).order_by(Contribution.channel)
    ).all()
    others = handed_in()
    late_ones = sum(row[2] for row in numbers) + sum(one.due < today() for one in others)
    return Queue(lines, {channel: count for channel, count, _ in numbers}, late_ones, others)


def handed_in() -> list[Waiting]:
    """Return what other features hand into the queue, in the order in which to read it; asked for once a request."""
    if HANDED_IN not in request.environ:
        found: list[Waiting] = [one for say in each("waiting") for one in say()]
        request.environ[HANDED_IN] = sorted(found, key=lambda one: (one.position, one.due))
    kept: list[Waiting] = request.environ[HANDED_IN]
    return kept


def _late_before() -> datetime:
    """Return the instant before which whatever arrived should have been read by yesterday."""
    day = today()
    while working_days_after(day, CHECK_TAKES_DAYS) >= today():
        day -= timedelta(days=1)
    return at(day + timedelta(days=1), 0)


def waiting_count() -> int:
    """Return how much waits for a decision of the present actor; one statement, as every page of the desk says it."""
    own = in_reach(select(func.count(Contribution.id)).where(_WAITING), Action.MODERATE).scalar_subquery()
    others = [number for count in each("waiting_count") if (number := count()) is not None]
    all_of_it = select(reduce(add, others, own))
    return db.session.scalar(see_all(all_of_it, "numbers alone, and each is narrowed by itself")) or 0


def line_of(contribution: Contribution, claim: Claim | None = None) -> Line:
    """Judge one contribution."""
    found = screening.marks_of(contribution)
    marked = kinds(found)
    due = check_due(contribution)
    alike = learning.hint_for(contribution)
    return Line(contribution, due, found, marked, rules.risk(due, today(), marked), claim, alike)


def _place(line: Line) -> tuple[int, bool, datetime, int]:
    arrived, number = line.contribution.created_at, line.contribution.id
    return rules.order(line.risk, arrived, number, is_alike=line.hint is not None)


@dataclass(frozen=True, slots=True)
class Pending:
    """How much waits for somebody, and by when the first of it is due."""

    count: int
    due: date | None


def waiting() -> Pending:
    """Return how much waits to be read, and by when."""
    statement = select(func.count(Contribution.id), func.min(Contribution.created_at)).where(_WAITING)
    count, oldest = db.session.execute(in_reach(statement, Action.MODERATE)).one()
    return Pending(count, working_days_after(local(oldest).date(), CHECK_TAKES_DAYS) if count else None)
