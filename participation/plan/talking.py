"""Where people talk about what planners wrote: below a measure, and about a way to a goal."""

from collections.abc import Sequence

from flask import url_for

from participation.core.feature import Place
from participation.plan import finding
from participation.plan.goals import services as aims
from participation.plan.goals.models import Alternative, Goal
from participation.plan.models import Measure


def place_of(measure: Measure) -> Place:
    """Return where people talk about a measure."""
    return Place(f"{measure.code} {measure.title}", finding.addresses()("plan.measure", measure))


def place_of_way(goal: Goal, way: Alternative) -> Place:
    """Return where people talk about a way to a goal."""
    return Place(way.name, url_for("plan.public_way", number=goal.number, key=way.id))


def places(thread_ids: Sequence[int]) -> dict[int, Place]:
    """Return under which measures and ways to goals these threads stand, as far as everybody may read them."""
    found = {one.thread_id: place_of(one) for one in finding.talked_about(thread_ids) if one.thread_id}
    ways = aims.talked_about([one for one in thread_ids if one not in found])
    return found | {key: place_of_way(goal, way) for key, (goal, way) in ways.items()}
