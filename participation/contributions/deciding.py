"""What moderators decide about a contribution, and how its author is told."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Required, TypedDict, Unpack

from flask_babel import force_locale, gettext

from participation.contributions import blocking, telling, wiping
from participation.contributions.attachments.models import Attachment
from participation.contributions.models import SUBJECT, Comment, Contact, Contribution
from participation.contributions.threads import following
from participation.core import mail
from participation.core.clock import local, now
from participation.core.database import db
from participation.moderation import blocks, notices
from participation.moderation import services as moderation
from participation.moderation.models import Block, Decision
from participation.moderation.rules import Blocking, FoundBy, HouseRule, Verdict, Visibility


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
    came to attention, `automated` whether a machine had a part in that; `until` is how long somebody is blocked, `file`
    what is taken out.
    """

    rules: Required[Collection[HouseRule]]
    facts: Required[str]
    concern: str
    signed: str
    found_by: FoundBy
    automated: bool
    until: date
    file: str


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


def remove(contribution: Contribution, person_id: int | None, **why: Unpack[Reasons]) -> None:
    """Remove a contribution for good: what it said is deleted, its number and the reasons stay."""
    _restrict(contribution, person_id, Verdict.REMOVE, None, why)
    wiping.wipe([contribution])
    db.session.flush()


def strip(contribution: Contribution, attachment: Attachment, person_id: int | None, **why: Unpack[Reasons]) -> None:
    """Take one file out of a contribution; it is kept as long as its author can object, and then deleted."""
    decision = _restrict(contribution, person_id, Verdict.STRIP, None, {**why, "file": attachment.title})
    attachment.removal_id = decision.id
    contribution.redacted_at = decision.decided_at
    db.session.flush()
    db.session.expire(contribution, ["attachments", "taken_out"])


def block(contribution: Contribution, lasts: Blocking, person_id: int | None, **why: Unpack[Reasons]) -> Block:
    """Let the author of a contribution write nothing for a set time, and send the statement of reasons."""
    until = local(now() + timedelta(days=lasts.days)).date()
    decision = _restrict(contribution, person_id, Verdict.BLOCK, None, {**why, "until": until})
    account, address = blocking.known_by(contribution)
    if address and telling.contact_of(contribution) is None:
        with force_locale(telling.authors_locale(contribution, None)):
            mail.send(address, _subject(contribution, Verdict.BLOCK), decision.letter)
    return blocks.begin(decision, lasts, person_id=account, mail=address)


def _restrict(
    contribution: Contribution, person_id: int | None, verdict: Verdict, decided_at: datetime | None, why: Reasons
) -> Decision:
    if "found_by" not in why and notices.open_on(SUBJECT, contribution.id):
        why["found_by"] = FoundBy.NOTICE
    contact = telling.contact_of(contribution)
    letter = statement_of_reasons(contribution, contact, verdict, **why)
    decision = moderation.decide(
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
    return decision


def _subject(contribution: Contribution, verdict: Verdict) -> str:
    number = contribution.reference
    subjects = {
        Verdict.HIDE: gettext("Your contribution %(reference)s: why we have hidden it", reference=number),
        Verdict.REMOVE: gettext("Your contribution %(reference)s: why we have removed it", reference=number),
        Verdict.STRIP: gettext("Your contribution %(reference)s: why we have taken a file out", reference=number),
        Verdict.BLOCK: gettext("Why you cannot write here for a while (%(reference)s)", reference=number),
        Verdict.REJECT: gettext("Your contribution %(reference)s: why we do not publish it", reference=number),
    }
    return subjects[verdict]


def statement_of_reasons(
    contribution: Contribution, contact: Contact | None, verdict: Verdict = Verdict.REJECT, **why: Unpack[Reasons]
) -> str:
    """Return the letter that the author reads of whom something is taken, in the author's language."""
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
    is_new, contribution.published_at = not contribution.published_at, contribution.published_at or decision.decided_at
    if is_told:
        telling.tell_all([contribution.id], "restored")
    if is_new and isinstance(contribution, Comment):
        following.announce(contribution)
