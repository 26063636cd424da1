"""The form around the questions of a survey: token and once-key; the questions read their own answers."""

from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from participation.web.forms import Form, without_blanks


class AnswerForm(Form):
    """What goes with every answer to a survey."""

    purpose = "survey"


class ReceiptForm(Form):
    """The code of a receipt."""

    code = StringField(
        lazy_gettext("Your receipt"),
        [DataRequired(lazy_gettext("Please type the code of your receipt.")), Length(max=40)],
        filters=[without_blanks],
        description=lazy_gettext("Twelve letters and figures. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
