"""What moderators do with one contribution; each deed checks first that nobody was faster."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from forum.desk.services.items import NotFreeError, demand_free
from forum.desk.services.queue import line_of
from participation.access.guard import Actor
from participation.contributions import blocking, deciding, merging
from participation.contributions import services as contributions
from participation.contributions.attachments.models import Attachment
from participation.contributions.models import SUBJECT, Contribution, Idea
from participation.contributions.wording import Wording
from participation.core.clock import now
from participation.moderation import notices
from participation.moderation import services as moderation
from participation.moderation.rules import Blocking, FoundBy, HouseRule, Verdict, Visibility, can_be_taken_back


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why something is taken from somebody, and who says so."""

    rules: Collection[HouseRule]
    facts: str
    signed: str
    concern: str = ""


def publish(contribution: Contribution, who: Actor, known: int | None) -> None:
    """Make the contribution public.

    Raises:
        NotFreeError: where somebody else has decided meanwhile or is at work on it; so do all deeds here.
    """
    demand_free(contribution, who, Verdict.PUBLISH, known)
    contributions.publish(contribution, who.person_id)


def confirm(contribution: Contribution, who: Actor, known: int | None) -> None:
    """Note that somebody has read what was public at once; it stays public."""
    demand_free(contribution, who, Verdict.CONFIRM, known)
    if not contribution.is_unread:
        raise NotFreeError
    contributions.confirm(contribution, who.person_id)


def restrict(
    contribution: Contribution,
    who: Actor,
    verdict: Verdict,
    why: Reasons,
    known: int | None,
    *,
    file: Attachment | None = None,
    lasts: Blocking | None = None,
) -> None:
    """Take something from somebody, and send the statement of reasons.

    Args:
        file: what is taken out of the contribution, where it is a file.
        lasts: how long its author writes nothing, where that is decided.
    """
    demand_free(contribution, who, verdict, known)
    said = deciding.Reasons(
        rules=why.rules,
        facts=why.facts,
        concern=why.concern,
        signed=why.signed,
        found_by=found_by(contribution),
        automated=bool(line_of(contribution).marked),
    )
    match verdict:
        case Verdict.BLOCK if lasts:
            if blocking.on_author_of(contribution):
                raise NotFreeError
            contributions.block(contribution, lasts, who.person_id, **said)
        case Verdict.STRIP if file:
            contributions.strip(contribution, file, who.person_id, **said)
        case Verdict.REMOVE:
            contributions.remove(contribution, who.person_id, **said)
        case Verdict.HIDE:
            contributions.hide(contribution, who.person_id, **said)
        case _:
            contributions.reject(contribution, who.person_id, **said)


def found_by(contribution: Contribution) -> FoundBy:
    """Return how it came to attention: by a notice, by the machine's marks, or because somebody read it."""
    if notices.open_on(SUBJECT, contribution.id):
        return FoundBy.NOTICE
    return FoundBy.MACHINE if line_of(contribution).marked else FoundBy.REVIEW


def restore(contribution: Contribution, who: Actor, facts: str, known: int | None) -> None:
    """Make public again what was hidden or rejected."""
    demand_free(contribution, who, Verdict.RESTORE, known)
    contributions.restore(contribution, who.person_id, facts=facts)


@dataclass(frozen=True, slots=True)
class Edited:
    """A text without what is nobody's business, what was taken out of it, and whether it becomes public so."""

    said: Wording
    facts: str
    signed: str
    is_to_be_public: bool


def edit(contribution: Contribution, who: Actor, edited: Edited, known: int | None) -> None:
    """Take personal data out of the contribution, and publish it where wished."""
    demand_free(contribution, who, Verdict.EDIT, known)
    contributions.edit(
        contribution,
        who.person_id,
        edited.said,
        facts=edited.facts,
        signed=edited.signed,
        publish=edited.is_to_be_public,
    )


def ask_back(contribution: Contribution, who: Actor, question: str, signed: str, known: int | None) -> None:
    """Ask the author something."""
    demand_free(contribution, who, Verdict.ASK_BACK, known)
    contributions.ask_back(contribution, who.person_id, question, signed=signed)


@dataclass(frozen=True, slots=True)
class Forwarding:
    """To whom something is passed on, how much of it, and whether it becomes public, too."""

    office: str
    note: str
    with_text: bool
    mail: str
    signed: str
    is_to_be_public: bool


def forward(contribution: Contribution, who: Actor, to: Forwarding, known: int | None) -> None:
    """Pass the contribution on to another office, and publish it where wished."""
    demand_free(contribution, who, Verdict.FORWARD, known)
    if to.is_to_be_public:
        demand_free(contribution, who, Verdict.PUBLISH, known)
        contributions.publish(contribution, who.person_id)
    contributions.forward(
        contribution,
        who.person_id,
        to.office,
        note=to.note,
        with_text=to.with_text,
        office_mail=to.mail,
        signed=to.signed,
    )


def merge(contribution: Contribution, who: Actor, target: Contribution, signed: str, known: int | None) -> None:
    """Make the contribution part of another one."""
    demand_free(contribution, who, Verdict.MERGE, known)
    merging.merge(contribution, target, who.person_id, signed=signed)


def split(contribution: Contribution, who: Actor, signed: str, known: int | None) -> None:
    """Take the contribution out of the one it was merged into."""
    if contribution.visibility is not Visibility.MERGED or known not in (None, contribution.revision):
        raise NotFreeError
    merging.split(contribution, who.person_id, signed=signed)


def may_take_back(contribution: Contribution, who: Actor) -> bool:
    """Return whether this person published it a moment ago and nobody has reacted to it yet."""
    if contribution.visibility is not Visibility.PUBLIC:
        return False
    decisions = moderation.decisions_on(SUBJECT, [contribution.id])[contribution.id]
    if not decisions:
        return False
    last = decisions[-1]
    talk = contribution.thread.comment_count if isinstance(contribution, Idea) and contribution.thread else 0
    reactions = contribution.support_count + len(contribution.outcomes) + talk
    is_own = last.person_id == who.person_id
    return can_be_taken_back(last.verdict, last.decided_at, now(), is_own=is_own, reactions=reactions)


def take_back(contribution: Contribution, who: Actor) -> None:
    """Put what this person published a moment ago back into the queue."""
    if not may_take_back(contribution, who):
        raise NotFreeError
    contributions.take_back(contribution, who.person_id)


def targets(contribution: Contribution, similar: Iterable[Contribution]) -> list[Contribution]:
    """Return of which similar ones the contribution can become part."""
    return [one for one in similar if merging.mergeable(contribution, one)]
