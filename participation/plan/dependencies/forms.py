"""What a measure needs first, as planners choose it."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import InputRequired

from participation.plan.forms.fields import line
from participation.plan.models import Measure
from participation.web.forms import UNSENT, Form


class NeedForm(Form):
    """One more measure that has to come first."""

    needs = SelectField(
        lazy_gettext("Which measure has to come first?"),
        [InputRequired(lazy_gettext("Please choose a measure."))],
    )
    reason = line(lazy_gettext("Why? (optional)"), description=lazy_gettext("For example: both use the same calendar."))

    @classmethod
    def among(cls, measures: Sequence[Measure], *, is_sent: bool = True) -> "NeedForm":
        """Return the form with the measures that can come first."""
        form = cls() if is_sent else cls(UNSENT)
        choices = [SelectChoice(str(one.id), f"{one.code} {one.title}") for one in measures]
        form.needs.choices = [SelectChoice("", lazy_gettext("Please choose")), *choices]
        return form

    def refuse(self, codes: Sequence[str]) -> None:
        """Say which circle would arise."""
        told = " → ".join(codes)
        self.needs.errors = [
            gettext(
                "That would lead in a circle: %(codes)s. Nobody could begin. Take another one away first.", codes=told
            )
        ]
        self.renew()


class FreeForm(Form):
    """Taking away that another measure has to come first."""
