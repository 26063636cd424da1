"""Forms of letters: the list and the words, and the reminder."""

from flask_babel import lazy_gettext
from wtforms import FileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Length

from participation.web.forms import Form, without_blanks
from surveys.letters.models import LetterForm

LONGEST_LIST = 600_000
NEEDED = lazy_gettext("Please do not leave this empty.")


class WordsForm(Form):
    """What stands in a letter, and as what it is made."""

    greeting = StringField(lazy_gettext("Greeting"), [DataRequired(NEEDED), Length(max=100)], filters=[without_blanks])
    text = TextAreaField(
        lazy_gettext("What it is about"),
        [
            DataRequired(NEEDED),
            Length(max=1200, message=lazy_gettext("The letter is one page: at most 1,200 characters, please.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("In German. Address, code and picture follow by themselves."),
        render_kw={"rows": "6"},
    )
    signed = StringField(lazy_gettext("Signed by"), [DataRequired(NEEDED), Length(max=100)], filters=[without_blanks])
    made_as = RadioField(
        lazy_gettext("As what?"),
        choices=[
            SelectChoice(LetterForm.PDF.value, lazy_gettext("Letters to print (PDF), for envelopes with a window")),
            SelectChoice(LetterForm.CSV.value, lazy_gettext("A table with codes (CSV), for your own mail merge")),
        ],
        default=LetterForm.PDF.value,
        validate_choice=True,
    )

    @property
    def words(self) -> dict[str, str]:
        """What was written, as a making of letters keeps it."""
        return {name: self[name].data.replace("\r\n", "\n") for name in ("greeting", "text", "signed")}


class ListForm(WordsForm):
    """A list of addresses, as a file or typed, and the words of the letter."""

    file = FileField(
        lazy_gettext("List of addresses (CSV)"),
        description=lazy_gettext(
            "One line for each person, with name, street, postcode and town. Any separator, with or without headings."
        ),
        render_kw={"accept": ".csv,.txt,text/csv,text/plain"},
    )
    addresses = TextAreaField(
        lazy_gettext("Or type it in here"),
        [Length(max=LONGEST_LIST, message=lazy_gettext("The list is too long. Please send it in two parts."))],
        filters=[without_blanks],
        render_kw={"rows": "8", "spellcheck": "false"},
    )


class ReminderForm(WordsForm):
    """The words of a letter to those who have not answered."""


class FetchForm(Form):
    """The button that fetches letters, once."""
