"""What moderators type when votes are conspicuous."""

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import InputRequired

from forum.desk.forms import sentence
from participation.core.feature import Lazy
from participation.web.forms import Form

LONGEST = 600
COUNT, ASIDE = "count", "aside"


def _reason(label: Lazy, description: Lazy) -> TextAreaField:
    return sentence(label, lazy_gettext("Please say why, in one sentence."), description, longest=LONGEST)


class FreezeForm(Form):
    """Why a count stands still."""

    reason = _reason(
        lazy_gettext("Why does the count stand still?"),
        lazy_gettext("Everybody reads it beside the number. Say what you saw, and blame nobody."),
    )


class ReleaseForm(Form):
    """What came of looking into it, and whether the votes that came in meanwhile count."""

    votes = RadioField(
        lazy_gettext("What happens to the votes that came in meanwhile?"),
        [InputRequired(lazy_gettext("Please choose what happens to these votes."))],
        choices=[
            SelectChoice(COUNT, lazy_gettext("They count")),
            SelectChoice(ASIDE, lazy_gettext("They do not count; they stay stored, for the reason given below")),
        ],
    )
    result = _reason(
        lazy_gettext("What came of it?"), lazy_gettext("Everybody reads it beside the number, also later.")
    )

    @property
    def counts(self) -> bool:
        """Whether the votes that came in meanwhile count."""
        return bool(self.votes.data == COUNT)
