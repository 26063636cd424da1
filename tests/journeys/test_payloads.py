"""Sixty hostile texts through every text field of citizens: nowhere do they run, with the policy for scripts off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Dialog, Page, Request, Route
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import services as contributions
from participation.contributions.models import Contribution
from participation.core.database import db, read_only
from participation.moderation.rules import Visibility
from tests.journeys import devices
from tests.journeys.payloads import PAYLOADS
from tests.journeys.scene import Scene
from tests.journeys.sights import CITIZEN, GUEST, Sight, Viewer, citizens, every, with_account
from tests.journeys.town import Town

AT_ONCE = 6
BATCHES = [PAYLOADS[start : start + AT_ONCE] for start in range(0, len(PAYLOADS), AT_ONCE)]
TYPED = "input:not([type]), input[type=text], input[type=search], input[type=url], input[type=tel], textarea"
#: What only an element that somebody smuggled in would have.
STRANGE = """() => [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]
  .filter((a) => a.name.startsWith("on") || /^\\s*(javascript|data:text)/i.test(a.value)
    || (a.name === "style" && !one.closest(".leaflet-container"))  // which the map's script moves about
    || a.name === "srcdoc" || (one.tagName === "SCRIPT" && !one.src))
  .map((a) => `${one.tagName} ${a.name}=${a.value.slice(0, 80)}`))
  .concat(document.querySelector("base, object, embed, meta[http-equiv=refresh i], style, marquee")
      || document.querySelector("iframe:not(.phone-frame[src^='/'])")
    ? ["an element nobody of us writes"] : [])
  .concat(window.ran === undefined ? [] : [`ran ${window.ran}`])"""
FOREIGN = re.compile(r"https?://(?!127\.0\.0\.1)")
RUNS = re.compile(r"\s*(javascript|data:text)", re.IGNORECASE)
#: Ours stand in a noscript.
REFRESH = ":not(noscript) > meta[http-equiv=refresh i]"
houses = count(1)


@dataclass
class Sender:
    """Somebody who sends every form, with hostile texts in it."""

    town: Town
    role: str
    answers: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    def client(self) -> FlaskClient:
        """Return a browser in a house of its own, signed in where the role is."""
        client = self.town.app.test_client()
        if self.role != GUEST:
            name, value = self.town.cookie(self.role)
            client.set_cookie(name, value, domain="127.0.0.1")
        return client

    def sends(self, sight: Sight) -> None:
        """Fill every form of a page and send it, once for each batch of texts."""
        for number, batch in enumerate(BATCHES):
            client, place = self.client(), f"172.16.{next(houses) >> 8}.{next(houses) & 255}"
            sent = {"base_url": self.town.address, "headers": {"X-Forwarded-For": place, "Origin": self.town.address}}
            page = LexborHTMLParser(client.get(sight.path, **sent).text)
            forms = [form for form in page.css("main form[method=post]") if form.css(TYPED)]
            if not forms:
                return
            for form in forms:
                body = self._body(form, batch, mails=bool(number % 2))
                read_only(False)
                answer = client.post(form.attributes.get("action") or sight.path, data=body, **sent)
                if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303}:
                    self.answers.append(answer.text)

    def _body(self, form: LexborNode, batch: tuple[str, ...], *, mails: bool) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in form.css("input, textarea, select"):
            name, kind = node.attributes.get("name") or "", node.attributes.get("type") or ""
            if node.tag == "select":
                options = [one.attributes.get("value") or "" for one in node.css("option")]
                found[name] = next(filter(None, options), "")
            elif kind in {"hidden", "radio", "checkbox"}:
                found.setdefault(name, node.attributes.get("value") or "")
            elif kind == "email":
                found[name] = batch[0] if mails else "hostile@example.org"
            elif kind not in {"submit", "file", "password", "number", "date"}:
                found[name] = self._typed(node, name, batch)
        return {name: value for name, value in found.items() if name}

    def _typed(self, node: LexborNode, name: str, batch: tuple[str, ...]) -> str:
        self.fields.add(name)
        most = int(node.attributes.get("maxlength") or 5000)
        text = ("\n\n" if node.tag == "textarea" else " ").join(batch)
        return text if len(text) <= most else batch[len(self.fields) % len(batch)][:most]


@pytest.fixture(scope="module")
def senders(town: Town, scene: Scene) -> list[Sender]:
    """Everybody has sent everything, and what waited is public now."""
    made = [Sender(town, GUEST), Sender(town, CITIZEN)]
    for sender in made:
        for sight in (*citizens(scene), *with_account(scene)):
            if sight.status == 200 and not sight.press and sight.role in {GUEST, sender.role}:
                sender.sends(sight)
    with town.writing():
        waiting = select(Contribution).where(Contribution.visibility == Visibility.WAITING)
        for one in db.session.scalars(see_all(waiting, "a test publishes")).all()[1::2]:
            contributions.publish(one, None)
    return made


def hostile_pages(town: Town) -> Iterator[Sight]:
    """Yield the pages of what was sent in, for citizens and at the desk."""
    with town.looking():
        found = db.session.execute(
            see_all(
                select(Contribution.kind, Contribution.reference, Contribution.visibility).where(
                    Contribution.text.contains("window.ran")
                ),
                "a test looks",
            )
        ).all()
    seen: dict[tuple[str, bool], int] = {}
    for kind, reference, visibility in found:
        is_public = visibility is Visibility.PUBLIC
        seen[kind, is_public] = seen.get((kind, is_public), 0) + 1
        if seen[kind, is_public] <= len(BATCHES) + 2 and kind == "idea" and is_public:
            yield Sight(f"hostile {reference}", f"/ideas/{reference}")
        elif seen[kind, is_public] <= 4 and not is_public:
            yield Sight(f"hostile {reference}", f"/desk/moderation/{reference}", "moderator")


def _shows(pages: Sequence[str], route: Route) -> None:
    html = pages[int(route.request.url.rpartition("-")[2])]
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


class Witness:
    """Notes whatever a page does that only a hostile text would make it do."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.found: list[str] = []

    def watches(self, page: Page) -> Page:
        """Watch a page from now on."""
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        return page

    def _dialog(self, dialog: Dialog) -> None:
        self.found.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        # Listened to, not held up: what is held up is fetched anew for every page.
        if FOREIGN.match(request.url):
            self.found.append(f"a call to {request.url}")

    def asks(self, page: Page, name: str) -> None:
        """Ask the open page what it holds that nobody of us writes."""
        self.found += [f"{name}: {one}" for one in page.evaluate(STRANGE)]

    def reads(self, html: str, name: str) -> None:
        """Look for the same in a page as it left the server, before a script of ours could have put it away."""
        page = LexborHTMLParser(html)
        for node in page.css("*"):
            for key, value in node.attributes.items():
                if key.startswith("on") or key in {"style", "srcdoc"} or RUNS.match(value or ""):
                    self.found.append(f"{name}: as sent: {node.tag} {key}={(value or '')[:80]}")
        strange = page.css(
            "base, object, embed, :not(noscript) > meta[http-equiv=refresh i], style, marquee, script:not([src])"
        )
        frames = [one for one in page.css("iframe") if not (one.attributes.get("src") or "").startswith("/")]
        self.found += [f"{name}: as sent: an element nobody of us writes: {one.tag}" for one in (*strange, *frames)]


def test_nothing_that_citizens_type_runs_anywhere(
    chromium: Browser, town: Town, scene: Scene, senders: list[Sender]
) -> None:
    assert {"title", "text", "display_name", "place"} <= {name for one in senders for name in one.fields}
    witness = Witness(town)
    eyes = {role: Viewer(chromium, town, role, bypass_csp=True) for role in (GUEST, CITIZEN, "moderator", "lead")}
    for viewer in eyes.values():
        witness.watches(viewer.page)
    shown = [one for one in every(scene) if one.status == 200 and not one.press and not one.types]
    for sight in [
        *hostile_pages(town),
        *(one for one in shown if one.key or "desk" in one.path or "account" in one.path),
    ]:
        page = eyes[sight.role].page
        answer = page.goto(town.address + sight.path)
        witness.asks(page, sight.name)
        witness.reads(answer.text() if answer else "", sight.name)
    refused = list({len(one): one for sender in senders for one in sender.answers}.values())
    page = witness.watches(eyes[GUEST].context.new_page())
    page.route(re.compile(r"/refused-\d+$"), partial(_shows, refused))
    for number, html in enumerate(refused):
        page.goto(f"{town.address}/refused-{number}")
        witness.asks(page, "a refused form")
        witness.reads(html, "a refused form")
    for viewer in eyes.values():
        viewer.context.close()
    assert not witness.found, "\n".join(dict.fromkeys(witness.found))


def test_a_page_that_runs_a_text_would_be_noticed(chromium: Browser, town: Town) -> None:
    context = devices.context(chromium, bypass_csp=True)
    page, witness = context.new_page(), Witness(town)
    witness.watches(page)
    careless = f"<!DOCTYPE html><h1>x</h1>{PAYLOADS[13]}{PAYLOADS[37]}{PAYLOADS[31]}<script>alert(1)</script>"
    page.route(town.address + "/careless", lambda route: route.fulfill(body=careless, content_type="text/html"))
    page.goto(town.address + "/careless", wait_until="domcontentloaded")
    page.wait_for_function("() => window.ran === 13")
    witness.asks(page, "careless")
    witness.reads(careless, "careless")
    context.close()
    said = "\n".join(witness.found)
    for word in ("a dialog", "a call to http://evil.example", "careless: IMG onerror", "nobody of us", "ran 13"):
        assert word in said
    for word in ("sent: an element nobody of us writes: script", "sent: img onerror"):
        assert word in said
