"""What monitoring adds to the house."""

from collections.abc import Sequence

from flask_babel import gettext

from participation.access.actions import Action
from participation.access.guard import can
from participation.core.feature import Feature, Step, Story
from participation.monitoring import demo, services, words
from participation.monitoring.views import bp
from participation.plan import finding
from participation.plan.models import Measure


def stories(measure: Measure) -> Sequence[Story]:
    """Tell on the page of a measure how it stands, and lead those in charge to the report."""
    standing = services.standing(measure)
    address = finding.addresses()
    told = []
    if standing.is_planned and not measure.is_draft:
        light = Step("now", str(words.LIGHTS[standing.light]), text=words.how_many(standing))
        steps = [*([light] if standing.figures else []), *(words.step(one) for one in standing.milestones)]
        told.append(Story(gettext("What has come of it"), address("monitoring.progress", measure), steps))
    if can(Action.EDIT_PLAN, measure):
        told.append(Story(gettext("Report on this measure"), address("monitoring.report", measure), ()))
    return told


FEATURE = Feature(
    name="monitoring",
    blueprints=(bp,),
    panels={Measure: stories},
    demo=demo.load_progress,
)
