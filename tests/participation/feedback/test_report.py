"""Somebody reports a barrier, without an account."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from participation.core.database import db
from participation.core.mail import Mail
from participation.feedback.models import BarrierReport
from tests.client import Browser

TEXT = "The button “Send” has no name. My screen reader says nothing."
OFFICE = "barrierefrei@elderow.example"


def _report(browser: Browser, status: int = 303, address: str = "/en/barrier", **values: str):
    return browser.fill(address, status, **{"text": TEXT, **values})


def _mails(recipient: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.recipient == recipient).order_by(Mail.id)))


def _reports() -> list[BarrierReport]:
    return list(db.session.scalars(select(BarrierReport).order_by(BarrierReport.id)))


def test_a_report_is_confirmed_with_its_reference_and_the_day_of_the_answer(browser):
    with time_machine.travel("2026-10-05 09:00:00+00:00", tick=False):
        page = browser.follow(_report(browser))
    report = _reports()[0]
    assert report.text == TEXT
    assert report.due_on == date(2026, 11, 16)
    assert page.h1 == "Your report has arrived"
    assert "by 16 November 2026" in page.words("main")
    assert page.words(".code").replace("-", "") == report.reference
    assert "has no name" not in page.text


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-10-05 21:59:59+00:00", date(2026, 11, 16)),
        ("2026-10-05 22:00:00+00:00", date(2026, 11, 17)),  # the town's next day has begun
        ("2026-12-31 23:30:00+00:00", date(2027, 2, 12)),
    ],
)
def test_six_weeks_count_from_the_day_of_the_town(browser, moment, due):
    with time_machine.travel(moment, tick=False):
        _report(browser)
    assert _reports()[0].due_on == due


def test_the_office_is_told_with_text_page_and_day(browser):
    with time_machine.travel("2026-10-05 09:00:00+00:00", tick=False):
        _report(browser, page="/ideas")
    mail = _mails(OFFICE)[0]
    assert TEXT in mail.body
    assert "/ideas" in mail.body
    assert f"http://localhost/desk/barriers/{_reports()[0].id}" in mail.body
    assert "2026" in mail.body


def test_whoever_leaves_an_address_gets_a_confirmation_without_the_text(browser):
    page = _report(browser, mail="anna@example.org")
    mail = _mails("anna@example.org")[0]
    assert "has arrived" in mail.subject
    assert f"http://localhost{page.location}" in mail.body
    assert "screen reader" not in mail.body


def test_without_an_address_nobody_but_the_office_gets_mail(browser):
    _report(browser)
    assert [mail.recipient for mail in db.session.scalars(select(Mail))] == [OFFICE]


def test_sent_twice_it_is_one_report_and_leads_to_one_page(app, browser):
    sent = {**browser.get("/barrier").fields(), "text": TEXT, "mail": "anna@example.org"}
    first, second = browser.post("/barrier", sent), Browser(app).post("/barrier", sent)
    assert first.location == second.location
    assert len(_reports()) == 1
    assert len(_mails(OFFICE)) == len(_mails("anna@example.org")) == 1


def test_an_old_page_that_had_arrived_leads_to_its_confirmation(browser):
    with time_machine.travel("2026-10-05 09:00:00+00:00", tick=False) as clock:
        sent = {**browser.get("/barrier").fields(), "text": TEXT}
        first = browser.post("/barrier", sent)
        clock.shift(4 * 3600)
        assert browser.post("/barrier", sent).location == first.location
    assert len(_reports()) == 1


@pytest.mark.parametrize("token", [None, "garbage", "foreign", "old"])
def test_a_refused_form_comes_back_filled_and_can_be_sent(browser, token):
    with time_machine.travel("2026-10-05 09:00:00+00:00", tick=False) as clock:
        fields = browser.get("/barrier").fields()
        if token == "old":
            clock.shift(3 * 3600 + 1)
        elif token == "foreign":
            fields = browser.get("/sign-in").fields()
        else:
            fields = {"token": token} if token else {}
        sent = {**fields, "text": TEXT, "page": "/ideas", "mail": "anna@example.org"}
        page = browser.post("/barrier", sent, 422)
        assert {name: page.fields()[name] for name in ("text", "page", "mail")} == {
            name: sent[name] for name in ("text", "page", "mail")
        }
        assert _reports() == []
        browser.post("/barrier", page.fields())
        assert _reports()[0].text == TEXT


def test_a_form_from_another_site_is_refused(browser):
    sent = {**browser.get("/barrier").fields(), "text": TEXT}
    browser.post("/barrier", sent, 422, headers={"Sec-Fetch-Site": "cross-site"})
    assert _reports() == []


@pytest.mark.parametrize(
    "values", [{"text": ""}, {"text": " \n "}, {"text": "x" * 5001}, {"mail": "anna"}, {"page": "x" * 501}]
)
def test_what_does_not_hold_comes_back(browser, values):
    page = _report(browser, 422, **values)
    assert page.words(".error")
    assert _reports() == []


def test_characters_no_keyboard_makes_are_dropped(browser):
    _report(browser, text="One\x00 two\x07\nthree")
    assert _reports()[0].text.split() == ["One", "two", "three"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/ideas?sort=new", "/ideas?sort=new"),
        ("https://evil.example/", ""),
        ("//evil.example", ""),
        ("javascript:alert(1)", ""),
        ('/"><script>alert(1)</script>', '/"><script>alert(1)</script>'),
    ],
)
def test_the_page_is_filled_in_from_a_path_of_ours_only(browser, given, shown):
    page = browser.get("/barrier", query_string={"page": given})
    assert page.fields()["page"] == shown
    assert "<script>alert" not in page.text


def test_the_eleventh_report_in_an_hour_waits_with_its_text_kept(browser):
    with time_machine.travel("2026-10-05 09:00:05+00:00", tick=False) as clock:
        for _ in range(10):
            _report(browser)
        page = _report(browser, 429)
        assert page.fields()["text"] == TEXT
        assert 0 < int(page.response.headers["Retry-After"]) <= 3600
        assert len(_reports()) == 10
        browser.post(
            "/barrier", {**page.fields(), "text": "From elsewhere."}, environ_overrides={"REMOTE_ADDR": "192.0.2.9"}
        )
        clock.shift(3600)
        _report(browser)


def test_an_unknown_reference_leads_nowhere(browser):
    browser.get("/barrier/received/0000-0000-0000", 404)


def test_a_reference_may_be_typed_as_it_is_read(browser):
    location = _report(browser).location
    code = location.rpartition("/")[2]
    browser.get(f"/barrier/received/{code.upper().replace('-', ' ')}")


def test_reporting_needs_no_cookie(browser):
    page = _report(browser)
    assert "Set-Cookie" not in page.response.headers
    assert "Set-Cookie" not in browser.follow(page).response.headers


def test_a_report_in_english_is_confirmed_in_english(browser):
    page = _report(browser, mail="anna@example.org")
    assert page.location.startswith("/en/barrier/received/")
    assert "/en/barrier/received/" in _mails("anna@example.org")[0].body
    assert _reports()[0].language == "en"
