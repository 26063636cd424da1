"""Verbs of moderation: claim, decide with a reason, and write the letter that the author reads."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from flask import render_template
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, delete, func, or_, select

from participation.core.clock import at, now, today
from participation.core.database import db, insert_if_new
from participation.core.feature import Lazy
from participation.moderation import notices
from participation.moderation.models import Claim, Decision, Moderated
from participation.moderation.rules import (
    ANSWERS_NOTICES,
    CLAIM_LASTS,
    FROM,
    LEADS_TO,
    RESTRICTIONS,
    FoundBy,
    HouseRule,
    Remedy,
    Verdict,
    Visibility,
    lacks_reason,
)

RULE_NAMES: dict[HouseRule, Lazy] = {
    HouseRule.RESPECT: lazy_gettext("Be fair to people"),
    HouseRule.PRIVACY: lazy_gettext("No data about others"),
    HouseRule.ON_TOPIC: lazy_gettext("Keep to the subject"),
    HouseRule.NO_ADVERTISING: lazy_gettext("No advertising"),
    HouseRule.LAWFUL: lazy_gettext("Nothing unlawful"),
}
RULE_HINTS: dict[HouseRule, Lazy] = {
    HouseRule.RESPECT: lazy_gettext("Insults, threats, contempt for groups"),
    HouseRule.PRIVACY: lazy_gettext("Names, addresses, telephone numbers, pictures"),
    HouseRule.ON_TOPIC: lazy_gettext("Has nothing to do with the town or this process"),
    HouseRule.NO_ADVERTISING: lazy_gettext("Offers, links to shops, campaigns of parties"),
    HouseRule.LAWFUL: lazy_gettext("Calls to crime, copied texts and pictures"),
}
APPEAL_MONTHS = 6


class ReasonMissingError(ValueError):
    """A restriction needs a rule and the facts in a sentence."""


class NotPossibleError(ValueError):
    """What is in this state cannot be decided on like this."""


def decide(
    subject: Moderated,
    kind: str,
    subject_id: int,
    verdict: Verdict,
    *,
    person_id: int | None,
    rules: Collection[HouseRule] = (),
    facts: str = "",
    letter: str = "",
    found_by: FoundBy = FoundBy.REVIEW,
    automated: bool = False,
    decided_at: datetime | None = None,
    leads_to: Visibility | None = None,
    office: str = "",
) -> Decision:
    """Set the subject's visibility and record why.

    Args:
        found_by: how it came to attention.
        automated: whether a machine had a part in finding it.
        leads_to: what becomes of it, where the verdict alone does not say it.
        office: to whom it is passed on.

    Raises:
        ReasonMissingError: where a restriction names no rule or no facts.
        NotPossibleError: where its present state does not allow it.
    """
    if lacks_reason(verdict, rules, facts):
        raise ReasonMissingError
    if leads_to is None and subject.visibility not in FROM[verdict]:
        raise NotPossibleError(f"{verdict.value} of what is {subject.visibility.value}")
    is_restriction = verdict in RESTRICTIONS
    decision = Decision(
        subject_kind=kind,
        subject_id=subject_id,
        verdict=verdict,
        rules=[rule.value for rule in rules],
        facts=facts,
        found_by=found_by if is_restriction else None,
        automated=automated if is_restriction else None,
        remedy=Remedy.OBJECTION if is_restriction else None,
        letter=letter,
        before=subject.visibility,
        office=office,
        person_id=person_id,
        decided_at=decided_at or now(),
    )
    subject.revision = (subject.revision or 0) + 1
    subject.visibility = leads_to or LEADS_TO.get(verdict, subject.visibility)
    db.session.add(decision)
    db.session.execute(delete(Claim).where(*_of(kind, subject_id)))
    db.session.flush()
    if verdict in ANSWERS_NOTICES:
        notices.settle(decision)
    return decision


def decided_today() -> int:
    """Return how many decisions were made since midnight."""
    statement = select(func.count(Decision.id)).where(Decision.decided_at >= at(today(), 0))
    return db.session.scalar(statement) or 0


def decisions_on(kind: str, subject_ids: Sequence[int]) -> dict[int, list[Decision]]:
    """Return the decisions about these subjects, oldest first, by subject."""
    found: dict[int, list[Decision]] = {subject_id: [] for subject_id in subject_ids}
    rows = db.session.scalars(
        select(Decision)
        .where(Decision.subject_kind == kind, Decision.subject_id.in_(subject_ids))
        .order_by(Decision.decided_at, Decision.id)
    )
    for decision in rows:
        found[decision.subject_id].append(decision)
    return found


# Claims: who is at work on what, so that two never decide on one thing.


def claim(kind: str, subject_id: int, person_id: int) -> Claim:
    """Claim the subject for this person, or renew the claim; return the claim that holds, maybe somebody else's."""
    is_free = or_(Claim.person_id == person_id, Claim.claimed_at <= now() - CLAIM_LASTS)
    db.session.execute(delete(Claim).where(*_of(kind, subject_id), is_free))
    insert_if_new(
        Claim.__table__,  # type: ignore[arg-type]  # is a Table
        subject_kind=kind,
        subject_id=subject_id,
        person_id=person_id,
        claimed_at=now(),
    )
    statement = select(Claim).where(*_of(kind, subject_id)).execution_options(populate_existing=True)
    return db.session.scalars(statement).one()


def release(kind: str, subject_id: int, person_id: int) -> None:
    """Give up this person's claim on the subject, if there is one."""
    db.session.execute(delete(Claim).where(*_of(kind, subject_id), Claim.person_id == person_id))


def claims_on(kind: str, subject_ids: Sequence[int]) -> dict[int, Claim]:
    """Return the claims that hold now, by subject."""
    statement = select(Claim).where(
        Claim.subject_kind == kind, Claim.subject_id.in_(subject_ids), Claim.claimed_at > now() - CLAIM_LASTS
    )
    return {found.subject_id: found for found in db.session.scalars(statement)}


def _of(kind: str, subject_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Claim.subject_kind == kind, Claim.subject_id == subject_id


def reasons_letter(
    *,
    received_on: object,
    reference: str,
    rules: Collection[HouseRule],
    facts: str,
    concern: str = "",
    signed: str = "",
    verdict: Verdict = Verdict.REJECT,
    found_by: FoundBy = FoundBy.REVIEW,
    automated: bool = False,
    until: date | None = None,
    file: str = "",
) -> str:
    """Write the statement of reasons (DSA, Article 17) in the language of the present page.

    Args:
        received_on: the day the contribution came in.
        reference: the number under which it can be named in an answer.
        rules: the house rules it breaks.
        facts: one sentence of facts, without repeating personal data.
        concern: what happens with the concern itself; may be empty.
        signed: name and office of whoever decided.
        verdict: what is restricted, and how.
        found_by: how it came to attention.
        automated: whether a machine had a part in finding it.
        until: until when somebody is blocked.
        file: what the file was called that is taken out.
    """
    return render_template(
        "moderation/letter.txt",
        received_on=received_on,
        reference=reference,
        rules=[RULE_NAMES[rule] for rule in rules],
        facts=facts,
        concern=concern,
        signed=signed,
        months=APPEAL_MONTHS,
        verdict=verdict,
        until=until,
        file=file,
        was_noticed=found_by is FoundBy.NOTICE,
        automated=automated,
    )
