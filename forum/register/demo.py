"""The demo town: the figures of the last month are public."""

from sqlalchemy import delete, select

from forum.register import figures
from participation.core.clock import today
from participation.core.database import db
from participation.moderation.models import MonthlyReport
from participation.process.demo import DemoTown


def load(_town: DemoTown) -> None:
    """Publish the figures of the last month that is over and had any, once."""
    if db.session.scalars(select(MonthlyReport.id)).first():
        return
    this = f"{today():%Y-%m}"
    over = [month for month in figures.months_with_work() if month < this and figures.counted(month).has_any]
    if over and figures.can_be_published(over[0]):
        figures.publish(over[0], None)


def erase(_town: DemoTown) -> None:
    """Take the published figures of the demo town away."""
    db.session.execute(delete(MonthlyReport))
