"""What the plan adds to the house."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from participation.access.actions import Action
from participation.access.guard import can
from participation.core.clock import today
from participation.core.feature import Card, Duty, Feature, NavigationItem
from participation.plan import demo, finding, personal, talking, telling, timeline
from participation.plan.dependencies import services as following
from participation.plan.documents import services as documents
from participation.plan.documents.views import bp as documents_bp
from participation.plan.gate import services as owing
from participation.plan.gate.rules import is_pressing, next_end
from participation.plan.views import (
    citizens,
    dependencies,
    gate,
    goals,
    money,
    moved,
    planners,
    scoring,
    served,
    sheets,
)
from participation.plan.views.blueprint import bp
from participation.process import services as processes
from participation.process.models import Process

PAGES = (citizens, dependencies, gate, goals, planners, money, moved, scoring, served, sheets)
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


def duties() -> Iterator[Duty]:
    """Yield the voices without an outcome, as soon as a phase is about to close."""
    process = processes.current()
    if not process or not can(Action.EDIT_PLAN, process):
        return
    end = next_end([phase.ends_on for phase in process.phases], today())
    if is_pressing(end, today()) and (count := owing.open_count(process)):
        yield Duty(gettext("Voices without an outcome before the phase closes"), url_for("plan.gate"), count, end)
    waiting, moved_one = following.undecided(process)
    if moved_one:
        title = gettext("Decide what moves with a moved measure")
        yield Duty(title, url_for("plan.moved", code=moved_one.code), waiting)


FEATURE = Feature(
    name="plan",
    blueprints=(bp, documents_bp),
    jobs={documents.JOB: documents.make, telling.JOB: telling.tell},
    navigation=(
        NavigationItem("plan.measures", lazy_gettext("Measures"), 30),
        NavigationItem("plan.desk", lazy_gettext("Measures"), 40, "desk", Action.EDIT_PLAN),
    ),
    open_formats=cards,
    places=talking.places,
    timeline=timeline.steps,
    duties=duties,
    personal_data=personal.PERSONAL_DATA,
    retention=personal.RETENTION,
    demo=demo.load_measures,
    erase_demo=demo.erase_measures,
)
