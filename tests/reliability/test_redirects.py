"""No address of ours leads elsewhere: redirects read as browsers read them, and hosts that a visitor claims."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from participation.access.guard import Grant
from participation.accounts import services as accounts
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser

OWN = "localhost"
PAYLOADS = [
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example", "https:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x",
    "/%2f/evil.example", "//localhost@evil.example/", "http://localhost:80@evil.example", " //evil.example",
    "/desk/../..//evil.example", "/\n/evil.example", "https://localhost.evil.example/",
]  # fmt: skip


def host_of(location: str) -> str:
    """Return the host to which a browser would go: it drops tabs and line ends and takes backslashes for slashes."""
    read = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    return urlsplit(urljoin(f"http://{OWN}/", read)).netloc


@pytest.fixture
def account(app: Flask) -> dict[str, str]:
    """Mail and password of a moderator."""
    with factories.writing():
        person, password = accounts.add_person("moderation@example.org", "Moderation", grants=[Grant(Role.MODERATOR)])
        return {"mail": person.mail, "password": password}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_signing_in_leads_to_a_page_of_ours(browser: Browser, account: dict[str, str], payload: str) -> None:
    fields = browser.get("/sign-in").fields()
    answer = browser.client.post("/sign-in", query_string={"next": payload}, data={**fields, **account})
    assert answer.status_code == 303
    assert host_of(answer.location) == OWN


@pytest.mark.parametrize("name", ["next", "url", "return", "to", "page", "done", "q"])
def test_no_parameter_leads_elsewhere(browser: Browser, name: str) -> None:
    factories.board(slug="ideen")
    for address in ("/", "/ideas", "/sign-in", "/barrier", "/boards/ideen", "/desk", "/status"):
        for payload in PAYLOADS:
            answer = browser.client.get(address, query_string={name: payload})
            assert answer.status_code < 500
            assert not answer.location or host_of(answer.location) == OWN, (address, payload)


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/en//evil.example", "/ls/%5cevil.example"])
def test_no_path_leads_elsewhere(browser: Browser, path: str) -> None:
    answer = browser.client.get(path)
    assert not answer.location or host_of(answer.location) == OWN


def test_a_claimed_host_is_neither_on_the_page_nor_in_a_mail(browser: Browser) -> None:
    board = factories.board()
    address = f"/boards/{board.slug}/write"
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    page = browser.client.get(address, headers=headers)
    assert "evil.example" not in page.text
    fields = browser.get(address).fields()
    sent = browser.client.post(address, data={**fields, "text": "Hallo", "mail": "a@example.org"}, headers=headers)
    assert sent.status_code == 303
    assert host_of(sent.location) == OWN
    db.session.rollback()
    mails = db.session.query(Mail).all()
    assert mails
    assert not [mail for mail in mails if "evil.example" in mail.body + mail.subject]


def test_a_browser_would_follow_what_a_careless_check_lets_through() -> None:
    assert {host_of(payload) for payload in ("/\\evil.example", "/\t/evil.example", "//evil.example")} == {
        "evil.example"
    }
