"""What monitoring adds to the house."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext

from participation.access.actions import Action
from participation.access.guard import can
from participation.core.feature import Feature, NavigationItem, Step, Story
from participation.monitoring import demo, reminding, services, words
from participation.monitoring.helped import services as asking
from participation.monitoring.helped import views as asking_views
from participation.monitoring.rules import Light
from participation.monitoring.views import bp
from participation.plan import finding
from participation.plan.models import Measure


def stories(measure: Measure) -> Sequence[Story]:
    """Tell on the page of a measure how it stands, and lead those in charge to the report."""
    standing = services.standing(measure)
    address = finding.addresses()
    told = []
    if standing.is_planned and not measure.is_draft:
        light = Step("now", str(words.LIGHTS[standing.shown]), text=words.how_many(standing))
        has_light = standing.figures or standing.shown is not Light.GREY
        steps = [*([light] if has_light else []), *(words.step(one) for one in standing.milestones)]
        told.append(Story(gettext("What has come of it"), address("monitoring.progress", measure), steps))
    if can(Action.EDIT_PLAN, measure):
        told.append(Story(gettext("Report on this measure"), address("monitoring.report", measure), ()))
        told.append(Story(gettext("Ask whether it has helped"), address("monitoring.ask_helped", measure), ()))
    return told


PAGES = (asking_views,)
"""Modules whose pages stand on the blueprint, too."""

FEATURE = Feature(
    name="monitoring",
    blueprints=(bp,),
    jobs={asking.JOB: asking.write},
    navigation=(
        NavigationItem("monitoring.overview", lazy_gettext("How far the measures are"), 31, is_rare=True),
        NavigationItem("monitoring.desk", lazy_gettext("Late and held up"), 41, "desk", Action.EDIT_PLAN, is_rare=True),
    ),
    nightly=(reminding.remind,),
    panels={Measure: stories},
    personal_data=asking.PERSONAL_DATA,
    retention=asking.RETENTION,
    demo=demo.load_progress,
)
