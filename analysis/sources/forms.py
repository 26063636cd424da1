"""What planners choose for the next run."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from analysis.sources.services import SourceLine
from participation.web.forms import Form


class SourcesForm(Form):
    """Which kinds of free text the machine reads."""

    read = SelectMultipleField(
        lazy_gettext("Free text that is read"),
        [InputRequired(lazy_gettext("Please leave at least one kind of text ticked."))],
    )

    def offer(self, found: Sequence[SourceLine]) -> "SourcesForm":
        """Fill the choices with what the features offer."""
        self.read.choices = [(line.source.key, str(line.source.name)) for line in found]
        return self
