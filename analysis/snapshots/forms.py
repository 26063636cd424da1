"""What planners send to keep a state of the topics."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from participation.web.forms import Form, without_blanks

LONGEST = 80


class TakeForm(Form):
    """What the state is called, and whether it holds the topics still."""

    name = StringField(
        lazy_gettext("What is it kept for?"),
        [
            DataRequired(lazy_gettext("Please write what it is kept for, for example “Council, December”.")),
            Length(max=LONGEST, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"autocomplete": "off"},
    )
    is_held = BooleanField(
        lazy_gettext("Hold the topics still"),
        description=lazy_gettext("Until you let go, the machine only sorts in what is new and moves nothing."),
    )


class KeptForm(Form):
    """What is done with one that was kept: the pressed button says it."""

    deed = StringField()
