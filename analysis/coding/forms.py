"""What the two coders send."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired

from analysis.coding.rules import SIZES
from participation.web.forms import Form

NONE = "-"
"""What stands for "no field fits"."""


class BeginForm(Form):
    """How many contributions are drawn."""

    size = SelectField(
        lazy_gettext("How many ideas do both sort?"),
        choices=[SelectChoice(size, str(size)) for size in SIZES],
        coerce=int,
    )


class CodeForm(Form):
    """Which field one contribution has."""

    reference = HiddenField(validators=[DataRequired()])
    field = StringField(validators=[DataRequired(lazy_gettext("Please choose an action field, or that none fits."))])


class SettleForm(Form):
    """Which field a disputed contribution gets, and what it had when the page was opened."""

    known = HiddenField()
    reference = HiddenField(validators=[DataRequired()])
    field = StringField(validators=[DataRequired()])
