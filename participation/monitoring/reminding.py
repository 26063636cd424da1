"""The nightly reminder: who is in charge hears once of each milestone whose day is over."""

from collections.abc import Sequence
from datetime import date

from flask import current_app, render_template
from flask_babel import force_locale, ngettext
from sqlalchemy import func, or_, select

from participation.access.actions import Action
from participation.access.guard import GUEST, Actor, Grant, can, visible
from participation.accounts.models import Person, RoleGrant
from participation.core import mail
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.monitoring.models import Milestone
from participation.plan import finding
from participation.plan.models import Measure
from participation.plan.rules import ENDED
from participation.web import languages

REMINDED = (Role.PLANNER, Role.LEAD)
Late = tuple[Measure, Milestone]


def remind() -> int:
    """Write one mail to each person about all that became late since the last; return how many milestones those are."""
    late = _late(today())
    people = _people()
    told: dict[int, list[Late]] = {}
    for measure, milestone in late:
        addressed = _in_charge(measure, people)
        for person in addressed:
            told.setdefault(person.id, []).append((measure, milestone))
        if addressed:
            milestone.reminded_for = milestone.expected_on or milestone.due_on
    for person in people:
        if person.id in told:
            _write(person, told[person.id])
    db.session.flush()
    return sum(milestone.reminded_for is not None for _measure, milestone in late)


def _late(day: date) -> Sequence[Late]:
    awaited = func.coalesce(Milestone.expected_on, Milestone.due_on)
    statement = (
        select(Measure, Milestone)
        .join(Milestone, Milestone.measure_id == Measure.id)
        .where(
            Milestone.done_on.is_(None),
            awaited < day,
            or_(Milestone.reminded_for.is_(None), Milestone.reminded_for < awaited),
            Measure.state.not_in(ENDED),
        )
        .order_by(Milestone.due_on, Milestone.id)
    )
    return [(measure, milestone) for measure, milestone in db.session.execute(visible(statement, GUEST))]


def _people() -> Sequence[Person]:
    holding = select(RoleGrant.person_id).where(RoleGrant.role.in_(REMINDED))
    return db.session.scalars(
        select(Person).where(Person.id.in_(holding), Person.locked_at.is_(None)).order_by(Person.id)
    ).all()


def _in_charge(measure: Measure, people: Sequence[Person]) -> Sequence[Person]:
    """Return those of the unit in charge; everybody who may report where nobody belongs to it."""
    allowed = [one for one in people if can(Action.EDIT_PLAN, measure, _actor(one))]
    return [one for one in allowed if one.unit and one.unit == measure.lead_unit] or allowed


def _actor(person: Person) -> Actor:
    grants = frozenset(Grant(one.role, one.subject or None) for one in person.grants)
    return Actor(person.id, person.name, grants)


def _write(person: Person, late: Sequence[Late]) -> None:
    base = languages.base_address(person.language)
    with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(person.language)):
        address = finding.addresses()
        lines = [(one, what, languages.full_address(address("monitoring.report", one))) for one, what in late]
        subject = ngettext("A milestone is overdue", "%(num)s milestones are overdue", len(late))
        body = render_template("monitoring/mail_reminder.txt", lines=lines)
    mail.send(person.mail, subject, body)
