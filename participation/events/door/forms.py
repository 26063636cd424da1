"""What is typed at the door."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from participation.web.forms import Form, without_blanks

LARGEST_PARTY, LONGEST_NAME, LONGEST_REASON = 50, 80, 200
SIZE = lazy_gettext("Please write a number from 1 to 50.")


class CheckInForm(Form):
    """The button that lets people with places in; of a group, how many came."""

    size = IntegerField(lazy_gettext("How many came?"), [Optional(), NumberRange(1, LARGEST_PARTY, SIZE)])


class TakeBackForm(Form):
    """The button that takes a mistake back."""


class WalkInForm(Form):
    """People who come without a place."""

    name = StringField(
        lazy_gettext("Name or nickname"),
        [
            DataRequired(lazy_gettext("Please write a name. A nickname or “guest” is enough.")),
            Length(max=LONGEST_NAME, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"maxlength": str(LONGEST_NAME), "autocomplete": "off"},
    )
    size = IntegerField(
        lazy_gettext("How many are they?"),
        [DataRequired(SIZE), NumberRange(1, LARGEST_PARTY, SIZE)],
        default=1,
        render_kw={"min": "1", "max": str(LARGEST_PARTY)},
    )
    reason = StringField(
        lazy_gettext("Why, where no place is free? (optional)"),
        [Length(max=LONGEST_REASON, message=lazy_gettext("Please shorten this to %(max)d characters."))],
        filters=[without_blanks],
        render_kw={"maxlength": str(LONGEST_REASON), "autocomplete": "off"},
    )


class SendForm(Form):
    """What a phone noted at the door, sent when there is network."""

    sendings = HiddenField()
