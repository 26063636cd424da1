"""What the plan knows of a contribution's way: the measure it became part of, how far that is, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from participation.access.guard import GUEST, visible
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.core.feature import Step
from participation.plan import finding, names
from participation.plan.models import Measure, MeasureChange, MeasureOrigin
from participation.plan.rules import ENDED, BindingState
from participation.process.models import Process
from participation.web.context import day


def steps(contributions: Sequence[Contribution]) -> Mapping[int, list[Step]]:
    """Return the steps of the public measures that come from these contributions."""
    found: dict[int, list[Step]] = {contribution.id: [] for contribution in contributions}
    statement = (
        select(MeasureOrigin.contribution_id, Measure)
        .join(MeasureOrigin.measure)
        .where(MeasureOrigin.contribution_id.in_(found))
        .options(
            selectinload(Measure.changes),
            joinedload(Measure.process).options(lazyload(Process.phases), lazyload(Process.fields)),
        )
    )
    rows = db.session.execute(visible(statement, GUEST)).all()
    if not rows:
        return found
    address = finding.addresses()
    for contribution_id, measure in rows:
        found[contribution_id] += way_of(measure, address("plan.measure", measure))
    return found


def way_of(measure: Measure, href: str) -> list[Step]:
    """Return how binding the measure became when, and what comes next, as told on other pages than its own."""
    return [*(_changed(measure, change, href) for change in measure.changes), *_to_come(measure, href)]


def own_way_of(measure: Measure) -> list[Step]:
    """Return the same in the few words that the measure's own page needs."""
    steps = [
        Step("done", str(names.STATES[one.state]), day(one.happened_on), text=one.reason, by=one.decided_by)
        for one in measure.changes
    ]
    coming = [replace(step, title=measure.next_step, href="") for step in _to_come(measure, "")]
    if steps and measure.state not in ENDED:
        steps[-1] = replace(steps[-1], state="now")
    return steps + coming


def _changed(measure: Measure, change: MeasureChange, href: str) -> Step:
    return Step(
        state="done",
        title=_title(measure.code, change.state),
        when=day(change.happened_on),
        text=change.reason or measure.title,
        by=change.decided_by,
        href=href,
        order=change.happened_on,
    )


def _to_come(measure: Measure, href: str) -> list[Step]:
    if measure.state in ENDED or not (measure.next_step and measure.next_on):
        return []
    title = gettext("Measure %(code)s: %(step)s", code=measure.code, step=measure.next_step)
    return [Step(state="next", title=title, when=day(measure.next_on), href=href, order=measure.next_on)]


def _title(code: str, state: BindingState) -> str:
    titles = {
        BindingState.PROPOSED: gettext("Measure %(code)s proposed", code=code),
        BindingState.DECIDED: gettext("Measure %(code)s decided", code=code),
        BindingState.FUNDED: gettext("Money for measure %(code)s is there", code=code),
        BindingState.RUNNING: gettext("Measure %(code)s has begun", code=code),
        BindingState.DONE: gettext("Measure %(code)s carried out", code=code),
        BindingState.STOPPED: gettext("Measure %(code)s stopped", code=code),
    }
    return str(titles[state])
