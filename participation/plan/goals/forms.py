"""Vision, goals, alternatives and choices, as planners type them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, InputRequired, Length

from participation.core.feature import Lazy
from participation.plan.forms.fields import line, text
from participation.plan.forms.lists import lines, ticks
from participation.plan.goals.models import Alternative, Choice, Goal
from participation.plan.goals.rules import SHORTEST_REASON, CostClass
from participation.plan.sheet.forms import ONE_EACH, SectionForm
from participation.web.forms import Form

COSTS: Mapping[CostClass, Lazy] = {
    CostClass.NONE: lazy_gettext("no cost"),
    CostClass.LOW: lazy_gettext("up to 20,000 €"),
    CostClass.MEDIUM: lazy_gettext("up to 100,000 €"),
    CostClass.HIGH: lazy_gettext("more than 100,000 €"),
}
PUBLIC = lazy_gettext("Everybody may read this")


def _cost(value: str) -> CostClass:
    return CostClass(value)


class VisionForm(SectionForm):
    """How the town wants to be."""

    text = text(lazy_gettext("Vision"), description=lazy_gettext("How people live here once it has worked."), rows=5)
    guiding = lines(lazy_gettext("Guiding goals"), ONE_EACH)
    is_public = BooleanField(PUBLIC)


class GoalForm(SectionForm):
    """What is to be reached, seen by which figure, by which day."""

    title = line(lazy_gettext("Goal"), DataRequired(lazy_gettext("Please say what is to be reached.")))
    guiding = SelectField(lazy_gettext("Serves the guiding goal"), choices=[], validate_choice=False)
    indicator = line(
        lazy_gettext("Figure by which you see it"),
        DataRequired(lazy_gettext("Please name a figure; otherwise nobody can tell whether the goal is reached.")),
    )
    target = line(
        lazy_gettext("Value to be reached"), DataRequired(lazy_gettext("Please say which value is to be reached."))
    )
    due_on = DateField(lazy_gettext("By which day?"), [InputRequired(lazy_gettext("Please give the day."))])
    is_public = BooleanField(PUBLIC)

    def offer(self, guiding: Sequence[str]) -> "GoalForm":
        """Offer the guiding goals, and the one that is stored even where it is no longer among them."""
        own = [self.guiding.data] if self.guiding.data and self.guiding.data not in guiding else []
        self.guiding.choices = [SelectChoice("", lazy_gettext("none of them"))]
        self.guiding.choices += [SelectChoice(one, one) for one in [*guiding, *own]]
        return self


class AlternativeForm(SectionForm):
    """One way to a goal."""

    name = line(lazy_gettext("Name"), DataRequired(lazy_gettext("Please give this way a name.")))
    assumptions = text(lazy_gettext("What does it assume?"), longest=600, rows=2)
    cost = SelectField(
        lazy_gettext("Cost"), choices=[SelectChoice(one.value, name) for one, name in COSTS.items()], coerce=_cost
    )
    change_infrastructure = line(lazy_gettext("What changes in the infrastructure?"), longest=300)
    change_data = line(lazy_gettext("What changes in the data?"), longest=300)
    change_services = line(lazy_gettext("What changes in the services?"), longest=300)
    change_users = line(lazy_gettext("What changes for the users?"), longest=300)
    pros = lines(lazy_gettext("What speaks for it?"), ONE_EACH)
    cons = lines(lazy_gettext("What speaks against it?"), ONE_EACH)


@dataclass(frozen=True, slots=True)
class Links:
    """Which goals a measure serves, by their ids in order."""

    goals: list[int]


class ServedForm(SectionForm):
    """Which goals of the town a measure serves."""

    goals = ticks(
        lazy_gettext("Which goals does it serve?"),
        (),
        lazy_gettext("Most measures serve one goal. If none fits, leave all of them open."),
        kind=int,
    )

    def offer(self, goals: Sequence[Goal]) -> "ServedForm":
        """Offer the goals of the process."""
        self.goals.choices = [SelectChoice(one.id, f"{one.code} {one.title}") for one in goals]
        return self


class ChoiceForm(Form):
    """Which way was chosen, by whom, when and why."""

    alternative = RadioField(
        lazy_gettext("Which way was chosen?"), [InputRequired(lazy_gettext("Please choose one."))], choices=[]
    )
    decided_by = line(lazy_gettext("Who decided it?"), DataRequired(lazy_gettext("Please say who decided it.")))
    decided_on = DateField(lazy_gettext("When?"), [InputRequired(lazy_gettext("Please give the day."))])
    reason = text(
        lazy_gettext("Why?"),
        Length(SHORTEST_REASON, message=lazy_gettext("Please say in one sentence why this way was chosen.")),
        description=lazy_gettext("Everybody reads it beside the alternatives."),
        longest=600,
    )

    @classmethod
    def among(cls, alternatives: Sequence[Alternative], choice: Choice | None) -> "ChoiceForm":
        """Return the form with the ways that can be chosen, and what is stored."""
        form = cls(obj=choice, alternative=str(choice.alternative_id) if choice else None)
        form.alternative.choices = [SelectChoice(str(one.id), one.name) for one in alternatives]
        return form
