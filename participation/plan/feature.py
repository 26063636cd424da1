"""What the plan adds to the house."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from participation.access.actions import Action
from participation.core.feature import Card, Feature, NavigationItem
from participation.plan import demo, finding, personal, timeline
from participation.plan.documents import services as documents
from participation.plan.documents.views import bp as documents_bp
from participation.plan.views import citizens, dependencies, goals, money, planners, scoring, served, sheets
from participation.plan.views.blueprint import bp
from participation.process.models import Process

PAGES = (citizens, dependencies, goals, planners, money, scoring, served, sheets)
"""The modules whose pages stand on the blueprint."""

READING_MINUTES = 3


def cards(process: Process) -> Iterator[Card]:
    """Invite people to read the measures, as soon as there is one."""
    count, is_newest = finding.count_of(process)
    if count:
        yield Card(
            60,
            READING_MINUTES,
            gettext("Read what the town means to do"),
            ngettext(
                "One measure has grown from your ideas. See how far it is and what comes next.",
                "%(num)s measures have grown from your ideas. See how far they are and what comes next.",
                count,
            ),
            url_for("plan.measures", process=None if is_newest else process.slug),
        )


FEATURE = Feature(
    name="plan",
    blueprints=(bp, documents_bp),
    jobs={documents.JOB: documents.make},
    navigation=(
        NavigationItem("plan.measures", lazy_gettext("Measures"), 30),
        NavigationItem("plan.desk", lazy_gettext("Measures"), 40, "desk", Action.EDIT_PLAN),
    ),
    open_formats=cards,
    timeline=timeline.steps,
    personal_data=personal.PERSONAL_DATA,
    retention=personal.RETENTION,
    demo=demo.load_measures,
    erase_demo=demo.erase_measures,
)
