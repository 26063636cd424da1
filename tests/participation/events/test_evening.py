"""What comes after an event: minutes, figures, voices with what becomes of them."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from sqlalchemy import select

from participation.contributions import services as contributions
from participation.contributions.models import OutcomeKind
from participation.contributions.services import Answer
from participation.core.clock import now
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.events.door import services as door
from participation.events.evening.rules import documents_in, survey_in
from participation.events.models import Event
from participation.events.rules import Audience, SeatState
from participation.events.seats import services as seats
from participation.events.seats.services import Wish
from participation.web.papers.word import words_of
from tests import factories
from tests.client import Browser
from tests.participation.events.conftest import event
from tests.participation.events.test_tables import at, ideas, opened, publish

TYPED = {"text": "Es ging um den Bus.\n\nDas Amt prüft die Linie.", "came": "31"}


def desk(one: Event) -> str:
    return f"/en/desk/events/{one.code.lower()}/minutes"


def page_of(one: Event) -> str:
    return f"/en/events/{one.code.lower()}/minutes"


def report_of(one: Event, name: str) -> str:
    return f"/en/events/{one.code.lower()}/report/{name}"


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.body.contains("/minutes")).order_by(Mail.id)))


def test_minutes_are_public_only_after_somebody_said_so(browser: Browser, staff) -> None:
    lead: Browser = staff(Role.LEAD)
    one = event(begins_at=now() - timedelta(days=1))
    lead.follow(lead.fill(desk(one), **TYPED, documents="Folien: https://stadt.example/folien.pdf"))
    browser.get(page_of(one), 404)
    assert "Minutes" not in browser.get(f"/en/events/{one.code.lower()}").words("main")
    lead.fill(desk(one), form="main form[action$='/publish']")
    page = browser.get(page_of(one))
    assert "Es ging um den Bus." in page.words("main")
    assert "People who came31" in page.words("main")
    assert page.html.css_first("a[href='https://stadt.example/folien.pdf']").text() == "Folien"
    assert "What was said" in browser.get(f"/en/events/{one.code.lower()}").words("main")
    lead.fill(desk(one), form="main form[action$='/publish']", withdraw="1")
    browser.get(page_of(one), 404)


def test_the_second_of_two_writers_is_told_and_keeps_the_text(staff) -> None:
    one, first, second = event(), staff(Role.LEAD), staff(Role.LEAD)
    late = second.get(desk(one)).fields()
    first.fill(desk(one), **TYPED)
    refused = second.post(desk(one), {**late, "text": "Mein Text"}, 409)
    assert "in the meantime" in refused.words("main")
    assert refused.fields()["text"] == "Mein Text"
    second.post(desk(one), refused.fields("main form:not([action$='/publish'])"), 303)
    assert second.get(desk(one)).fields()["text"] == "Mein Text"


def test_who_had_a_place_gets_one_mail_with_the_minutes_and_the_survey(staff) -> None:
    lead: Browser = staff(Role.LEAD)
    one = event(begins_at=now() - timedelta(days=1), capacity=1)
    for name, contact in (("Amsel", "amsel@example.org"), ("Meise", "meise@example.org")):
        factories.written(seats.reserve, one, Wish(name, contact, language="en"), seats.key_of(name))
    lead.fill(desk(one), **TYPED, survey="https://mitreden.example/en/surveys/abend")
    for _ in range(2):
        lead.fill(desk(one), form="main form[action$='/publish']")
        lead.fill(desk(one), form="main form[action$='/publish']", withdraw="1")
    [mail] = mails()
    assert mail.recipient == "amsel@example.org"
    assert f"/en/events/{one.code.lower()}/minutes" in mail.body
    assert "/en/surveys/abend" in mail.body


def test_a_private_evening_has_no_page_and_sends_no_mail(browser: Browser, staff) -> None:
    lead: Browser = staff(Role.LEAD)
    one = event(audience=Audience.PRIVATE)
    factories.written(seats.reserve, one, Wish("Amsel", "amsel@example.org"), seats.key_of("a"))
    lead.fill(desk(one), **TYPED)
    lead.fill(desk(one), form="main form[action$='/publish']")
    browser.get(page_of(one), 404)
    assert not mails()


def test_what_became_of_a_voice_stands_beside_it(browser: Browser, staff) -> None:
    one = opened(begins_at=now() - timedelta(days=1))
    browser.fill(at(one), text="Der Bus soll abends fahren.")
    browser.fill(at(one, 2), text="Die Brücke ist zu schmal.")
    publish()
    answer = Answer(OutcomeKind.ADOPTED, "Kommt.", "Bauamt")
    factories.written(contributions.record_outcome, ideas()[0], answer, None)
    lead: Browser = staff(Role.LEAD)
    lead.fill(desk(one), **TYPED)
    lead.fill(desk(one), form="main form[action$='/publish']")
    for address in (page_of(one), f"/en/events/{one.code.lower()}/voices"):
        first, second = browser.get(address).all_words("main section ul > li")[:2]
        assert "Adopted" in first
        assert "the answer is still to come" in second
    assert "Notes that are public2" in browser.get(page_of(one)).words("main")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"came": "-1"}, "from 0 to 100,000"),
        ({"documents": "Folien https://a.example/f.pdf\nnur Worte"}, "line 2"),
        ({"survey": "https://anderswo.example/x"}, "no survey of this site"),
    ],
)
def test_what_cannot_be_kept_is_explained(staff, values: dict[str, str], words: str) -> None:
    lead: Browser = staff(Role.LEAD)
    page = lead.fill(desk(event()), 422, **{**TYPED, **values})
    assert words in page.words("main")
    assert page.fields()["text"].split() == TYPED["text"].split()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/surveys/a-1", "/surveys/a-1"),
        ("https://x.example/en/surveys/a/", "/surveys/a"),
        ("https://x.example/surveys/a/answer", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_surveys_of_the_house_are_linked(address: str, found: str | None) -> None:
    assert survey_in(address) == found


def test_a_document_needs_an_address() -> None:
    assert list(documents_in("a http://x\nhttps://x.example\n\nb: https://")) == [
        None,
        ("https://x.example", "https://x.example"),
        None,
    ]


def test_where_people_were_checked_in_they_are_counted_and_they_alone_get_the_mail(browser: Browser, staff) -> None:
    one = event(begins_at=now() - timedelta(days=1))
    for name in ("Amsel", "Meise"):
        wish = Wish(name, f"{name.lower()}@example.org", size=2)
        factories.written(seats.reserve, one, wish, seats.key_of(name))
    here = next(found for found in seats.of(one, SeatState.BOOKED) if found.name == "Meise")
    factories.written(door.check_in, one, here, "a key", size=1)
    lead: Browser = staff(Role.LEAD)
    lead.fill(desk(one), text="Es ging um den Bus.")
    lead.fill(desk(one), form="main form[action$='/publish']")
    assert [mail.recipient for mail in mails()] == ["meise@example.org"]
    assert "People who came1" in browser.get(page_of(one)).words("main")


@pytest.fixture
def evening(browser: Browser, staff) -> Event:
    """Make an evening with a public and a waiting note, and public minutes."""
    one = opened(begins_at=now() - timedelta(days=1))
    browser.fill(at(one), text="Der Bus soll abends fahren.")
    publish()
    browser.fill(at(one), text="Der Nachbar parkt falsch.")
    lead: Browser = staff(Role.LEAD)
    lead.fill(desk(one), **TYPED, documents="Folien https://stadt.example/f.pdf")
    lead.fill(desk(one), form="main form[action$='/publish']")
    return one


def test_the_report_of_an_evening_is_a_document_to_write_on(browser: Browser, evening: Event) -> None:
    said = words_of(browser.client.get(report_of(evening, "docx")).data)
    for words in (
        "Es ging um den Bus.",
        "Der Bus soll abends fahren.",
        "People who came",
        "https://stadt.example/f.pdf",
    ):
        assert words in said
    assert "Nachbar" not in said


def test_the_report_is_a_pdf_that_everybody_can_read(browser: Browser, evening: Event) -> None:
    made = browser.client.get(report_of(evening, "pdf")).data
    said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))
    assert "Der Bus soll abends fahren." in " ".join(said.split())
    with pikepdf.open(BytesIO(made)) as paper:
        assert paper.Root.MarkInfo.Marked
        assert "pdfuaid" in bytes(paper.Root.Metadata.read_bytes()).decode()


def test_there_is_no_report_before_the_minutes_are_public(browser: Browser, staff) -> None:
    one = event()
    staff(Role.LEAD).fill(desk(one), **TYPED)
    browser.get(report_of(one, "pdf"), 404)
