"""Two contributions that say the same become one, with every supporter counted once, and can be taken apart again."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import select

from participation.access.guard import GUEST, see_all, visible
from participation.contributions import supporting, telling
from participation.contributions.models import SUBJECT, Contribution, Kind
from participation.contributions.rules import can_merge
from participation.contributions.votes import pairs
from participation.core.database import db
from participation.moderation import services as moderation
from participation.moderation.rules import Verdict, Visibility
from participation.web import languages

LONGEST_CHAIN = 20


class NotMergeableError(ValueError):
    """These two cannot become one."""


def merge(
    source: Contribution,
    target: Contribution,
    person_id: int | None,
    *,
    signed: str = "",
    decided_at: datetime | None = None,
) -> None:
    """Make the source part of the target: its page leads there, its supporters count there, both authors are told.

    Raises:
        NotMergeableError: where the two are not ideas of one process, or the target is not public.
    """
    if not mergeable(source, target):
        raise NotMergeableError
    letter = _letter("merged", source, target, signed)
    moderation.decide(
        source,
        SUBJECT,
        source.id,
        Verdict.MERGE,
        person_id=person_id,
        facts=target.reference,
        letter=letter,
        decided_at=decided_at,
    )
    source.merged_into_id = target.id
    db.session.flush()
    supporting.take_along(source.id, target.id)
    pairs.take_along(source.id, target.id)
    _send(source, letter, "merged")
    _send(target, _letter("joined", target, source, signed), "joined")


def split(source: Contribution, person_id: int | None, *, signed: str = "") -> None:
    """Take a contribution out of the one it was merged into; every support is again where it was given."""
    target_id = source.merged_into_id
    moderation.decide(
        source,
        SUBJECT,
        source.id,
        Verdict.RESTORE,
        person_id=person_id,
        leads_to=_state_before(source),
    )
    source.merged_into_id = None
    db.session.flush()
    if target_id:
        supporting.give_back(source.id, target_id)
        pairs.give_back(source.id, target_id)
    _send(source, _letter("split", source, source, signed), "split")


def _state_before(source: Contribution) -> Visibility:
    decisions = moderation.decisions_on(SUBJECT, [source.id])[source.id]
    merged = next((one for one in reversed(decisions) if one.verdict is Verdict.MERGE), None)
    return merged.before if merged and merged.before else Visibility.WAITING


def mergeable(source: Contribution, target: Contribution) -> bool:
    """Return whether these two can become one."""
    return can_merge(
        both_ideas=source.kind is Kind.IDEA and target.kind is Kind.IDEA,
        same_process=source.process_id == target.process_id,
        is_itself=source.id == target.id,
        target=target.visibility,
    )


# Where a merged one leads


def target_of(reference: str) -> Contribution | None:
    """Return the public contribution that the one of this reference is part of now."""
    statement = select(Contribution).where(
        Contribution.reference == reference, Contribution.visibility == Visibility.MERGED
    )
    source = db.session.scalars(see_all(statement, "its page leads to the one it is part of")).first()
    return followed(source) if source else None


def followed(source: Contribution) -> Contribution | None:
    """Return where the way of a merged contribution goes on, if everybody may read that."""
    number = source.merged_into_id
    for _ in range(LONGEST_CHAIN):
        statement = select(Contribution).where(Contribution.id == number)
        target = db.session.scalars(see_all(statement, "only a public one is returned")).first()
        if target is None or target.visibility is not Visibility.MERGED:
            return target if target and target.visibility is Visibility.PUBLIC else None
        number = target.merged_into_id
    return None


def sources_of(target: Contribution) -> Sequence[Contribution]:
    """Return what was merged into this, oldest first."""
    statement = select(Contribution).where(
        Contribution.merged_into_id == target.id, Contribution.visibility == Visibility.MERGED
    )
    found = see_all(statement, "the one they are part of names them").order_by(Contribution.created_at, Contribution.id)
    return db.session.scalars(found).all()


def candidate(reference: str) -> Contribution | None:
    """Return the public contribution of this reference; merging is between what everybody can read."""
    statement = select(Contribution).where(Contribution.reference == reference.strip().upper())
    return db.session.scalars(visible(statement, GUEST)).first()


# Letters


def _letter(name: str, contribution: Contribution, other: Contribution, signed: str) -> str:
    locale = telling.authors_locale(contribution, telling.contact_of(contribution))
    with force_locale(locale):
        return render_template(
            f"contributions/letter_{name}.txt",
            contribution=contribution,
            other=other,
            link=languages.full_address(url_for("contributions.way", reference=other.reference)),
            signed=signed,
        ).strip()


def _send(contribution: Contribution, letter: str, event: str) -> None:
    contact = telling.contact_of(contribution)
    if contact is None:
        return
    number = contribution.reference
    with force_locale(telling.authors_locale(contribution, contact)):
        subjects = {
            "merged": gettext("Your contribution %(reference)s is part of another one now", reference=number),
            "joined": gettext("Your contribution %(reference)s: another one has joined it", reference=number),
            "split": gettext("Your contribution %(reference)s stands on its own again", reference=number),
        }
    telling.send_letter(contribution, contact, subjects[event], letter)
