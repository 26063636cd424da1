"""Fields that hold several things: one in each line, or ticks."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from wtforms import Field, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from participation.core.feature import Lazy
from participation.web.forms import without_blanks

MOST_LINES, LONGEST_IN_LIST = 20, 400
BULLETS = "-–•* "


class LinesField(TextAreaField):
    """One thing in each line; empty lines and bullets do not count."""

    data: list[str]  # type: ignore[assignment]  # what the field holds is not what is typed

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines that were typed."""
        if valuelist:
            lines = (without_blanks(line) or "" for line in valuelist[0].splitlines())
            self.data = [line.lstrip(BULLETS) for line in lines if line.lstrip(BULLETS)]

    def _value(self) -> str:
        return "\n".join(self.data or ())


class TicksField(SelectMultipleField):
    """Several things to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def lines(label: Lazy, description: Lazy = "", rows: int = 3) -> Any:
    """Return a field for several things, one in each line."""
    return LinesField(label, [_short], description=description, render_kw={"rows": str(rows)})


def ticks(label: Lazy, choices: Iterable[SelectChoice], description: Lazy = "", kind: Any = str) -> Any:
    """Return a field of ticks."""
    return TicksField(label, choices=list(choices), coerce=kind, description=description)


def _short(_form: Any, field: Field) -> None:
    if len(field.data or ()) > MOST_LINES:
        raise ValidationError(gettext("Please write at most %(number)s lines.", number=MOST_LINES))
    if any(len(line) > LONGEST_IN_LIST for line in field.data or ()):
        raise ValidationError(gettext("Please write at most %(number)s characters in a line.", number=LONGEST_IN_LIST))
