"""What planners send when they look at what a run changed."""

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext
from wtforms import SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired

from analysis.forms import DeedForm
from analysis.models import TopicChange

KEEP, BACK, SEEN = "keep", "back", "seen"


class ChangesForm(DeedForm):
    """What becomes of some of the changes of one topic."""

    chosen = SelectMultipleField(
        lazy_gettext("Contributions"),
        [InputRequired(lazy_gettext("Please tick at least one contribution."))],
        coerce=int,
    )
    deed = StringField(validators=[AnyOf((KEEP, BACK, SEEN), lazy_gettext("Please press one of the buttons."))])

    def offer(self, changes: Sequence[TopicChange]) -> Self:
        """Fill the choices with what the run changed."""
        self.chosen.choices = [(change.contribution_id, str(change.contribution_id)) for change in changes]
        return self
