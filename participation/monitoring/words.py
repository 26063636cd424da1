"""How progress is told: lights, kinds of figures, the rule, and a value with its unit."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext

from participation.core.clock import today
from participation.core.feature import Lazy, Step
from participation.monitoring.models import Milestone
from participation.monitoring.rules import Aspect, Light, is_overdue
from participation.monitoring.services import Figure, Standing
from participation.web.context import day, number

LIGHTS: Mapping[Light, Lazy] = {
    Light.GREEN: lazy_gettext("Green: on plan"),
    Light.YELLOW: lazy_gettext("Yellow: a little behind the plan"),
    Light.RED: lazy_gettext("Red: well behind the plan"),
    Light.GREY: lazy_gettext("No light yet: no value to judge by"),
}
ASPECTS: Mapping[Aspect, Lazy] = {
    Aspect.OUTPUT: lazy_gettext("what was done"),
    Aspect.OUTCOME: lazy_gettext("what it changed"),
}


def value(amount: float, unit: str) -> str:
    """Return a value with its unit."""
    return f"{number(round(amount, 2))} {unit}".strip()


def why(figure: Figure) -> str:
    """Say in one sentence how the rule came to the light of a figure."""
    unit = figure.indicator.unit
    if figure.latest is None:
        return gettext("There is no value yet, so there is no light.")
    if figure.reached is None:
        return gettext("By the plan the change has not begun yet, so there is no light.")
    part = number(round(figure.reached * 100, 1))
    if figure.indicator.baseline is None:
        return gettext("%(part)s %% of the goal. Nobody knows where it began, so the goal itself counts.", part=part)
    planned = value(figure.planned, unit)
    return gettext("%(part)s %% of the planned way: by now it should be %(planned)s.", part=part, planned=planned)


def how_many(standing: Standing) -> str:
    """Say how many of the figures have a light at all."""
    return gettext(
        "Figures with a light: %(known)s of %(all)s.", known=number(standing.known), all=number(len(standing.figures))
    )


def step(milestone: Milestone) -> Step:
    """Return a milestone as a knot of the thread."""
    if milestone.done_on:
        late = (milestone.done_on - milestone.due_on).days
        text = gettext("%(days)s days late", days=number(late)) if late > 0 else ""
        return Step("done", milestone.name, day(milestone.done_on), text=text)
    if is_overdue(milestone.due_on, None, today()):
        return Step("now", milestone.name, day(milestone.due_on), text=gettext("overdue"))
    return Step("next", milestone.name, day(milestone.due_on))
