"""What waits for somebody of the staff: the desk's own duties, and those of all features in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from forum.desk.services import answers, figures, queue
from participation.access.actions import Action
from participation.access.guard import can
from participation.core import jobs
from participation.core.clock import today
from participation.core.feature import Duty, Step, each
from participation.process import services as process
from participation.web.context import day, number

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One task as a line of a list."""

    title: str
    href: str
    side: str
    tone: Literal["", "warn", "bad"]
    text: str = ""


def own_duties() -> Iterator[Duty]:
    """Yield what waits at the desk for the present actor."""
    if can(Action.MODERATE):
        yield from _waiting(queue.waiting())
    if can(Action.ANSWER):
        yield from _unanswered(answers.unanswered())
    if can(Action.SEE_JOBS):
        yield from _failed(jobs.failed().total)


def _waiting(pending: queue.Pending) -> Iterator[Duty]:
    if pending.count:
        title = ngettext("Read %(num)s contribution", "Read %(num)s contributions", pending.count)
        yield _duty(title, url_for("desk.queue"), pending)


def _unanswered(pending: queue.Pending) -> Iterator[Duty]:
    if pending.count:
        title = ngettext("Answer %(num)s contribution", "Answer %(num)s contributions", pending.count)
        yield _duty(title, url_for("desk.answers"), pending)


def _failed(count: int) -> Iterator[Duty]:
    if count:
        title = ngettext(
            "Look after %(num)s piece of work that failed", "Look after %(num)s pieces of work that failed", count
        )
        yield Duty(title, url_for("desk.jobs"), count, is_overdue=True)


def _duty(title: str, href: str, pending: queue.Pending) -> Duty:
    is_overdue = pending.due is not None and pending.due < today()
    return Duty(title, href, pending.count, pending.due, is_overdue)


def duties() -> list[Duty]:
    """Return the duties of all features: what is late first, then by day."""
    found: list[Duty] = [duty for say in each("duties") for duty in say()]
    return sorted(found, key=lambda duty: (not duty.is_overdue, duty.due or date.max))


def row_of(duty: Duty) -> Row:
    """Return the duty as a line: its title, and in words by when."""
    if duty.due is None:
        return Row(duty.title, duty.href, gettext("please look soon") if duty.is_overdue else "", _tone(duty))
    return Row(duty.title, duty.href, deadline(duty.due), _tone(duty))


def deadline(due: date) -> str:
    """Say by when, seen from today."""
    days = (due - today()).days
    if days < 0:
        return ngettext("%(num)s day overdue", "%(num)s days overdue", -days)
    if days == 0:
        return gettext("due today")
    return gettext("until %(day)s", day=day(due))


def _tone(duty: Duty) -> Literal["", "warn", "bad"]:
    if duty.is_overdue:
        return "bad"
    return "warn" if duty.due and (duty.due - today()).days <= SOON_DAYS else ""


def week() -> list[tuple[str, str]]:
    """Return the figures of the last seven days, each in words beside those of the seven before."""
    told = (
        (figures.arrived(), lazy_gettext("new contributions")),
        (figures.decided(), lazy_gettext("decisions of the moderators")),
        (figures.answered(), lazy_gettext("answers")),
    )
    return [
        (number(this), gettext("%(what)s, the week before %(count)s", what=what, count=number(before)))
        for (this, before), what in told
    ]


def phases() -> list[Step]:
    """Return the phases of the present process; empty before there is one."""
    found = process.current()
    return process.phase_steps(found) if found else []
