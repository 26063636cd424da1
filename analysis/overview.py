"""How far to trust the topics, in words, and what to begin with where they should not lead."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import Select, func, select

from analysis.core.trust import Doubt, doubts
from analysis.deeds.models import DeedKind, DeedPlace, TopicDeed
from analysis.models import AnalysisRun, DecidedBy, FieldGuess
from analysis.sources import services as sources
from participation.access.guard import GUEST, visible
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.process.models import ActionField, Process
from participation.web.context import number

TEN, HUNDRED = 10, 100


@dataclass(frozen=True, slots=True)
class Trust:
    """How far to trust the topics of the last whole run; each figure as a sentence."""

    facts: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """An action field with its contributions, and those of which the machine is least sure."""

    field: ActionField
    count: int
    doubtful: int


def trust_in(process: Process) -> Trust | None:
    """Return how far to trust the topics; None before a whole run has ended."""
    statement = select(AnalysisRun).where(AnalysisRun.process_id == process.id, AnalysisRun.stability.is_not(None))
    run = db.session.scalars(statement.order_by(AnalysisRun.id.desc()).limit(1)).first()
    if run is None or run.stability is None or run.confident is None:
        return None
    facts = [
        gettext(
            "Of ten pairs that stand together, %(share)s would stand together in another analysis, too.",
            share=number(round(TEN * run.stability)),
        ),
        gettext(
            "Of a hundred texts, %(share)s belong clearly to their topic.", share=number(round(HUNDRED * run.confident))
        ),
        *_agreed(process),
    ]
    found = doubts(run.texts, run.stability, run.confident)
    return Trust(tuple(facts), tuple(_said(doubt, figure, limit) for doubt, figure, limit in found))


def _said(doubt: Doubt, figure: float, limit: float) -> str:
    if doubt is Doubt.FEW_TEXTS:
        return gettext(
            "There are only %(found)s texts. Below %(limit)s, topics fall together by chance.",
            found=number(int(figure)),
            limit=number(int(limit)),
        )
    if doubt is Doubt.UNSTABLE:
        return gettext(
            "Of ten pairs that stand together, only %(found)s would do so in another analysis; it should be %(limit)s.",
            found=number(round(TEN * figure)),
            limit=number(round(TEN * limit)),
        )
    return gettext(
        "Of a hundred texts, only %(found)s belong clearly to their topic; it should be %(limit)s.",
        found=number(round(HUNDRED * figure)),
        limit=number(round(HUNDRED * limit)),
    )


def _agreed(process: Process) -> list[str]:
    """Return in how many decisions people saw it as the machine did."""
    agreed = func.count().filter(DeedPlace.after_id == DeedPlace.before_id)
    statement = (
        select(func.count(), agreed)
        .select_from(DeedPlace)
        .join(TopicDeed, TopicDeed.id == DeedPlace.deed_id)
        .where(
            TopicDeed.process_id == process.id,
            TopicDeed.undone_at.is_(None),
            TopicDeed.kind.in_((DeedKind.MOVE, DeedKind.PIN, DeedKind.CONFIRM)),
            DeedPlace.before_by == DecidedBy.MACHINE,
        )
    )
    total, same = db.session.execute(statement).one()
    if not total:
        return []
    return [
        gettext(
            "In %(same)s of %(total)s decisions so far, people saw it as the machine did.",
            same=number(same),
            total=number(total),
        )
    ]


def fields(process: Process) -> list[FieldLine]:
    """Return the action fields in the process's own order, with what was said in each."""
    said = select(Contribution.action_field_id, func.count(Contribution.id)).where(
        Contribution.process_id == process.id, sources.chosen(process.id)
    )
    counts = _by_field(said)
    doubtful = _by_field(
        select(Contribution.action_field_id, func.count(Contribution.id))
        .join(FieldGuess, FieldGuess.contribution_id == Contribution.id)
        .where(Contribution.process_id == process.id)
    )
    return [FieldLine(field, counts.get(field.id, 0), doubtful.get(field.id, 0)) for field in process.fields]


def _by_field(statement: Select[int | None, int]) -> Mapping[int | None, int]:
    return dict(db.session.execute(visible(statement.group_by(Contribution.action_field_id), GUEST)).all())
