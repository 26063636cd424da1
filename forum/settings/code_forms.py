"""What somebody types who makes codes for votes."""

from flask_babel import lazy_gettext
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from participation.contributions.votes.codes import MOST
from participation.web.forms import Form, without_blanks

TABLE, SLIPS = "table", "slips"
MOST_SLIPS = 500


class CodesForm(Form):
    """A new list of codes: for what, how many, and in which form."""

    purpose = "vote-codes"

    name = StringField(
        lazy_gettext("What are they for?"),
        [DataRequired(lazy_gettext("Please say what the codes are for, such as: letters of May.")), Length(max=80)],
        filters=[without_blanks],
        description=lazy_gettext("For example: letters of May, or: youth workshop. Please name no people."),
    )
    count = IntegerField(
        lazy_gettext("How many codes?"),
        [
            InputRequired(lazy_gettext("Please give a number from 1 to %(most)s.", most=MOST)),
            NumberRange(1, MOST, lazy_gettext("Please give a number from 1 to %(most)s.", most=MOST)),
        ],
        render_kw={"inputmode": "numeric"},
    )
    shape = RadioField(
        lazy_gettext("In which form?"),
        choices=[
            SelectChoice(TABLE, lazy_gettext("A table (CSV) for the letters of a print shop")),
            SelectChoice(SLIPS, lazy_gettext("Slips to print and cut, up to %(most)s", most=MOST_SLIPS)),
        ],
    )

    def validate_count(self, field: IntegerField) -> None:
        """Ask for a table where the slips would be too many for one page."""
        if self.shape.data == SLIPS and (field.data or 0) > MOST_SLIPS:
            raise ValidationError(lazy_gettext("So many slips fit on no page. Please choose the table."))


class CloseForm(Form):
    """The button that closes a list of codes."""

    purpose = "close-vote-codes"
