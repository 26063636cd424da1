"""An author objects to a decision: what can be contested, what stands about it on the private page, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext

from participation.contributions import blocking, services, wording
from participation.contributions.models import SUBJECT, Contribution
from participation.contributions.versioned import Version
from participation.contributions.wiping import ERASED
from participation.core.clock import local
from participation.core.database import db
from participation.core.feature import Lazy
from participation.moderation import appeals, blocks
from participation.moderation import services as moderation
from participation.moderation.models import Appeal, Decision
from participation.moderation.rules import CONTESTABLE, KEEPS_BACK, NOT_SHOWN, OBJECTION_LASTS, Verdict, Visibility

ABOUT: dict[Verdict, Lazy] = {
    Verdict.REJECT: lazy_gettext("We do not publish the contribution."),
    Verdict.HIDE: lazy_gettext("We have hidden the contribution."),
    Verdict.REMOVE: lazy_gettext("We have removed the contribution for good."),
    Verdict.EDIT: lazy_gettext("We have edited the text."),
    Verdict.STRIP: lazy_gettext("We have taken a file out."),
    Verdict.BLOCK: lazy_gettext("We have blocked you from writing for a while."),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A decision that takes something from an author, until when it can be contested, and the objection to it."""

    decision: Decision
    last_day: date
    appeal: Appeal | None
    is_open: bool

    @property
    def about(self) -> Lazy:
        """What was decided, in a sentence to its author."""
        return ABOUT[self.decision.verdict]


def cases_of(contribution: Contribution) -> list[Case]:
    """Return the decisions about a contribution to which its author can object, or has objected; oldest first."""
    decisions = moderation.decisions_on(SUBJECT, [contribution.id])[contribution.id]
    latest = {_group(one.verdict): one for one in decisions if one.verdict in CONTESTABLE}
    single = [one for one in decisions if one.verdict is Verdict.STRIP]
    wanted = {one.id: one for one in (*latest.values(), *single)}
    found = [_case(contribution, one) for one in sorted(wanted.values(), key=lambda one: one.id)]
    return [case for case in found if case.is_open or case.appeal]


def _group(verdict: Verdict) -> str:
    """Return under which name a later decision takes the place of an earlier one."""
    return "text" if verdict in KEEPS_BACK else verdict.value


def _case(contribution: Contribution, decision: Decision) -> Case:
    appeal = appeals.against(decision)
    is_open = appeal is None and appeals.is_in_time(decision) and _still_holds(contribution, decision)
    return Case(decision, local(decision.decided_at + OBJECTION_LASTS).date(), appeal, is_open)


def _still_holds(contribution: Contribution, decision: Decision) -> bool:
    match decision.verdict:
        case Verdict.EDIT:
            return contribution.text != ERASED and version_before(contribution, decision) is not None
        case Verdict.STRIP:
            return any(one.removal_id == decision.id for one in contribution.taken_out)
        case Verdict.BLOCK:
            block = blocks.by_decision(decision.id)
            return block is not None and block.holds
    return contribution.visibility in NOT_SHOWN


def version_before(contribution: Contribution, decision: Decision) -> Version | None:
    """Return what a contribution said until the moderators edited it the last time, if this was that decision."""
    versions: Sequence[Version] = wording.versions_of(contribution)
    own = [one for one in versions if not one.by_author]
    return own[-1] if own and own[-1].changed_at <= decision.decided_at else None


def case_of(contribution: Contribution, number: int | None = None) -> Case | None:
    """Return the case of this decision, else the last one that is open, else the last."""
    found = cases_of(contribution)
    if number is not None:
        return next((case for case in found if case.decision.id == number), None)
    return next((case for case in reversed(found) if case.is_open), found[-1] if found else None)


def object_to(contribution: Contribution, text: str, number: int | None = None) -> Appeal | None:
    """Take in the author's objection; None where there is nothing (any more) to object to."""
    case = case_of(contribution, number)
    if case is None or not (case.is_open or case.appeal):
        return None
    contact = services.contact_of(contribution)
    said = appeals.Objection(
        text=text,
        mail=contact.mail if contact else "",
        language=contact.language if contact else contribution.language,
    )
    return case.appeal or appeals.take_in(case.decision, said)


def reverse(contribution: Contribution, decision: Decision, person_id: int | None, why: str, *, is_told: bool) -> None:
    """Take a contested decision back, as far as that is possible: what was removed for good stays so."""
    match decision.verdict:
        case Verdict.REJECT | Verdict.HIDE if contribution.visibility is not Visibility.REMOVED:
            if contribution.visibility in NOT_SHOWN:
                services.restore(contribution, person_id, facts=why, is_told=is_told)
            return
        case Verdict.BLOCK:
            block = blocks.by_decision(decision.id)
            if block is not None:
                blocking.lift(block, person_id, why, verdict=Verdict.REVERSE)
            return
        case Verdict.EDIT if (before := version_before(contribution, decision)) and contribution.text != ERASED:
            wording.change(contribution, wording.wording_of(before), person_id=person_id)
            contribution.redacted_at = None
        case Verdict.STRIP:
            for one in contribution.taken_out:
                if one.removal_id == decision.id:
                    one.removal_id = None
    moderation.decide(contribution, SUBJECT, contribution.id, Verdict.REVERSE, person_id=person_id, facts=why)
    db.session.expire(contribution, ["attachments", "taken_out"])
