"""What somebody types who translates a contribution."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from participation.web import languages
from participation.web.forms import Form, without_blanks

LONGEST_TEXT = 6000


class TranslationForm(Form):
    """A translation, written by people."""

    written_in = SelectField(lazy_gettext("Language of the original"))
    language = SelectField(lazy_gettext("Into which language?"))
    title = StringField(
        lazy_gettext("Title"),
        [
            DataRequired(lazy_gettext("Please translate the title, too.")),
            Length(max=160, message=lazy_gettext("Please shorten the title to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"maxlength": "160"},
    )
    text = TextAreaField(
        lazy_gettext("Text"),
        [
            DataRequired(lazy_gettext("Please write the translation here.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten the text to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("As close to the original as possible. Nothing is added and nothing left out."),
        render_kw={"rows": "8", "maxlength": str(LONGEST_TEXT)},
    )
    by = StringField(
        lazy_gettext("Who translated it?"),
        [
            DataRequired(lazy_gettext("Please say who translated it: an office, a club, or a name with consent.")),
            Length(max=120),
        ],
        filters=[without_blanks],
        description=lazy_gettext("Everybody reads it beside the translation."),
        render_kw={"maxlength": "120"},
    )

    def offer(self, *others: str) -> "TranslationForm":
        """Fill the languages; these others stand among them, too."""
        known = languages.choices()
        more = [(code, languages.name_of(code)) for code in dict.fromkeys(others) if code not in dict(known)]
        self.language.choices = self.written_in.choices = [*known, *more]
        return self

    def validate_language(self, field: SelectField) -> None:
        """Refuse a translation into the language that the original has."""
        if field.data == self.written_in.data:
            raise ValidationError(gettext("Please choose another language than that of the original."))
