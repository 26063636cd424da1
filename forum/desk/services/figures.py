"""Figures of the last seven days beside those of the seven before."""

from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from participation.access.guard import visible
from participation.contributions.models import Contribution, Outcome
from participation.core.clock import now
from participation.core.database import db
from participation.moderation.models import Decision

WEEK = timedelta(days=7)


def arrived() -> tuple[int, int]:
    """Return how many contributions arrived, as far as the present actor sees them."""
    return _two_weeks(visible(_counts(Contribution.created_at)))


def answered() -> tuple[int, int]:
    """Return how many official answers were given."""
    return _two_weeks(_counts(Outcome.decided_at))


def decided() -> tuple[int, int]:
    """Return how many decisions the moderators made."""
    return _two_weeks(_counts(Decision.decided_at))


def _counts(moment: InstrumentedAttribute[datetime]) -> Select[int, int]:
    week = now() - WEEK
    this, before = case((moment >= week, 1)), case((moment < week, 1))
    return select(func.count(this), func.count(before)).where(moment >= week - WEEK)


def _two_weeks(statement: Select[int, int]) -> tuple[int, int]:
    this, before = db.session.execute(statement).one()
    return this, before
