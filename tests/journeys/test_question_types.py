"""A survey with a question of every type: answered with keys alone, on a phone, in light and dark."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from sqlalchemy import delete, select

from participation.core.clock import now, today
from participation.core.database import Texts, db
from participation.core.jobs import Job
from participation.process.models import Process
from participation.questions import demo
from participation.questions.types import Option, Question, QuestionType
from surveys import services
from surveys.keys import key_folder
from surveys.models import SealedAnswer, Survey
from surveys.opening import closing_key, opening_key
from surveys.sealing import Opener
from tests.journeys import devices
from tests.journeys.inspection import complaints
from tests.journeys.people import Citizen
from tests.journeys.town import Town

SLUG = "alle-arten"
STREETS = tuple(Option(f"s{number}", Texts(de=f"Straße Nr. {number}")) for number in range(1, 21))
MOST_TABS = 60
PATIENCE_MS = 450


def questions() -> tuple[Question, ...]:
    """Return the samples of the gallery; the list is long enough to be searched, and a text repeats an answer."""
    asked = {sample.question.key: sample.question for sample in demo.samples()}
    asked["part"] = replace(asked["part"], options=STREETS)
    asked["help"] = replace(asked["help"], text=Texts(de="Sie kommen {way}. Brauchen Sie Hilfe?"))
    asked["since"] = replace(asked["since"], limits=replace(asked["since"].limits, latest="2050-01-01"))
    assert {question.type for question in asked.values()} == set(QuestionType)
    return tuple(asked.values())


@pytest.fixture(scope="module")
def every_type(town: Town) -> Iterator[str]:
    """Publish the survey for these tests alone."""
    with town.writing():
        process = db.session.scalars(select(Process).order_by(Process.id)).first()
        assert process is not None
        survey = services.publish(
            process,
            services.Plan(
                slug=SLUG,
                title=Texts(de="Alle Arten von Fragen", en="Every type of question"),
                lead=Texts(de="Eine von jeder Art."),
                questions=questions(),
                minutes=9,
                opens_at=now() - timedelta(days=1),
                closes_at=now() + timedelta(days=5),
                results_from=today() + timedelta(days=9),
            ),
        )
        number = survey.id
    yield f"/surveys/{SLUG}/answer"
    with town.writing():
        db.session.execute(delete(Job).where(Job.key.in_([closing_key(number), opening_key(number)])))
        db.session.execute(delete(Survey).where(Survey.id == number))


class Typist(Citizen):
    """Somebody who answers without a pointer."""

    def is_asked(self, key: str) -> None:
        """See this question and no other."""
        expect(self.page.locator("[data-step]:visible")).to_have_count(1)
        expect(self.page.locator(f"[data-step={key}]")).to_be_visible()

    def tabs_to(self, selector: str) -> None:
        """Press the tabulator until the focus is there."""
        for _ in range(MOST_TABS):
            self.presses("Tab")
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"no way by keys to {selector}")

    def answers(self, key: str, *presses: str) -> None:
        """Go from the question into its fields: 'words are typed, #these and [those] are gone to, the rest are keys."""
        self.is_asked(key)
        for one in presses:
            if one.startswith("'"):
                self.page.keyboard.type(one[1:])
            elif one.startswith(("#", "[")):
                self.tabs_to(one)
            else:
                self.presses(one)

    def goes_on(self, to: str) -> None:
        """Press the button that leads on."""
        self.tabs_to("[data-next]")
        self.presses("Enter")
        self.is_asked(to)


STEPS: list[tuple[str, tuple[str, ...]]] = [
    ("welcome", ()),
    ("ways", ()),
    ("way", ("Tab", "Space", "ArrowDown")),
    ("safety", ("Tab", "Space", "ArrowDown")),
    ("recommend", ("Tab", "Space", "ArrowRight")),
    ("fields", ("#q-fields-0", "Enter", "Enter")),
    ("order", ("#q-order-0", "Enter")),
    ("from_home", ("Tab", "Space")),
    ("help", ("Tab", "ArrowDown")),
    ("part", ("#q-part-0", "'Straße Nr. 17")),
    ("spot", ("#q-spot-0", "'Markt 1", "[data-step=spot] button.btn", "Enter")),
    ("name", ("Tab", "'Elderblitz")),
    ("power", ("Tab", "'3.650")),
    ("since", ("Tab", "'01012020")),
    ("idea", ("Tab", "'Eine Bank mit Dach.")),
    ("rated", ("#q-rated-0", "Space", "Tab", "Space", "Tab", "Space", "ArrowDown")),
    ("money", ("#q-money-0", "'3500", "Tab", "Enter", "#q-money-1", "'1000")),
    ("photo", ()),
    ("proposal", ("#q-proposal-0", "'Ein Fest am See.", "#q-proposal-consent", "Space")),
    ("per_day", ()),
    ("privacy", ("Tab", "Space")),
]


def picture() -> dict[str, Any]:
    """Return a photo as it comes from a phone."""
    file = BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(file, "JPEG")
    return {"name": "stelle.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def walk(typist: Typist, address: str) -> None:
    """Answer everything up to the button that sends."""
    typist.opens(address)
    expect(typist.page.locator("[data-next]")).to_be_visible()
    for place, (key, presses) in enumerate(STEPS):
        typist.answers(key, *presses)
        if key == "photo":  # the dialog for files belongs to the browser, not to the page
            typist.page.locator("#q-photo-0").set_input_files([picture()])
            expect(typist.page.locator("[data-photo]")).to_contain_text("stelle.jpg")
        if key == "spot":
            expect(typist.page.locator("[data-step=spot] .map-frame")).to_be_visible()
            typist.answers(key, "[data-step=spot] .map-frame", "ArrowUp", "Enter")
            expect(typist.page.locator("[data-step=spot]")).to_contain_text("Der Punkt ist gesetzt.")
        if key == "help":
            expect(typist.page.locator("[data-step=help] .asks")).to_have_text(
                "Sie kommen Fahrrad. Brauchen Sie Hilfe?"
            )
        if key == "fields":
            expect(typist.page.locator("[data-said]")).to_have_text("Mobilität steht jetzt auf Platz 2.")
        if key == "money":
            expect(typist.page.locator("[data-said]")).to_have_text("Verwaltung und Service: 4000")
            expect(typist.page.locator("[data-remainder]")).to_have_text("Alles ist verteilt.")
        if key == "per_day":
            expect(typist.page.locator("#q-per_day output")).to_have_text("10")
        if place + 1 < len(STEPS):
            typist.goes_on(STEPS[place + 1][0])


def test_every_type_is_answered_with_keys_alone(town: Town, chromium: Browser, every_type: str) -> None:
    context = devices.context(chromium, devices.PHONE, reduced_motion="reduce")
    typist = Typist(context, town, is_slow=False)
    walk(typist, every_type)
    typist.tabs_to("[data-send]")
    typist.page.wait_for_timeout(PATIENCE_MS)
    typist.presses("Enter")
    typist.sees_the_heading("Vielen Dank")
    with town.looking():
        survey = db.session.scalars(select(Survey).where(Survey.slug == SLUG)).one()
        (sealed,) = db.session.scalars(select(SealedAnswer).where(SealedAnswer.survey_id == survey.id)).all()
        values = Opener(key_folder(), SLUG, survey.public_key).open(sealed.box)["values"]
    assert values.pop("photo")["data"].startswith("UklGR")
    spot = values.pop("spot")
    assert spot.pop("text") == "Markt 1"
    assert {name: round(degree) for name, degree in spot.items()} == {"lat": 53, "lon": 11}
    assert values == {
        "way": "bike",
        "safety": 2,
        "recommend": 1,
        "fields": ["VW", "MO"],
        "order": ["VW"],
        "from_home": ["tax"],
        "help": "no",
        "part": "s17",
        "name": "Elderblitz",
        "power": 3650,
        "since": "2020-01-01",
        "idea": "Eine Bank mit Dach.",
        "rated": {"library": 1, "office": 1, "bus": 2},
        "money": {"VW": 4000, "MO": 1000},
        "proposal": {"title": "", "text": "Ein Fest am See.", "consent": True},
        "per_day": 10,
        "privacy": "yes",
    }
    typist.watch.check()
    context.close()


def test_a_ranking_can_also_be_dragged(town: Town, chromium: Browser, every_type: str) -> None:
    context = devices.context(chromium, devices.DESK, reduced_motion="reduce")
    somebody = Typist(context, town, is_slow=False)
    somebody.opens(f"{every_type}#fields")
    somebody.is_asked("fields")
    for option in ("VW", "MO", "BI"):
        somebody.page.locator(f"#q-fields button[name$='.add'][value={option}]").click()
    rows = somebody.page.locator("#q-fields li.rank")
    rows.nth(2).drag_to(rows.nth(0))
    expect(rows.locator("strong")).to_have_text(["Bildung und Begegnung", "Verwaltung und Service", "Mobilität"])
    somebody.watch.check()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_type_is_accessible_and_fits(
    town: Town, chromium: Browser, every_type: str, width: int, scheme: str
) -> None:
    context = devices.context(
        chromium, {"viewport": {"width": width, "height": 800}}, color_scheme=scheme, reduced_motion="reduce"
    )
    somebody = Typist(context, town, is_slow=False)
    somebody.opens(every_type)
    expect(somebody.page.locator("[data-next]")).to_be_visible()
    somebody.page.locator("[name='q.way'][value=bike]").evaluate("(field) => field.click()")
    for key, _presses in STEPS:
        somebody.page.evaluate("(key) => { location.hash = key; }", key)
        somebody.is_asked(key)
        assert complaints(somebody.page, 48) == [], key
        assert somebody.page.evaluate("document.documentElement.scrollWidth") <= width, key
    somebody.watch.check()
    context.close()
