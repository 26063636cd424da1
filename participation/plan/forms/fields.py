"""The fields of all forms of the plan: a line, a text, and the words that several forms share."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import Length

from participation.core.feature import Lazy
from participation.plan import names
from participation.web.forms import without_blanks

LONGEST, LONGEST_LINE = 4000, 200
SHARE_CHOICES = [SelectChoice(share.value, name) for share, name in names.SHARES.items()]
WHAT_BECOMES = lazy_gettext("What becomes of it?")
SAY_WHY = lazy_gettext("Please say why only a part is taken up.")
WRITE_ANSWER = lazy_gettext("Please write an answer.")
NAME_OFFICE = lazy_gettext("Please name the office, so that people know whom to ask.")


def line(label: Lazy, *validators: Any, description: Lazy = "", longest: int = LONGEST_LINE) -> StringField:
    """Return a field for one line."""
    return StringField(
        label,
        [*validators, Length(max=longest)],
        filters=[without_blanks],
        description=description,
        render_kw={"maxlength": str(longest)},
    )


def text(label: Lazy, *validators: Any, description: Lazy = "", longest: int = LONGEST, rows: int = 4) -> TextAreaField:
    """Return a field for several lines."""
    return TextAreaField(
        label,
        [*validators, Length(max=longest)],
        filters=[without_blanks],
        description=description,
        render_kw={"rows": str(rows), "maxlength": str(longest)},
    )
