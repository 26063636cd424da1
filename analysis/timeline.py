"""The step of a contribution's way that the topics know: to which one it belongs, once a person has confirmed it."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, ngettext
from sqlalchemy import func, select

from analysis.models import Assignment, Topic
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.core.feature import Step
from participation.web.context import day


def steps(contributions: Sequence[Contribution]) -> Mapping[int, list[Step]]:
    """Return the topic of each contribution, for a batch."""
    ids = [contribution.id for contribution in contributions]
    rows = db.session.execute(
        select(Assignment.contribution_id, Assignment.decided_at, Topic.id, Topic.name, Topic.confirmed_at)
        .join(Topic, Topic.id == Assignment.topic_id)
        .where(Assignment.contribution_id.in_(ids), Topic.confirmed_at.is_not(None), Topic.aside.is_(None))
    ).all()
    found: dict[int, list[Step]] = {contribution_id: [] for contribution_id in ids}
    if not rows:
        return found
    counted = db.session.execute(
        select(Assignment.topic_id, func.count())
        .where(Assignment.topic_id.in_({row.id for row in rows}))
        .group_by(Assignment.topic_id)
    )
    sizes = {row[0]: row[1] for row in counted}
    for row in rows:
        others = sizes[row.id] - 1
        moment = max(row.decided_at, row.confirmed_at)
        found[row.contribution_id].append(
            Step(
                state="done",
                title=gettext("Topic: %(name)s", name=row.name),
                when=day(moment),
                text=ngettext(
                    "Together with one similar contribution.", "Together with %(num)s similar contributions.", others
                )
                if others
                else "",
                order=moment,
            )
        )
    return found
