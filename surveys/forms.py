"""The form around the questions of a survey: token and once-key; the questions read their own answers."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from participation.core.feature import Lazy
from participation.web.forms import Form, without_blanks

LONGEST_CODE = 40


def _short(value: str | None) -> str:
    return (value or "")[:LONGEST_CODE]


class AnswerForm(Form):
    """What goes with every answer to a survey."""

    purpose = "survey"
    code = HiddenField(filters=[without_blanks, _short])
    full: Mapping[str, Sequence[Lazy]] = {}
    """What has to be said beside questions whose answer found no place any more."""

    def refuse(self, sentence: Lazy) -> None:
        """Say why the answer cannot be taken; what was typed comes back, ready to be sent once more."""
        self.form_errors.append(sentence)
        self.renew()


class CodeForm(Form):
    """The code from a letter, with which a survey opens."""

    code = StringField(
        lazy_gettext("Your code"),
        filters=[without_blanks, _short],
        description=lazy_gettext("It stands in your letter. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class ForgetForm(Form):
    """The wish that a draft be deleted."""


class WithdrawForm(Form):
    """The wish that an answer be taken back."""


class ResumeForm(Form):
    """The code with which somebody goes on later."""

    code = StringField(
        lazy_gettext("Your code"),
        [DataRequired(lazy_gettext("Please type your code."))],
        filters=[without_blanks, _short],
        description=lazy_gettext("Eight letters and figures. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def refuse(self, sentence: Lazy) -> None:
        """Say why the code is not looked at now; it stays in its field."""
        self.form_errors.append(sentence)
        self.renew()


class ReceiptForm(Form):
    """The code of a receipt."""

    code = StringField(
        lazy_gettext("Your receipt"),
        [DataRequired(lazy_gettext("Please type the code of your receipt.")), Length(max=40)],
        filters=[without_blanks],
        description=lazy_gettext("Twelve letters and figures. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
