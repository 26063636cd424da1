"""Sessions: new at each sign-in, dead when they should be, and never a cookie on a GET."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from participation.accounts import services, sessions
from participation.accounts.models import SignInSession
from participation.core import clock
from participation.core.database import db
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser, statements
from wsgi import create_app

COOKIE = "stadtfaden"
FRESH = "kobold zebra ampel turm"


def _cookie(browser: Browser) -> str:
    cookie = browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def _with_cookie(app: Flask, value: str, name: str = COOKIE) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie(name, value)
    return browser


def _change_password(browser: Browser, owner, new: str = FRESH, status: int = 303, **values: str):
    sent = {"current": owner.password, "new": new, "repeated": new, **values}
    return browser.fill("/en/account/password", status, **sent)


def _sign_out(browser: Browser):
    return browser.fill("/account", form="main form[action='/sign-out']")


def test_a_session_begins_with_an_id_of_its_own(app, owner):
    planted = "A" * 43
    browser = _with_cookie(app, planted)
    page = browser.fill("/sign-in", mail=owner.mail, password=owner.password)
    assert _cookie(browser) != planted
    header = page.response.headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    _with_cookie(app, planted).get("/account", 303)


def test_each_sign_in_has_a_new_id_and_ends_the_old_one(app, owner, signed_in):
    browser = signed_in()
    first = _cookie(browser)
    fields = _with_cookie(app, first).get("/account/password").fields()
    page = browser.post("/sign-in", {**fields, "mail": owner.mail, "password": owner.password}, 422)
    browser.post("/sign-in", {**page.fields(), "mail": owner.mail, "password": owner.password})
    assert _cookie(browser) != first
    _with_cookie(app, first).get("/account", 303)


def test_the_table_knows_only_a_hash_of_the_cookie(signed_in):
    cookie = _cookie(signed_in())
    stored = db.session.scalars(select(SignInSession)).one()
    assert len(cookie) == 43
    assert cookie not in stored.hash
    assert len(stored.hash) == 64


def test_on_https_the_cookie_belongs_to_the_host_alone(environ, owner):
    app = create_app({**environ, "STADTFADEN_BASE_ADDRESS": "https://localhost"})
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://localhost")
    fields = {"token": page.text.split('name="token"')[1].split('value="')[1].split('"')[0]}
    sent = {**fields, "mail": owner.mail, "password": owner.password}
    answer = client.post("/sign-in", data=sent, base_url="https://localhost")
    header = answer.headers["Set-Cookie"]
    assert header.startswith("__Host-stadtfaden=")
    assert "Secure" in header
    assert "Domain" not in header
    with app.app_context():
        db.engine.dispose()


def test_a_cookie_kept_from_before_signing_out_opens_nothing(app, signed_in):
    browser = signed_in()
    cookie = _cookie(browser)
    page = _sign_out(browser)
    assert page.location == "/signed-out"
    assert not _cookie(browser)
    browser.follow(page)
    _with_cookie(app, cookie).get("/account", 303)


def test_signing_out_twice_is_fine(signed_in):
    browser = signed_in()
    fields = browser.get("/account").fields("main form[action='/sign-out']")
    browser.post("/sign-out", fields)
    assert browser.post("/sign-out", fields).location == "/signed-out"


def test_a_link_to_sign_out_ends_nothing_before_its_button(signed_in):
    browser = signed_in()
    browser.get("/sign-out")
    browser.get("/account")
    browser.fill("/sign-out")
    browser.get("/account", 303)


@pytest.mark.parametrize("body", [{}, {"token": "garbage"}])
def test_nobody_is_signed_out_without_a_token(signed_in, body):
    browser = signed_in()
    page = browser.post("/sign-out", body, 422)
    browser.get("/account")
    browser.post("/sign-out", page.fields())
    browser.get("/account", 303)


def test_a_new_password_ends_all_sessions_but_the_present_one(app, owner, signed_in):
    here, there = signed_in(), signed_in()
    before = _cookie(here)
    _change_password(here, owner)
    here.get("/account")
    there.get("/account", 303)
    _with_cookie(app, before).get("/account", 303)
    elsewhere = Browser(app)
    elsewhere.fill("/sign-in", 422, mail=owner.mail, password=owner.password)
    elsewhere.fill("/sign-in", mail=owner.mail, password=FRESH)


def test_the_own_account_says_when_the_password_was_changed(owner, signed_in):
    browser = signed_in()
    assert "not yet" in browser.get("/en/account").text
    with time_machine.travel(clock.now(), tick=False):
        page = browser.follow(_change_password(browser, owner))
        assert "not yet" not in page.text


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"new": "kurz", "repeated": "kurz"}, "at least 12 characters"),
        ({"new": "petramusterfrau", "repeated": "petramusterfrau"}, "easy to guess"),
        ({"new": "elderowelderow1", "repeated": "elderowelderow1"}, "easy to guess"),
        ({"new": "willkommen2026", "repeated": "willkommen2026"}, "easy to guess"),
        ({"repeated": "something else entirely"}, "differ"),
        ({"current": "not the present one"}, "not your present password"),
    ],
)
def test_a_password_that_does_not_do_gets_one_sentence(owner, signed_in, values, complaint):
    browser = signed_in()
    page = _change_password(browser, owner, status=422, **values)
    assert complaint in page.words(".error")
    browser.get("/account")
    Browser(browser.app).fill("/sign-in", mail=owner.mail, password=owner.password)


def test_the_present_password_is_no_new_one(owner, signed_in):
    page = _change_password(signed_in(), owner, new=owner.password, status=422)
    assert "differs from the present one" in page.words(".error")


def test_guessing_the_present_password_ends_after_ten_tries(app, owner):
    with time_machine.travel("2026-10-05 09:00:05+00:00", tick=False):
        browser = Browser(app)
        browser.fill("/sign-in", mail=owner.mail, password=owner.password)
        for _ in range(10):
            _change_password(browser, owner, status=422, current="not this one")
        _change_password(browser, owner, status=429)


def test_a_double_tap_changes_the_password_once(app, owner, signed_in):
    browser = signed_in()
    page = browser.get("/account/password")
    sent = {**page.fields(), "current": owner.password, "new": FRESH, "repeated": FRESH}
    twin = _with_cookie(app, _cookie(browser))
    browser.post("/account/password", sent)
    twin.post("/account/password", sent, 403)
    assert len(db.session.scalars(select(SignInSession)).all()) == 1
    browser.get("/account")


def test_who_is_locked_is_out_at_once(owner, signed_in):
    browser = signed_in()
    factories.written(services.lock, services.by_mail(owner.mail))
    assert browser.get("/account", 303).location == "/sign-in?next=/account"
    factories.written(services.unlock, services.by_mail(owner.mail))
    browser.get("/account", 303)


def test_a_lock_counts_even_where_a_session_was_left(owner, signed_in):
    browser = signed_in()
    with factories.writing():
        person = services.by_mail(owner.mail)
        person.locked_at = clock.now()
    browser.get("/account", 303)


def test_a_role_that_is_taken_away_is_gone_at_the_next_page(owner, signed_in):
    browser = signed_in()
    browser.get("/desk/barriers")
    with factories.writing():
        person = services.by_mail(owner.mail)
        person.grants.clear()
    browser.get("/desk/barriers", 403)


def test_a_session_ends_after_ten_hours_however_busy(owner, app):
    with time_machine.travel("2026-10-05 07:00:00+00:00", tick=False) as travel:
        browser = Browser(app)
        browser.fill("/sign-in", mail=owner.mail, password=owner.password)
        for _ in range(9):
            travel.shift(timedelta(hours=1))
            browser.get("/account")
        travel.shift(timedelta(minutes=59, seconds=59))
        browser.get("/account")
        travel.shift(timedelta(seconds=1))
        browser.get("/account", 303)
        assert factories.written(sessions.purge, clock.today()) == 1
        assert db.session.scalars(select(SignInSession)).all() == []


def test_no_get_sets_a_cookie(app, browser, signed_in):
    within = signed_in()
    for one in (browser, within, _with_cookie(app, "B" * 43), _with_cookie(app, "short")):
        for address in ("/sign-in", "/sign-out", "/signed-out", "/account", "/barrier", "/desk/barriers", "/nothing"):
            answer = one.client.get(address)
            assert "Set-Cookie" not in answer.headers, address
            assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("value", ["", "x", "B" * 43, "B" * 4000, "ä" * 43, "'; DROP TABLE person; --"])
def test_a_cookie_that_names_no_session_is_a_guest_s(app, value):
    _with_cookie(app, value).get("/sign-in")
    _with_cookie(app, value).get("/account", 303)


def test_a_cookie_of_another_kind_does_not_hide_the_session(signed_in):
    browser = signed_in()
    browser.client.set_cookie("remember_token", "1|abc")
    browser.client.set_cookie("session", "abc")
    browser.get("/account")


def test_recognising_somebody_takes_two_statements(signed_in):
    browser = signed_in()
    with statements() as found:
        browser.client.get("/nothing-here")
    who = [one for one in found if "sign_in_session" in one or "role_grant" in one]
    assert len(who) == 2, who
    assert len(found) <= len(who) + 2, found  # the rest counts what waits, for the navigation


def test_a_form_from_before_the_sign_in_comes_back_filled(app, owner):
    browser = Browser(app)
    guest_form = browser.get("/barrier").fields()
    browser.fill("/sign-in", mail=owner.mail, password=owner.password)
    page = browser.post("/barrier", {**guest_form, "text": "The button has no name."}, 422)
    assert page.fields()["text"] == "The button has no name."
    assert "The button has no name." not in Browser(app).get("/barrier").text
    browser.post("/barrier", page.fields())


def test_the_token_of_one_session_is_none_in_another(signed_in):
    first, second = signed_in(), signed_in()
    fields = first.get("/barrier").fields()
    second.post("/barrier", {**fields, "text": "No contrast."}, 422)


def test_pages_of_somebody_signed_in_are_kept_nowhere(signed_in, browser):
    assert signed_in().client.get("/account").headers["Cache-Control"] == "no-store"
    assert browser.client.get("/sign-in").headers["Cache-Control"] != "no-store"


def test_nobody_is_recognised_by_the_browser_of_somebody_else(staff, browser):
    staff(Role.LEAD).get("/account")
    browser.get("/account", 303)
