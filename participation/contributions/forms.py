"""What people type to find their contribution again."""

from flask_babel import gettext, lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from participation.core import codes
from participation.web.forms import Form, without_blanks


class TakeOverForm(Form):
    """The plain button that makes a contribution one of the own."""


class CodeForm(Form):
    """Reference code of a private status link."""

    code = StringField(
        lazy_gettext("Your code"),
        [DataRequired(lazy_gettext("Please type the code from your card or picture.")), Length(max=40)],
        filters=[without_blanks],
        description=lazy_gettext("Twelve letters and figures. Capitals and dashes do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    number = StringField(
        lazy_gettext("Number of the idea"),
        [Length(max=20)],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out. If it stands beside the code, we compare both."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def fits(self, reference: str) -> bool:
        """Return whether the number that was typed, if any, is that of the contribution the code leads to."""
        return not self.number.data or codes.typed(self.number.data) == codes.typed(reference)


class ObjectionForm(Form):
    """Why somebody does not agree with a decision of the moderators."""

    text = TextAreaField(
        lazy_gettext("Why do you not agree?"),
        [
            DataRequired(lazy_gettext("Please say in a sentence or two why you do not agree.")),
            Length(max=3000, message=lazy_gettext("Please shorten your text to at most 3,000 characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("A few sentences are enough. You need no legal terms."),
        render_kw={"rows": "6", "maxlength": "3000"},
    )


class AnswerBackForm(Form):
    """What an author answers to a question of the moderators: in words, by another text, or both."""

    note = TextAreaField(
        lazy_gettext("Your answer"),
        [Length(max=2000)],
        filters=[without_blanks],
        description=lazy_gettext("Only the moderators read it."),
        render_kw={"rows": "3", "maxlength": "2000"},
    )
    text = TextAreaField(
        lazy_gettext("Your text"),
        [DataRequired(lazy_gettext("Please leave at least one sentence.")), Length(max=4000)],
        filters=[without_blanks],
        description=lazy_gettext("You can change it here. Once it has been read, everybody sees it like this."),
        render_kw={"rows": "8", "maxlength": "4000"},
    )

    def answers(self, text: str) -> bool:
        """Return whether something was said or changed; otherwise the form asks for it."""
        if self.note.data or (self.text.data or "") != text:
            return True
        self.note.errors = [gettext("Please answer the question, or change your text below.")]
        return False
