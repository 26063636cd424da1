"""What people type to find their contribution again."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
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


class ObjectionForm(Form):
    """Why somebody does not agree with a decision of the moderators."""

    text = TextAreaField(
        lazy_gettext("Why do you not agree?"),
        [
            DataRequired(lazy_gettext("Please say in a sentence or two why you do not agree.")),
            Length(max=3000, message=lazy_gettext("Please shorten your text to at most 3,000 characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("A few sentences are enough. You need no legal terms."),
        render_kw={"rows": "6", "maxlength": "3000"},
    )
