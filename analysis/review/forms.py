"""What planners send while they decide fields."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired

from participation.web.forms import Form


class DecideForm(Form):
    """Which field a contribution gets, and what it had when the page was opened."""

    known = HiddenField()
    reference = HiddenField(validators=[DataRequired()])
    field = StringField(validators=[DataRequired(lazy_gettext("Please choose an action field."))])


class UndoForm(Form):
    """Which decision is undone."""

    decision = IntegerField(validators=[InputRequired(lazy_gettext("Please choose a decision."))])
