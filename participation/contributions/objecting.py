"""An author objects to a decision: what can be contested, and what stands on the private page about it."""

from dataclasses import dataclass
from datetime import date

from participation.contributions import services
from participation.contributions.models import SUBJECT, Contribution
from participation.core.clock import local
from participation.moderation import appeals
from participation.moderation import services as moderation
from participation.moderation.models import Appeal, Decision
from participation.moderation.rules import KEPT_BACK, OBJECTION_LASTS, RESTRICTIONS


@dataclass(frozen=True, slots=True)
class Case:
    """The restriction of a contribution, until when it can be contested, and the objection if there is one."""

    decision: Decision
    last_day: date
    appeal: Appeal | None
    is_open: bool


def case_of(contribution: Contribution) -> Case | None:
    """Return the last restriction of this contribution that matters to its author, with the objection to it."""
    decisions = moderation.decisions_on(SUBJECT, [contribution.id])[contribution.id]
    decision = next((one for one in reversed(decisions) if one.verdict in RESTRICTIONS), None)
    if decision is None:
        return None
    appeal = appeals.against(decision)
    is_open = appeal is None and contribution.visibility in KEPT_BACK and appeals.is_in_time(decision)
    last_day = local(decision.decided_at + OBJECTION_LASTS).date()
    return Case(decision, last_day, appeal, is_open)


def object_to(contribution: Contribution, text: str) -> Appeal | None:
    """Take in the author's objection; None where there is nothing (any more) to object to."""
    case = case_of(contribution)
    if case is None or not (case.is_open or case.appeal):
        return None
    contact = services.contact_of(contribution)
    said = appeals.Objection(
        text=text,
        mail=contact.mail if contact else "",
        language=contact.language if contact else contribution.language,
    )
    return case.appeal or appeals.take_in(case.decision, said)
