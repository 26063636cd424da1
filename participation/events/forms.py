"""What the staff types about an event."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from participation.core import clock
from participation.core.clock import TOWN_TIME
from participation.core.feature import Lazy
from participation.events import names
from participation.events.models import Event
from participation.events.rules import AccessFact, Attendance, Audience, EventKind, lasts_into_the_night
from participation.events.services import Facts
from participation.process.models import Process
from participation.web.context import local_text
from participation.web.forms import Form, without_blanks

LONGEST_LINE, LONGEST_TEXT, MOST_PLACES = 200, 4000, 100_000
HOUR = lazy_gettext("Please write the time like this: 18:30.")
DAY = lazy_gettext("Please choose a day.")


class HourField(StringField):
    """A time of day, typed as 18:30 or 18.30."""

    def hour(self) -> time | None:
        """Return what was typed as a time; None where it is none."""
        hours, _colon, minutes = (self.data or "").replace(".", ":").partition(":")
        if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
            return None
        return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None

    def pre_validate(self, form: object) -> None:
        """Refuse what is no time."""
        if self.hour() is None:
            raise ValidationError(HOUR)


class TicksField(SelectMultipleField):
    """Several choices with a box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _line(label: Lazy, *validators: object, description: Lazy = "", longest: int = LONGEST_LINE) -> StringField:
    return StringField(
        label,
        [*validators, Length(max=longest)],
        filters=[without_blanks],
        description=description,
        render_kw={"maxlength": str(longest)},
    )


def _text(label: Lazy, description: Lazy = "", rows: int = 3) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten this to %(max)d characters."))],
        filters=[without_blanks],
        description=description,
        render_kw={"rows": str(rows)},
    )


class EventForm(Form):
    """An event as the staff writes it; `version` is the one that was read when the page was opened."""

    version = HiddenField()
    title = _line(lazy_gettext("Title"), DataRequired(lazy_gettext("Please give the event a title.")))
    kind = SelectField(
        lazy_gettext("Kind"), choices=[SelectChoice(one.value, name) for one, name in names.KINDS.items()]
    )
    text = _text(
        lazy_gettext("What is it about?"),
        lazy_gettext("Two or three sentences: what people can change there, and what becomes of it."),
    )
    day = DateField(lazy_gettext("Day"), [DataRequired(DAY)])
    begins = HourField(lazy_gettext("Begins"), default="18:00", render_kw={"autocomplete": "off"})
    ends = HourField(lazy_gettext("Ends"), default="20:00", render_kw={"autocomplete": "off"})
    attendance = SelectField(
        lazy_gettext("How do people take part?"),
        choices=[SelectChoice(one.value, name) for one, name in names.ATTENDANCES.items()],
    )
    place = _line(lazy_gettext("Where"), description=lazy_gettext("House, street and part of the town."))
    without_car = _text(
        lazy_gettext("Without a car"), lazy_gettext("Bus or train, there and back; who gives lifts."), rows=2
    )
    access_facts = TicksField(
        lazy_gettext("Access"), choices=[SelectChoice(one.value, name) for one, name in names.ACCESS.items()]
    )
    access = _text(
        lazy_gettext("More about access"),
        lazy_gettext("Say the truth about steps and toilets; who knows it can come."),
        rows=2,
    )
    online_link = _line(
        lazy_gettext("Link to dial in"),
        description=lazy_gettext("Only those who have reserved a place get it."),
        longest=500,
    )
    agenda = _text(lazy_gettext("Programme"), lazy_gettext("One line for each part: 18:30 Welcome"), rows=4)
    fields = TicksField(lazy_gettext("Topics"), choices=[])
    capacity = IntegerField(
        lazy_gettext("How many places are there?"),
        [Optional(), NumberRange(1, MOST_PLACES, lazy_gettext("Please write a number from 1 to 100,000, or nothing."))],
        description=lazy_gettext("Leave it empty where nobody needs to reserve a place."),
    )
    opens_on = DateField(
        lazy_gettext("Places can be reserved from (optional)"),
        [Optional()],
        description=lazy_gettext("Without a day: as soon as the event is public."),
    )
    closes_on = DateField(
        lazy_gettext("Last day to reserve a place (optional)"),
        [Optional()],
        description=lazy_gettext("Without a day: until the event begins."),
    )
    audience = SelectField(
        lazy_gettext("Who may know of it?"),
        choices=[SelectChoice(one.value, name) for one, name in names.AUDIENCES.items()],
    )

    @classmethod
    def blank(cls, process: Process) -> "EventForm":
        """Return an empty form for an event of this process."""
        return cls()._offering(process)

    @classmethod
    def about(cls, event: Event) -> "EventForm":
        """Return the form filled with what is stored."""
        return cls(version=str(event.version), audience=event.audience.value, **_typed(event))._offering(event.process)

    @classmethod
    def copy_of(cls, event: Event) -> "EventForm":
        """Return the form of a new event that begins as this one did, without a day."""
        left_out = ("day", "opens_on", "closes_on")
        values = {name: value for name, value in _typed(event).items() if name not in left_out}
        return cls(**values)._offering(event.process)

    def _offering(self, process: Process) -> "EventForm":
        self.fields.choices = [SelectChoice(one.code, local_text(one.name)) for one in process.fields]
        return self

    def validate_ends(self, field: Field) -> None:
        """Refuse an event that ends before it begins; an evening may last into the night."""
        begins, ends = self.begins.hour(), self.ends.hour()
        if begins and ends and ends <= begins and not lasts_into_the_night(begins, ends):
            raise ValidationError(lazy_gettext("The event has to end after it has begun."))

    def validate_closes_on(self, field: Field) -> None:
        """Refuse a last day that lies behind the event, or before places can be reserved."""
        if self.day.data and field.data > self.day.data:
            raise ValidationError(lazy_gettext("The last day cannot lie behind the event."))
        if self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(lazy_gettext("The last day cannot lie before the first one."))

    def validate_online_link(self, field: Field) -> None:
        """Take addresses of the web only."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(lazy_gettext("Please begin the link with https://."))

    def facts(self) -> Facts:
        """Return what was typed."""
        day = self.day.data or clock.today()
        begins, ends = self.begins.hour() or time(), self.ends.hour() or time()
        return Facts(
            kind=EventKind(self.kind.data),
            title=self.title.data or "",
            begins_at=clock.at(day, begins.hour, begins.minute),
            ends_at=clock.at(day + timedelta(days=lasts_into_the_night(begins, ends)), ends.hour, ends.minute),
            attendance=Attendance(self.attendance.data),
            audience=Audience(self.audience.data),
            text=self.text.data or "",
            agenda=self.agenda.data or "",
            place=self.place.data or "",
            without_car=self.without_car.data or "",
            access=self.access.data or "",
            access_facts=tuple(self.access_facts.data or ()),
            fields=tuple(self.fields.data or ()),
            online_link=self.online_link.data or "",
            opens_at=clock.at(self.opens_on.data, 0) if self.opens_on.data else None,
            closes_at=self._closes_at(day),
            capacity=self.capacity.data,
        )

    def _closes_at(self, day: date) -> datetime | None:
        """Return the end of the last day; on the day itself the event closes its door by beginning."""
        last = self.closes_on.data
        return clock.at(last, 23, 59) if last and last < day else None


def _typed(event: Event) -> dict[str, Any]:
    begins, ends = clock.local(event.begins_at), clock.local(event.ends_at)
    plain = ("title", "text", "place", "without_car", "access", "online_link", "agenda", "capacity", "fields")
    return {
        **{name: getattr(event, name) for name in plain},
        "kind": event.kind.value,
        "attendance": event.attendance.value,
        "access_facts": [one for one in event.access_facts if one in set(AccessFact)],
        "day": begins.date(),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "opens_on": event.opens_at and event.opens_at.astimezone(TOWN_TIME).date(),
        "closes_on": event.closes_at and event.closes_at.astimezone(TOWN_TIME).date(),
    }
