"""Calendar files (RFC 5545): instants in UTC, so that no clock change moves an event."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from participation.events.models import Event

MOST_BYTES = 74


def calendar_of(events: Iterable[Event], base: str) -> str:
    """Return a calendar of these events; one that was changed or cancelled replaces what was taken over before.

    Args:
        base: the address of the house, for links and for names that nobody else gives.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stadtfaden//Events//DE", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _event(event, base)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(event: Event, base: str) -> Iterator[str]:
    address = f"{base}/events/{event.code.lower()}"
    yield "BEGIN:VEVENT"
    yield f"UID:event-{event.code.lower()}@{base.partition('://')[2].partition('/')[0]}"
    yield f"SEQUENCE:{event.version}"
    yield f"DTSTAMP:{_moment(event.cancelled_at or event.begins_at)}"
    yield f"DTSTART:{_moment(event.begins_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SUMMARY:{_text(event.title)}"
    yield f"LOCATION:{_text(event.place)}"
    yield f"DESCRIPTION:{_text(event.text)}"
    if event.is_public:
        yield f"URL:{address}"
    yield f"STATUS:{'CANCELLED' if event.cancelled_at else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Break a line where it grows too long, between letters, never inside one."""
    part, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > MOST_BYTES:
            yield part
            part, length = " ", 1
        part, length = part + letter, length + size
    yield part
