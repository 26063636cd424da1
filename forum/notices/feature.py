"""What notices add to the house."""

from collections.abc import Iterator
from functools import reduce
from operator import add

from forum.notices import appealing, demo, letters, services
from forum.notices.views import citizens, desk, objections
from forum.notices.views.blueprint import bp
from participation.core.feature import Duty, Feature, Number, Waiting
from participation.moderation import notices

PAGES = (citizens, desk, objections)
"""The modules whose pages stand on the blueprint."""


def waiting() -> Iterator[Waiting]:
    """Yield what waits in the moderators' queue: danger, notices, objections."""
    yield from services.waiting()
    yield from appealing.waiting()


def waiting_count() -> Number | None:
    """Return how many lines `waiting` yields."""
    numbers = [one for one in (services.waiting_count(), appealing.waiting_count()) if one is not None]
    return reduce(add, numbers) if numbers else None


def duties() -> Iterator[Duty]:
    """Yield what waits for the present actor: danger, notices, objections."""
    yield from services.duties()
    yield from appealing.duties()


FEATURE = Feature(
    name="notices",
    blueprints=(bp,),
    jobs={notices.JOB: letters.tell},
    duties=duties,
    waiting=waiting,
    waiting_count=waiting_count,
    demo=demo.load,
    report_href=services.report_href,
    address_of_code=services.address_of_code,
)
