"""What the staff chooses to open tables, and what people type at one."""

import re

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Length

from participation.contributions.attachments.forms import WithFiles
from participation.events.tables.models import EventTable
from participation.events.tables.services import MOST_TABLES
from participation.web.forms import Form, without_blanks

NOTE = re.compile(r"[0-9a-f]{32}")


class TablesForm(Form):
    """How many tables there are, and where their notes belong."""

    count = SelectField(
        lazy_gettext("How many tables?"),
        choices=[SelectChoice(str(count), str(count)) for count in range(1, MOST_TABLES + 1)],
        description=lazy_gettext("Tables that are open stay as they are; only missing ones are added."),
    )
    board = SelectField(lazy_gettext("Where do the notes belong?"), choices=[])


class NoteForm(WithFiles):
    """One thing that was said at the table, perhaps with photos of cards.

    A script may write several notes on one page, and each brings a name of its own: under it the note counts once.
    """

    note = HiddenField()

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

    def key_at(self, table: EventTable) -> str:
        """Return the key under which this note counts once."""
        name = self.note.data or ""
        return f"table {table.id} {name}" if NOTE.fullmatch(name) else self.once_key
