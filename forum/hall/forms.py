"""What people type in a hall, on their phones and at the desk."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from participation.contributions.services import Draft
from participation.core.vocabulary import Channel
from participation.web import languages
from participation.web.forms import Form, without_blanks

LONGEST_QUESTION = 300


class QuestionForm(Form):
    """A question to those on the stage: one field is enough."""

    text = TextAreaField(
        lazy_gettext("Your question"),
        [
            DataRequired(lazy_gettext("Please write your question here. One sentence is enough.")),
            Length(max=LONGEST_QUESTION, message=lazy_gettext("Please shorten your question to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("One sentence, so that everybody can read it on the screen."),
        render_kw={"rows": 3},
    )
    display_name = StringField(
        lazy_gettext("What may we call you?"),
        [Length(max=80, message=lazy_gettext("Please shorten the name to %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out. It stands beside your question on the screen."),
        render_kw={"autocomplete": "nickname"},
    )

    def draft(self) -> Draft:
        """Return what was typed as a draft of a question."""
        return Draft(
            text=self.text.data or "",
            display_name=self.display_name.data or "",
            language=str(languages.language()),
            channel=Channel.EVENT,
        )


class SameQuestionForm(Form):
    """The button by which somebody says: I ask this, too."""


class CodeForm(Form):
    """The code on the screen, typed by somebody whose camera reads no pictures."""

    code = StringField(
        lazy_gettext("Code on the screen"),
        [DataRequired(lazy_gettext("Please type the four signs that stand on the screen."))],
        filters=[without_blanks],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "maxlength": "12"},
    )


class HallForm(Form):
    """A new hall."""

    title = StringField(
        lazy_gettext("What is the evening called?"),
        [
            DataRequired(lazy_gettext("Please give the evening a name. It stands on the screen.")),
            Length(max=120, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("For example: Village meeting in Neu Wiesow"),
    )


class HallDeskForm(Form):
    """The buttons of the page on which a hall is led."""

    deed = StringField()  # what the pressed button says; it has no field of its own on the page
