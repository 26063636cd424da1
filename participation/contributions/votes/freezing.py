"""A count stands still while somebody looks into it: votes are taken in meanwhile and counted, or not, afterwards."""

from collections.abc import Sequence

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from sqlalchemy import ScalarSelect, func, select, update

from participation.access.guard import visible
from participation.accounts.models import Person, RoleGrant
from participation.contributions import supporting
from participation.contributions.models import Contribution, Support
from participation.contributions.votes import pairs
from participation.contributions.votes.models import VoteBurst, VoteFreeze
from participation.core import mail
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.web import languages

STAFF_LANGUAGE = "de"


def unseen() -> Sequence[VoteBurst]:
    """Return what was pointed out and nobody has looked at, newest first, as far as the present actor sees the idea."""
    statement = select(VoteBurst).join(VoteBurst.contribution).where(VoteBurst.looked_at.is_(None))
    return db.session.scalars(visible(statement.order_by(VoteBurst.id.desc()))).all()


def unseen_on(contribution: Contribution) -> VoteBurst | None:
    """Return what was pointed out about this idea and nobody has looked at."""
    statement = select(VoteBurst).where(VoteBurst.contribution_id == contribution.id, VoteBurst.looked_at.is_(None))
    return db.session.scalars(statement.order_by(VoteBurst.id.desc())).first()


def open_freezes() -> Sequence[VoteFreeze]:
    """Return the counts that stand still, oldest first."""
    statement = select(VoteFreeze).join(VoteFreeze.contribution).where(VoteFreeze.ended_at.is_(None))
    return db.session.scalars(visible(statement.order_by(VoteFreeze.id))).all()


def count_of_unseen() -> ScalarSelect[int]:
    """Return how many `unseen` returns, for a statement that counts more besides."""
    statement = select(func.count(VoteBurst.id)).join(VoteBurst.contribution).where(VoteBurst.looked_at.is_(None))
    return visible(statement).scalar_subquery()


def count_of_open_freezes() -> ScalarSelect[int]:
    """Return how many `open_freezes` returns, for a statement that counts more besides."""
    statement = select(func.count(VoteFreeze.id)).join(VoteFreeze.contribution).where(VoteFreeze.ended_at.is_(None))
    return visible(statement).scalar_subquery()


def latest(contribution: Contribution) -> VoteFreeze | None:
    """Return the last time the count stood still; asks only where it ever did."""
    if not contribution.freezes:
        return None
    statement = select(VoteFreeze).where(VoteFreeze.contribution_id == contribution.id)
    return db.session.scalars(statement.order_by(VoteFreeze.id.desc())).first()


def held_count(contribution: Contribution) -> int:
    """Return how many votes came in meanwhile."""
    statement = select(func.count()).where(Support.contribution_id == contribution.id, Support.is_held)
    return (db.session.scalar(statement) or 0) + pairs.held_count(contribution)


def dismiss(contribution: Contribution) -> None:
    """Note that somebody looked and found nothing wrong."""
    statement = update(VoteBurst).where(VoteBurst.contribution_id == contribution.id, VoteBurst.looked_at.is_(None))
    db.session.execute(statement.values(looked_at=now()).execution_options(synchronize_session=False))


def freeze(contribution: Contribution, reason: str, person_id: int | None, link: str) -> None:
    """Let the count stand still from now on, and tell the lead; the second of two who do so changes nothing.

    Args:
        link: where the lead decides how it goes on.
    """
    supporting.hold(contribution.id)
    db.session.refresh(contribution, ["is_frozen", "support_count"])
    if contribution.is_frozen:
        return
    contribution.is_frozen = True
    contribution.freezes += 1
    made = VoteFreeze(
        contribution_id=contribution.id,
        begun_at=now(),
        reason=reason,
        count=contribution.support_count,
        person_id=person_id,
    )
    db.session.add(made)
    dismiss(contribution)
    db.session.flush()
    _tell_leads(contribution, made, link)


def release(contribution: Contribution, result: str, *, counts: bool) -> None:
    """Let the count go on; what came in meanwhile is counted, or stays aside for the reason given."""
    supporting.hold(contribution.id)
    db.session.refresh(contribution, ["is_frozen"])
    made = latest(contribution)
    if not contribution.is_frozen or made is None:
        return
    made.ended_at, made.result = now(), result
    made.set_aside = 0 if counts else held_count(contribution)
    if counts:
        held = update(Support).where(Support.contribution_id == contribution.id, Support.is_held)
        db.session.execute(held.values(is_held=False).execution_options(synchronize_session=False))
    contribution.is_frozen = False
    db.session.flush()
    supporting.recount([contribution.id])
    pairs.let_go_on(contribution, counts=counts)


def _tell_leads(contribution: Contribution, made: VoteFreeze, link: str) -> None:
    """Write to whoever leads the process, in the outbox of this transaction."""
    names = ["", *contribution.grant_names()]
    leads = select(Person).join(RoleGrant).where(RoleGrant.role == Role.LEAD, RoleGrant.subject.in_(names)).distinct()
    base = languages.base_address(STAFF_LANGUAGE)
    for lead in db.session.scalars(leads).all():
        with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(STAFF_LANGUAGE)):
            subject = gettext("Votes stand still: %(title)s", title=contribution.title)
            body = render_template("contributions/mail_frozen.txt", contribution=contribution, freeze=made, link=link)
        mail.send(lead.mail, subject, body)
