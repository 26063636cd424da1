"""Objections at the desk: what waits for a second person, and what follows from the answer."""

from collections.abc import Collection, Iterator, Sequence

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import func, select

from forum.desk.services.reach import in_reach
from participation.access.actions import Action
from participation.access.guard import Actor, SelectT, actor, can, visible
from participation.contributions import objecting
from participation.contributions import services as hub
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core.clock import today
from participation.core.database import db
from participation.core.feature import Duty, Number, Waiting
from participation.moderation import appeals
from participation.moderation.models import Appeal, Decision, Notice
from participation.moderation.rules import AppealOutcome, FoundBy, HouseRule, Visibility

OBJECTIONS = 30
LONGEST_LIST = 100


def open_ones() -> Sequence[tuple[Appeal, Contribution]]:
    """Return the objections that wait, with what they are about, as far as the present actor reaches."""
    statement = _open(select(Appeal, Contribution)).order_by(Appeal.due_on, Appeal.id).limit(LONGEST_LIST)
    found = db.session.execute(in_reach(statement, Action.DECIDE_OBJECTION)).all()
    return [(appeal, contribution) for appeal, contribution in found]


def _open(statement: SelectT) -> SelectT:
    """Narrow a select to objections that wait for a second person."""
    joined = statement.select_from(Appeal).join(Decision, Decision.id == Appeal.decision_id)
    about_contributions = joined.join(Contribution, Contribution.id == Decision.subject_id)
    return about_contributions.where(Decision.subject_kind == SUBJECT, Appeal.outcome.is_(None))


def waiting_count() -> Number | None:
    """Return how many lines `waiting` yields."""
    if not can(Action.DECIDE_OBJECTION):
        return None
    return in_reach(_open(select(func.count(Appeal.id))), Action.DECIDE_OBJECTION).scalar_subquery()


def waiting() -> Iterator[Waiting]:
    """Yield the lines of the moderators' queue; whose own decision is contested is told that somebody else decides."""
    if not can(Action.DECIDE_OBJECTION):
        return
    for appeal, contribution in open_ones():
        by = gettext("by whoever reported it") if appeal.notice_id else gettext("by the author")
        is_mine = not appeals.may_decide(appeal, actor().person_id)
        yield Waiting(
            group=lazy_gettext("Objections"),
            position=OBJECTIONS,
            title=contribution.title,
            href=url_for("notices.objection", appeal_id=appeal.id),
            due=appeal.due_on,
            details=(by, *((gettext("for somebody else to decide"),) if is_mine else ())),
        )


def duties() -> Iterator[Duty]:
    """Yield the objections that wait for the present actor, who did not make the contested decisions."""
    if not can(Action.DECIDE_OBJECTION):
        return
    found = [appeal for appeal, _ in open_ones() if appeals.may_decide(appeal, actor().person_id)]
    if found:
        title = ngettext("Decide on %(num)s objection", "Decide on %(num)s objections", len(found))
        due = min(appeal.due_on for appeal in found)
        yield Duty(title, url_for("desk.queue", list=1), len(found), due, due < today())


def about(appeal: Appeal, *, locked: bool = False) -> Contribution | None:
    """Return the contribution that an objection is about, if the present actor may see it."""
    statement = visible(select(Contribution).where(Contribution.id == appeal.decision.subject_id))
    if locked:
        statement = statement.with_for_update(of=Contribution).execution_options(populate_existing=True)
    return db.session.scalars(statement).first()


def decide(
    appeal: Appeal,
    contribution: Contribution,
    outcome: AppealOutcome,
    answer: str,
    who: Actor,
    *,
    rules: Collection[HouseRule] = (),
    signed: str = "",
) -> None:
    """Answer an objection; where it is right, the decision is taken back, or what was kept is hidden.

    Raises:
        SamePersonError: where this person made the contested decision.
        AlreadyDecidedError: where somebody has answered it.
    """
    appeals.decide(appeal, outcome, answer, who.person_id)
    if outcome is AppealOutcome.UPHELD:
        return
    if appeal.notice_id is None:
        objecting.reverse(contribution, appeal.decision, who.person_id, answer, is_told=not appeal.mail)
    elif contribution.visibility is Visibility.PUBLIC:
        hub.hide(contribution, who.person_id, rules=rules, facts=answer, signed=signed, found_by=FoundBy.NOTICE)


def of_notice(notice: Notice) -> Appeal | None:
    """Return the objection of whoever sent this notice, if there is one."""
    return appeals.against(notice.decision, notice) if notice.decision else None
