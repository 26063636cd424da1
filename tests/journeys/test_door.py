"""An evening at the door: people come in by name, by code, by camera, without a place, and without network."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.core.clock import now
from participation.core.database import db
from participation.events import services as events
from participation.events.door import tickets
from participation.events.door.models import Arrival
from participation.events.models import Event
from participation.events.rules import Audience, EventKind
from participation.events.seats import services as seats
from participation.process import services as processes
from tests.chromium import ARGS, executable
from tests.journeys import devices
from tests.journeys.people import Staff
from tests.journeys.town import STAFF, Town

Sign = Callable[..., Staff]
PATIENCE = 200
"""So many tenths of a second a journey waits for a queue to be empty."""

GUESTS = {"Grete Zaunkönig": 2, "Bodo Kiebitz": 1, "Ute Reiher": 1}
WORDS = {
    "de": ("", "Sind da", "Ist da", "Einlassen", "Zurücknehmen", "Kein Netz", "auf diesem Gerät notiert"),
    "en": ("/en", "Are here", "Is here", "Let in", "Take back", "No network", "noted on this device"),
}
SIDE, WIDTH, HEIGHT, FRAMES = 8, 640, 480, 10
evenings = count(1)


@contextmanager
def evening(town: Town) -> Iterator[tuple[str, dict[str, str]]]:
    """Make a private event for six with three reservations; yield its code and the tickets by name."""
    with town.writing():
        process = processes.current()
        assert process is not None
        begins = now() + timedelta(hours=2)
        facts = events.Facts(
            EventKind.FORUM,
            f"Abend an der Tür {next(evenings)}",
            begins,
            begins + timedelta(hours=2),
            audience=Audience.PRIVATE,
            capacity=6,
        )
        made = events.prepare(process, facts)
        found = {
            name: seats.reserve(made, seats.Wish(name, size=size), seats.key_of(f"{made.code} {name}"))
            for name, size in GUESTS.items()
        }
        code = made.code
        codes = {name: tickets.ticket_of(one.id, one.key) for name, one in found.items()}
    yield code, codes


def arrived(town: Town, code: str) -> int:
    """Return how many people are here, as it is stored."""
    with town.looking():
        here = see_all(select(func.sum(Arrival.size)).join(Event).where(Event.code == code), "a test")
        return db.session.scalar(here) or 0


def row(helper: Staff, name: str) -> Locator:
    return helper.page.get_by_role("listitem").filter(has_text=name)


def counts(helper: Staff, people: int) -> None:
    expect(helper.page.locator("[data-arrived]")).to_have_text(str(people))


def nothing_waits(helper: Staff) -> None:
    left = "Object.keys(localStorage).filter((key) => key.startsWith('stadtfaden.door.')).length"
    for _ in range(PATIENCE):  # asked from outside: our policy lets nobody evaluate words in the page
        if not helper.page.evaluate(left):
            return
        helper.page.wait_for_timeout(100)
    raise AssertionError(helper.page.evaluate("JSON.stringify(localStorage)"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_evening_at_the_door(staff: Sign, town: Town, language: str) -> None:
    prefix, are, is_, let_in, take_back, no_network, noted = WORDS[language]
    with evening(town) as (code, codes):
        address = f"{prefix}/desk/events/{code.lower()}/door"
        helper, other = staff("moderator", device=devices.PHONE), staff("lead")
        for somebody in (helper, other):
            with somebody.page.expect_response("**/door/list?known="):
                somebody.opens(address)

        helper.page.locator("#q").fill("zaunko")
        expect(row(helper, "Bodo Kiebitz")).to_have_count(0)
        row(helper, "Grete Zaunkönig").get_by_role("button", name=are).click()
        counts(helper, 2)

        helper.page.locator("#q").fill(codes["Bodo Kiebitz"].lower())
        helper.page.locator("#q").press("Enter")
        counts(helper, 3)
        expect(helper.page.locator("#q")).to_have_value("")

        helper.page.locator("[data-walk] [name=name]").fill("Specht")
        helper.taps(let_in)
        counts(helper, 4)
        counts(other, 4)
        assert arrived(town, code) == 4

        helper.line.breaks()
        row(helper, "Ute Reiher").get_by_role("button", name=is_).click()
        expect(row(helper, "Ute Reiher")).to_contain_text(noted)
        expect(helper.page.locator("[data-state]")).to_contain_text(no_network)
        helper.page.locator("[data-walk] [name=name]").fill("Star")
        helper.taps(let_in)
        counts(helper, 6)
        assert arrived(town, code) == 4

        helper.line.returns()
        expect(row(helper, "Ute Reiher")).not_to_contain_text(noted)
        nothing_waits(helper)
        counts(helper, 6)
        counts(other, 6)
        assert arrived(town, code) == 6

        row(other, "Ute Reiher").get_by_role("button", name=take_back).click()
        counts(other, 5)
        counts(helper, 5)
        assert arrived(town, code) == 5


def test_what_was_noted_outlives_the_page(staff: Sign, town: Town) -> None:
    with evening(town) as (code, _codes):
        helper = staff("moderator", device=devices.PHONE)
        with helper.page.expect_response("**/door/list?known="):
            helper.opens(f"/desk/events/{code.lower()}/door")
        helper.page.route("**/door/send", lambda route: route.abort())
        row(helper, "Ute Reiher").get_by_role("button", name="Ist da").click()
        counts(helper, 1)
        helper.page.unroute("**/door/send")
        helper.reloads()
        counts(helper, 1)
        nothing_waits(helper)
        assert arrived(town, code) == 1


def test_the_camera_reads_a_ticket(chromium: Browser, town: Town, tmp_path: Path) -> None:
    with evening(town) as (code, codes):
        film = tmp_path / "ticket.y4m"
        film.write_bytes(shown(f"{town.address}/desk/events/{code.lower()}/door?q={codes['Grete Zaunkönig']}"))
        camera = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
        arguments = [*ARGS, *camera, f"--use-file-for-fake-video-capture={film}"]
        browser = chromium.browser_type.launch(executable_path=executable(), args=arguments)
        helper = Staff(devices.context(browser, devices.PHONE), town, "moderator")
        helper.signs_in(STAFF["moderator"])
        with helper.page.expect_response("**/door/list?known="):
            helper.opens(f"/desk/events/{code.lower()}/door")
        helper.taps("Tickets scannen")
        counts(helper, 2)
        expect(row(helper, "Grete Zaunkönig")).to_contain_text("da seit")
        nothing_waits(helper)
        helper.taps("Tickets scannen")
        expect(helper.page.locator("video")).to_be_hidden()
        helper.watch.check()
        browser.close()
        assert arrived(town, code) == 2


def shown(text: str) -> bytes:
    """Return a film in which the QR code of this text is held still before a camera."""
    code = [list(line) for line in segno.make(text, error="m").matrix_iter(scale=SIDE, border=4)]
    left, top = (WIDTH - len(code[0])) // 2, (HEIGHT - len(code)) // 2
    grey = bytearray(b"\xe6" * (WIDTH * HEIGHT))
    for number, line in enumerate(code):
        start = (top + number) * WIDTH + left
        grey[start : start + len(line)] = bytes(20 if dark else 230 for dark in line)
    colours = b"\x80" * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + (b"FRAME\n" + bytes(grey) + colours) * FRAMES
