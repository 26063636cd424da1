"""Forms of the kiosk: the answers, the way out, and opening a device at the desk."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from participation.core.feature import Lazy
from participation.web.forms import Form, without_blanks
from surveys.kiosk.services import IDLE_S

IDLE_RANGE = lazy_gettext("Please choose between 30 and 600 seconds.")


class KioskAnswerForm(Form):
    """What goes with every answer at a kiosk."""

    full: Mapping[str, Sequence[Lazy]] = {}
    """What has to be said beside questions whose answer found no place any more."""


class LeaveForm(Form):
    """The number with which the staff leaves the kiosk."""

    pin = StringField(
        lazy_gettext("Number for leaving"),
        [DataRequired(lazy_gettext("Please type the six figures.")), Length(max=20)],
        filters=[without_blanks],
        description=lazy_gettext("It stands at the desk, under “Ways into surveys”."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class OpenForm(Form):
    """Opening a device."""

    place = StringField(
        lazy_gettext("Where does it stand?"),
        [DataRequired(lazy_gettext("Please say where the tablet stands.")), Length(max=100)],
        filters=[without_blanks],
    )
    idle_s = IntegerField(
        lazy_gettext("After how many seconds without a touch does it begin anew?"),
        [DataRequired(IDLE_RANGE), NumberRange(30, 600, IDLE_RANGE)],
        default=IDLE_S,
    )


class CloseForm(Form):
    """Closing a device."""
