"""The house's own pages: the town's texts, health, and what machines look for."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from participation.core import jobs, migrate
from participation.core.clock import now
from participation.core.settings import DEMO_TEXTS, Mode
from participation.web import texts
from participation.web.context import spoken_address
from tests import factories
from tests.client import Browser


@pytest.mark.parametrize("language", ["", "/en", "/ls"])
@pytest.mark.parametrize("name", list(texts.TITLES))
def test_every_text_of_the_town_can_be_read(browser: Browser, name: str, language: str) -> None:
    page = browser.get(f"{language}/text/{name}")
    assert page.h1
    assert "{" not in page.words("main")
    assert len(page.words("main")) > 300


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", list(texts.TITLES))
def test_the_demo_town_has_written_every_text_in_both_languages(name: str, language: str) -> None:
    assert (DEMO_TEXTS / f"{name}.{language}.md").is_file()


def test_a_text_nobody_wrote_is_not_there(browser: Browser) -> None:
    browser.get("/text/secrets", 404)
    browser.get("/text/..", 404)


def test_a_text_that_is_not_in_easy_language_says_so(browser: Browser) -> None:
    assert browser.get("/ls/text/privacy").words(".lead")
    assert browser.get("/text/privacy").words(".lead") == ""
    assert browser.get("/ls/text/easy-language").words(".lead") == ""


def test_links_in_texts_stay_in_the_language(browser: Browser) -> None:
    for prefix in ("", "/en"):
        page = browser.get(f"{prefix}/text/accessibility")
        assert "../barrier" in [link.attributes["href"] for link in page.html.css("main a")]
        browser.get(f"{prefix}/barrier")


def test_the_accessibility_statement_has_what_the_land_asks_for(browser: Browser) -> None:
    words = browser.get("/text/accessibility").words("main")
    for needed in ("LBGG M-V", "BITVO M-V", "teilweise vereinbar", "sechs Wochen", "Überwachungsstelle", "2026"):
        assert needed in words
    assert "barrierefrei@elderow.example" in words


def test_the_privacy_text_names_the_one_cookie(app: Flask, browser: Browser) -> None:
    assert "__Host-stadtfaden" in browser.get("/text/privacy").words("main")


def test_the_gallery_is_open_where_nobody_relies_on_it(app: Flask, browser: Browser, monkeypatch) -> None:
    browser.get("/ui")
    browser.get("/ui/desk")
    real = dataclasses.replace(app.extensions["settings"], mode=Mode.PRODUCTION)
    monkeypatch.setitem(app.extensions, "settings", real)
    browser.get("/ui", 404)


def test_the_house_says_that_it_lives_and_is_ready(browser: Browser) -> None:
    assert browser.client.get("/healthz").json == {"ok": True}
    assert browser.client.get("/readyz").json == {"ready": True, "database": True, "migrations": True, "worker": True}


def ready_after(browser: Browser, **values) -> bool:
    with factories.writing():
        job = jobs.enqueue("mail", {"mail": 1}, due_at=values.pop("due_at"))
        for name, value in values.items():
            setattr(job, name, value)
    response = browser.client.get("/readyz")
    keeps_up = response.get_json()["worker"]
    assert response.status_code == (200 if keeps_up else 503)
    return keeps_up


MINUTE = timedelta(minutes=1)


def test_a_worker_that_does_not_keep_up_is_noticed(browser: Browser) -> None:
    assert ready_after(browser, due_at=now() - 2 * MINUTE)
    assert ready_after(browser, due_at=now() + 9 * MINUTE)
    assert ready_after(browser, due_at=now() - 9 * MINUTE, locked_until=now() + MINUTE)
    assert ready_after(browser, due_at=now() - 9 * MINUTE, finished_at=now())
    assert ready_after(browser, due_at=now() - 9 * MINUTE, failed_at=now())
    assert not ready_after(browser, due_at=now() - 4 * MINUTE)


def test_missing_migrations_are_noticed(browser: Browser, monkeypatch) -> None:
    monkeypatch.setattr(migrate, "is_current", lambda: False)
    response = browser.client.get("/readyz")
    assert (response.status_code, response.get_json()["migrations"]) == (503, False)


def test_researchers_find_whom_to_tell_about_a_hole(browser: Browser) -> None:
    response = browser.client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert response.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:mitreden@elderow.example"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    assert timedelta(days=30) < expires - now() < timedelta(days=365)


def test_robots_stay_away_from_private_pages(browser: Browser) -> None:
    lines = browser.client.get("/robots.txt").text.splitlines()
    assert {"Disallow: /i/", "Disallow: /en/i/", "Disallow: /ls/desk"} <= set(lines)
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_of_the_sitemap_can_be_opened(browser: Browser, prefix: str) -> None:
    factories.board()
    response = browser.client.get(f"{prefix}/sitemap.xml")
    assert response.mimetype == "application/xml"
    addresses = [part.split("</loc>")[0] for part in response.text.split("<loc>http://localhost")[1:]]
    assert {"/", "/en/", "/text/privacy", "/ls/text/imprint"} <= set(addresses)
    for address in addresses:
        assert browser.client.get(address).status_code in {200, 302}, address


def test_an_address_is_read_without_its_scheme_and_breaks_after_a_slash() -> None:
    assert spoken_address("https://elderow.example/u/<bus>") == "elderow.example/<wbr>u/<wbr>&lt;bus&gt;"
