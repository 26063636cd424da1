"""What those in charge say about a measure: what holds it up, and why its light should be another."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, Field, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from participation.core.clock import today
from participation.monitoring import words
from participation.monitoring.models import Obstacle
from participation.monitoring.rules import SHORTEST_REASON, Effect, Hindrance, Light
from participation.plan.forms.fields import line, text
from participation.web.forms import Form

BY_RULE = "rule"


class ObstacleForm(Form):
    """Something that holds a measure up; `version` is the one that was read when the page was opened."""

    version = HiddenField()
    kind = SelectField(
        lazy_gettext("What is it about?"),
        choices=[SelectChoice(one.value, name) for one, name in words.HINDRANCES.items()],
        default=Hindrance.STAFF.value,
    )
    text = text(
        lazy_gettext("What holds the measure up?"),
        DataRequired(lazy_gettext("Please say in one sentence what holds the measure up.")),
        description=lazy_gettext("Everybody reads it. Please name offices, not people."),
        longest=600,
        rows=3,
    )
    found_on = DateField(lazy_gettext("Since when?"), [InputRequired(lazy_gettext("Please give the day."))])
    was_foreseen = RadioField(
        lazy_gettext("Was it foreseen?"),
        choices=[SelectChoice("no", lazy_gettext("no")), SelectChoice("yes", lazy_gettext("yes, as a risk"))],
        default="no",
    )
    effect = RadioField(
        lazy_gettext("What does it do to the goal?"),
        choices=[SelectChoice(one.value, name) for one, name in words.EFFECTS.items()],
        default=Effect.NONE.value,
    )
    expected_on = DateField(
        lazy_gettext("When will the measure be ready now? (optional)"),
        [Optional()],
        description=lazy_gettext("Leave it empty where the day stays as planned or is not known."),
    )
    remover = line(
        lazy_gettext("Who can remove it?"), DataRequired(lazy_gettext("Please say who can do something about it."))
    )
    next_action = line(
        lazy_gettext("What happens next?"), DataRequired(lazy_gettext("Please say what is done about it next."))
    )
    next_on = DateField(lazy_gettext("By when? (optional)"), [Optional()])
    resolved_on = DateField(lazy_gettext("Removed on (optional)"), [Optional()])

    @classmethod
    def about(cls, one: Obstacle) -> "ObstacleForm":
        """Return the form with what is stored."""
        same = ("text", "found_on", "expected_on", "remover", "next_action", "next_on", "resolved_on")
        return cls(
            version=str(one.version),
            kind=one.kind.value,
            was_foreseen="yes" if one.was_foreseen else "no",
            effect=one.effect.value,
            **{name: getattr(one, name) for name in same},
        )

    def validate_found_on(self, field: Field) -> None:
        """Ask for a day that is there already."""
        if field.data and field.data > today():
            raise ValidationError(gettext("Please choose today or a day that is over."))

    def validate_resolved_on(self, field: Field) -> None:
        """Ask for a day between the beginning and today."""
        if field.data and (field.data > today() or (self.found_on.data and field.data < self.found_on.data)):
            raise ValidationError(gettext("Please choose a day between the beginning of the obstacle and today."))

    def values_typed(self) -> dict[str, Any]:
        """Return what was typed, by the names of the columns."""
        return {
            "kind": Hindrance(self.kind.data),
            "text": self.text.data,
            "found_on": self.found_on.data,
            "was_foreseen": self.was_foreseen.data == "yes",
            "effect": Effect(self.effect.data),
            "expected_on": self.expected_on.data,
            "remover": self.remover.data,
            "next_action": self.next_action.data,
            "next_on": self.next_on.data,
            "resolved_on": self.resolved_on.data,
        }


class LightForm(Form):
    """Another light than the rule's, and why."""

    light = RadioField(
        lazy_gettext("Which light should everybody see?"),
        [InputRequired(lazy_gettext("Please choose a light."))],
        choices=[
            SelectChoice(BY_RULE, lazy_gettext("the one of the rule")),
            *(SelectChoice(one.value, words.LIGHTS[one]) for one in (Light.GREEN, Light.YELLOW, Light.RED)),
        ],
    )
    reason = text(
        lazy_gettext("Why?"),
        description=lazy_gettext("Everybody reads your reason beside the light of the rule."),
        longest=600,
        rows=3,
    )

    def validate_reason(self, field: Field) -> None:
        """Ask for a reason that says something."""
        if len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(gettext("Please say in one sentence why."))

    def said(self) -> Light | None:
        """Return the chosen light; nothing where the rule is to count."""
        return None if self.light.data == BY_RULE else Light(self.light.data)
