"""What everybody reads about events."""

from datetime import timedelta

from participation.core.clock import now
from participation.events.models import Event
from participation.events.rules import Attendance, Audience
from tests import factories
from tests.client import Browser, statements
from tests.participation.events.conftest import event


def _at(one: Event) -> str:
    return f"/en/events/{one.code.lower()}"


def test_an_empty_list_says_what_will_be_here(browser: Browser) -> None:
    assert "No event is planned" in browser.get("/en/events").words("main")
    factories.process()
    assert "No event is planned" in browser.get("/en/events").words("main")


def test_a_list_has_what_comes_and_what_has_been(browser: Browser) -> None:
    process = factories.process()
    event(process=process, title="Morgen")
    event(process=process, title="Gestern", begins_at=now() - timedelta(days=1))
    event(process=process, title="Entwurf", audience=Audience.DRAFT)
    event(process=process, title="Geheim", audience=Audience.PRIVATE)
    page = browser.get("/en/events")
    assert page.all_words(".item h3") == ["Morgen", "Gestern"]
    assert "50 of 50 places are free" in page.words(".item")


def test_the_list_costs_the_same_number_of_statements_for_two_and_for_twelve(browser: Browser) -> None:
    process = factories.process()
    for _ in range(2):
        event(process=process)
    browser.get("/events")
    with statements() as few:
        browser.get("/events")
    for _ in range(10):
        event(process=process)
    with statements() as many:
        browser.get("/events")
    assert len(many) == len(few) <= 10


def test_a_page_says_when_where_and_how_to_get_in(browser: Browser) -> None:
    one = event(
        access_facts=("step_free", "ramp"),
        access="Eine Stufe.",
        without_car="Rufbus R7\nZurück zu Fuß",
        fields=("MO",),
        agenda="18:30 Begrüßung",
        text="Was fehlt?",
        attendance=Attendance.HYBRID,
        online_link="https://example.org/secret",
    )
    page = browser.get(_at(one))
    assert page.h1 == "Dorfgespräch"
    said = page.words("main")
    for words in ("Feuerwehrhaus", "Step-free, a ramp is there", "Eine Stufe.", "Rufbus R7", "Mobility", "Begrüßung"):
        assert words in said
    assert "example.org/secret" not in page.text


def test_the_door_says_what_can_be_done(browser: Browser) -> None:
    process, soon = factories.process(), now() + timedelta(days=2)
    cases = {
        "Just come.": {"capacity": None},
        "can be reserved from": {"opens_at": soon},
        "can no longer be reserved": {"closes_at": now() - timedelta(hours=1)},
        "This event is over": {"begins_at": now() - timedelta(days=3)},
    }
    for words, values in cases.items():
        assert words in browser.get(_at(event(process=process, **values))).words(".note")


def test_a_draft_and_a_private_event_have_no_public_page(browser: Browser, staff) -> None:
    process = factories.process()
    draft, private = (event(process=process, audience=one) for one in (Audience.DRAFT, Audience.PRIVATE))
    for one in (draft, private):
        browser.get(_at(one), 404)
    browser.get(f"/events/invited/{draft.invitation}", 404)
    page = browser.get(f"/en/events/invited/{private.invitation.lower()}")
    assert "by invitation" in page.words(".event")
    assert "noindex" in page.text


def test_the_page_of_the_process_invites_to_the_next_event(browser: Browser) -> None:
    event(title="Der nächste Abend")
    assert "Der nächste Abend" in browser.get("/").words("main")
