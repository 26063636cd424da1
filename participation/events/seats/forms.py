"""What people type to reserve a place, and what the staff types about places."""

import re

from flask_babel import lazy_gettext
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Length, ValidationError

from participation.events import names
from participation.events.forms import TicksField
from participation.events.rules import Need
from participation.events.seats.models import Registration
from participation.events.seats.services import Wish
from participation.web import languages
from participation.web.forms import Form, without_blanks

MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
FEWEST_DIGITS, LARGEST_GROUP = 5, 8


class PlaceForm(Form):
    """A place for oneself, or for several people who only come together."""

    name = StringField(
        lazy_gettext("Name or nickname"),
        [
            DataRequired(lazy_gettext("Please tell us a name by which we find your place. A nickname is enough.")),
            Length(max=80, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"autocomplete": "nickname", "maxlength": "80"},
    )
    contact = StringField(
        lazy_gettext("Mail or phone"),
        [Length(max=200)],
        filters=[without_blanks],
        description=lazy_gettext(
            "Free to leave out. Only to tell you of a change. It is deleted thirty days after the event."
        ),
        render_kw={"autocomplete": "email", "maxlength": "200"},
    )
    size = SelectField(
        lazy_gettext("How many are you?"),
        choices=[SelectChoice(str(count), str(count)) for count in range(1, LARGEST_GROUP + 1)],
        description=lazy_gettext("You all get a place, or you wait together."),
    )
    needs = TicksField(
        lazy_gettext("What do you need? (optional)"),
        choices=[SelectChoice(one.value, name) for one, name in names.NEEDS.items()],
    )
    words = TextAreaField(
        lazy_gettext("Something else you need (optional)"),
        [Length(max=300, message=lazy_gettext("Please shorten this to %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Only those who prepare the event read this. It is deleted seven days after it."),
        render_kw={"rows": "2"},
    )

    @classmethod
    def about(cls, found: Registration) -> "PlaceForm":
        """Return the form filled with what is stored."""
        return cls(
            name=found.name,
            contact=found.contact,
            size=str(found.size),
            needs=[one.need.value for one in found.needs if one.need is not Need.OTHER],
            words=next((one.words for one in found.needs if one.need is Need.OTHER), ""),
        )

    def validate_contact(self, field: Field) -> None:
        """Take an address for mails or a number that can be called, or nothing."""
        typed = field.data or ""
        is_number = sum(one.isdigit() for one in typed) >= FEWEST_DIGITS and "@" not in typed
        if typed and not is_number and not MAIL.fullmatch(typed):
            raise ValidationError(
                lazy_gettext("Please check this: a mail address like name@example.org, or a phone number.")
            )

    def wish(self) -> Wish:
        """Return what was typed."""
        return Wish(
            name=self.name.data or "",
            contact=self.contact.data or "",
            size=int(self.size.data or 1),
            language=str(languages.language()),
            needs=tuple(Need(one) for one in self.needs.data or ()),
            words=self.words.data or "",
        )


class GiveBackForm(Form):
    """The button that gives places back."""


class MoveUpForm(Form):
    """Why somebody gets a place before the turn."""

    reason = StringField(
        lazy_gettext("Why now?"),
        [
            DataRequired(lazy_gettext("Please say why; it stays in the log.")),
            Length(max=200, message=lazy_gettext("Please shorten this to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"maxlength": "200"},
    )


class CallOffForm(Form):
    """What everybody is told who wanted to come to an event that does not take place."""

    reason = TextAreaField(
        lazy_gettext("What do you tell those who wanted to come?"),
        [
            DataRequired(lazy_gettext("Please write why, and whether there will be another day.")),
            Length(max=1000, message=lazy_gettext("Please shorten this to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"rows": "4"},
    )
