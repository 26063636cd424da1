"""What a document tells: the public part of the plan, read in a number of statements that does not grow with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import Contribution, Kind
from participation.core.database import db
from participation.core.feature import Fact
from participation.core.vocabulary import Channel
from participation.plan import finding
from participation.plan.dependencies.models import Dependency
from participation.plan.goals import services as aims
from participation.plan.goals.models import Goal, Vision
from participation.plan.models import Measure, MeasureOrigin
from participation.plan.money.models import Funding
from participation.plan.money.rules import balance
from participation.plan.money.services import Money
from participation.plan.rules import BindingState, Share
from participation.plan.scoring import services as scores
from participation.plan.sheet.models import FactSheet
from participation.plan.sheet.services import sheets_of
from participation.process import services as processes
from participation.process.models import Process


@dataclass(frozen=True, slots=True)
class Voice:
    """A public contribution from which a measure grew, by its number; its words stay where they can be deleted."""

    reference: str
    share: Share
    channel: Channel
    on: date


@dataclass(frozen=True, slots=True)
class Item:
    """A measure with all that hangs on it."""

    measure: Measure
    sheet: FactSheet
    money: Money
    voices: Sequence[Voice] = ()
    needs: Sequence[tuple[str, str]] = ()
    starts_first: bool = False
    rank: int | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """All that the documents of a process tell."""

    process: Process
    items: Sequence[Item]
    vision: Vision | None = None
    goals: Sequence[Goal] = ()
    drafts: Sequence[str] = ()
    channels: Mapping[Channel, int] = field(default_factory=dict)
    supports: int = 0
    standing: Sequence[Fact] = ()


def of_plan(process: Process) -> Material:
    """Return what everybody may know of the plan, and the codes of its drafts."""
    measures = db.session.scalars(visible(_measures(process), GUEST)).all()
    vision = aims.vision_of(process)
    ideas = select(Contribution.channel, func.count(), func.sum(Contribution.support_count)).where(
        Contribution.process_id == process.id, Contribution.kind == Kind.IDEA
    )
    rows = db.session.execute(visible(ideas.group_by(Contribution.channel), GUEST)).all()
    drafts = select(Measure.code).where(Measure.process_id == process.id, Measure.state == BindingState.DRAFT)
    return Material(
        process,
        items_of(process, measures),
        vision if vision.is_public else None,
        aims.public_goals_of(process),
        db.session.scalars(see_all(drafts.order_by(Measure.id), finding.EDITORS_ONLY)).all(),
        {channel: count for channel, count, _ in rows},
        sum(supports or 0 for *_, supports in rows),
        processes.standing(process),
    )


def of_measure(measure: Measure) -> Material:
    """Return what the planners know of one measure, be it a draft; of the voices only what is public."""
    return Material(measure.process, items_of(measure.process, [measure]))


def _measures(process: Process):  # type: ignore[no-untyped-def]  # a select
    found = select(Measure).where(Measure.process_id == process.id).order_by(Measure.id)
    return found.options(selectinload(Measure.changes), *finding.WITH_FIELD)


def items_of(process: Process, measures: Sequence[Measure]) -> Sequence[Item]:
    """Return these measures with all that hangs on them."""
    ids = [one.id for one in measures]
    sheets, money, voices, needs = sheets_of(measures), _money(measures), _voices(ids), _needs(ids)
    lines = {line.measure.id: line for line in scores.ranking(process).lines}
    return [
        Item(
            one,
            sheets[one.id],
            money[one.id],
            voices[one.id],
            needs[one.id],
            starts_first=one.id in lines and lines[one.id].estimate.starts_first,
            rank=lines[one.id].rank if one.id in lines else None,
            total=lines[one.id].total if one.id in lines else None,
        )
        for one in measures
    ]


def _money(measures: Sequence[Measure]) -> Mapping[int, Money]:
    posts: dict[int, list[Funding]] = {one.id: [] for one in measures}
    for post in db.session.scalars(select(Funding).where(Funding.measure_id.in_(posts)).order_by(Funding.id)):
        posts[post.measure_id].append(post)
    sums = {one.id: balance(one.cost_once, [(post.euros, post.state) for post in posts[one.id]]) for one in measures}
    return {one.id: Money(one.cost_once, one.cost_yearly, posts[one.id], sums[one.id]) for one in measures}


def _voices(ids: Sequence[int]) -> Mapping[int, list[Voice]]:
    found: dict[int, list[Voice]] = {one: [] for one in ids}
    told = Contribution.reference, MeasureOrigin.share, Contribution.channel, Contribution.created_at
    statement = (
        select(MeasureOrigin.measure_id, *told)
        .join(MeasureOrigin.contribution)
        .where(MeasureOrigin.measure_id.in_(ids))
        .order_by(Contribution.created_at, Contribution.id)
    )
    for measure_id, reference, share, channel, created_at in db.session.execute(visible(statement, GUEST)):
        found[measure_id].append(Voice(reference, share, channel, created_at))
    return found


def _needs(ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {one: [] for one in ids}
    statement = (
        select(Dependency.measure_id, Measure.code, Dependency.reason)
        .join(Measure, Measure.id == Dependency.needs_id)
        .where(Dependency.measure_id.in_(ids))
        .order_by(Measure.id)
    )
    for measure_id, code, reason in db.session.execute(visible(statement, GUEST)):
        found[measure_id].append((code, reason))
    return found
