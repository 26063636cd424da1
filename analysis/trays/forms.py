"""What planners send from the trays."""

from flask_babel import lazy_gettext
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired

from participation.web.forms import Form

VERDICTS = {"same": True, "other": False, "open": None}


class JudgeForm(Form):
    """Whether the two of a pair say the same, and what was known of it when the page was opened."""

    pair = IntegerField(validators=[InputRequired(lazy_gettext("Please press one of the buttons."))])
    known = StringField()
    verdict = StringField(validators=[AnyOf(list(VERDICTS), lazy_gettext("Please press one of the buttons."))])
