"""What people type to come in, to look after their account, and to speak for an organisation."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length, ValidationError

from participation.accounts.names import SECTORS
from participation.accounts.rules import LONGEST_PASSWORD, Weakness, weaknesses
from participation.core.feature import Lazy
from participation.core.vocabulary import Sector
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
LONGEST_MAIL, LONGEST_NAME, LONGEST_ORGANISATION = 254, 80, 120


def _mail(label: Lazy, description: Lazy = "", autocomplete: str = "email") -> EmailField:
    return EmailField(
        label,
        [
            DataRequired(lazy_gettext("Please type your mail address.")),
            Email(lazy_gettext("This mail address is not complete. Please compare it letter by letter.")),
            Length(max=LONGEST_MAIL),
        ],
        filters=[without_blanks],
        description=description,
        render_kw={"autocomplete": autocomplete, "spellcheck": "false"},
    )


def _present_password() -> PasswordField:
    return PasswordField(
        lazy_gettext("Your present password"),
        [
            InputRequired(lazy_gettext("Please type your present password.")),
            Length(max=LONGEST_PASSWORD, message=TOO_LONG),
        ],
        render_kw={"autocomplete": "current-password"},
    )


def _organisation_name() -> StringField:
    return StringField(
        lazy_gettext("Name of the organisation"),
        [
            DataRequired(lazy_gettext("Please type the name of the organisation.")),
            Length(max=LONGEST_ORGANISATION, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("As it is to stand beside its statements."),
        render_kw={"autocomplete": "organization"},
    )


def _organisation_sector() -> SelectField:
    choices = [SelectChoice(sector.value, words) for sector, words in SECTORS.items() if sector is not Sector.CITIZENS]
    return SelectField(
        lazy_gettext("Part of society"),
        [DataRequired(lazy_gettext("Please choose what fits best."))],
        choices=[SelectChoice("", lazy_gettext("Please choose")), *choices],
    )


class SignInForm(Form):
    """Mail and password."""

    mail = EmailField(
        lazy_gettext("Mail address"),
        [DataRequired(lazy_gettext("Please type your mail address.")), Length(max=LONGEST_MAIL)],
        filters=[without_blanks],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Please type your password.")), Length(max=LONGEST_PASSWORD, message=TOO_LONG)],
        render_kw={"autocomplete": "current-password"},
    )


class SignOutForm(Form):
    """The plain button to sign out."""


class ConfirmForm(Form):
    """The plain button behind a mailed link."""


class LeaveForm(Form):
    """The plain button to leave an organisation."""


class DecideForm(Form):
    """The plain buttons with which the staff confirms an organisation or does without it."""


class SignUpForm(Form):
    """Where to send the link that makes an account, and how to call its owner."""

    mail = _mail(lazy_gettext("Mail address"), lazy_gettext("We send a link there. It is never public."))
    name = StringField(
        lazy_gettext("What may we call you?"),
        [
            DataRequired(lazy_gettext("Please type a name. Any name will do.")),
            Length(max=LONGEST_NAME, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("Any name will do. You choose for each idea whether it stands there."),
        render_kw={"autocomplete": "nickname"},
    )
    following = HiddenField()


class ForgottenForm(Form):
    """Where to send the link that leads to a new password."""

    mail = _mail(lazy_gettext("Mail address"), lazy_gettext("We send a link there."), "username")


class NewPasswordForm(Form):
    """A new password, twice.

    `about` is what an attacker knows of the person too.
    """

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
        """Demand a password that is hard to guess."""
        for weakness in weaknesses(field.data, self.about):
            raise ValidationError(COMPLAINTS[weakness])


class PasswordForm(NewPasswordForm):
    """The present password and a new one."""

    current = _present_password()

    def validate_new(self, field: Field) -> None:
        """Demand a password that is new and hard to guess."""
        if field.data == self.current.data:
            raise ValidationError(lazy_gettext("Please choose a password that differs from the present one."))
        super().validate_new(field)


class NameForm(Form):
    """How somebody is called, and for which part of society they speak."""

    name = StringField(
        lazy_gettext("What may we call you?"),
        [
            DataRequired(lazy_gettext("Please type a name. Any name will do.")),
            Length(max=LONGEST_NAME, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"autocomplete": "nickname"},
    )
    sector = SelectField(
        lazy_gettext("For whom do you mostly speak?"),
        choices=[
            SelectChoice("", lazy_gettext("I would rather not say")),
            *(SelectChoice(sector.value, words) for sector, words in SECTORS.items()),
        ],
        description=lazy_gettext("Free to leave out. It helps the town to see who is not heard yet."),
    )


class MailForm(Form):
    """Another mail address, and the present password."""

    mail = _mail(lazy_gettext("New mail address"), lazy_gettext("We send a link there. It holds once you open it."))
    current = _present_password()


class EraseForm(Form):
    """What is to become of the texts, and the present password."""

    texts = RadioField(
        lazy_gettext("What is to become of your texts?"),
        [InputRequired(lazy_gettext("Please choose what is to become of your texts."))],
        choices=[
            SelectChoice("keep", lazy_gettext("Keep my texts, without my name")),
            SelectChoice("delete", lazy_gettext("Delete my texts")),
        ],
    )
    current = _present_password()


class OrganisationForm(Form):
    """An organisation that somebody speaks for."""

    name = _organisation_name()
    sector = _organisation_sector()


class InvitationForm(OrganisationForm):
    """An organisation, and the mail address of somebody who speaks for it."""

    mail = _mail(
        lazy_gettext("Mail address of somebody who speaks for it"),
        lazy_gettext("The link in the mail holds for fourteen days and for one person."),
        "off",
    )


class NewsForm(Form):
    """Whether mails about ideas of others are welcome."""

    wants_news = BooleanField(
        lazy_gettext("Tell me by mail when an idea that I support gets an answer"),
        description=lazy_gettext("Mails about what you wrote yourself are not concerned."),
    )


class StopForm(Form):
    """The button that stops mails; nothing to type."""
