"""What feedback adds to the house."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import lazy_gettext, ngettext

from participation.access.actions import Action
from participation.access.guard import can
from participation.core.feature import Duty, Feature, NavigationItem
from participation.feedback import personal, services
from participation.feedback.views import bp


def duties() -> Iterator[Duty]:
    """Yield the reports that wait for an answer, and apart from them those that have waited too long."""
    waiting = services.waiting() if can(Action.ANSWER_BARRIERS) else None
    if waiting is None or not waiting.open:
        return
    href = url_for("feedback.barriers")
    if waiting.overdue:
        title = ngettext(
            "Answer %(num)s overdue barrier report", "Answer %(num)s overdue barrier reports", waiting.overdue
        )
        yield Duty(title, href, waiting.overdue, due=waiting.first_due, is_overdue=True)
    in_time = waiting.open - waiting.overdue
    if in_time:
        title = ngettext("Answer %(num)s barrier report", "Answer %(num)s barrier reports", in_time)
        yield Duty(title, href, in_time, due=waiting.next_due)


FEATURE = Feature(
    name="feedback",
    blueprints=(bp,),
    navigation=(
        NavigationItem("feedback.report_barrier", lazy_gettext("Report a barrier"), 10, area="legal"),
        NavigationItem(
            "feedback.barriers",
            lazy_gettext("Barriers"),
            80,
            area="desk",
            action=Action.ANSWER_BARRIERS,
            count=services.open_count,
            is_rare=True,
        ),
    ),
    nightly=(services.remind,),
    duties=duties,
    personal_data=personal.PERSONAL_DATA,
    retention=personal.RETENTION,
)
