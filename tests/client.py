"""The browser of the HTTP tests: every page it opens is checked for what every page must be."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, g
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import event
from werkzeug.test import TestResponse

from participation.core import apart
from participation.core.database import db, read_only

LABELLED = "input:not([type=hidden]):not([type=submit]), select, textarea"


class Page:
    """A response, parsed when it is HTML."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        kind = response.mimetype or ""
        is_words = kind.startswith(("text/", "application/")) and kind != "application/pdf"
        is_words &= "openxml" not in kind
        self.text = response.get_data(as_text=True) if is_words else ""
        self.html = LexborHTMLParser(self.text or "<html></html>")

    @property
    def location(self) -> str:
        """The address this answer leads to."""
        return self.response.headers.get("Location", "")

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return self.words("h1")

    def words(self, selector: str) -> str:
        """Return the words of the first element that matches; empty where none does."""
        node = self.html.css_first(selector)
        return " ".join(node.text().split()) if node else ""

    def all_words(self, selector: str) -> list[str]:
        """Return the words of every element that matches."""
        return [" ".join(node.text().split()) for node in self.html.css(selector)]

    def fields(self, form: str = "main form[method=post]") -> dict[str, str]:
        """Return what the form would send as it stands, by name."""
        found: dict[str, str] = {}
        for node in self.html.css(f"{form} input, {form} textarea, {form} select"):
            name = node.attributes.get("name")
            if name:
                found.update(_value(node, name))
        return found


def _value(node: LexborNode, name: str) -> dict[str, str]:
    attributes = node.attributes
    if node.tag == "textarea":
        return {name: node.text().removeprefix("\n")}
    if node.tag == "select":
        chosen = node.css_first("option[selected]") or node.css_first("option")
        return {name: chosen.attributes.get("value") or "" if chosen else ""}
    if attributes.get("type") in {"radio", "checkbox"}:
        return {name: attributes.get("value") or ""} if "checked" in attributes else {}
    return {name: attributes.get("value") or ""}


class Browser:
    """Somebody at a browser; `client` is the Flask test client behind it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, address: str, status: int = 200, **more: Any) -> Page:
        """Open a page."""
        db.session.rollback()  # ends what the test itself read; a request has a transaction of its own
        return self._checked(self.client.get(address, **more), status)

    def post(self, address: str, data: dict[str, Any] | None = None, status: int = 303, **more: Any) -> Page:
        """Send a body as it is."""
        db.session.rollback()
        return self._checked(self.client.post(address, data=data or {}, **more), status)

    def fill(self, address: str, status: int = 303, form: str = "main form[method=post]", **values: Any) -> Page:
        """Open a page, fill its form and send it to where the form says."""
        page = self.get(address)
        node = page.html.css_first(form)
        assert node is not None, f"no form {form} on {address}"
        target = node.attributes.get("action") or address
        return self.post(target, {**page.fields(form), **values}, status)

    def follow(self, page: Page) -> Page:
        """Go where the answer leads."""
        return self.get(page.location)

    def _checked(self, response: TestResponse, status: int) -> Page:
        read_only(True)
        db.session.rollback()
        g.pop("_flask_babel", None)  # the language of that page, which must not become that of the next one
        page = Page(response)
        assert page.status == status, f"{response.request.path}: {page.status}, {page.words('main')[:600]}"
        if response.mimetype == "text/html" and status not in {301, 302, 303}:
            check_page(page.html, self.app)
        return page


def check_page(html: LexborHTMLParser, app: Flask) -> None:
    """Assert what holds for every page: one h1, title, language, labels, unique ids, nothing inline."""
    assert len(html.css("h1")) == 1, "a page has exactly one h1"
    root, title = html.css_first("html"), html.css_first("title")
    assert root is not None
    assert root.attributes.get("lang") in {"de", "en"}
    assert title is not None
    assert title.text().strip(" ·")
    ids = Counter(node.attributes["id"] for node in html.css("[id]"))
    assert not [name for name, count in ids.items() if count > 1], f"ids twice: {ids.most_common(3)}"
    assert not html.css("[style], style, [onclick], [onload], [onsubmit], script:not([src])"), "nothing inline"
    for field in html.css(LABELLED):
        assert _is_labelled(html, field), f"no label: {field.html}"
    for link in html.css("a[href^='#']"):
        target = (link.attributes.get("href") or "")[1:]
        assert not target or target in ids, f"#{target} leads nowhere"


def _is_labelled(html: LexborHTMLParser, field: LexborNode) -> bool:
    attributes = field.attributes
    name = attributes.get("id")
    return bool(
        attributes.get("aria-label")
        or attributes.get("aria-labelledby")
        or (name and html.css(f'label[for="{name}"]'))
        or _is_inside_label(field)
    )


def _is_inside_label(field: LexborNode) -> bool:
    node = field.parent
    while node is not None and node.tag != "label":
        node = node.parent
    return node is not None


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements that run inside."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    engines = (db.engine, apart.engine())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
