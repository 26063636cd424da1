"""How progress is told: lights, kinds of figures, the rule, and a value with its unit."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext

from participation.core.clock import today
from participation.core.feature import Lazy, Step
from participation.monitoring.models import Milestone
from participation.monitoring.rules import Aspect, Effect, Hindrance, Light, Whole, is_overdue
from participation.monitoring.services import Figure, Standing
from participation.web.context import day, number

LIGHTS: Mapping[Light, Lazy] = {
    Light.GREEN: lazy_gettext("Green: on plan"),
    Light.YELLOW: lazy_gettext("Yellow: a little behind the plan"),
    Light.RED: lazy_gettext("Red: well behind the plan"),
    Light.GREY: lazy_gettext("No light yet: no value to judge by"),
    Light.RESULT: lazy_gettext("A result: the trial has ended, and the town has learned from it"),
}
BRIEF: Mapping[Light, Lazy] = {
    Light.GREEN: lazy_gettext("on plan"),
    Light.YELLOW: lazy_gettext("a little behind"),
    Light.RED: lazy_gettext("well behind"),
    Light.GREY: lazy_gettext("without a value"),
    Light.RESULT: lazy_gettext("trials with a result"),
}
HINDRANCES: Mapping[Hindrance, Lazy] = {
    Hindrance.LAW: lazy_gettext("law or responsibility"),
    Hindrance.MONEY: lazy_gettext("money"),
    Hindrance.STAFF: lazy_gettext("staff"),
    Hindrance.TECHNOLOGY: lazy_gettext("technology"),
    Hindrance.ACCEPTANCE: lazy_gettext("acceptance"),
    Hindrance.PARTNER: lazy_gettext("partner"),
    Hindrance.OTHER: lazy_gettext("something else"),
}
EFFECTS: Mapping[Effect, Lazy] = {
    Effect.NONE: lazy_gettext("The goal stays within reach"),
    Effect.LESS: lazy_gettext("Less will be reached than planned"),
    Effect.LOST: lazy_gettext("The goal can no longer be reached"),
}
FIELDS: Mapping[str, Lazy] = {
    "name": lazy_gettext("Name"),
    "due_on": lazy_gettext("Day"),
    "expected_on": lazy_gettext("New day"),
    "done_on": lazy_gettext("Reached on"),
    "unit": lazy_gettext("Unit"),
    "source": lazy_gettext("Source"),
    "aspect": lazy_gettext("It counts"),
    "every_days": lazy_gettext("Days until a new value"),
    "baseline": lazy_gettext("Where it began"),
    "baseline_on": lazy_gettext("Day of the first value"),
    "target": lazy_gettext("Goal"),
    "target_on": lazy_gettext("Day of the goal"),
    "rises": lazy_gettext("More is better"),
    "weight": lazy_gettext("How much it counts"),
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


def late_words(milestone: Milestone) -> str:
    """Say that a milestone is late, and its new day where there is one."""
    if milestone.expected_on:
        return gettext("overdue, now expected on %(day)s", day=day(milestone.expected_on))
    return gettext("overdue")


def step(milestone: Milestone) -> Step:
    """Return a milestone as a knot of the thread."""
    if milestone.done_on:
        late = (milestone.done_on - milestone.due_on).days
        text = gettext("%(days)s days late", days=number(late)) if late > 0 else ""
        return Step("done", milestone.name, day(milestone.done_on), text=text)
    if is_overdue(milestone.due_on, None, today()):
        return Step("now", milestone.name, day(milestone.due_on), text=late_words(milestone))
    return Step("next", milestone.name, day(milestone.due_on))


def altogether(whole: Whole) -> str:
    """Say which part of the way is done, and on how many that rests."""
    if whole.part is None:
        return gettext("No measure has a value yet, so nobody can say how far the town is.")
    return gettext(
        "%(part)s %% of the way planned until today is done. Measures with a value: %(known)s of %(all)s.",
        part=number(round(whole.part * 100)),
        known=number(whole.known),
        all=number(whole.total),
    )
