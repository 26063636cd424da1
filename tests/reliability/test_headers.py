"""Security headers on whatever leaves the house, by the arithmetic of the MDN Observatory; and no foreign host."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Blueprint, Flask
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from participation.access.guard import Grant
from participation.accounts import services as accounts
from participation.core.database import db, read_only
from participation.core.feature import Feature
from participation.core.vocabulary import Role
from participation.web.assets import asset
from tests import factories
from tests.reliability import observatory
from wsgi import FEATURES, create_app

BAR = 130
BASE = "https://mitreden.elderow.example"

broken = Blueprint("broken", __name__)


@broken.get("/broken")
def fall() -> str:
    """Fail as no page should."""
    raise ValueError("a mistake of ours")


@pytest.fixture(scope="module")
def secure(environ: dict[str, str]) -> Iterator[Flask]:
    """The house as reached through TLS, with one page that fails."""
    made = create_app({**environ, "STADTFADEN_BASE_ADDRESS": BASE}, (*FEATURES, Feature("broken", (broken,))))
    made.config["PROPAGATE_EXCEPTIONS"] = False
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def pages(app: Flask, secure: Flask, caplog) -> Iterator[Callable[..., TestResponse]]:
    """Opens an address of a small town."""
    board = factories.board(slug="ideen")
    factories.idea(board)

    def ask(address: str, method: str = "GET", **more) -> TestResponse:
        with secure.app_context():
            try:
                return secure.test_client().open(address, method=method, base_url=BASE, **more)
            finally:
                db.session.rollback()

    yield ask
    read_only(True)


ANSWERS = [
    ("/", "GET", {200, 303}),
    ("/ideas", "GET", {302}),
    ("/boards/ideen", "GET", {200}),
    ("/en/boards/ideen/write", "GET", {200}),
    ("/boards/ideen/write", "POST", {422}),
    ("/boards/no-such-board", "GET", {404}),
    ("/no-such-page", "GET", {404}),
    ("/boards/ideen", "DELETE", {405}),
    ("/broken", "GET", {500}),
    ("/status", "GET", {200}),
    ("/text/imprint", "GET", {200}),
    ("/i/AAAA-BBBB-CCCC", "GET", {404}),
    ("/desk", "GET", {303, 404}),
    ("/static/no-such-file.css", "GET", {404}),
]


@pytest.mark.parametrize(("address", "method", "expected"), ANSWERS)
def test_every_kind_of_answer_reaches_the_bar(pages, address: str, method: str, expected: set[int]) -> None:
    answer = pages(address, method)
    assert answer.status_code in expected
    assert _points(answer) >= BAR
    assert answer.headers.get("Server", "") == ""


def test_static_files_reach_the_bar(pages) -> None:
    for name in ("citizen.css", "staff.css", "keys.js", "favicon.svg"):
        answer = pages(asset(name))
        assert answer.status_code == 200
        assert _points(answer) >= BAR
        answer.close()


def test_an_error_tells_nothing_of_the_inside(pages) -> None:
    text = pages("/broken").get_data(as_text=True)
    assert "a mistake of ours" not in text
    assert "Traceback" not in text


def test_the_cookie_of_a_signed_in_person_reaches_the_bar(app: Flask, secure: Flask) -> None:
    cookies = _sign_in(secure)
    assert cookies
    assert all(cookie.startswith("__Host-") for cookie in cookies)
    assert observatory.changes({}, cookies)["cookies"] == 5


def _sign_in(secure: Flask) -> list[str]:
    with factories.writing():
        person, password = accounts.add_person("moderation@example.org", "Moderation", grants=[Grant(Role.MODERATOR)])
        mail = person.mail
    with secure.app_context():
        client = secure.test_client()
        token = LexborHTMLParser(client.get("/sign-in", base_url=BASE).text).css_first("main [name=token]")
        assert token is not None
        values = {"mail": mail, "password": password, "token": token.attributes["value"]}
        answer = client.post("/sign-in", data=values, base_url=BASE)
        db.session.rollback()
    assert answer.status_code == 303
    return answer.headers.getlist("Set-Cookie")


@pytest.mark.parametrize("address", [address for address, method, _ in ANSWERS if method == "GET"])
def test_no_page_asks_another_host_for_anything(pages, address: str) -> None:
    assert foreign(pages(address).get_data(as_text=True)) == []


def test_a_foreign_host_would_be_noticed() -> None:
    pages = (
        '<img src="//cdn.example/a.png">',
        '<form action="https://x.example/">',
        '<a href="http://y.example">y</a>',
    )
    assert [foreign(page) for page in pages] == [["//cdn.example/a.png"], ["https://x.example/"], ["http://y.example"]]
    assert foreign('<a href="/ideas">i</a><a href="mailto:a@b.example">m</a><img src="data:image/png,">') == []


def test_missing_headers_cost_what_the_observatory_takes() -> None:
    assert observatory.score({}) == 100 - 25 - 20 - 20 - 5
    inline = {"content-security-policy": "default-src 'none'; script-src 'self' 'unsafe-inline'"}
    assert observatory.changes(inline)["content-security-policy"] == -20
    assert observatory.changes({}, ["session=1; HttpOnly"])["cookies"] == -40
    assert observatory.changes({}, ["session=1; Secure"])["cookies"] == -30


def foreign(page: str) -> list[str]:
    """Return every address on the page that leads to another host."""
    html = LexborHTMLParser(page or "<html></html>")
    found = [
        node.attributes[name] or ""
        for name in ("src", "href", "action", "srcset", "poster", "data", "formaction")
        for node in html.css(f"[{name}]")
    ]
    return [address for address in found if urlsplit(address).netloc not in {"", urlsplit(BASE).netloc}]


def _points(answer: TestResponse) -> int:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return observatory.score(headers, answer.headers.getlist("Set-Cookie"))


def test_the_sources_name_no_foreign_host() -> None:
    """Styles and scripts could fetch, too."""
    folder = Path(__file__).parents[2] / "participation" / "web" / "browser"
    for source in folder.glob("*.*"):
        text = source.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert "://" not in text, source.name
