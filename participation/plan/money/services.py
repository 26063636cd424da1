"""Verbs and queries of money: write down what a measure costs and who pays it, and say whether that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from participation.core.database import db
from participation.plan.models import Measure
from participation.plan.money.models import Funding
from participation.plan.money.rules import Balance, FundingState, balance


@dataclass(frozen=True, slots=True)
class Post:
    """One sum as somebody wrote it down."""

    source: str
    euros: int
    state: FundingState
    apply_by: date | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """What a measure costs, who pays it, and whether that adds up."""

    cost_once: int | None
    cost_yearly: int | None
    posts: Sequence[Funding]
    balance: Balance

    @property
    def is_known(self) -> bool:
        """Whether anything has been said about money."""
        return bool(self.posts) or self.cost_once is not None or self.cost_yearly is not None


def money_of(measure: Measure) -> Money:
    """Return what is known about the money of a measure."""
    statement = select(Funding).where(Funding.measure_id == measure.id).order_by(Funding.id)
    posts = db.session.scalars(statement).all()
    sums = balance(measure.cost_once, [(post.euros, post.state) for post in posts])
    return Money(measure.cost_once, measure.cost_yearly, posts, sums)


def set_money(measure: Measure, cost_once: int | None, cost_yearly: int | None, posts: Sequence[Post]) -> None:
    """Write down what the measure costs and who pays it, in place of what was said before."""
    measure.cost_once, measure.cost_yearly = cost_once, cost_yearly
    flag_modified(measure, "cost_once")  # so that whoever has an older page open is told, even if only a sum changed
    db.session.execute(delete(Funding).where(Funding.measure_id == measure.id))
    db.session.add_all(
        Funding(measure_id=measure.id, source=post.source, euros=post.euros, state=post.state, apply_by=post.apply_by)
        for post in posts
    )
    db.session.flush()
