"""What stands at the address of something that was public and was removed for good: that, when, and by which rule."""

from typing import NoReturn

from flask import abort, make_response, render_template
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions.models import SUBJECT, Contribution
from participation.core.database import db
from participation.moderation import services as moderation
from participation.moderation.models import Decision
from participation.moderation.rules import HouseRule, Verdict, Visibility


def gone_or_404(reference: str) -> NoReturn:
    """Answer that what stood here was removed for good, else that there is no such page."""
    decision = _removal(reference)
    if decision is None:
        abort(404)
    rules = [moderation.RULE_NAMES[HouseRule(rule)] for rule in decision.rules]
    page = render_template("contributions/removed.html", removed_on=decision.decided_at, rules=rules)
    abort(make_response(page, 410))


def _removal(reference: str) -> Decision | None:
    """Return the decision by which something public was removed for good."""
    number = select(Contribution.id).where(
        Contribution.reference == reference,
        Contribution.visibility == Visibility.REMOVED,
        Contribution.published_at.is_not(None),
    )
    statement = select(Decision).where(
        Decision.subject_kind == SUBJECT,
        Decision.subject_id.in_(number),
        Decision.verdict == Verdict.REMOVE,
    )
    told = see_all(statement, "that it was removed is told, nothing of what it said")
    return db.session.scalars(told.order_by(Decision.id.desc())).first()
