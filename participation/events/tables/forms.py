"""What the staff chooses to open tables, and what people type at one."""

from flask_babel import lazy_gettext
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Length

from participation.events.tables.services import MOST_TABLES
from participation.web.forms import Form, without_blanks


class TablesForm(Form):
    """How many tables there are, and where their notes belong."""

    count = SelectField(
        lazy_gettext("How many tables?"),
        choices=[SelectChoice(str(count), str(count)) for count in range(1, MOST_TABLES + 1)],
        description=lazy_gettext("Tables that are open stay as they are; only missing ones are added."),
    )
    board = SelectField(lazy_gettext("Where do the notes belong?"), choices=[])


class NoteForm(Form):
    """One thing that was said at the table."""

    text = TextAreaField(
        lazy_gettext("What was said?"),
        [
            DataRequired(lazy_gettext("Please write down what was said.")),
            Length(max=2000, message=lazy_gettext("Please shorten this to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("One thought per note. Please write no names."),
        render_kw={"rows": "4"},
    )
