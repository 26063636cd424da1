"""What is said at the tables of an evening becomes contributions."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.contributions.models import Idea
from participation.core.clock import local, now
from participation.core.database import db
from participation.core.vocabulary import Channel, Phase, Role
from participation.events.models import Event
from participation.events.rules import Audience
from participation.events.tables import services
from participation.events.tables.models import EventTable, TableNote
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser
from tests.participation.contributions.hostile import photo_with_place
from tests.participation.events.conftest import event


def opened(count: int = 2, **values: object) -> Event:
    board = factories.board(phase=values.pop("phase", Phase.IDEAS))
    one = event(process=board.process, **values)
    factories.written(services.open_up_to, one, count, board)
    return one


def at(one: Event, number: int = 1) -> str:
    return f"/en/tables/{services.secret_of(one, number).lower()}"


def ideas() -> list[Idea]:
    db.session.rollback()
    return list(db.session.scalars(see_all(select(Idea).order_by(Idea.id), "a test")).unique())


def publish() -> None:
    with factories.writing():
        for one in ideas():
            one.visibility = Visibility.PUBLIC
            one.published_at = now()


def test_the_staff_opens_tables_and_later_more_of_them(staff) -> None:
    planner: Browser = staff(Role.PLANNER)
    one = event()
    address = f"/en/desk/events/{one.code.lower()}/tables"
    assert "Set up a collection of ideas first" in planner.get(address).words("main")
    board = factories.board(process_id=one.process_id)
    planner.fill(address, count="2", board=str(board.id))
    page = planner.follow(planner.fill(address, count="3", board=str(board.id)))
    assert [node.text() for node in page.html.css("main h3")] == ["Table 1", "Table 2", "Table 3"]
    assert services.secret_of(one, 3).lower() in page.words("main")
    assert db.session.scalar(select(func.count()).select_from(EventTable)) == 3


def test_a_note_becomes_a_contribution_of_this_event_and_waits(browser: Browser) -> None:
    one = opened()
    page = browser.follow(browser.fill(at(one), text="Der Bus soll abends fahren."))
    assert "Der Bus soll abends fahren." in page.words("main")
    [idea] = ideas()
    assert (idea.channel, idea.visibility, idea.origin) == (Channel.EVENT, Visibility.WAITING, one.title)
    assert idea.origin_on == local(one.begins_at).date()


def test_only_the_own_table_reads_a_note_that_waits(browser: Browser) -> None:
    one = opened()
    browser.fill(at(one), text="Der Bus soll abends fahren.")
    assert "Der Bus" not in browser.get(at(one, 2)).words("main")
    voices = f"/en/events/{one.code.lower()}/voices"
    assert "No note from the tables is public yet" in browser.get(voices).words("main")
    publish()
    assert "Der Bus soll abends fahren." in browser.get(voices).words("main")
    assert "Table 2" not in browser.get(voices).words("main")


def test_the_beamer_shows_nothing_that_waits_even_to_the_staff(browser: Browser, staff) -> None:
    one = opened()
    browser.fill(at(one), text="Der Bus soll abends fahren.")
    assert "Der Bus" not in staff(Role.MODERATOR).get(f"/en/events/{one.code.lower()}/voices").words("main")


def test_a_note_that_is_sent_twice_counts_once(browser: Browser) -> None:
    one = opened()
    page = browser.get(at(one))
    typed = {**page.fields("main form[method=post]"), "text": "Der Bus soll abends fahren."}
    browser.post(at(one), typed, 303)
    browser.post(at(one), typed, 303)
    assert len(ideas()) == db.session.scalar(select(func.count()).select_from(TableNote)) == 1


@pytest.mark.parametrize(("text", "words"), [(" ", "Please write down what was said."), ("a" * 2001, "Please shorten")])
def test_a_note_that_cannot_be_kept_is_explained(browser: Browser, text: str, words: str) -> None:
    assert words in browser.fill(at(opened()), 422, text=text).words("main")
    assert not ideas()


def test_nobody_guesses_a_table_and_private_events_have_no_voices(browser: Browser) -> None:
    one = opened(audience=Audience.PRIVATE)
    browser.get("/en/tables/0000-0000-0000", 404)
    browser.get(f"/en/events/{one.code.lower()}/voices", 404)
    browser.fill(at(one), text="Der Bus soll abends fahren.")
    assert [idea.origin for idea in ideas()] == [""]


def test_the_page_of_the_evening_leads_to_its_voices_once_it_began(browser: Browser) -> None:
    one, past = opened(), opened(begins_at=now() - timedelta(days=1))
    assert "Voices of the evening" not in browser.get(f"/en/events/{one.code.lower()}").words("main")
    assert "Voices of the evening" in browser.get(f"/en/events/{past.code.lower()}").words("main")


def test_a_table_whose_collection_is_closed_asks_for_nothing(browser: Browser) -> None:
    one = opened(phase=Phase.MONITORING)
    page = browser.get(at(one))
    assert "Notes cannot be written down here" in page.words("main")
    assert not page.html.css("main textarea")


def test_each_note_that_a_device_names_counts_once_however_often_it_arrives(browser: Browser) -> None:
    one = opened()
    token = browser.get(at(one)).fields("main form[method=post]")["token"]
    for name, text in (("a" * 32, "Bus"), ("b" * 32, "Rad"), ("a" * 32, "Bus"), ("b" * 32, "Rad")):
        browser.post(at(one), {"token": token, "note": name, "text": text}, 303)
    assert [idea.text for idea in ideas()] == ["Bus", "Rad"]


def test_a_device_gets_a_new_token_for_notes_that_waited_long(browser: Browser, monkeypatch) -> None:
    one = opened()
    typed = {**browser.get(at(one)).fields("main form[method=post]"), "note": "a" * 32, "text": "Bus"}
    monkeypatch.setattr("itsdangerous.timed.time.time", (now() + timedelta(hours=4)).timestamp)
    fresh = browser.post(at(one), typed, 422).response.headers["X-Form-Token"]
    browser.post(at(one), {**typed, "token": fresh}, 303)
    too_long = browser.post(at(one), {**typed, "note": "b" * 32, "text": "a" * 2001}, 422)
    assert "X-Form-Token" not in too_long.response.headers
    assert len(ideas()) == 1


def test_a_photo_of_cards_comes_with_the_note(browser: Browser) -> None:
    one = opened()
    typed = browser.get(at(one)).fields("main form[method=post]")
    browser.post(at(one), {**typed, "text": "Karten", "files": (BytesIO(photo_with_place()), "karten.png")}, 303)
    assert "with one file" in browser.get(at(one)).words("main")
    publish()
    voices = browser.get(f"/en/events/{one.code.lower()}/voices")
    assert len(voices.html.css("main img")) == 1


def test_the_list_of_notes_is_asked_for_alone(browser: Browser) -> None:
    one = opened()
    browser.fill(at(one), text="Der Bus soll abends fahren.")
    part = browser.client.get(at(one), headers={"X-Part": "notes"})
    assert "Der Bus" in part.text
    assert "<h1" not in part.text
