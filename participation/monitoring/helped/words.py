"""How the answers to “Has it helped?” are told."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext, ngettext

from participation.core.feature import Lazy
from participation.monitoring.helped.rules import FEWEST, Help, Helped
from participation.web.context import day, number

ANSWERS: Mapping[Help, Lazy] = {
    Help.YES: lazy_gettext("Yes, it has helped"),
    Help.PARTLY: lazy_gettext("Partly"),
    Help.NO: lazy_gettext("No"),
}
RETAINED = lazy_gettext("Who has answered whether a measure helped")


def told(found: Helped) -> str:
    """Return in a sentence what people said, or why that is not told."""
    if not found.is_told:
        return gettext(
            "Asked on %(day)s. Too few have answered; figures are shown from %(few)s answers on.",
            day=day(found.asked_on),
            few=FEWEST,
        )
    yes, partly, no = (number(found.counts.get(one, 0)) for one in Help)
    said = ngettext(
        "%(yes)s of %(count)s says that it has helped, %(partly)s says partly, %(no)s says no.",
        "%(yes)s of %(count)s say that it has helped, %(partly)s say partly, %(no)s say no.",
        found.answered,
        yes=yes,
        count=number(found.answered),
        partly=partly,
        no=no,
    )
    whom = gettext(
        "Asked on %(day)s: %(asked)s people. Not representative.", day=day(found.asked_on), asked=number(found.asked)
    )
    return f"{said} {whom}"
