"""Small forms of the editor, and the fields that its large ones are made of."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from participation.core.feature import Lazy
from participation.process.models import Process
from participation.web import context
from participation.web.forms import Form, without_blanks
from surveys.editor.rules import NAMES

LONGEST_WORDS = 4000
NUMBER = lazy_gettext("Please write a whole number.")


def line(label: Lazy, *checks: Any, **more: Any) -> StringField:
    """Return a field for one line."""
    too_long = lazy_gettext("Please shorten this to %(max)d characters.")
    return StringField(label, [*checks, Length(max=400, message=too_long)], filters=[without_blanks], **more)


def area(label: Lazy, *, rows: int = 3, filters: Sequence[Any] = (without_blanks,), **more: Any) -> TextAreaField:
    """Return a field for several lines."""
    too_long = lazy_gettext("Please shorten this to %(max)d characters.")
    checks = [Length(max=LONGEST_WORDS, message=too_long)]
    return TextAreaField(label, checks, filters=list(filters), render_kw={"rows": rows}, **more)


def side_by_side(label: Lazy, rows: int = 3) -> TextAreaField:
    """Return a field for one of two lists whose lines belong together; an empty line keeps its place."""
    one_per_line = lazy_gettext("One on each line, in the same order in both languages.")
    return area(label, rows=rows, description=one_per_line, filters=[_kept_lines])


def _kept_lines(value: str | None) -> str | None:
    return value and "\n".join(without_blanks(one) or "" for one in value.splitlines()).rstrip("\n")


class WholeField(IntegerField):
    """A whole number; anything else is told so in the language of the page."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NUMBER) from error


class DayField(DateField):
    """A day; anything else is told so in the language of the page."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(lazy_gettext("Please write a day like 2027-01-31.")) from error


class HourField(TimeField):
    """A time of day; anything else is told so in the language of the page."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(lazy_gettext("Please write a time like 18:30.")) from error


def whole(label: Lazy, least: int = 0, most: int = 1_000_000_000, **more: Any) -> IntegerField:
    """Return a field for a whole number, or nothing."""
    check = NumberRange(least, most, lazy_gettext("Please write a number from %(min)s to %(max)s."))
    return WholeField(label, [Optional(), check], render_kw={"inputmode": "numeric"}, **more)


def mark(said: Any) -> str:
    """Return a short mark of what was said, to see whether somebody else changed it meanwhile."""
    stored = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


class ButtonForm(Form):
    """A button at the desk that changes a survey."""

    purpose = "editor"


class NewForm(Form):
    """A new survey: its title, and where it belongs."""

    belongs_to = SelectField(lazy_gettext("For which process?"))
    title_de = line(lazy_gettext("Title in German"), DataRequired(lazy_gettext("Please give the survey a title.")))
    title_en = line(lazy_gettext("Title in English"))

    def offer(self, processes: Sequence[Process]) -> "NewForm":
        """Fill the processes to choose from."""
        self.belongs_to.choices = [(one.slug, context.local_text(one.title)) for one in processes]
        return self


class KindForm(Form):
    """The kind of a new question."""

    kind = SelectField(
        lazy_gettext("Kind of question"), choices=[SelectChoice(one.value, words) for one, words in NAMES.items()]
    )
    after = HiddenField()
