"""The figures of one month: counted while it is open, kept as they were once somebody has published them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from forum.register import rules
from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.contributions.services import SUBJECT
from participation.core.clock import at, local, now, today
from participation.core.database import db
from participation.moderation.models import Alarm, Appeal, Decision, MonthlyReport, Notice
from participation.moderation.rules import RESTRICTIONS, AppealOutcome, Verdict

COUNTED = "numbers of all, nothing of any one"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the moderators did in one month, in numbers."""

    month: str
    received: Mapping[str, int] = field(default_factory=dict)
    verdicts: Mapping[str, int] = field(default_factory=dict)
    broken: Mapping[str, int] = field(default_factory=dict)
    notices: Mapping[str, int] = field(default_factory=dict)
    notices_kept: int = 0
    notices_led_to_something: int = 0
    dangers: int = 0
    objections: int = 0
    objections_upheld: int = 0
    objections_reversed: int = 0
    median_hours: int | None = None
    helped_by_machine: int = 0

    @property
    def has_any(self) -> bool:
        """Whether anything came in or was decided."""
        return bool(self.received or self.verdicts or self.notices or self.objections)


def counted(month: str) -> Figures:
    """Count the figures of a month as they stand now."""
    first = rules.first_day(month)
    assert first is not None
    start, end = at(first, 0), at(rules.next_month(first), 0)
    made = _decisions(start, end)
    ended = _by(Appeal.outcome, Appeal.decided_at, start, end)
    answered = Counter(one.verdict for one, count in _answered(start, end) for _ in range(count))
    return Figures(
        month=month,
        received=_by(Contribution.channel, Contribution.created_at, start, end),
        verdicts=dict(Counter(one.verdict.value for one in made)),
        broken=dict(Counter(rule for one in made if one.verdict in RESTRICTIONS for rule in one.rules)),
        notices=_by(Notice.ground, Notice.reported_at, start, end),
        notices_kept=answered[Verdict.KEEP],
        notices_led_to_something=sum(answered.values()) - answered[Verdict.KEEP],
        dangers=sum(_by(Alarm.subject_kind, Alarm.informed_at, start, end).values()),
        objections=sum(_by(Appeal.language, Appeal.appealed_at, start, end).values()),
        objections_upheld=ended.get(AppealOutcome.UPHELD.value, 0),
        objections_reversed=ended.get(AppealOutcome.REVERSED.value, 0),
        median_hours=rules.middle(_hours(made)),
        helped_by_machine=sum(bool(one.automated) for one in made),
    )


def _decisions(start: datetime, end: datetime) -> Sequence[Decision]:
    statement = select(Decision).where(Decision.decided_at >= start, Decision.decided_at < end)
    return db.session.scalars(statement.order_by(Decision.decided_at)).all()


def _by(what: Any, moment: Any, start: datetime, end: datetime) -> dict[str, int]:
    statement = select(what, func.count()).where(moment >= start, moment < end, what.is_not(None)).group_by(what)
    rows = db.session.execute(see_all(statement, COUNTED)).all()
    return {str(getattr(value, "value", value)): count for value, count in rows}


def _answered(start: datetime, end: datetime) -> list[tuple[Decision, int]]:
    statement = select(Decision, func.count(Notice.id)).join(Notice, Notice.decision_id == Decision.id)
    month = statement.where(Decision.decided_at >= start, Decision.decided_at < end).group_by(Decision.id)
    return [(decision, count) for decision, count in db.session.execute(month)]


def _hours(made: Sequence[Decision]) -> list[float]:
    """Return after how many hours each contribution had its first decision."""
    ids = [one.subject_id for one in made if one.subject_kind == SUBJECT]
    statement = select(Contribution.id, Contribution.created_at).where(Contribution.id.in_(ids))
    arrived = {row.id: row.created_at for row in db.session.execute(see_all(statement, COUNTED))}
    first: dict[int, datetime] = {}
    for one in made:
        if one.verdict in {Verdict.PUBLISH, Verdict.REJECT, Verdict.CONFIRM} and one.subject_id in arrived:
            first.setdefault(one.subject_id, one.decided_at)
    return [(moment - arrived[number]).total_seconds() / 3600 for number, moment in first.items()]


# Publishing


def published(month: str) -> tuple[Figures, date] | None:
    """Return the figures of a month as they were published, and when; None where nobody has published them."""
    report = db.session.scalars(select(MonthlyReport).where(MonthlyReport.month == month)).first()
    return (Figures(**report.figures), local(report.published_at).date()) if report else None


def published_months() -> Sequence[str]:
    """Return the months that are public, the latest first."""
    return db.session.scalars(select(MonthlyReport.month).order_by(MonthlyReport.month.desc())).all()


def can_be_published(month: str) -> bool:
    """Return whether the month is over and not public yet."""
    first = rules.first_day(month)
    return first is not None and rules.next_month(first) <= today() and published(month) is None


def publish(month: str, person_id: int | None, *, published_at: datetime | None = None) -> MonthlyReport:
    """Publish the figures of a month as they stand now."""
    made = MonthlyReport(
        month=month, figures=asdict(counted(month)), published_at=published_at or now(), person_id=person_id
    )
    db.session.add(made)
    db.session.flush()
    return made


def months_with_work() -> list[str]:
    """Return the months from the first contribution to this one, the latest first."""
    first = db.session.scalar(see_all(select(func.min(Contribution.created_at)), COUNTED))
    return rules.months(local(first).date(), today()) if first else []
