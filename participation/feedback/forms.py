"""What people write about a barrier, and what the town answers."""

from flask_babel import lazy_gettext
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional

from participation.web.forms import Form, without_blanks

LONGEST_TEXT = 5000
LONGEST_PAGE = 500
TOO_LONG = lazy_gettext("Please shorten your text to at most 5,000 characters.")
WRITE = lazy_gettext("Please write at least one sentence.")


class BarrierForm(Form):
    """Report of a barrier, without an account."""

    text = TextAreaField(
        lazy_gettext("What does not work?"),
        [DataRequired(WRITE), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[without_blanks],
        description=lazy_gettext("One sentence is enough. If you like, tell us which device and which aids you use."),
        render_kw={"rows": 6},
    )
    page = StringField(
        lazy_gettext("On which page?"),
        [Optional(), Length(max=LONGEST_PAGE, message=lazy_gettext("Please shorten the address of the page."))],
        filters=[without_blanks],
        description=lazy_gettext("Optional. The address of the page, or what it is about."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    mail = EmailField(
        lazy_gettext("Your mail address"),
        [
            Optional(),
            Length(max=254),
            Email(lazy_gettext("Please check the mail address, for example name@example.org.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("Optional. We use it for our answer only."),
        render_kw={"autocomplete": "email"},
    )


class AnswerForm(Form):
    """The town's answer to a report."""

    text = TextAreaField(
        lazy_gettext("Your answer"),
        [DataRequired(WRITE), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[without_blanks],
        description=lazy_gettext(
            "What have you changed, or by when will you? Write to the person, in short sentences."
        ),
        render_kw={"rows": 10},
    )
