"""How binding a measure has become, as planners record it."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, Field, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import InputRequired, ValidationError

from participation.core.clock import today
from participation.plan import names
from participation.plan.forms.fields import line, text
from participation.plan.forms.lists import lines
from participation.plan.models import Measure
from participation.plan.rules import MOVES, SHORTEST_REASON, BindingState
from participation.plan.services import Move
from participation.web.context import day
from participation.web.forms import Form


class StateForm(Form):
    """How binding a measure has become."""

    state = RadioField(
        lazy_gettext("What has happened?"),
        [InputRequired(lazy_gettext("Please choose what has happened."))],
        choices=[],
    )
    happened_on = DateField(lazy_gettext("When?"), [InputRequired(lazy_gettext("Please give the day."))])
    decided_by = line(
        lazy_gettext("Who decided it?"), description=lazy_gettext("Needed for a decision. For example: town council.")
    )
    reason = text(
        lazy_gettext("Why?"),
        description=lazy_gettext("Needed where the measure is stopped. Everybody reads it."),
        rows=3,
    )
    learnings = lines(
        lazy_gettext("What has the town learned from this trial?"),
        lazy_gettext("One in each line. With this, even a trial that was stopped counts as a result."),
    )
    earliest: date | None = None

    @classmethod
    def about(cls, measure: Measure, learnings: Sequence[str] = ()) -> "StateForm":
        """Return the form with what may follow the present state, and what was learned so far."""
        form = cls(happened_on=today(), learnings=list(learnings))
        form.state.choices = [SelectChoice(state.value, names.STATES[state]) for state in MOVES[measure.state]]
        form.earliest = measure.changes[-1].happened_on if measure.changes else None
        return form

    def validate_happened_on(self, field: Field) -> None:
        """Ask for a day between the last change and today."""
        if field.data and field.data > today():
            raise ValidationError(gettext("Please choose today or a day that is over."))
        if field.data and self.earliest and field.data < self.earliest:
            raise ValidationError(
                gettext("Please choose a day after the last change, %(day)s.", day=day(self.earliest))
            )

    def validate_decided_by(self, field: Field) -> None:
        """Ask who decided, where something was decided."""
        if self.state.data == BindingState.DECIDED and not field.data:
            raise ValidationError(gettext("Please say who decided it."))

    def validate_reason(self, field: Field) -> None:
        """Ask why a measure ends before its time."""
        if self.state.data == BindingState.STOPPED and len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(gettext("Please say in one sentence why it is stopped."))

    def move(self) -> Move:
        """Return what was typed."""
        assert self.happened_on.data is not None  # an InputRequired has seen to it
        return Move(
            BindingState(self.state.data), self.happened_on.data, self.decided_by.data or "", self.reason.data or ""
        )
