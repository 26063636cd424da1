"""The one question."""

from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import InputRequired

from participation.monitoring.helped.words import ANSWERS
from participation.web.forms import Form


class HelpedForm(Form):
    """Whether it has helped."""

    value = RadioField(
        lazy_gettext("Has it helped?"),
        [InputRequired(lazy_gettext("Please choose one of the three answers."))],
        choices=[SelectChoice(one.value, name) for one, name in ANSWERS.items()],
    )
