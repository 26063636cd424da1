"""What a measure needs first, as planners choose it."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import InputRequired

from participation.core.feature import Lazy
from participation.plan.dependencies.rules import Decided
from participation.plan.dependencies.services import Followed
from participation.plan.forms.fields import line
from participation.plan.models import Measure
from participation.plan.sheet.forms import SectionForm
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


DECISIONS: Mapping[Decided, Lazy] = {
    Decided.OPEN: lazy_gettext("not decided yet"),
    Decided.STAYS: lazy_gettext("It stays where it is."),
    Decided.MOVES: lazy_gettext("It moves by the same days."),
}


class MovedForm(SectionForm):
    """Of each measure that hangs on a moved one, whether it moves, too."""

    @classmethod
    def asking(cls, found: Sequence[Followed]) -> "MovedForm":
        """Return the form with one question for each measure, and what is stored."""
        choices = [SelectChoice(one.value, name) for one, name in DECISIONS.items()]
        fields = {
            cls.name_of(one): RadioField(f"{one.measure.code} {one.measure.title}", choices=choices) for one in found
        }
        own: type[MovedForm] = type("OwnMovedForm", (cls,), fields)
        return own.about(cls.storing(found))

    @classmethod
    def storing(cls, found: Sequence[Followed]) -> SimpleNamespace:
        """Return what is stored, by the names of the questions."""
        return SimpleNamespace(**{cls.name_of(one): one.ripple.decided.value for one in found})

    @staticmethod
    def name_of(one: Followed) -> str:
        """Return the name of the question about this measure."""
        return f"m{one.measure.id}"

    def decision(self, one: Followed) -> Decided:
        """Return what was chosen for this measure."""
        return Decided(self[self.name_of(one)].data)
