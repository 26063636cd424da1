"""What those in charge type: a report in three minutes, one more figure, one more milestone."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, Field, FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as Rows
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from participation.core.clock import today
from participation.core.feature import Lazy
from participation.monitoring import words
from participation.monitoring.models import Indicator
from participation.monitoring.rules import Aspect, number_of, typed
from participation.monitoring.services import Standing
from participation.plan.forms.fields import line, text
from participation.web.forms import Form

LONGEST_NUMBER = 20
LONGEST_SUM = 9
MOST = 60
OFTEN = {
    30: lazy_gettext("every month"),
    91: lazy_gettext("every three months"),
    182: lazy_gettext("every six months"),
    365: lazy_gettext("every year"),
}


def _is_number(_form: Rows, field: Field) -> None:
    if field.data and number_of(field.data) is None:
        raise ValidationError(gettext("Please write a number, for example 24 or 24.5."))


def _is_whole_sum(_form: Rows, field: Field) -> None:
    if field.data and not (field.data.isascii() and field.data.isdecimal() and len(field.data) <= LONGEST_SUM):
        raise ValidationError(gettext("Please write whole euros without dots, for example 12500."))


def _is_over(_form: Rows, field: Field) -> None:
    if field.data and field.data > today():
        raise ValidationError(gettext("Please choose today or a day that is over."))


def _number(label: Lazy, *validators: Any, description: Lazy = "") -> Any:
    return line(label, *validators, _is_number, description=description, longest=LONGEST_NUMBER)


class ValueForm(Rows):
    """The value of one figure."""

    Meta = Form.Meta

    key = HiddenField()
    value = _number(lazy_gettext("Value"))


class DoneForm(Rows):
    """The day on which one milestone was reached."""

    Meta = Form.Meta

    key = HiddenField()
    done_on = DateField(lazy_gettext("Reached on"), [Optional(), _is_over])
    expected_on = DateField(lazy_gettext("Or the new day, where it is late"), [Optional()])


class ReportForm(Form):
    """How a measure stands; whatever is left empty stays as it was."""

    measured_on = DateField(lazy_gettext("Day of the values (today, where you leave it empty)"), [Optional(), _is_over])
    values = FieldList(FormField(ValueForm), max_entries=MOST)
    milestones = FieldList(FormField(DoneForm), max_entries=MOST)
    spent = line(lazy_gettext("Euros spent so far, all together (optional)"), _is_whole_sum, longest=LONGEST_NUMBER)
    text = text(
        lazy_gettext("How does it stand, in one sentence? (optional)"),
        description=lazy_gettext("Everybody reads it. Please name offices, not people."),
        longest=600,
        rows=2,
    )

    @classmethod
    def about(cls, standing: Standing) -> "ReportForm":
        """Return the form with a line for each figure and for each milestone that is not reached."""
        return cls(
            measured_on=today(),
            values=[{"key": str(one.indicator.id)} for one in standing.figures],
            milestones=[{"key": str(one.id)} for one in standing.milestones if not one.done_on],
        )

    def typed_values(self) -> dict[int, float]:
        """Return the values that were typed, by the id of the figure."""
        typed = {row.form.key.data or "": number_of(row.form.value.data or "") for row in self.values}
        return {int(key): value for key, value in typed.items() if value is not None and key.isdecimal()}

    def spent_typed(self) -> int | None:
        """Return the money spent; nothing where nobody typed it."""
        return int(self.spent.data) if self.spent.data else None

    def reached(self) -> dict[int, date]:
        """Return the days on which milestones were reached, by the id of the milestone."""
        typed = {row.form.key.data or "": row.form.done_on.data for row in self.milestones}
        return {int(key): day for key, day in typed.items() if day and key.isdecimal()}

    def expected(self) -> dict[int, date]:
        """Return the new days of milestones, by the id of the milestone."""
        typed = {row.form.key.data or "": row.form.expected_on.data for row in self.milestones}
        return {int(key): day for key, day in typed.items() if day and key.isdecimal()}


class MilestoneForm(Form):
    """One milestone; `version` is the one that was read when the page was opened."""

    version = HiddenField()
    name = line(lazy_gettext("Milestone"), DataRequired(lazy_gettext("Please say what is to be reached.")))
    due_on = DateField(lazy_gettext("By when?"), [InputRequired(lazy_gettext("Please give the day."))])
    expected_on = DateField(lazy_gettext("New day, where it is late (optional)"), [Optional()])
    done_on = DateField(lazy_gettext("Reached on (optional)"), [Optional(), _is_over])

    def values_typed(self) -> dict[str, Any]:
        """Return what was typed, by the names of the columns."""
        return {name: self[name].data for name in ("name", "due_on", "expected_on", "done_on")}


class IndicatorForm(Form):
    """One figure; `version` is the one that was read when the page was opened."""

    version = HiddenField()
    name = line(lazy_gettext("Figure"), DataRequired(lazy_gettext("Please say what is counted.")))
    unit = line(lazy_gettext("Unit"), description=lazy_gettext("For example: minutes, %, people a month."), longest=40)
    aspect = RadioField(
        lazy_gettext("What does it count?"),
        choices=[SelectChoice(one.value, name) for one, name in words.ASPECTS.items()],
        default=Aspect.OUTPUT.value,
    )
    baseline = _number(
        lazy_gettext("Where does it begin? (optional)"), description=lazy_gettext("The last value before the measure.")
    )
    baseline_on = DateField(lazy_gettext("Measured on (optional)"), [Optional()])
    target = _number(lazy_gettext("Goal"), DataRequired(lazy_gettext("Please give the goal as a number.")))
    target_on = DateField(lazy_gettext("Goal by"), [InputRequired(lazy_gettext("Please give the day."))])
    rises = RadioField(
        lazy_gettext("What is better?"),
        choices=[SelectChoice("yes", lazy_gettext("more")), SelectChoice("no", lazy_gettext("less"))],
        default="yes",
    )
    source = line(lazy_gettext("Where do the values come from? (optional)"))
    every_days = SelectField(
        lazy_gettext("How often is there a new value?"),
        choices=[SelectChoice(str(days), name) for days, name in OFTEN.items()],
        default="91",
    )

    weight = SelectField(
        lazy_gettext("How much does it count beside the other figures?"),
        choices=[
            SelectChoice("1", lazy_gettext("once")),
            SelectChoice("2", lazy_gettext("twice")),
            SelectChoice("3", lazy_gettext("three times")),
        ],
        default="1",
    )

    @classmethod
    def about(cls, one: Indicator) -> "IndicatorForm":
        """Return the form with what is stored."""
        return cls(
            version=str(one.version),
            name=one.name,
            unit=one.unit,
            aspect=one.aspect.value,
            baseline=typed(one.baseline),
            baseline_on=one.baseline_on,
            target=typed(one.target),
            target_on=one.target_on,
            rises="yes" if one.rises else "no",
            source=one.source,
            every_days=str(one.every_days),
            weight=str(one.weight),
        )

    def validate_baseline(self, field: Field) -> None:
        """Ask for a day wherever there is a first value."""
        if bool(field.data) != bool(self.baseline_on.data):
            raise ValidationError(gettext("Please give both the first value and its day, or neither."))

    def validate_baseline_on(self, field: Field) -> None:
        """Ask for a day before the goal's."""
        if field.data and self.target_on.data and field.data >= self.target_on.data:
            raise ValidationError(gettext("Please choose a day before the day of the goal."))

    def values_typed(self) -> dict[str, Any]:
        """Return what was typed, by the names of the columns."""
        return {
            "name": self.name.data or "",
            "unit": self.unit.data or "",
            "source": self.source.data or "",
            "aspect": Aspect(self.aspect.data),
            "every_days": int(self.every_days.data),
            "baseline": number_of(self.baseline.data or ""),
            "baseline_on": self.baseline_on.data,
            "target": number_of(self.target.data or "") or 0,
            "target_on": self.target_on.data,
            "rises": self.rises.data == "yes",
            "weight": int(self.weight.data),
        }
