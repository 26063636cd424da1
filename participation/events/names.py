"""What people call the kinds, forms and facts of an event."""

from collections.abc import Mapping

from flask_babel import format_datetime, get_locale, gettext, lazy_gettext

from participation.core.clock import TOWN_TIME
from participation.core.feature import Lazy
from participation.events.models import Event
from participation.events.rules import AccessFact, Attendance, Audience, EventKind, MoveKind, Need

KINDS: Mapping[EventKind, Lazy] = {
    EventKind.INFORMATION: lazy_gettext("Information evening"),
    EventKind.WORKSHOP: lazy_gettext("Workshop"),
    EventKind.FORUM: lazy_gettext("Forum on the spot"),
    EventKind.WALK: lazy_gettext("Walk"),
    EventKind.CONSULTATION: lazy_gettext("Consultation hour"),
}
ATTENDANCES: Mapping[Attendance, Lazy] = {
    Attendance.ON_SITE: lazy_gettext("People come to a place"),
    Attendance.ONLINE: lazy_gettext("Online only"),
    Attendance.HYBRID: lazy_gettext("At a place and online"),
}
AUDIENCES: Mapping[Audience, Lazy] = {
    Audience.DRAFT: lazy_gettext("Draft: only the staff knows of it"),
    Audience.PUBLIC: lazy_gettext("Public: everybody can read it"),
    Audience.PRIVATE: lazy_gettext("Private: only those you invite"),
}
SHORT_AUDIENCES: Mapping[Audience, Lazy] = {
    Audience.DRAFT: lazy_gettext("draft"),
    Audience.PUBLIC: lazy_gettext("public"),
    Audience.PRIVATE: lazy_gettext("private"),
}
ACCESS: Mapping[AccessFact, Lazy] = {
    AccessFact.STEP_FREE: lazy_gettext("step-free"),
    AccessFact.RAMP: lazy_gettext("a ramp is there"),
    AccessFact.LIFT: lazy_gettext("lift"),
    AccessFact.INDUCTION_LOOP: lazy_gettext("induction loop for hearing aids"),
    AccessFact.SIGN_LANGUAGE: lazy_gettext("sign language"),
    AccessFact.CAPTIONS: lazy_gettext("spoken words are shown in writing"),
    AccessFact.CHILDCARE: lazy_gettext("childcare"),
    AccessFact.PUBLIC_TRANSPORT: lazy_gettext("can be reached by bus or train"),
}

NEEDS: Mapping[Need, Lazy] = {
    Need.RIDE_HOME: lazy_gettext("A ride home"),
    Need.STEP_FREE: lazy_gettext("A way without steps"),
    Need.CHILDCARE: lazy_gettext("Childcare"),
    Need.SIGN_LANGUAGE: lazy_gettext("Sign language"),
    Need.EASY_LANGUAGE: lazy_gettext("Easy language"),
}
MOVES: Mapping[MoveKind, Lazy] = {
    MoveKind.BOOKED: lazy_gettext("Got places at once"),
    MoveKind.QUEUED: lazy_gettext("Came onto the waiting list: not enough places were free"),
    MoveKind.MOVED_UP: lazy_gettext("Moved up: enough places were free"),
    MoveKind.PASSED_OVER: lazy_gettext("Waits on: the group is larger than what was free"),
    MoveKind.CHANGED: lazy_gettext("Changed the reservation"),
    MoveKind.CANCELLED: lazy_gettext("Gave the places back"),
}


def when(event: Event) -> str:
    """Return day and hours: Mittwoch, 10. Februar 2027, 18.30 bis 20.30 Uhr."""
    locale = get_locale()
    is_german = locale is None or locale.language == "de"
    hour, day = ("HH.mm", "EEEE, d. MMMM y") if is_german else ("HH:mm", "EEEE d MMMM y")
    ends = hour if _same_day(event) else f"{day}, {hour}"
    return str(
        gettext(
            "%(day)s, %(begins)s to %(ends)s",
            day=format_datetime(event.begins_at, day),
            begins=format_datetime(event.begins_at, hour),
            ends=format_datetime(event.ends_at, ends),
        )
    )


def _same_day(event: Event) -> bool:
    return event.begins_at.astimezone(TOWN_TIME).date() == event.ends_at.astimezone(TOWN_TIME).date()


def month_of(event: Event) -> str:
    """Return the short name of the month: Feb."""
    return str(format_datetime(event.begins_at, "LLL")).rstrip(".")


def day_of(event: Event) -> int:
    """Return the day of the month on which it begins."""
    return event.begins_at.astimezone(TOWN_TIME).day
