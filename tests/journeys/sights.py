"""Every page there is, with who looks at it. Budgets, accessibility, markup and pictures go through this one list."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Response

from tests.journeys.devices import DESK, context
from tests.journeys.town import Town

GUEST, MODERATOR, LEAD = "guest", "moderator", "lead"
SEND = "main form[method=post] button[type=submit]"
REJECT = "main form[method=post] button[type=submit]:not([name=preview])"
LONG = (
    "Die Straßenbeleuchtung an der Grundstücksentwässerungsanlage hinter dem Feuerwehrgerätehaus fällt im Winter aus. "
    "Bitte prüfen Sie, ob dort eine Lampe mit Bewegungsmelder möglich ist.\n\nMeine Kinder gehen den Weg jeden Morgen."
)


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as somebody sees it.

    Attributes:
        press: what is pressed after the page has opened, to see what it answers.
        status: with what the last answer comes.
        key: whether the page stands in the full matrix of `make test`.
    """

    name: str
    path: str
    role: str = GUEST
    press: str = ""
    status: int = 200
    key: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What is prepared so that every page has something to show."""

    board: str
    answered: str
    unanswered: str
    waiting: str
    status_code: str
    answered_code: str
    barrier_code: str
    open_barrier: int
    answered_barrier: int


def prepare(town: Town) -> Scene:
    """Send in what the pages are to show."""
    waiting = town.receives_an_idea(LONG, display_name="Nachtigall", place="Am Feuerwehrgerätehaus")
    answered = town.receives_an_idea("Bitte eine Bank mit Dach an der Haltestelle.", title="Bank mit Dach")
    town.answers(answered)
    first, second = (town.receives_a_barrier_report(text) for text in ("Die Schrift ist blass.", "Kein Ton im Film."))
    town.answers_the_barrier(second)
    return Scene(
        board=town.board,
        answered=town.reference(answered=True),
        unanswered=town.reference(answered=False),
        waiting=town.reference_of(waiting),
        status_code=waiting,
        answered_code=answered,
        barrier_code=second,
        open_barrier=town.barrier_id(first),
        answered_barrier=town.barrier_id(second),
    )


def citizens(scene: Scene) -> list[Sight]:
    """Return what everybody can see."""
    board = f"/boards/{scene.board}"
    return [
        Sight("process", "/", key=True),
        Sight("process-short", "/q/2030"),
        Sight("process-shown", "/process/agenda-2030"),
        Sight("ideas", board, key=True),
        Sight("ideas-found", f"{board}?q=Bus&state=answered"),
        Sight("ideas-none", f"{board}?q=xylophon"),
        Sight("idea", f"/ideas/{scene.answered}", key=True),
        Sight("idea-unanswered", f"/ideas/{scene.unanswered}"),
        Sight("way", f"/ideas/{scene.answered}/way", key=True),
        Sight("find-status", "/status"),
        Sight("find-status-refused", "/status", press=SEND, status=422),
        Sight("status", f"/i/{scene.status_code}", key=True),
        Sight("status-answered", f"/i/{scene.answered_code}"),
        Sight("write", f"{board}/write", key=True),
        Sight("write-refused", f"{board}/write", press=SEND, status=422, key=True),
        Sight("received", f"{board}/received/{scene.status_code}", key=True),
        Sight("barrier", "/barrier"),
        Sight("barrier-refused", "/barrier", press=SEND, status=422),
        Sight("barrier-received", f"/barrier/received/{scene.barrier_code}"),
        *(Sight(f"text-{name}", f"/text/{name}") for name in ("imprint", "privacy", "accessibility", "rules")),
        Sight("text-easy", "/text/easy-language"),
        Sight("text-sign", "/text/sign-language"),
        Sight("sign-in", "/sign-in"),
        Sight("sign-in-refused", "/sign-in", press=SEND, status=422),
        Sight("signed-out", "/signed-out"),
        Sight("not-found", "/nowhere", status=404),
    ]


def staffs(scene: Scene) -> list[Sight]:
    """Return what the people of the town hall see at their desks."""
    item = f"/desk/moderation/{scene.waiting}"
    return [
        Sight("desk", "/desk", MODERATOR, key=True),
        Sight("desk-lead", "/desk", LEAD),
        Sight("queue", "/desk/moderation", MODERATOR, key=True),
        Sight("queue-list", "/desk/moderation?list=1", MODERATOR),
        Sight("item", item, MODERATOR, key=True),
        Sight("reject", f"{item}/reject", MODERATOR, key=True),
        Sight("reject-refused", f"{item}/reject", MODERATOR, press=REJECT, status=422),
        Sight("answers", "/desk/answers", LEAD, key=True),
        Sight("answer", f"/desk/answers/{scene.unanswered}", LEAD, key=True),
        Sight("answer-again", f"/desk/answers/{scene.answered}", LEAD),
        Sight("jobs", "/desk/jobs", LEAD),
        Sight("barriers", "/desk/barriers", LEAD),
        Sight("barrier-open", f"/desk/barriers/{scene.open_barrier}", LEAD),
        Sight("barrier-answered", f"/desk/barriers/{scene.answered_barrier}", LEAD),
        Sight("account", "/account", MODERATOR),
        Sight("account-refused", "/account", MODERATOR, press="form:has([name=new]) [type=submit]", status=422),
        Sight("sign-out", "/sign-out", MODERATOR),
        Sight("desk-not-found", "/desk/nowhere", MODERATOR, status=404),
    ]


def every(scene: Scene) -> list[Sight]:
    """Return every page there is."""
    return [*citizens(scene), *staffs(scene)]


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a page."""

    width: int
    scheme: Literal["light", "dark"]
    language: Literal["de", "en"]

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}, {self.language}"

    def path(self, sight: Sight) -> str:
        """Return the address of the page in this language."""
        return sight.path if self.language == "de" else f"/{self.language}{sight.path}"


PHONE_LOOK = Look(320, "light", "de")
DESK_LOOK = Look(1280, "dark", "en")
#: For the pages that matter most: with the two above, each pair of width, scheme and language at least once.
KEY_LOOKS = (Look(390, "dark", "de"), Look(1280, "light", "de"), Look(320, "dark", "en"), Look(390, "light", "en"))
LOOKS = tuple(
    Look(width, scheme, language)
    for language in ("de", "en")
    for scheme in ("light", "dark")
    for width in (320, 390, 1280)
)


class Viewer:
    """Somebody in this role who opens one page after another, as different devices show them."""

    def __init__(self, browser: Browser, town: Town, role: str, **more: Any) -> None:
        self.context = context(browser, DESK, **more)
        self.town = town
        if role != GUEST:
            name, value = town.cookie(role)
            self.context.add_cookies([{"name": name, "value": value, "url": town.address}])
        self.page: Page = self.context.new_page()

    def look(self, sight: Sight, look: Look, height: int = 800) -> Response:
        """Open the page as this device shows it and return the answer."""
        self.page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
        self.page.set_viewport_size({"width": look.width, "height": height})
        answer = self.page.goto(self.town.address + look.path(sight))
        if sight.press:
            with self.page.expect_navigation() as navigation:
                self.page.locator(sight.press).first.click()
            answer = navigation.value
        assert answer is not None
        assert answer.status == sight.status, f"{sight.name}: {answer.status}"
        return answer


@contextmanager
def viewers(browser: Browser, town: Town, **more: Any) -> Iterator[Mapping[str, Viewer]]:
    """Yield a viewer for every role."""
    made = {role: Viewer(browser, town, role, **more) for role in (GUEST, MODERATOR, LEAD)}
    try:
        yield made
    finally:
        for viewer in made.values():
            viewer.context.close()
