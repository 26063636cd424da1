"""What a measure says about itself, as planners type it."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import DateField, Field, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Optional, ValidationError

from participation.plan import names
from participation.plan.forms.fields import line, text
from participation.plan.models import Measure
from participation.plan.rules import LONGEST_SUMMARY, Fact, TimeHorizon
from participation.plan.services import Facts
from participation.process.models import ActionField
from participation.web.context import day, local_text
from participation.web.forms import Form

LONGEST_BENEFIT = 300
NOT_YET = SelectChoice("", lazy_gettext("not yet known"))
NEEDED = lazy_gettext("The measure is public, so this must not be missing.")


def _title() -> StringField:
    return line(
        lazy_gettext("Title"),
        DataRequired(lazy_gettext("Please give the measure a title.")),
        description=lazy_gettext("Say what people get, in a few words, without abbreviations."),
    )


class DraftForm(Form):
    """The first words of a measure."""

    title = _title()
    field = SelectField(lazy_gettext("Action field"), choices=[])

    def offer(self, fields: Sequence[ActionField]) -> "DraftForm":
        """Offer the action fields of the process."""
        self.field.choices = _field_choices(fields)
        return self


class MeasureForm(Form):
    """What a measure says about itself. `version` is the one that was read when the page was opened."""

    version = HiddenField()
    title = _title()
    summary = text(
        names.FACTS[Fact.SUMMARY],
        description=lazy_gettext("Two or three short sentences; at most 600 characters."),
        longest=LONGEST_SUMMARY,
    )
    benefit = text(
        names.FACTS[Fact.BENEFIT],
        description=lazy_gettext("One sentence that says for whom what becomes better."),
        longest=LONGEST_BENEFIT,
        rows=2,
    )
    lead_unit = line(
        names.FACTS[Fact.LEAD_UNIT], description=lazy_gettext("Exactly one, so that people know whom to ask.")
    )
    field = SelectField(lazy_gettext("Action field"), choices=[])
    horizon = SelectField(
        names.FACTS[Fact.HORIZON],
        choices=[NOT_YET, *(SelectChoice(one.value, name) for one, name in names.HORIZONS.items())],
    )
    next_step = line(
        lazy_gettext("Next step (optional)"), description=lazy_gettext("For example: the council decides.")
    )
    next_on = DateField(
        lazy_gettext("Day of the next step (optional)"),
        [Optional()],
        description=lazy_gettext("Every author whose idea is part of the measure finds it on the status page."),
    )
    is_public = False

    @classmethod
    def about(cls, measure: Measure) -> "MeasureForm":
        """Return the form filled with what is stored."""
        form = cls(
            version=str(measure.version),
            title=measure.title,
            summary=measure.summary,
            benefit=measure.benefit,
            lead_unit=measure.lead_unit,
            field=str(measure.action_field_id or ""),
            horizon=measure.horizon.value if measure.horizon else "",
            next_step=measure.next_step,
            next_on=measure.next_on,
        )
        form.field.choices = _field_choices(measure.process.fields)
        form.is_public = not measure.is_draft
        return form

    def validate_summary(self, field: Field) -> None:
        """Keep what everybody reads already from becoming empty."""
        if self.is_public and not field.data:
            raise ValidationError(NEEDED)

    validate_benefit = validate_lead_unit = validate_horizon = validate_summary

    def facts(self) -> Facts:
        """Return what was typed."""
        return Facts(
            title=self.title.data or "",
            summary=self.summary.data or "",
            benefit=self.benefit.data or "",
            lead_unit=self.lead_unit.data or "",
            action_field_id=int(self.field.data) if self.field.data else None,
            horizon=TimeHorizon(self.horizon.data) if self.horizon.data else None,
            next_step=self.next_step.data or "",
            next_on=self.next_on.data,
        )

    def differing(self, measure: Measure) -> dict[str, str]:
        """Return what is stored now wherever it is not what was typed, by the name of its field."""
        typed = self.facts()
        stored = {
            "title": (typed.title, measure.title, measure.title),
            "summary": (typed.summary, measure.summary, measure.summary),
            "benefit": (typed.benefit, measure.benefit, measure.benefit),
            "lead_unit": (typed.lead_unit, measure.lead_unit, measure.lead_unit),
            "field": (typed.action_field_id, measure.action_field_id, _label(self.field, measure.action_field_id)),
            "horizon": (typed.horizon, measure.horizon, _label(self.horizon, measure.horizon)),
            "next_step": (typed.next_step, measure.next_step, measure.next_step),
            "next_on": (typed.next_on, measure.next_on, day(measure.next_on) if measure.next_on else ""),
        }
        return {name: shown or "–" for name, (own, theirs, shown) in stored.items() if own != theirs}


def _field_choices(fields: Sequence[ActionField]) -> list[SelectChoice]:
    return [NOT_YET, *(SelectChoice(str(field.id), local_text(field.name)) for field in fields)]


def _label(field: SelectField, value: object) -> str:
    return next((str(label) for key, label, *_more in field.iter_choices() if key == str(value or "")), "")
