"""What the staff says about points, and how people spread theirs."""

from collections.abc import Collection

from flask import request
from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2

from participation.events.points.models import PointRound
from participation.events.points.rules import MOST_EACH, given_in
from participation.web.forms import Form

MOST_ON_PAPER = 9999


class RoundForm(Form):
    """How many points everybody has, whether they can be given now, and what was counted on paper."""

    version = HiddenField()
    each_has = SelectField(
        lazy_gettext("How many points has everybody?"),
        choices=[SelectChoice(str(count), str(count)) for count in range(1, MOST_EACH + 1)],
        default="3",
    )
    is_open = BooleanField(
        lazy_gettext("Points can be given now"),
        description=lazy_gettext("Everybody sees the result as soon as you take this away."),
    )

    @classmethod
    def about(cls, found: PointRound | None) -> "RoundForm":
        """Return the form filled with what is stored."""
        if found is None:
            return cls()
        return cls(version=str(found.version), each_has=str(found.each_has), is_open=found.is_open)

    def paper(self, notes: Collection[int]) -> dict[int, int]:
        """Return the points on paper that were typed, by note; an empty field means none."""
        given = given_in(request.form, notes, MOST_ON_PAPER)
        return {note: given.get(str(note), 0) for note in notes}


class PointsForm(Form):
    """How somebody spreads the points; there is one choice a note."""

    def given(self, notes: Collection[int], most: int) -> dict[str, int]:
        """Return the points by note."""
        return given_in(request.form, notes, most)
