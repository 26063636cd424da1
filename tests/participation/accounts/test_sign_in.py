"""Signing in: who gets in, where they land, and what guessing brings."""

import time
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import select

from participation.accounts import services
from participation.accounts.models import Person, SignInSession
from participation.accounts.rules import own_path
from participation.core.database import db
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser, statements

WRONG = "Mail address and password do not belong together. Please type both again."

REDIRECTS = [
    "https://evil.example",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//user@evil.example",
    "http://localhost@evil.example",
    "http://localhost.evil.example/",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "/.//evil.example",
    "/account//evil.example",
    "/%2F/evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "\u2044\u2044evil.example",
    "/\u2028/evil.example",
    "/" + "a" * 600,
]


def _leads_to(location: str) -> str:
    """Return the host a browser would open: it drops tabs and line breaks and reads a backslash as a slash."""
    cleaned = "".join(c for c in location if c not in "\t\r\n").strip().replace("\\", "/")
    return urlsplit(urljoin("http://localhost/sign-in", cleaned)).netloc


def _try(browser: Browser, mail: str, password: str, status: int = 422, address: str = "127.0.0.1", **headers: str):
    fields = browser.get("/en/sign-in").fields()
    return browser.post(
        "/en/sign-in",
        {**fields, "mail": mail, "password": password},
        status,
        environ_overrides={"REMOTE_ADDR": address},
        headers=headers,
    )


def test_the_right_password_leads_to_the_desk(browser, owner):
    page = browser.fill("/sign-in", mail=owner.mail, password=owner.password)
    assert page.location == "/desk"
    assert "Petra Musterfrau" in browser.get("/account").text


def test_mail_addresses_know_no_capitals_and_blanks(browser, owner):
    browser.fill("/sign-in", mail=f"  {owner.mail.upper()} ", password=owner.password)
    browser.get("/account")


def test_a_wrong_password_comes_back_with_the_mail_address_but_not_the_password(browser, owner):
    page = _try(browser, owner.mail, "this is not the one")
    assert WRONG in page.words("[role=alert]")
    assert page.fields()["mail"] == owner.mail
    assert not page.fields()["password"]
    assert "Set-Cookie" not in page.response.headers


def test_known_and_unknown_and_locked_get_the_same_answer(browser, owner):
    locked = factories.written(services.add_person, "locked@example.org", "Locked")[0]
    factories.written(services.lock, locked)
    pages = [_try(browser, mail, "wrong wrong wrong") for mail in (owner.mail, "nobody@example.org", locked.mail)]
    alerts = {page.words("[role=alert]") for page in pages}
    assert len(alerts) == 1


def test_a_locked_person_does_not_get_in_with_the_right_password(browser, owner):
    factories.written(services.lock, services.by_mail(owner.mail))
    _try(browser, owner.mail, owner.password)
    factories.written(services.unlock, services.by_mail(owner.mail))
    _try(browser, owner.mail, owner.password, 303)


@pytest.mark.slow
def test_the_time_of_an_answer_does_not_tell_whether_an_address_is_known(browser, owner):
    known, unknown = [], []
    token = browser.get("/sign-in").fields()["token"]

    def seconds(mail: str, address: str) -> float:
        begun = time.perf_counter()
        browser.post(
            "/sign-in",
            {"token": token, "mail": mail, "password": "wrong wrong wrong"},
            422,
            environ_overrides={"REMOTE_ADDR": address},
        )
        return time.perf_counter() - begun

    for number in range(30):
        known.append(seconds(owner.mail, f"10.0.0.{number}"))
        unknown.append(seconds(f"nobody{number}@example.org", f"10.0.1.{number}"))
    wins = sum((a > b) + (a == b) / 2 for a in known for b in unknown)
    assert 0.25 < wins / (len(known) * len(unknown)) < 0.75


def test_no_transaction_is_open_while_a_password_is_checked(browser, owner, monkeypatch):
    seen = []
    holds = services._holds
    monkeypatch.setattr(
        services, "_holds", lambda *values: seen.append(db.session().in_transaction()) or holds(*values)
    )
    browser.fill("/sign-in", mail=owner.mail, password=owner.password)
    browser.fill(
        "/account/password", current=owner.password, new="kobold zebra ampel turm", repeated="kobold zebra ampel turm"
    )
    assert seen == [False, False]


def test_a_hash_with_old_parameters_is_renewed_at_the_next_sign_in(browser, owner):
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(owner.password)
    with factories.writing():
        services.by_mail(owner.mail).password_hash = old
    browser.fill("/sign-in", mail=owner.mail, password=owner.password)
    stored = db.session.scalar(select(Person.password_hash))
    assert stored != old
    assert not services.hasher.check_needs_rehash(stored)


def test_the_hash_of_nobody_costs_as_much_as_that_of_a_person():
    assert not services.hasher.check_needs_rehash(services._hash_of_nobody())
    assert services._hash_of_nobody() != services._hash_of_nobody()


def test_the_eleventh_guess_has_to_wait_whatever_address_it_forges(browser, owner):
    with time_machine.travel("2026-10-05 09:00:05+00:00", tick=False):
        for number in range(10):
            _try(browser, owner.mail, f"guess number {number}", **{"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(25):
            forged = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"}
            page = _try(browser, owner.mail, f"guess number {number}", 429, **forged)
            assert 0 < int(page.response.headers["Retry-After"]) <= 900


def test_guessing_does_not_lock_out_the_owner(app, browser, owner):
    with time_machine.travel("2026-10-05 09:00:05+00:00", tick=False) as clock:
        for number in range(12):
            _try(browser, owner.mail, "guess", 422 if number < 10 else 429)
        _try(Browser(app), owner.mail, owner.password, 303, address="192.0.2.77")
        clock.shift(15 * 60)
        _try(browser, owner.mail, owner.password, 303)


def test_one_address_cannot_go_through_many_accounts(browser, app):
    with time_machine.travel("2026-10-05 09:00:05+00:00", tick=False):
        for number in range(50):
            _try(browser, f"nobody{number}@example.org", "guess")
        _try(browser, "nobody50@example.org", "guess", 429)


@pytest.mark.parametrize("payload", REDIRECTS)
def test_no_address_of_others_follows_a_sign_in(browser, owner, payload):
    fields = browser.get("/sign-in", query_string={"next": payload}).fields()
    sent = {**fields, "mail": owner.mail, "password": owner.password}
    page = browser.post("/sign-in", sent, query_string={"next": payload})
    assert _leads_to(page.location) == "localhost"
    assert "evil" not in urlsplit(page.location).netloc
    again = browser.get("/sign-in", 303, query_string={"next": payload})
    assert _leads_to(again.location) == "localhost"


@pytest.mark.parametrize("path", ["/account", "/account?tab=1", "/desk/barriers"])
def test_sign_in_leads_back_to_where_somebody_wanted_to_go(browser, owner, path):
    to_sign_in = browser.get(f"/en{path}", 303)
    assert urlsplit(to_sign_in.location).path == "/en/sign-in"
    page = browser.fill(to_sign_in.location, mail=owner.mail, password=owner.password)
    assert page.location == f"/en{path}"


@pytest.mark.parametrize("path", ["/no-such-page", "/sign-out/now", "/ideas/nothing/here/at/all"])
def test_an_address_that_is_no_page_of_ours_leads_to_the_desk(browser, owner, path):
    page = browser.fill(f"/sign-in?next={path}", mail=owner.mail, password=owner.password)
    assert page.location == "/desk"


def test_somebody_without_a_role_lands_on_the_own_account(browser, app):
    person, password = factories.written(services.add_person, "no-role@example.org", "No Role")
    assert browser.fill("/sign-in", mail=person.mail, password=password).location == "/account"


def test_paths_of_our_own_pass():
    assert own_path("/ideas?sort=new#list") == "/ideas?sort=new#list"
    assert own_path("/ideas?link=https://example.org/") == "/ideas?link=https://example.org/"


def test_pages_without_a_cookie_ask_the_database_nothing(browser, app):
    with statements() as found:
        browser.get("/sign-in")
        browser.get("/signed-out")
    assert found == []


def test_a_refused_token_stores_nothing_and_the_next_try_works(browser, owner):
    fields = {"mail": owner.mail, "password": owner.password}
    for token in ({}, {"token": "garbage"}, {"token": Browser(browser.app).get("/barrier").fields()["token"]}):
        page = browser.post("/sign-in", {**fields, **token}, 422)
        assert page.fields()["mail"] == owner.mail
    assert db.session.scalars(select(SignInSession)).all() == []
    browser.post("/sign-in", {**page.fields(), **fields})


def test_another_site_cannot_sign_anybody_in(browser, owner):
    fields = {**browser.get("/sign-in").fields(), "mail": owner.mail, "password": owner.password}
    browser.post("/sign-in", fields, 422, headers={"Sec-Fetch-Site": "cross-site"})
    browser.post("/sign-in", fields, 422, headers={"Origin": "https://evil.example"})
    browser.get("/account", 303)


def test_an_old_page_still_signs_in_after_a_second_look(browser, owner):
    with time_machine.travel("2026-10-05 09:00:00+00:00", tick=False) as clock:
        fields = {**browser.get("/sign-in").fields(), "mail": owner.mail}
        clock.shift(3 * 3600 + 1)
        page = browser.post("/sign-in", {**fields, "password": owner.password}, 422)
        assert page.fields()["mail"] == owner.mail
        browser.post("/sign-in", {**page.fields(), "password": owner.password})


def test_roles_decide_what_opens(staff, browser):
    browser.post("/account/password", {}, 403)
    assert browser.get("/desk/barriers", 303).location == "/sign-in?next=/desk/barriers"
    staff(Role.CITIZEN).get("/desk/barriers", 403)
    staff(Role.MODERATOR).get("/desk/barriers")
