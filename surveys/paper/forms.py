"""Forms of paper: a new stack, a sheet, what differs, and the counting."""

from flask_babel import lazy_gettext
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from participation.web.forms import Form, without_blanks

A_NUMBER = lazy_gettext("Please type the number that stands on the sheet.")
A_SHARE = lazy_gettext("Please choose between 0 and 100.")


class StackForm(Form):
    """A new stack."""

    sample = IntegerField(
        lazy_gettext("How many of 100 sheets are typed a second time?"),
        [InputRequired(A_SHARE), NumberRange(0, 100, A_SHARE)],
        default=10,
    )


class SheetForm(Form):
    """A sheet that is typed in; its questions read themselves."""

    number = IntegerField(
        lazy_gettext("Number of the sheet"),
        [DataRequired(A_NUMBER), NumberRange(1, 99_999, A_NUMBER)],
        description=lazy_gettext("Write it on the sheet."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    code = StringField(
        lazy_gettext("Code from the letter"),
        [Length(max=40)],
        filters=[without_blanks],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class SettleForm(Form):
    """Which of two typings is right, and why."""

    reason = StringField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Please say in a few words why.")), Length(max=200)],
        filters=[without_blanks],
        description=lazy_gettext("For example: mistyped; the tick stands between two boxes."),
    )


class CountForm(Form):
    """The button that counts a stack."""
