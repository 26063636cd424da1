"""The people of the journeys; what they do reads as sentences."""

import re
from typing import TypeVar

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.devices import SLOW_4G, Line
from tests.journeys.town import Town
from tests.journeys.watch import Watch

Self = TypeVar("Self", bound="Somebody")
SHORT_ADDRESS = "/q/2030"


class Somebody:
    """Somebody at a browser."""

    def __init__(self, context: BrowserContext, town: Town) -> None:
        self.context = context
        self.town = town
        self.watch = Watch(context, town.address)
        self.page: Page = context.new_page()
        self.line = Line(self.page)

    @property
    def path(self) -> str:
        """Where the browser is, without the house's address."""
        return self.page.url.removeprefix(self.town.address)

    def opens(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path if path.startswith("http") else self.town.address + path)

    def taps(self, words: str) -> None:
        """Tap a link or a button that begins with these words."""
        self._pressable(words).click()

    def reads(self, words: str) -> None:
        """See these words on the page."""
        expect(self.page.locator("main")).to_contain_text(words)

    def does_not_find(self, words: str) -> None:
        """Look for these words in vain."""
        expect(self.page.locator("main")).not_to_contain_text(words)

    def sees_the_heading(self, words: str) -> None:
        """See this heading above the page."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def presses(self, key: str) -> None:
        """Press a key, once the page's scripts listen."""
        self.page.wait_for_load_state("load")
        self.page.keyboard.press(key)

    def goes_back(self) -> None:
        """Press the browser's own button."""
        self.page.go_back()

    def reloads(self) -> None:
        """Load the page anew."""
        self.page.reload()

    def _pressable(self, words: str) -> Locator:
        name = re.compile(rf"^\W*{re.escape(words)}")
        return self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first


class Citizen(Somebody):
    """Somebody on a phone, without an account, on a slow connection."""

    def __init__(self, context: BrowserContext, town: Town, *, is_slow: bool = True) -> None:
        super().__init__(context, town)
        if is_slow:
            self.line.becomes(SLOW_4G)

    def opens_the_short_address(self) -> None:
        """Scan the code on the poster."""
        self.opens(SHORT_ADDRESS)

    def switches_to_english(self) -> None:
        """Choose the other language, where the page offers it."""
        self.page.get_by_role("link", name="English").first.click()

    def begins_an_idea(self) -> None:
        """Go from the poster to the form."""
        self.opens_the_short_address()
        self.taps("Idee schreiben")
        expect(self.words).to_be_visible()

    @property
    def words(self) -> Locator:
        """The one field that is needed."""
        return self.page.locator("textarea[name=text]")

    @property
    def send(self) -> Locator:
        """The button that sends the idea."""
        return self.page.get_by_role("button", name="Idee absenden")

    def writes(self, text: str, **more: str) -> None:
        """Type the idea, and whatever else is given by the name of its field."""
        self.words.fill(text)
        if self.page.locator("#free:not([open])").count() and set(more) - {"mail"}:
            self.page.locator("#free > summary").click()
        for name, value in more.items():
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("(element) => element.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def dictates(self, text: str) -> None:
        """Speak the idea; the keyboard types it."""
        self.words.focus()
        self.page.keyboard.insert_text(text)

    def supports(self, button: Locator) -> None:
        """Press the button of an idea that is there already; from now on the browser has its mark."""
        self.watch.has_supported = True
        button.click()

    def sends_the_idea(self) -> None:
        """Tap the button and see that the idea has arrived."""
        self.send.click()
        self.sees_the_heading("Ihre Idee ist angekommen.")

    def still_sees(self, text: str, **more: str) -> None:
        """Find everything that was typed."""
        expect(self.words).to_have_value(text)
        for name, value in more.items():
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("(element) => element.tagName") == "SELECT":
                expect(field.locator("option:checked")).to_have_text(value)
            else:
                expect(field).to_have_value(value)

    def status_link(self) -> str:
        """Return the private link that the confirmation hands over."""
        link = self.page.locator("aside a[href*='/i/']")
        return link.get_attribute("href") or ""

    def code(self) -> str:
        """Return the code that the confirmation shows."""
        return self.page.locator(".code").inner_text().replace("\u00a0", "").strip()


class Staff(Somebody):
    """Somebody of the town hall, signed in."""

    def __init__(self, context: BrowserContext, town: Town, role: str) -> None:
        super().__init__(context, town)
        self.role = role

    def signs_in(self, mail: str) -> None:
        """Sign in with mail and password."""
        self.opens("/sign-in")
        self.page.locator("[name=mail]").fill(mail)
        self.page.locator("[name=password]").fill(self.town.passwords[self.role])
        self.watch.check()
        self.watch.is_guest = False
        self.page.get_by_role("button", name="Anmelden").click()
        self.page.wait_for_url("**/desk")

    # The moderators' queue

    def opens_the_queue(self) -> None:
        """Open what waits to be read."""
        self.opens("/desk/moderation")

    def opens_the_list(self) -> None:
        """Open the queue without an item, as on a phone."""
        self.opens("/desk/moderation?list=1")

    def chooses(self, title: str) -> None:
        """Open an item of the queue."""
        self.page.locator("[data-queue] a").filter(has_text=title).filter(visible=True).click()
        self.sees_the_heading(title)

    def walks_by_key_to(self, title: str) -> None:
        """Go down the queue with j until this item is open."""
        for _ in range(50):
            if title in self.page.get_by_role("heading", level=1).inner_text():
                return
            with self.page.expect_navigation():
                self.presses("j")
        raise AssertionError(f"{title} is not in the queue")

    def publishes(self, title: str) -> None:
        """Make the open item public by its button."""
        self.page.get_by_role("button", name="Veröffentlichen").click()
        self.is_told("Veröffentlicht:", title)

    def publishes_by_key(self, title: str) -> None:
        """Make the open item public by its key."""
        self.presses("v")
        self.is_told("Veröffentlicht:", title)

    def is_told(self, words: str, title: str) -> None:
        """Read what has been done."""
        status = self.page.get_by_role("status")
        expect(status).to_contain_text(words)
        expect(status).to_contain_text(title)

    def begins_to_reject(self, *, by_key: bool = False) -> None:
        """Open the page with the letter."""
        if by_key:
            self.presses("h")
        else:
            self.page.get_by_role("button", name="Ablehnen").click()
        expect(self.page.locator("textarea[name=facts]")).to_be_visible()

    def gives_the_reason(self, rule: str, facts: str) -> None:
        """Tick the rule and say in one sentence what breaks it."""
        self.page.get_by_role("checkbox", name=rule).check()
        self.page.locator("textarea[name=facts]").fill(facts)

    def rejects(self, title: str) -> None:
        """Send the letter."""
        self.page.get_by_role("button", name="Ablehnen und Brief senden").click()
        self.is_told("Abgelehnt", title)

    def begins_by_key(self, key: str, heading: str) -> None:
        """Open the page on which a decision is written by its key."""
        self.presses(key)
        self.sees_the_heading(heading)

    def types(self, name: str, text: str) -> None:
        """Replace what stands in a field by keys alone."""
        field = self.page.locator(f"[name={name}]")
        field.focus()
        self.presses("Control+a")
        field.press_sequentially(text)

    def confirms(self, button: str) -> None:
        """Press a button by key."""
        self.page.get_by_role("button", name=button, exact=True).press("Enter")

    # The offices

    def answers(self, title: str, *, kind: str, **texts: str) -> None:
        """Give the official answer to a published contribution."""
        self.opens("/desk/answers")
        while not self.page.get_by_role("link", name=title).count():
            with self.page.expect_navigation():
                self.taps("Nächste Seite")
        self.taps(title)
        self.page.get_by_role("radio", name=kind, exact=True).check()
        for name, text in texts.items():
            self.page.locator(f"[name={name}]").fill(text)
        self.page.get_by_role("button", name="Antwort veröffentlichen").click()
        self.page.wait_for_url("**/desk/answers*")
