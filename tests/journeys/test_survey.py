"""Walk W1, steps 3 to 8: a survey on a phone, with and without a net, with and without scripts."""

import gzip
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Request, Response, Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from sqlalchemy import func, select

from participation.core.database import db
from surveys.forms import AnswerForm
from surveys.models import SealedAnswer
from tests.journeys import devices
from tests.journeys.inspection import complaints
from tests.journeys.people import Citizen
from tests.journeys.test_budgets import Wire
from tests.journeys.town import Town

SURVEY = "/surveys/digital-werden"
ANSWER = re.compile(rf"{SURVEY}/answer$")
PATIENCE_MS = 5_000
SCRIPTS = 12 * 1024
BYTES, REQUESTS = 60 * 1024, 8


class Respondent(Citizen):
    """Somebody who answers the survey with one question on each screen."""

    def begins(self, language: str = "") -> None:
        """Open the survey from its first page."""
        self.opens(f"{language}{SURVEY}")
        self.page.locator("main .kern-btn--primary").first.click()
        self.is_asked("Q01")
        expect(self.page.locator("[data-next]")).to_be_visible()  # the script is at work

    def is_asked(self, key: str) -> None:
        """See this question and no other."""
        expect(self.page.locator("[data-step]:visible")).to_have_count(1)
        expect(self.page.locator(f"[data-step={key}]")).to_be_visible()

    def picks(self, key: str, value: str) -> None:
        """Choose this answer."""
        self.page.locator(f"[name='q.{key}'][value='{value}']").check()

    def goes_on(self, to: str) -> None:
        """Tap the button that leads on, and see the next question."""
        self.taps_and_sees("[data-next]", to)

    def steps_back(self, to: str) -> None:
        """Tap the page's own button that leads back."""
        self.taps_and_sees("[data-back]", to)

    def taps_and_sees(self, button: str, to: str) -> None:
        """Tap a button of the survey until it leads to this question, as people do, at most twice."""
        self.page.locator(button).click()
        try:
            self.page.locator(f"[data-step={to}]").wait_for(timeout=PATIENCE_MS)
        except PlaywrightTimeoutError:  # on a busy machine a page may still move under the finger; people tap again
            self.page.locator(button).click()
        self.is_asked(to)

    def walks(self, start: int, end: int) -> None:
        """Skip from one question to another, past the one for cyclists."""
        keys = [f"Q{number:02}" for number in range(start, end + 1) if number != 6 or start == 6]
        for key in keys[1:]:
            self.goes_on(key)

    def writes_at_the_end(self, text: str) -> None:
        """Go to the free text, write it, and go on to the last question."""
        self.walks(1, 9)
        self.page.locator("[name='q.Q09']").fill(text)
        self.goes_on("Q10")
        self.picks("Q10", "30-44")

    def sends(self) -> None:
        """Tap the button that sends."""
        self.page.wait_for_timeout(450)  # nobody reads the last question faster; the page does not believe it either
        self.page.locator("[data-send]").click()

    def is_thanked(self) -> str:
        """See that the answers have arrived; return the receipt."""
        self.page.wait_for_url("**/thanks/*", timeout=30_000)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(re.compile("Dank|Thank you"))
        return self.code()

    def copies(self) -> int:
        """Return how many copies of answers lie on the device."""
        found = self.page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes('survey')).length")
        return int(found)

    def is_ready_for_a_dead_spot(self) -> None:
        """Wait until the page and its files are kept on the device."""
        self.page.wait_for_function(
            """async () => {
              const addresses = [];
              for (const name of await caches.keys())
                for (const one of await (await caches.open(name)).keys()) addresses.push(one.url);
              const has = (part) => addresses.some((one) => one.includes(part));
              return has("/answer") && has("/static/survey.") && has("/static/citizen.");
            }"""
        )


class Count:
    """How many answers have come in since the beginning of a test."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.before = self._stored()

    def _stored(self) -> int:
        with self.town.looking():
            return db.session.scalar(select(func.count(SealedAnswer.id))) or 0

    @property
    def new(self) -> int:
        """The number of new ones."""
        return self._stored() - self.before


@pytest.fixture
def count(town: Town) -> Count:
    """Count the sealed answers."""
    return Count(town)


@contextmanager
def respondents(town: Town, chromium: Browser, *, is_slow: bool = False, **more: bool) -> Iterator[Respondent]:
    """Somebody with a phone; what goes wrong in the browser fails the test."""
    context = devices.context(chromium, **more)
    somebody = Respondent(context, town, is_slow=is_slow)
    yield somebody
    somebody.watch.check()
    context.close()


@pytest.fixture
def citizen(town: Town, chromium: Browser) -> Iterator[Respondent]:
    """Somebody on a phone with a slow connection."""
    with respondents(town, chromium, is_slow=True) as somebody:
        yield somebody


@pytest.fixture
def traveller(town: Town, chromium: Browser) -> Iterator[Respondent]:
    """Somebody whose phone loses the net altogether, which it cannot where the net is only made slow."""
    with respondents(town, chromium) as somebody:
        yield somebody


@pytest.fixture
def plain_citizen(town: Town, chromium: Browser) -> Iterator[Respondent]:
    """Somebody whose phone runs no scripts."""
    with respondents(town, chromium, java_script_enabled=False) as somebody:
        yield somebody


def offline(context: BrowserContext, is_offline: bool = True) -> None:
    """Take the net from every page and worker of a browser."""
    context.set_offline(is_offline)


# Step 3: the other language keeps place and answers


def test_english_keeps_the_place_and_the_answers(citizen: Respondent) -> None:
    citizen.begins()
    citizen.picks("Q01", "ALT")
    citizen.walks(1, 4)
    citizen.page.locator("[name='q.Q04'][value=moving]").check()
    citizen.switches_to_english()
    citizen.is_asked("Q04")
    expect(citizen.page.locator("html")).to_have_attribute("lang", "en")
    expect(citizen.page.locator("[name='q.Q04'][value=moving]")).to_be_checked()
    expect(citizen.page.locator("[data-next]")).to_have_text("Next")
    for key in ("Q03", "Q02", "Q01"):
        citizen.steps_back(key)
    expect(citizen.page.locator("[name='q.Q01'][value=ALT]")).to_be_checked()


def test_english_keeps_the_place_before_the_first_answer_and_nothing_lies_on_the_device(citizen: Respondent) -> None:
    citizen.begins()
    citizen.goes_on("Q02")
    assert citizen.copies() == 0
    citizen.switches_to_english()
    citizen.is_asked("Q02")
    assert citizen.copies() == 0


def test_the_whole_walk_in_english(traveller: Respondent, count: Count) -> None:
    citizen = traveller
    citizen.opens("/en/q/2030")
    citizen.sees_the_heading("Elderow")
    citizen.taps("Fill in the survey")
    citizen.sees_the_heading("digital")
    citizen.begins("/en")
    citizen.walks(1, 5)
    citizen.picks("Q05", "bike")
    citizen.goes_on("Q06")
    citizen.reads("How safe")
    citizen.goes_on("Q07")
    citizen.steps_back("Q06")
    citizen.steps_back("Q05")
    expect(citizen.page.locator("[name='q.Q05'][value='bike']")).to_be_checked()
    citizen.picks("Q05", "car")
    citizen.goes_on("Q07")
    citizen.walks(7, 9)
    citizen.page.locator("[name='q.Q09']").fill("More benches by the lake.")
    citizen.goes_on("Q10")
    offline(citizen.context)
    citizen.sends()
    expect(citizen.page.locator("[data-notice]")).to_contain_text("There is no connection")
    offline(citizen.context, False)
    citizen.is_thanked()
    assert count.new == 1


# Steps 4 and 5: one question after another, with the branch


def test_each_question_says_how_many_follow_and_has_the_focus(citizen: Respondent) -> None:
    citizen.begins()
    expect(citizen.page.locator("[data-status]")).to_have_text("Noch 8 Fragen nach dieser")
    expect(citizen.page.locator("[data-stitches] i")).to_have_count(9)
    citizen.goes_on("Q02")
    expect(citizen.page.locator("[data-status]")).to_have_text("Noch 7 Fragen nach dieser")
    expect(citizen.page.locator("[data-stitches] i:not(.is-open)")).to_have_count(2)
    expect(citizen.page.locator("[data-step=Q02] .asks")).to_be_focused()


def test_who_comes_by_bike_is_asked_how_safe_it_is_and_others_are_not(citizen: Respondent) -> None:
    citizen.begins()
    citizen.walks(1, 5)
    expect(citizen.page.locator("[data-status]")).to_have_text("Noch 4 Fragen nach dieser")
    citizen.picks("Q05", "bike")
    expect(citizen.page.locator("[data-status]")).to_have_text("Noch 5 Fragen nach dieser")
    citizen.goes_on("Q06")
    citizen.picks("Q06", "2")
    citizen.goes_on("Q07")
    citizen.steps_back("Q06")
    expect(citizen.page.locator("[name='q.Q06'][value='2']")).to_be_checked()
    citizen.steps_back("Q05")
    citizen.picks("Q05", "car")
    citizen.goes_on("Q07")


def test_the_browsers_own_button_leads_to_the_question_before(citizen: Respondent) -> None:
    citizen.begins()
    citizen.picks("Q01", "ALT")
    citizen.goes_on("Q02")
    citizen.picks("Q02", "4")
    citizen.goes_on("Q03")
    citizen.goes_back()
    citizen.is_asked("Q02")
    expect(citizen.page.locator("[name='q.Q02'][value='4']")).to_be_checked()
    citizen.goes_back()
    citizen.is_asked("Q01")
    citizen.page.go_forward()
    citizen.is_asked("Q02")


def test_an_order_is_made_with_buttons_alone_and_the_focus_stays(citizen: Respondent) -> None:
    citizen.begins()
    citizen.walks(1, 3)
    group = citizen.page.locator("[data-step=Q03]")
    names = group.locator("ol strong")
    for name in ("MO", "VW"):
        group.locator(f"[name='q.Q03.add'][value={name}]").click()
    expect(names).to_have_text(["Mobilität", "Verwaltung und Service"])
    assert citizen.page.evaluate("() => document.activeElement.name") == "q.Q03.add"
    group.locator("[name='q.Q03.up']").focus()
    citizen.presses("Enter")
    expect(names).to_have_text(["Verwaltung und Service", "Mobilität"])
    expect(citizen.page.locator("[data-said]")).to_have_text("Verwaltung und Service steht jetzt auf Platz 1.")
    assert citizen.page.evaluate("() => [document.activeElement.name, document.activeElement.value]") == [
        "q.Q03.down",
        "VW",
    ]
    group.locator("[name='q.Q03.add'][value=BI]").click()
    expect(group.locator("[name='q.Q03.add']")).to_have_count(0)
    group.locator("[name='q.Q03.remove'][value=VW]").click()
    expect(names).to_have_text(["Mobilität", "Bildung und Begegnung"])
    citizen.reloads()
    expect(names).to_have_text(["Mobilität", "Bildung und Begegnung"])
    assert ANSWER.search(citizen.page.url.partition("#")[0])


def test_none_of_these_goes_with_nothing_else(citizen: Respondent) -> None:
    citizen.begins()
    citizen.walks(1, 4)
    citizen.picks("Q04", "dog_tax")
    citizen.picks("Q04", "none_of_these")
    expect(citizen.page.locator("[name='q.Q04'][value=dog_tax]")).not_to_be_checked()
    citizen.picks("Q04", "moving")
    expect(citizen.page.locator("[name='q.Q04'][value=none_of_these]")).not_to_be_checked()


def test_the_enter_key_leads_on_and_sends_nothing(citizen: Respondent, count: Count) -> None:
    citizen.begins()
    citizen.picks("Q01", "ALT")
    citizen.page.locator("[name='q.Q01'][value=ALT]").press("Enter")
    citizen.is_asked("Q02")
    citizen.walks(2, 8)
    citizen.page.locator("[name='q.Q08.text']").press("Enter")
    citizen.is_asked("Q09")
    citizen.page.locator("[name='q.Q09']").press("Enter")
    citizen.is_asked("Q09")
    assert count.new == 0


# Step 6: a place, or none; the text counts down


def test_a_place_is_typed_or_skipped_and_the_text_says_what_is_left(citizen: Respondent, count: Count) -> None:
    citizen.begins()
    citizen.walks(1, 8)
    citizen.page.locator("[name='q.Q08.text']").fill("Am Steg")
    citizen.goes_on("Q09")
    citizen.page.locator("[name='q.Q09']").fill("Licht")
    longest = int(citizen.page.locator("[name='q.Q09']").get_attribute("maxlength") or 0)
    expect(citizen.page.locator("[data-step=Q09] [data-left]")).to_contain_text(f"{longest - 5:,}".replace(",", "."))
    citizen.goes_on("Q10")
    citizen.sends()
    citizen.is_thanked()
    assert count.new == 1


# Step 7: the dead spot


def test_nothing_is_lost_in_a_dead_spot_and_it_is_sent_once_by_itself(traveller: Respondent, count: Count) -> None:
    traveller.begins()
    traveller.writes_at_the_end("Im Funkloch geschrieben.")
    offline(traveller.context)
    traveller.sends()
    traveller.reads("keine Verbindung")
    offline(traveller.context, False)
    traveller.is_thanked()
    assert count.new == 1
    assert traveller.copies() == 0


def test_a_closed_tab_loses_nothing_even_without_a_net(traveller: Respondent, count: Count) -> None:
    traveller.begins()
    traveller.is_ready_for_a_dead_spot()
    traveller.writes_at_the_end("Tab geschlossen.")
    offline(traveller.context)
    traveller.sends()
    traveller.reads("keine Verbindung")
    traveller.page.close()
    traveller.page = traveller.context.new_page()
    offline(traveller.context)  # a new tab may have begun with the net
    traveller.opens(f"{SURVEY}/answer")
    traveller.is_asked("Q10")
    traveller.steps_back("Q09")
    expect(traveller.page.locator("[name='q.Q09']")).to_have_value("Tab geschlossen.")
    assert count.new == 0
    offline(traveller.context, False)
    traveller.is_thanked()
    assert count.new == 1


def test_what_waits_is_sent_when_only_the_first_page_is_opened_again(traveller: Respondent, count: Count) -> None:
    traveller.begins()
    traveller.writes_at_the_end("Später die Startseite geöffnet.")
    offline(traveller.context)
    traveller.sends()
    traveller.reads("keine Verbindung")
    traveller.page.close()
    offline(traveller.context, False)
    traveller.page = traveller.context.new_page()
    traveller.opens(SURVEY)
    traveller.is_thanked()
    assert count.new == 1


def test_a_lost_reply_is_asked_for_again_and_counts_once(citizen: Respondent, count: Count) -> None:
    lost: list[APIResponse] = []

    def loses_the_reply(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0))
            route.abort()
        else:
            route.continue_()

    citizen.begins()
    citizen.writes_at_the_end("Antwort verloren.")
    citizen.page.route(ANSWER, loses_the_reply)
    citizen.sends()
    citizen.is_thanked()
    assert [answer.status for answer in lost] == [303]
    assert count.new == 1


def test_a_double_tap_counts_once(citizen: Respondent, count: Count) -> None:
    citizen.begins()
    citizen.writes_at_the_end("Zweimal getippt.")
    citizen.page.wait_for_timeout(450)
    citizen.page.locator("[data-send]").dblclick()
    citizen.is_thanked()
    assert count.new == 1


def test_a_double_tap_on_next_neither_skips_a_question_nor_sends(citizen: Respondent, count: Count) -> None:
    citizen.begins()
    citizen.walks(1, 9)
    citizen.page.locator("[data-next]").dblclick()
    citizen.is_asked("Q10")
    citizen.page.wait_for_timeout(500)
    assert count.new == 0


def test_a_server_that_is_not_ready_is_asked_again(citizen: Respondent, count: Count) -> None:
    refused: list[Request] = []

    def is_not_ready(route: Route) -> None:
        if route.request.method == "POST" and not refused:
            refused.append(route.request)
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    citizen.begins()
    citizen.writes_at_the_end("Als gerade nichts ging.")
    citizen.page.route(ANSWER, is_not_ready)
    citizen.sends()
    citizen.is_thanked()
    assert len(refused) == 1
    assert count.new == 1


@pytest.mark.parametrize("hours", [1, 4])
def test_a_form_that_has_grown_old_is_sent_with_a_new_token_and_counts_once(
    citizen: Respondent, count: Count, town: Town, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    began = time.time() - hours * 3600
    with town.looking(), monkeypatch.context() as then:
        then.setattr("itsdangerous.timed.time.time", lambda: began)
        token = AnswerForm().token.data
    citizen.begins()
    citizen.writes_at_the_end("Vor langer Zeit begonnen.")
    citizen.page.locator("[name=token]").evaluate("(field, token) => { field.value = token; }", token)
    posts: list[int] = []

    def notes(answer: Response) -> None:
        if answer.request.method == "POST":
            posts.append(answer.status)

    citizen.page.on("response", notes)
    citizen.sends()
    citizen.is_thanked()
    assert posts == ([303] if hours == 1 else [422, 303])
    assert count.new == 1


def test_the_thanks_can_be_loaded_again_and_the_way_back_leads_past_what_was_sent(
    citizen: Respondent, count: Count
) -> None:
    citizen.begins()
    citizen.writes_at_the_end("Noch einmal geladen.")
    citizen.sends()
    code = citizen.is_thanked()
    citizen.reloads()
    assert citizen.is_thanked() == code
    citizen.goes_back()
    citizen.page.wait_for_url(f"**{SURVEY}")
    assert count.new == 1


def test_a_refused_answer_shows_the_first_question_to_be_mended(citizen: Respondent, count: Count) -> None:
    citizen.begins()
    citizen.picks("Q01", "ALT")
    citizen.walks(1, 9)
    field = citizen.page.locator("[name='q.Q09']")
    field.evaluate("(element) => element.removeAttribute('maxlength')")
    field.fill("Zu lang. " * 600)
    citizen.goes_on("Q10")
    citizen.sends()
    citizen.page.wait_for_selector("#errors")
    citizen.is_asked("Q09")
    assert field.input_value().startswith("Zu lang. ")
    field.fill("Kurz.")
    citizen.goes_on("Q10")
    citizen.sends()
    citizen.is_thanked()
    assert count.new == 1


def test_answers_can_be_deleted_on_the_device(citizen: Respondent) -> None:
    citizen.begins()
    expect(citizen.page.locator("[data-forget]")).to_be_hidden()
    citizen.picks("Q01", "ALT")
    citizen.goes_on("Q02")
    assert citizen.copies() == 1
    citizen.page.locator("[data-forget]").click()
    citizen.page.wait_for_url(f"**{SURVEY}")
    citizen.reads("Ihre Antworten auf diesem Gerät sind gelöscht.")
    assert citizen.copies() == 0
    citizen.page.locator("main .kern-btn--primary").first.click()
    citizen.is_asked("Q01")
    expect(citizen.page.locator("[name='q.Q01']:checked")).to_have_count(0)


def test_who_stops_goes_on_with_the_draft_and_nothing_stays_on_the_device(citizen: Respondent) -> None:
    citizen.begins()
    citizen.picks("Q01", "ALT")
    citizen.goes_on("Q02")
    citizen.page.locator("[name=later]").click()
    citizen.page.wait_for_url("**/later")
    expect(citizen.page.locator("main .code")).to_have_text(re.compile(r"^\w{4}-\w{4}$"))
    citizen.page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('stadtfaden.survey.'))")
    citizen.page.locator("main .kern-btn--primary").first.click()
    citizen.page.wait_for_url("**/Q02")


def test_a_kiosk_keeps_nothing_and_sends_at_once(town: Town, chromium: Browser, count: Count) -> None:
    with respondents(town, chromium) as citizen:

        def is_a_kiosk(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("data-survey=", "data-kiosk data-survey="))

        citizen.page.route(re.compile(rf"{SURVEY}/answer(#.*)?$"), is_a_kiosk)
        citizen.begins()
        citizen.writes_at_the_end("Am Gerät in der Bücherei.")
        assert citizen.copies() == 0
        assert citizen.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
        citizen.page.unroute_all()
        citizen.sends()
        citizen.is_thanked()
    assert count.new == 1


# Without scripts: a page for each question


def test_without_scripts_there_is_a_page_for_each_question(plain_citizen: Respondent, count: Count) -> None:
    citizen = plain_citizen
    citizen.opens(f"{SURVEY}/answer")
    citizen.page.wait_for_url("**/pages")
    headings = []

    def go_on(button: str = "next") -> None:
        headings.append(heading := citizen.page.get_by_role("heading", level=1).inner_text())
        citizen.page.locator(f".bar button[name={button}]").click()
        expect(citizen.page.get_by_role("heading", level=1)).not_to_have_text(heading)
        citizen.page.wait_for_load_state()  # half a page has no buttons yet

    for _ in range(4):
        go_on()
    citizen.page.get_by_role("radio", name="Fahrrad").check()
    go_on()
    citizen.reads("weil Sie „Fahrrad“ gewählt haben")
    go_on("back")
    expect(citizen.page.get_by_role("radio", name="Fahrrad")).to_be_checked()
    citizen.page.get_by_role("radio", name="Auto").check()
    while citizen.page.locator(".bar button[name=next]").count():
        if citizen.page.locator("textarea").count():
            citizen.page.locator("textarea").fill("Ohne Skripte geschrieben.")
        go_on()
    assert not any("sicher" in heading for heading in headings[6:])
    citizen.reads("Ohne Skripte geschrieben.")
    citizen.page.locator("main form button[type=submit]").click()
    citizen.is_thanked()
    assert count.new == 1


# What it costs, and whether everybody can use it


def test_the_survey_stays_within_its_budget(town: Town, chromium: Browser) -> None:
    context = devices.context(chromium)
    page, wire = context.new_page(), Wire()
    wire.listen(context.new_cdp_session(page))
    page.goto(f"{town.address}{SURVEY}/answer")
    page.wait_for_selector(".survey.is-live")
    page.evaluate("() => document.fonts.ready")
    assert wire.total <= BYTES
    assert len(wire.addresses) <= REQUESTS, wire.addresses
    context.close()


def test_the_scripts_of_the_survey_are_small(town: Town, chromium: Browser) -> None:
    context = devices.context(chromium)
    page = context.new_page()
    page.goto(f"{town.address}{SURVEY}/answer")
    page.wait_for_selector(".survey.is-live")
    addresses = page.evaluate(
        """() => performance.getEntriesByType("resource").map((one) => one.name).filter((one) => one.endsWith(".js"))"""
    )
    worker = context.request.get(f"{town.address}/surveys/worker.js")
    assert worker.headers["cache-control"] == "no-cache"
    scripts = [worker, *(context.request.get(address) for address in addresses)]
    assert sum(len(gzip.compress(script.body(), mtime=0)) for script in scripts) <= SCRIPTS
    context.close()


@pytest.mark.parametrize(  # each width with each scheme and each language; colours know no language
    ("width", "scheme", "language"),
    [(320, "light", ""), (320, "dark", "/en"), (1280, "light", "/en"), (1280, "dark", "")],
)
def test_every_step_is_accessible(town: Town, chromium: Browser, width: int, scheme: str, language: str) -> None:
    device = {"viewport": {"width": width, "height": 800}}
    context = devices.context(chromium, device, color_scheme=scheme, reduced_motion="reduce")
    citizen = Respondent(context, town, is_slow=False)
    citizen.begins(language)
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(f"{name}: {one}" for one in complaints(citizen.page, 48))

    for key in [f"Q{number:02}" for number in range(1, 11)]:
        if key == "Q05":
            citizen.picks("Q05", "bike")
        if key == "Q03":
            look("Q03, nothing chosen")
            for _ in range(2):
                citizen.page.locator("[name='q.Q03.add']").first.click()
        look(key)
        if key != "Q10":
            citizen.page.locator("[data-next]").click()
            expect(citizen.page.locator(f"[data-step={key}]")).to_be_hidden()
    citizen.sends()
    citizen.is_thanked()
    look("thanks")
    citizen.watch.check()
    context.close()
    assert not found, "\n".join(found)
