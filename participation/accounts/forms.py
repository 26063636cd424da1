"""What people type to sign in and to change their password."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, Field, PasswordField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, ValidationError

from participation.accounts.rules import LONGEST_PASSWORD, Weakness, weaknesses
from participation.core.feature import Lazy
from participation.web.forms import Form, without_blanks

COMPLAINTS: dict[Weakness, Lazy] = {
    Weakness.SHORT: lazy_gettext(
        "Please use at least 12 characters. Three or four words in a row are easy to remember."
    ),
    Weakness.GUESSABLE: lazy_gettext(
        "This password is easy to guess. Please add words that have nothing to do with you or the town."
    ),
}
WRONG = lazy_gettext("Mail address and password do not belong together. Please type both again.")
WRONG_PRESENT = lazy_gettext("This is not your present password. Please type it again.")
TOO_LONG = lazy_gettext("Please use at most 200 characters.")


class SignInForm(Form):
    """Mail and password."""

    mail = EmailField(
        lazy_gettext("Mail address"),
        [DataRequired(lazy_gettext("Please type your mail address.")), Length(max=254)],
        filters=[without_blanks],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Please type your password.")), Length(max=LONGEST_PASSWORD, message=TOO_LONG)],
        render_kw={"autocomplete": "current-password"},
    )


class OwnAccountForm(Form):
    """The plain button to sign out; its token is also that of the other form on the page of the own account."""

    purpose = "account"


class PasswordForm(OwnAccountForm):
    """The present password and a new one.

    `about` is what an attacker knows of the person too.
    """

    current = PasswordField(
        lazy_gettext("Your present password"),
        [
            InputRequired(lazy_gettext("Please type your present password.")),
            Length(max=LONGEST_PASSWORD, message=TOO_LONG),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        lazy_gettext("New password"),
        [InputRequired(lazy_gettext("Please type a new password.")), Length(max=LONGEST_PASSWORD, message=TOO_LONG)],
        description=lazy_gettext("At least 12 characters. Three or four words in a row are easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        lazy_gettext("New password once more"),
        [EqualTo("new", lazy_gettext("The two new passwords differ. Please type the new one twice."))],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, about: Sequence[str], **values: Any) -> None:
        """Take what a password should not be made of."""
        super().__init__(**values)
        self.about = about

    def validate_new(self, field: Field) -> None:
        """Demand a password that is new and hard to guess."""
        if field.data == self.current.data:
            raise ValidationError(lazy_gettext("Please choose a password that differs from the present one."))
        for weakness in weaknesses(field.data, self.about):
            raise ValidationError(COMPLAINTS[weakness])
