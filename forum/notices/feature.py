"""What notices add to the house."""

from collections.abc import Iterator

from forum.notices import appealing, demo, letters, services
from forum.notices.views import citizens, desk, objections
from forum.notices.views.blueprint import bp
from participation.core.feature import Duty, Feature, Waiting
from participation.moderation import notices

PAGES = (citizens, desk, objections)
"""The modules whose pages stand on the blueprint."""


def waiting() -> Iterator[Waiting]:
    """Yield what waits in the moderators' queue: danger, notices, objections."""
    yield from services.waiting()
    yield from appealing.waiting()


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
    demo=demo.load,
    report_href=services.report_href,
    address_of_code=services.address_of_code,
)
