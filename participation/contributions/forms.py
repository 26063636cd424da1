"""What people type to find their contribution again."""

from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from participation.web.forms import Form, without_blanks


class TakeOverForm(Form):
    """The plain button that makes a contribution one of the own."""


class CodeForm(Form):
    """Reference code of a private status link."""

    code = StringField(
        lazy_gettext("Your code"),
        [DataRequired(lazy_gettext("Please type the code from your card or picture.")), Length(max=40)],
        filters=[without_blanks],
        description=lazy_gettext("Twelve letters and figures. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
