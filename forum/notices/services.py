"""Notices about contributions: what is reported, and what of it waits for the moderators."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import func, select

from forum.desk.services.reach import in_reach
from forum.notices.names import GROUNDS
from participation.access.actions import Action
from participation.access.guard import GUEST, SelectT, can, see_all, visible
from participation.contributions import services as hub
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core import codes
from participation.core.clock import today
from participation.core.database import db
from participation.core.feature import Duty, Number, Waiting
from participation.moderation import appeals, notices
from participation.moderation.models import Notice
from participation.moderation.rules import Verdict

DANGER, REPORTED = 10, 20
"""Where the groups stand in the queue: what cannot wait, and what somebody asked us to look at."""

LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Reported:
    """One contribution with all notices about it that wait for a decision."""

    contribution: Contribution
    notices: Sequence[Notice]

    @property
    def is_urgent(self) -> bool:
        """Whether somebody says that life is in danger."""
        return any(notice.ground.is_urgent for notice in self.notices)

    @property
    def due(self) -> date:
        """The day by which the first of the notices should have its decision."""
        return min(notices.due(notice) for notice in self.notices)


def public(reference: str) -> Contribution | None:
    """Return the contribution with this reference if everybody can read it; only what is public can be reported."""
    statement = visible(select(Contribution).where(Contribution.reference == reference), GUEST)
    return db.session.scalars(statement).first()


def page_of(contribution: Contribution) -> str:
    """Return where everybody reads the contribution."""
    return hub.public_href(contribution)


def report_href(reference: str) -> str:
    """Return where the contribution of this reference is reported."""
    return url_for("notices.report", reference=reference)


def about(notice: Notice) -> Contribution | None:
    """Return the contribution a notice is about, in whatever state it is by now."""
    statement = select(Contribution).where(Contribution.id == notice.subject_id)
    return db.session.scalars(see_all(statement, "the notice names its number, never its text")).first()


def can_object(notice: Notice) -> bool:
    """Return whether whoever sent the notice can object: it was turned down, in time, and nobody has objected yet."""
    decision = notice.decision
    if decision is None or decision.verdict is not Verdict.KEEP or not appeals.is_in_time(decision):
        return False
    return appeals.against(decision, notice) is None


def address_of_code(code: str) -> str | None:
    """Return the page of the notice whose sender shows this code."""
    if notices.by_code(code) is None:
        return None
    return url_for("notices.state", code=codes.grouped(code).lower())


def reported() -> list[Reported]:
    """Return what waits for a decision of the present actor because somebody reported it, the oldest first."""
    statement = _open(select(Notice, Contribution)).order_by(Notice.id).limit(LONGEST_LIST)
    found: dict[int, tuple[Contribution, list[Notice]]] = {}
    for notice, contribution in db.session.execute(in_reach(statement, Action.MODERATE)):
        found.setdefault(contribution.id, (contribution, []))[1].append(notice)
    return [Reported(contribution, told) for contribution, told in found.values()]


def _open(statement: SelectT) -> SelectT:
    """Narrow a select to contributions with notices that wait for a decision."""
    joined = statement.select_from(Contribution).join(Notice, Notice.subject_id == Contribution.id)
    return joined.where(Notice.subject_kind == SUBJECT, Notice.decision_id.is_(None))


def waiting() -> Iterator[Waiting]:
    """Yield the lines of the moderators' queue: danger to life at the very top, then what was reported."""
    if not can(Action.MODERATE):
        return
    for one in sorted(reported(), key=lambda one: (not one.is_urgent, one.due)):
        grounds = dict.fromkeys(str(GROUNDS[notice.ground]) for notice in one.notices)
        count = len(one.notices)
        yield Waiting(
            group=lazy_gettext("Danger to life") if one.is_urgent else lazy_gettext("Reported"),
            position=DANGER if one.is_urgent else REPORTED,
            title=one.contribution.title,
            href=url_for("notices.decide", reference=one.contribution.reference),
            due=one.due,
            details=(ngettext("one notice", "%(num)s notices", count), *grounds),
            is_urgent=one.is_urgent,
        )


def waiting_count() -> Number | None:
    """Return how many lines `waiting` yields."""
    if not can(Action.MODERATE):
        return None
    return in_reach(_open(select(func.count(Contribution.id.distinct()))), Action.MODERATE).scalar_subquery()


def duties() -> Iterator[Duty]:
    """Yield what waits for the moderators because somebody reported it; what is urgent stands alone."""
    found = reported() if can(Action.MODERATE) else []
    urgent = [one for one in found if one.is_urgent]
    if urgent:
        title = ngettext(
            "Danger to life: look at %(num)s notice", "Danger to life: look at %(num)s notices", len(urgent)
        )
        yield Duty(
            title, url_for("notices.decide", reference=urgent[0].contribution.reference), len(urgent), None, True
        )
    others = [one for one in found if not one.is_urgent]
    if others:
        due = min(one.due for one in others)
        title = ngettext(
            "Decide on %(num)s reported contribution", "Decide on %(num)s reported contributions", len(others)
        )
        yield Duty(title, url_for("desk.queue", list=1), len(others), due, due < today())


def said_by(notice: Notice) -> str:
    """Return who sent a notice, for the eyes of the moderators only."""
    return ", ".join(filter(None, (notice.name, notice.mail))) or gettext("without a name")


def secured(contribution: Contribution) -> str:
    """Return the contribution as it stands now, as evidence: what it says, under which name, from when."""
    return json.dumps(
        {
            "reference": contribution.reference,
            "arrived": contribution.created_at.isoformat(),
            "channel": contribution.channel.value,
            "title": contribution.title,
            "text": contribution.text,
            "place": contribution.place,
            "name": contribution.display_name,
        },
        ensure_ascii=False,
    )
