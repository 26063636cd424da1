"""The figures of a month in words and numbers: the same at the desk as for everybody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, ngettext

from forum.notices.names import GROUNDS
from forum.register import names
from forum.register.figures import Figures
from participation.core.vocabulary import Channel
from participation.moderation.rules import HouseRule, NoticeGround, Verdict
from participation.web.context import number

Rows = list[tuple[str, str]]


def month_name(day: date) -> str:
    """Return the month of this day in words, such as `Februar 2027`."""
    return format_date(day, "LLLL y")


def groups(figures: Figures) -> list[tuple[str, Rows]]:
    """Return the figures under their headings."""
    return [
        (gettext("What came in"), _named(figures.received, Channel, names.CHANNELS)),
        (gettext("What was decided"), _named(figures.verdicts, Verdict, names.VERDICTS)),
        (gettext("Rules that were broken"), _named(figures.broken, HouseRule, names.RULE_NAMES)),
        (gettext("Notices"), [*_named(figures.notices, NoticeGround, GROUNDS), *_ended(figures)]),
        (gettext("Objections"), _objections(figures)),
        (gettext("How it was done"), _manner(figures)),
    ]


def _named(counts: Mapping[str, int], kind: Any, words: Mapping[Any, Any]) -> Rows:
    """Return how often each happened, in the order of the enum; what never happened stays out."""
    return [(str(words[one]), number(counts[one.value])) for one in kind if one.value in counts]


def _ended(figures: Figures) -> Rows:
    rows = (
        (gettext("Contribution stayed"), figures.notices_kept),
        (gettext("Contribution hidden or changed"), figures.notices_led_to_something),
        (gettext("Police told because of danger"), figures.dangers),
    )
    return [(words, number(count)) for words, count in rows if count]


def _objections(figures: Figures) -> Rows:
    rows = (
        (gettext("Arrived"), figures.objections),
        (gettext("Decision stayed"), figures.objections_upheld),
        (gettext("Decision reversed"), figures.objections_reversed),
    )
    return [(words, number(count)) for words, count in rows if count]


def _manner(figures: Figures) -> Rows:
    hours = figures.median_hours
    told = [] if hours is None else [ngettext("%(num)s hour", "%(num)s hours", max(1, hours))]
    return [
        *((gettext("Half of all were decided within"), words) for words in told),
        (gettext("Decided by a machine"), gettext("none")),
        (gettext("Restrictions with a hint by a machine"), number(figures.helped_by_machine)),
    ]
