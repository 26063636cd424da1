"""Pictures and documents beside an idea: made harmless, shown exactly when their idea is, erased with it."""

import json
import os
import time
from io import BytesIO

import pikepdf
import pytest
from flask import current_app
from PIL import Image
from sqlalchemy import select

from deploy import backup
from participation.access.guard import see_all, visible
from participation.accounts import organisations, own_data
from participation.accounts.models import Organisation, Person
from participation.contributions.attachments import services, store
from participation.contributions.attachments.models import Attachment
from participation.contributions.models import Idea
from participation.core import jobs
from participation.core.database import db
from participation.core.vocabulary import Role, Sector
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, Page
from tests.participation.contributions import hostile


def ideas() -> list[Idea]:
    return list(db.session.scalars(see_all(select(Idea).order_by(Idea.id), "a test")))


def send(browser: Browser, board, *files: tuple[str, bytes], status: int = 303, **values: object) -> Page:
    """Write an idea with these files."""
    address = f"/boards/{board.slug}/write"
    chosen = [(BytesIO(content), name) for name, content in files]
    typed = {**browser.get(address).fields(), "text": "Bitte eine Bank", **values, "files": chosen}
    return browser.post(address, typed, status, content_type="multipart/form-data")


def publish(idea: Idea, visibility: Visibility = Visibility.PUBLIC) -> Idea:
    with factories.writing():
        found = db.session.get_one(Idea, idea.id)
        found.visibility = visibility
    return found


def files_on_disk() -> set[str]:
    return {one.name for one in store.folder().glob("*/*")}


@pytest.fixture(autouse=True)
def no_files(app):
    yield
    for one in store.folder().glob("*/*"):
        one.unlink()


def test_a_photo_is_shown_beside_its_idea_and_tells_nothing_else(browser: Browser) -> None:
    board = factories.board()
    send(browser, board, ("Bank am See.jpg", hostile.photo_with_place()), words="Eine Bank, darüber Bäume")
    idea = publish(ideas()[0])
    page = browser.get(f"/ideas/{idea.reference}")
    picture = page.html.css_first(".picture img")
    assert picture.attributes["alt"] == "Eine Bank, darüber Bäume"
    answer = browser.get(page.html.css_first(".picture").attributes["href"]).response
    assert answer.mimetype == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    shown = Image.open(BytesIO(answer.data))
    assert shown.size == (200, 400), "it is turned as the camera was held"
    assert set(shown.info) <= {"background", "loop", "timestamp", "duration"}, "no place, no device, no comment"
    assert b"Secret" not in answer.data
    assert len(browser.get(picture.attributes["src"]).response.data) < len(answer.data)


def test_a_document_is_saved_and_never_opened_in_our_name(browser: Browser) -> None:
    board = factories.board()
    send(browser, board, ("papier%0d%0aX-Evil: 1.pdf", hostile.pdf_with_photo()))
    idea = publish(ideas()[0])
    link = browser.get(f"/ideas/{idea.reference}").html.css_first("a[download]").attributes["href"]
    answer = browser.get(link).response
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "X-Evil" not in answer.headers
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(BytesIO(answer.data)) as found:
        assert "/Info" not in found.trailer
        photo = found.pages[0].Resources.XObject.Photo.read_raw_bytes()
    assert b"Secret" not in photo
    assert Image.open(BytesIO(photo)).getexif() == {}


def test_an_organisation_sends_its_statement_with_a_paper(app, staff) -> None:
    board, member = factories.board(), staff(Role.CITIZEN)
    person = db.session.scalars(select(Person).order_by(Person.id.desc())).first()
    with factories.writing():
        owner = db.session.get_one(Person, person.id)
        number = organisations.register(owner, "Seniorenbeirat", Sector.CIVIL_SOCIETY).id
        organisations.confirm(db.session.get_one(Organisation, number))
    send(member, board, ("Zwölf Stellen.pdf", hostile.pdf()), speaks_for=str(number))
    idea = publish(ideas()[0])
    page = member.get(f"/ideas/{idea.reference}")
    assert "Stellungnahme: Seniorenbeirat" in page.text
    assert "Zwölf Stellen" in page.words("a[download]")


def test_hostile_files_are_refused_with_a_sentence_and_nothing_typed_is_lost(browser: Browser) -> None:
    board = factories.board()
    before = files_on_disk()
    for what, (name, content) in hostile.refused().items():
        page = send(browser, board, (name, content), status=422, title="Getippt")
        assert "Bitte" in page.words(".error"), what
        assert page.fields()["title"] == "Getippt", what
        assert files_on_disk() == before, what
    assert not ideas()


def test_poison_is_taken_out_of_what_is_taken_in(browser: Browser) -> None:
    board = factories.board()
    for what, (name, content) in hostile.cleaned().items():
        send(browser, board, (name, content), text=what)
        found = ideas()[-1].attachments
        assert len(found) == 1, what
        kept = store.path(found[0].name).read_bytes()
        for poison in (b"script", b"alert", b"Secret", b"Musterfrau", b"PK\x03\x04", b"rm -rf"):
            assert poison not in kept, what
        assert "/" not in found[0].title, what
        assert "<" not in found[0].title, what


def test_good_files_stay_when_the_form_comes_back(browser: Browser) -> None:
    board = factories.board()
    page = send(browser, board, ("gut.jpg", hostile.jpeg()), ("schlecht.zip", b"PK"), status=422, text="")
    assert "schlecht.zip" in page.words("#pictures .error")
    assert "gut" in page.words("#pictures .note")
    typed = {**page.fields(), "text": "Jetzt mit Text", "words": "Streifen"}
    browser.post(f"/boards/{board.slug}/write", typed, content_type="multipart/form-data")
    assert [one.words for one in ideas()[0].attachments] == ["Streifen"]
    page = send(browser, board, ("gut.jpg", hostile.jpeg()), status=422, text="")
    typed = {**page.fields(), "text": "Ohne Bild", "without_files": "y"}
    browser.post(f"/boards/{board.slug}/write", typed, content_type="multipart/form-data")
    assert ideas()[1].attachments == []


def test_an_idea_has_five_pictures_or_one_document(browser: Browser) -> None:
    board = factories.board()
    six = [(f"{number}.jpg", hostile.jpeg((100 + number, 80))) for number in range(6)]
    assert "fünf Bilder" in send(browser, board, *six, status=422).words("#pictures .error")
    both = [("a.jpg", hostile.jpeg()), ("b.pdf", hostile.pdf())]
    assert "ein PDF" in send(browser, board, *both, status=422).words("#pictures .error")
    send(browser, board, *six[:5])
    assert len(ideas()[0].attachments) == 5


def test_a_picture_is_described_on_the_next_page_until_it_is_public(browser: Browser) -> None:
    board = factories.board()
    page = browser.follow(send(browser, board, ("a.jpg", hostile.jpeg())))
    here = page.response.request.path
    assert browser.get(page.html.css_first(".described img").attributes["src"]).response.mimetype == "image/webp"
    browser.fill(here, form="#pictures form", **{"words-0": "Ein Zaun"})
    assert ideas()[0].attachments[0].words == "Ein Zaun"
    sent = {**browser.get(here).fields("#pictures form"), "words-0": "Zu spät"}
    publish(ideas()[0])
    browser.post(f"{here}/pictures", sent)
    assert ideas()[0].attachments[0].words == "Ein Zaun"


def test_a_file_is_there_for_those_who_may_read_its_idea(browser: Browser, staff) -> None:
    board = factories.board()
    person = factories.person(Role.CITIZEN)
    send(browser, board, ("a.jpg", hostile.jpeg()))
    idea, moderator, planner = ideas()[0], staff(Role.MODERATOR), staff(Role.PLANNER)
    address = f"/contributions/{idea.reference}/files/{idea.attachments[0].name}"
    for visibility in Visibility:
        publish(idea, visibility)
        everybody = 200 if visibility is Visibility.PUBLIC else 404
        browser.get(address, status=everybody)
        planner.get(address, status=everybody)
        moderator.get(address)
    other = factories.idea()
    browser.get(address.replace(idea.reference, other.reference), status=404)
    publish(idea, Visibility.WAITING)
    assert moderator.get(f"/desk/moderation/{idea.reference}").html.css_first(".picture img") is not None
    with factories.writing():
        db.session.get_one(Idea, idea.id).author_id = person.id
    browser.get(f"/account/contributions/{idea.reference}/files/{idea.attachments[0].name}", status=303)
    shown = db.session.scalars(visible(select(Attachment))).all()
    assert shown == []


def test_files_go_with_the_person_and_come_along_in_the_own_file(browser: Browser) -> None:
    board = factories.board()
    person = factories.person(Role.CITIZEN)
    send(browser, board, ("a.jpg", hostile.jpeg()))
    send(browser, board, ("a.jpg", hostile.jpeg()), text="Dasselbe Bild noch einmal")
    mine, others = ideas()
    with factories.writing():
        db.session.get_one(Idea, mine.id).author_id = person.id
    exported = json.loads(own_data.as_file(person.id, "Elderow"))
    assert exported["contributions"]["contributions"][0]["files"][0]["content"].startswith("data:image/webp;base64,U")
    with factories.writing():
        own_data.erase(person.id, keep_texts=True)
    _work_off()
    assert ideas()[0].attachments == []
    assert len(files_on_disk()) == 2, "the other idea shows the same picture"
    with factories.writing():
        services.erase([others.id])
    _work_off()
    assert files_on_disk() == set()


def _work_off() -> None:
    for job in db.session.scalars(select(jobs.Job).where(jobs.Job.kind == services.FORGET)).all():
        jobs.run(job.id)
    db.session.rollback()


def test_files_of_forms_that_were_never_sent_go_at_night(browser: Browser) -> None:
    board = factories.board()
    send(browser, board, ("a.jpg", hostile.jpeg()))
    send(browser, board, ("b.jpg", hostile.jpeg((50, 50))), status=422, text="")
    for one in store.folder().glob("*/*"):
        os.utime(one, (time.time() - store.YOUNG_S - 1,) * 2)
    assert services.sweep() == 2
    assert files_on_disk() == {ideas()[0].attachments[0].name, ideas()[0].attachments[0].small_name}


def test_a_backup_holds_the_files(browser: Browser, tmp_path) -> None:
    send(browser, factories.board(), ("a.jpg", hostile.jpeg()))
    made = backup.backup_files(current_app.extensions["settings"].instance, tmp_path / "b")
    assert made == 2
    assert backup.backup_files(current_app.extensions["settings"].instance, tmp_path / "b") == 0, "only what is new"
    assert {one.name for one in (tmp_path / "b").glob("*/*")} == files_on_disk()
    store.remove([ideas()[0].attachments[0].digest])
    assert backup.forget_files(current_app.extensions["settings"].instance, tmp_path / "b", days=0) == 2
