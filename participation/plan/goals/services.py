"""Verbs and queries of goals: write the vision, set goals, weigh alternatives, and choose one with a reason."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, see_all, visible
from participation.contributions.models import Thread
from participation.contributions.rules import Subject
from participation.contributions.threads import keeping
from participation.core.database import db
from participation.core.vocabulary import Language
from participation.plan.finding import EDITORS_ONLY
from participation.plan.goals.models import Alternative, Choice, Goal, Served, Vision
from participation.plan.models import Measure
from participation.process.models import Process
from participation.web import languages

WHOLE = (selectinload(Goal.alternatives), selectinload(Goal.choice))


def vision_of(process: Process) -> Vision:
    """Return the vision of a process; an empty one where nobody has written it."""
    return db.session.get(Vision, process.id) or Vision(process_id=process.id, text="", guiding=[], is_public=False)


def write_vision(process: Process, values: Mapping[str, Any]) -> None:
    """Write down the vision and the guiding goals."""
    _write(vision_of(process), values)


def goals_of(process: Process) -> Sequence[Goal]:
    """Return all goals of a process for those who edit the plan."""
    return db.session.scalars(see_all(_goals(process), EDITORS_ONLY)).all()


def public_goals_of(process: Process) -> Sequence[Goal]:
    """Return the goals of a process that everybody may read."""
    return db.session.scalars(visible(_goals(process))).all()


def for_editors(process: Process, number: int) -> Goal | None:
    """Return one goal with its alternatives, be it public or not."""
    return db.session.scalars(see_all(_goals(process).where(Goal.number == number), EDITORS_ONLY)).first()


def goal(process: Process, number: int) -> Goal | None:
    """Return one public goal with its alternatives."""
    return db.session.scalars(visible(_goals(process).where(Goal.number == number))).first()


def _goals(process: Process) -> Select[Goal]:
    return select(Goal).where(Goal.process_id == process.id).order_by(Goal.number).options(*WHOLE)


def set_goal(process: Process, values: Mapping[str, Any]) -> Goal:
    """Set one more goal; doing nothing is among its alternatives from the beginning."""
    last = select(func.max(Goal.number)).where(Goal.process_id == process.id)
    number = (db.session.scalar(see_all(last, EDITORS_ONLY)) or 0) + 1
    with force_locale(languages.LOCALES[Language.DE]):
        nothing = Alternative(name=gettext("Do nothing"), is_nothing=True, thread=_thread(process.id))
    made = Goal(process_id=process.id, number=number, alternatives=[nothing], **values)
    db.session.add(made)
    db.session.flush()
    return made


def add_alternative(goal: Goal, values: Mapping[str, Any]) -> Alternative:
    """Offer one more way to a goal."""
    made = Alternative(goal_id=goal.id, thread=_thread(goal.process_id), **values)
    db.session.add(made)
    db.session.flush()
    return made


def _thread(process_id: int) -> Thread:
    return Thread(process_id=process_id, about=Subject.ALTERNATIVE)


def edit(noun: Goal | Alternative, values: Mapping[str, Any]) -> None:
    """Write down what a goal or an alternative says; what was said of its ways is public with the goal alone."""
    _write(noun, values)
    if isinstance(noun, Goal):
        keeping.show((one.thread_id for one in noun.alternatives), is_shown=noun.is_public)


def choose(goal: Goal, alternative: Alternative, decided_on: date, decided_by: str, reason: str) -> None:
    """Say which alternative was chosen, and why, in place of an earlier choice."""
    found = db.session.get(Choice, goal.id) or Choice(goal_id=goal.id)
    own = {"alternative_id": alternative.id, "decided_on": decided_on, "decided_by": decided_by, "reason": reason}
    _write(found, own)


# Which measure serves which goal


def served_by(measure: Measure) -> Sequence[Goal]:
    """Return the goals a measure serves, for those who edit the plan."""
    return db.session.scalars(see_all(_served(measure), EDITORS_ONLY)).all()


def public_served_by(measure: Measure) -> Sequence[Goal]:
    """Return the goals a measure serves, as everybody may know."""
    return db.session.scalars(visible(_served(measure), GUEST)).all()


def serving(goal: Goal) -> Sequence[Measure]:
    """Return the measures that serve a goal, drafts included."""
    return db.session.scalars(see_all(_serving(goal), EDITORS_ONLY)).all()


def public_serving(goal: Goal) -> Sequence[Measure]:
    """Return the measures that serve a goal, as everybody may know."""
    return db.session.scalars(visible(_serving(goal), GUEST)).all()


def serve(measure: Measure, goals: Collection[int]) -> None:
    """Say which goals a measure serves, by their ids, in place of what was said before."""
    db.session.execute(delete(Served).where(Served.measure_id == measure.id))
    db.session.add_all(Served(measure_id=measure.id, goal_id=one) for one in sorted(set(goals)))
    db.session.flush()


def talked_about(thread_ids: Collection[int]) -> Mapping[int, tuple[Goal, Alternative]]:
    """Return the ways to public goals under which these threads stand, by the id of the thread."""
    statement = select(Goal, Alternative).join(Goal.alternatives).where(Alternative.thread_id.in_(thread_ids))
    rows = db.session.execute(visible(statement, GUEST)).unique()
    return {way.thread_id: (goal, way) for goal, way in rows if way.thread_id}


def _served(measure: Measure) -> Select[Goal]:
    statement = select(Goal).join(Served, Served.goal_id == Goal.id)
    return statement.where(Served.measure_id == measure.id).order_by(Goal.number)


def _serving(goal: Goal) -> Select[Measure]:
    statement = select(Measure).join(Served, Served.measure_id == Measure.id)
    return statement.where(Served.goal_id == goal.id).order_by(Measure.id)


def _write(noun: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(noun, name, value)
    db.session.add(noun)
    db.session.flush()
