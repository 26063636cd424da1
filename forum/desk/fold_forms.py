"""What moderators type who show ideas together, or each by itself."""

from flask_babel import gettext, lazy_gettext
from wtforms import StringField
from wtforms.validators import Length

from participation.web.forms import Form, without_blanks


class FoldForm(Form):
    """Together with which other idea one is to be shown."""

    purpose = "fold"

    deed = StringField()  # what the pressed button says; it has no field of its own on the page
    reference = StringField(
        lazy_gettext("Number of the other idea"),
        [Length(max=300)],
        filters=[without_blanks],
        description=lazy_gettext("Or its address. Both have to stand on the same board."),
        render_kw={"spellcheck": "false"},
    )

    @property
    def number(self) -> str:
        """The number at the end of what was typed."""
        typed = (self.reference.data or "").split("#")[0].split("?")[0].rstrip("/")
        return typed.rpartition("/")[2].upper()

    def refuse(self) -> None:
        """Say that there is no such idea to show it with."""
        self.reference.errors = [gettext("There is no other idea of this number on the same board.")]
        self.renew()
