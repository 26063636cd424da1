"""Walk W5, steps 3 and 4: a survey is built, letters with codes go out, and it shows whose voices are missing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from surveys import services as surveys
from surveys.letters.demo import SLUG as LISTED
from surveys.letters.services import MAKE_JOB
from surveys.rules import SurveyStatus
from tests.journeys.people import Citizen, Staff
from tests.journeys.town import Town

SURVEY = "digital-werden"
READY = ("age", "devices", "skills")
LANGUAGES = {"de": "", "en": "/en"}
in_both_languages = pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
HOUSEHOLDS = 20

Lead = Callable[..., Staff]


def order(lead: Staff) -> list[str | None]:
    """Return the keys of the questions in the order of the page."""
    return [row.get_attribute("data-key") for row in lead.page.locator("ol.build > li").all()]


# Step 3: a survey, a poster, letters


@in_both_languages
def test_a_survey_is_built_ordered_by_button_and_drag_tried_and_published(
    staff: Lead, citizen: Citizen, town: Town, prefix: str
) -> None:
    lead, title = staff("lead"), f"Bänke am See {prefix or '/de'}"
    page = lead.page
    lead.opens(f"{prefix}/desk/surveys/new")
    page.locator("[name=title_de]").fill(title)
    page.locator("[name=title_en]").fill(title)
    page.locator("main form button[type=submit]").click()
    lead.sees_the_heading(title)
    slug = page.url.rsplit("/", 1)[1]

    lead.opens(f"{prefix}/desk/surveys/{slug}/library")
    for key in READY:
        page.locator(f"[name=ready][value={key}]").check()
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("ol.build > li")).to_have_count(3)
    assert order(lead) == list(READY)

    page.locator("button[name=deed][value='down age']").click()
    expect(page.locator("ol.build > li").first).to_have_attribute("data-key", "devices")
    lead.opens(f"{prefix}/desk/surveys/{slug}")  # the first rows are in sight again
    expect(page.locator("#q-skills")).to_have_attribute("draggable", "true")
    page.locator("#q-skills").drag_to(page.locator("#q-devices"))
    expect(page.locator("ol.build > li").first).to_have_attribute("data-key", "skills")
    assert order(lead) == ["skills", "devices", "age"]

    lead.opens(f"{prefix}/desk/surveys/{slug}/check")
    expect(page.locator("button[value=publish]")).to_have_count(0)
    page.locator("[aria-labelledby=musts] a").first.click()
    page.locator("[name=lead_de]").fill("Wir fragen, wo Bänke fehlen.")
    page.locator("[name=lead_en]").fill("We ask where benches are missing.")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    lead.opens(f"{prefix}/desk/surveys/{slug}/check")
    with page.expect_navigation():
        page.locator("button[value=publish]").click()
    with town.looking():
        survey = surveys.by_slug(slug)
        assert survey is not None
        assert survey.status is SurveyStatus.PUBLISHED
        assert [one.key for one in survey.questions] == ["skills", "devices", "age"]
    citizen.opens(f"{prefix}/surveys/{slug}")
    citizen.sees_the_heading(title)


@in_both_languages
def test_letters_with_codes_are_checked_made_and_fetched_once(staff: Lead, town: Town, prefix: str) -> None:
    lead = staff("lead")
    page = lead.page
    lead.opens(f"{prefix}/desk/ways/{LISTED}")
    page.locator(f"a[href$='/desk/ways/{LISTED}/letters']").click()
    rows = [f"Haushalt {number};Am Ring {number}{prefix[1:]};12345;Elderow" for number in range(1, HOUSEHOLDS + 1)]
    page.locator("[name=addresses]").fill("\n".join([*rows, "nur ein Name"]))
    page.locator("button[name=check]").click()
    expect(page.get_by_role("status")).to_contain_text(f"{HOUSEHOLDS} ")
    expect(page.get_by_role("status")).to_contain_text("nur ein Name")
    with page.expect_navigation():
        page.locator("button[name=make]").click()
    town.works_off(MAKE_JOB)
    page.reload()
    with page.expect_download() as fetched:
        page.locator("main form button").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF")
    page.reload()
    expect(page.locator("main form")).to_have_count(0)

    lead.opens(f"{prefix}/surveys/{SURVEY}/poster")
    expect(page.locator("main svg, main img").first).to_be_visible()


# Step 4: who took part, and who is missing


@in_both_languages
def test_the_lead_sees_whose_voices_are_missing_and_sends_paper_and_a_tablet(staff: Lead, prefix: str) -> None:
    lead = staff("lead")
    page = lead.page
    lead.opens(f"{prefix}/desk/surveys/{SURVEY}/results")
    ages = page.locator("[aria-labelledby=register-1]")
    weights = {
        re.sub(r"\D", "", row.locator("th").inner_text())[:2]: row.locator("td").last.inner_text().replace(",", ".")
        for row in ages.locator("tbody tr").all()
    }
    assert max(weights, key=lambda age: float(weights[age])) == "65", weights

    page.locator(f"main a[href$='/desk/ways/{SURVEY}'], nav a[href$='/desk/ways/{SURVEY}']").first.click()
    sheet = page.locator("a[href$='/paper.pdf']").get_attribute("href")
    assert page.request.get(f"{lead.town.address}{sheet}").body().startswith(b"%PDF")
    page.locator(f"a[href$='/desk/ways/{SURVEY}/kiosks']").click()
    page.locator("#open-kiosk [name=place]").fill(place := f"Bücherei {prefix}")
    page.locator("#open-kiosk button").click()
    expect(page.locator("main section.card h2").filter(has_text=place)).to_have_count(1)
