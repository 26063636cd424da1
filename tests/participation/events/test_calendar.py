"""Calendar files: instants that no clock change moves, text that no comma breaks."""

from datetime import UTC, datetime, timedelta

from participation.core import clock
from participation.core.vocabulary import Role
from participation.events.rules import Audience
from tests import factories
from tests.client import Browser
from tests.participation.events.conftest import event


def lines(browser: Browser, address: str) -> list[str]:
    raw = browser.get(address).response.get_data()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    return raw.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_has_the_coming_public_events_only(browser: Browser) -> None:
    process = factories.process()
    event(process=process, title="Öffentlich, mit Komma; und mehr\\", text="Zeile\nnoch eine, " + "ä" * 100)
    event(process=process, title="Geheim", audience=Audience.PRIVATE)
    event(process=process, title="Vorbei", begins_at=clock.now() - timedelta(days=2))
    found = lines(browser, "/events/calendar.ics")
    assert [one for one in found if one.startswith("SUMMARY")] == ["SUMMARY:Öffentlich\\, mit Komma\\; und mehr\\\\"]
    assert "DESCRIPTION:Zeile\\nnoch eine\\, " + "ä" * 100 in found
    assert (found[0], found[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


def test_an_hour_on_the_night_the_clocks_change_is_the_instant_it_is(browser: Browser) -> None:
    before, after = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert clock.local(before).hour == clock.local(after).hour == 2
    found = lines(browser, f"/events/{event(begins_at=before, ends_at=after).code}/calendar.ics")
    assert {"DTSTART:20271031T003000Z", "DTEND:20271031T013000Z"} <= set(found)


def test_a_change_replaces_what_was_taken_over(browser: Browser, staff) -> None:
    one = event()
    first = lines(browser, f"/events/{one.code}/calendar.ics")
    staff(Role.PLANNER).fill(f"/desk/events/{one.code}", title="Anderer Titel")
    second = lines(browser, f"/events/{one.code}/calendar.ics")
    uid, sequence = ([one for one in found if one.startswith(("UID", "SEQ"))] for found in (first, second))
    assert uid[0] == sequence[0]
    assert uid[1] < sequence[1]
