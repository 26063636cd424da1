"""The decision at the end of a phase."""

from datetime import date

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, Field
from wtforms.validators import DataRequired, InputRequired, ValidationError

from participation.core.clock import today
from participation.plan.forms.fields import line, text
from participation.plan.gate.rules import needs_reason
from participation.process.models import ProcessPhase
from participation.web.context import day
from participation.web.forms import Form


class CloseForm(Form):
    """Who decided what at the end of a phase."""

    decided_on = DateField(lazy_gettext("When was it decided?"), [InputRequired(lazy_gettext("Please give the day."))])
    decided_by = line(
        lazy_gettext("Who decided it?"),
        DataRequired(lazy_gettext("Please say who decided it, for example the main committee.")),
    )
    decision = text(
        lazy_gettext("What was decided?"),
        DataRequired(lazy_gettext("Please say in a sentence what was decided.")),
        description=lazy_gettext("With the number of the paper, if there is one. Everybody reads it."),
        rows=3,
    )
    left_open = text(
        lazy_gettext("Why does the phase close though contributions have no outcome yet?"),
        description=lazy_gettext("Everybody reads it. Say also until when they get their answer."),
        rows=2,
    )
    earliest: date | None = None
    open_voices = 0

    @classmethod
    def about(cls, phase: ProcessPhase, open_voices: int) -> "CloseForm":
        """Return the form with what is recorded; nothing is asked about contributions where each has its outcome."""
        form = cls(obj=phase)
        form.earliest, form.open_voices = phase.starts_on, open_voices
        if not open_voices:
            del form.left_open
        return form

    def validate_decided_on(self, field: Field) -> None:
        """Ask for a day between the beginning of the phase and today."""
        if field.data and field.data > today():
            raise ValidationError(gettext("Please choose today or a day that is over."))
        if field.data and self.earliest and field.data < self.earliest:
            raise ValidationError(
                gettext("The phase begins on %(day)s. Please choose a later day.", day=day(self.earliest))
            )

    def validate_left_open(self, field: Field) -> None:
        """Ask why voices stay open."""
        if needs_reason(self.open_voices, field.data or ""):
            raise ValidationError(
                gettext("Please say in a sentence why they stay open, and until when they get their answer.")
            )

    @property
    def reason(self) -> str:
        """Why voices stay open; empty where none does."""
        return self.left_open.data or "" if "left_open" in self else ""
