"""What people type to begin a discussion."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from participation.contributions.services import Draft
from participation.contributions.threads.forms import AuthorForm
from participation.process.models import Process
from participation.web import context, languages
from participation.web.forms import without_blanks

LONGEST_TEXT = 5000


class DiscussionForm(AuthorForm):
    """A new discussion: what it is about, and the first word of it."""

    title = StringField(
        lazy_gettext("What do you want to talk about?"),
        [
            DataRequired(lazy_gettext("Please say in a few words what it is about.")),
            Length(max=120, message=lazy_gettext("Please shorten the title to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("A few words. They stand in the list."),
    )
    text = TextAreaField(
        lazy_gettext("Your first words on it"),
        [
            DataRequired(lazy_gettext("Please write how you mean it. One sentence is enough.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten your text to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("What do you see, what do you want to know from others?"),
        render_kw={"rows": 6},
    )
    field = SelectField(lazy_gettext("Topic"), description=lazy_gettext("Free to leave out."))

    def offer(self, process: Process) -> "DiscussionForm":
        """Fill the choices with the action fields of the process."""
        self.field.choices = [("", gettext("The process as a whole"))] + [
            (field.code, context.local_text(field.name)) for field in process.fields
        ]
        return self

    def draft(self, process: Process, author_id: int | None) -> Draft:
        """Return what was typed, with whoever is signed in as its author."""
        return Draft(
            title=self.title.data or "",
            text=self.text.data or "",
            display_name=self.display_name.data or "",
            mail=self.address,
            language=str(languages.language()),
            action_field_id=next((field.id for field in process.fields if field.code == self.field.data), None),
            author_id=author_id,
        )
