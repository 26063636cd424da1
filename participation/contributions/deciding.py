"""What moderators decide about a contribution, and how its author is told."""

from collections.abc import Collection
from datetime import datetime
from typing import Required, TypedDict, Unpack

from flask_babel import force_locale, gettext

from participation.contributions import telling
from participation.contributions.models import SUBJECT, Comment, Contact, Contribution
from participation.contributions.threads import following
from participation.core.database import db
from participation.moderation import notices
from participation.moderation import services as moderation
from participation.moderation.rules import FoundBy, HouseRule, Verdict, Visibility


def publish(contribution: Contribution, person_id: int | None, *, decided_at: datetime | None = None) -> None:
    """Make the contribution public and tell its author."""
    decision = moderation.decide(
        contribution, SUBJECT, contribution.id, Verdict.PUBLISH, person_id=person_id, decided_at=decided_at
    )
    contribution.published_at = decision.decided_at
    telling.tell_all([contribution.id], "published")
    if isinstance(contribution, Comment):
        following.announce(contribution)


def confirm(contribution: Contribution, person_id: int | None) -> None:
    """Note that a person has read what was public at once, and that it stays; its author knows it as public already."""
    moderation.decide(contribution, SUBJECT, contribution.id, Verdict.CONFIRM, person_id=person_id)
    contribution.is_unread = False
    db.session.flush()


def take_back(contribution: Contribution, person_id: int | None) -> None:
    """Put what was published a moment ago back into the queue; both decisions stay in the history."""
    moderation.decide(
        contribution,
        SUBJECT,
        contribution.id,
        Verdict.RESTORE,
        person_id=person_id,
        leads_to=Visibility.WAITING,
    )
    contribution.published_at = None


class Reasons(TypedDict, total=False):
    """Why something is kept from the public, as the statement of reasons says it.

    `concern` is what happens with the concern itself, `signed` name and office of whoever decides, `found_by` how it
    came to attention, `automated` whether a machine had a part in that.
    """

    rules: Required[Collection[HouseRule]]
    facts: Required[str]
    concern: str
    signed: str
    found_by: FoundBy
    automated: bool


def reject(
    contribution: Contribution, person_id: int | None, *, decided_at: datetime | None = None, **why: Unpack[Reasons]
) -> None:
    """Keep the contribution from the public, with rule and reason, and send the author the statement of reasons."""
    _restrict(contribution, person_id, Verdict.REJECT, decided_at, why)


def hide(
    contribution: Contribution, person_id: int | None, *, decided_at: datetime | None = None, **why: Unpack[Reasons]
) -> None:
    """Take a public contribution from the public, with rule and reason, and send the statement of reasons."""
    _restrict(contribution, person_id, Verdict.HIDE, decided_at, why)


def _restrict(
    contribution: Contribution, person_id: int | None, verdict: Verdict, decided_at: datetime | None, why: Reasons
) -> None:
    if "found_by" not in why and notices.open_on(SUBJECT, contribution.id):
        why["found_by"] = FoundBy.NOTICE
    contact = telling.contact_of(contribution)
    letter = statement_of_reasons(contribution, contact, verdict, **why)
    moderation.decide(
        contribution,
        SUBJECT,
        contribution.id,
        verdict,
        person_id=person_id,
        rules=why["rules"],
        facts=why["facts"],
        letter=letter,
        found_by=why.get("found_by", FoundBy.REVIEW),
        automated=why.get("automated", False),
        decided_at=decided_at,
    )
    if contact:
        with force_locale(telling.authors_locale(contribution, contact)):
            subject = _subject(contribution, verdict)
        telling.send_letter(contribution, contact, subject, letter)


def _subject(contribution: Contribution, verdict: Verdict) -> str:
    if verdict is Verdict.HIDE:
        return gettext("Your contribution %(reference)s: why we have hidden it", reference=contribution.reference)
    return gettext("Your contribution %(reference)s: why we do not publish it", reference=contribution.reference)


def statement_of_reasons(
    contribution: Contribution, contact: Contact | None, verdict: Verdict = Verdict.REJECT, **why: Unpack[Reasons]
) -> str:
    """Return the letter that the author of a rejected or hidden contribution reads, in the author's language."""
    with force_locale(telling.authors_locale(contribution, contact)):
        return moderation.reasons_letter(
            received_on=contribution.created_at, reference=contribution.reference, verdict=verdict, **why
        )


def restore(
    contribution: Contribution,
    person_id: int | None,
    *,
    facts: str = "",
    decided_at: datetime | None = None,
    is_told: bool = True,
) -> None:
    """Make public again what was hidden or rejected, and tell its author.

    Args:
        facts: why, in a sentence for the history; may be empty.
        is_told: whether the author is written to; not where another letter says so.
    """
    decision = moderation.decide(
        contribution,
        SUBJECT,
        contribution.id,
        Verdict.RESTORE,
        person_id=person_id,
        facts=facts,
        decided_at=decided_at,
    )
    contribution.published_at = contribution.published_at or decision.decided_at
    if is_told:
        telling.tell_all([contribution.id], "restored")
