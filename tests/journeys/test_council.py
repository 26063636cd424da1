"""Walk W6: somebody of the council sees how far the measures are and asks a question that is answered in public."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Citizen, Staff
from tests.journeys.scene import Scene

Sign = Callable[..., Staff]


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    prefix: str
    without_value: str
    late: str
    why: str
    rule: str
    comes_from: str
    question: str
    send: str
    arrived: str
    news: str
    mail_on_its_way: str


LANGUAGES = {
    "de": Words(
        prefix="",
        without_value="ohne Wert",
        late="überfällig",
        why="Warum diese Ampel",
        rule="mindestens 90 Prozent",
        comes_from="Woher diese Maßnahme kommt",
        question="Eine Frage",
        send="Kommentar absenden",
        arrived="Ihr Kommentar ist da.",
        news="Neues per E-Mail",
        mail_on_its_way="Bitte sehen Sie in Ihre E-Mails",
    ),
    "en": Words(
        prefix="/en",
        without_value="without a value",
        late="overdue",
        why="Why this light",
        rule="at least 90 percent",
        comes_from="Where this measure comes from",
        question="A question",
        send="Send the comment",
        arrived="has arrived",
        news="News by mail",
        mail_on_its_way="Please look into your mails",
    ),
}


@pytest.mark.parametrize("said", LANGUAGES.values(), ids=list(LANGUAGES))
def test_the_council_sees_how_far_it_is_and_asks_in_public(
    citizen: Citizen, staff: Sign, scene: Scene, said: Words
) -> None:
    page = citizen.page
    measure = f"{said.prefix}/measures/{scene.measure}"

    # Steps 1 to 4: no login; late ones say why; no value is no green
    citizen.opens(f"{said.prefix}/progress")
    listed = page.get_by_role("listitem").filter(has_text=scene.measure).first
    expect(listed).to_contain_text(said.late)
    expect(listed).to_contain_text("Zwei Fahrerinnen fehlen noch")
    page.get_by_role("link", name=said.without_value).click()
    expect(page.get_by_role("link", name=said.without_value)).to_have_attribute("aria-current", "true")
    listed.get_by_role("link").first.click()
    page.get_by_text(said.why).first.click()
    expect(page.get_by_text(said.rule).first).to_be_visible()

    # Step 5: back to the ideas it grew from, and how far each of them is
    citizen.opens(measure)
    origins = page.get_by_role("region", name=said.comes_from)
    origins.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(scene.measure)

    # Step 9: a question, published by a moderator and answered by the town where everybody reads it
    question = f"Ab wann gilt das auch in Wiesow ({said.prefix or '/de'})?"
    citizen.opens(measure)
    page.locator("#comments textarea").fill(question)
    page.get_by_role("radio", name=said.question).check()
    page.get_by_role("button", name=said.send).click()
    citizen.sees_the_heading(said.arrived)
    lead = staff("lead")
    lead.opens("/desk/moderation")
    lead.chooses("Ab wann gilt das auch")
    lead.publishes("Ab wann gilt das auch")
    lead.opens(f"{measure}#comments")
    mine = lead.page.locator("#comments li").filter(has_text=question)
    mine.get_by_role("link").first.click()
    answer = f"Ab dem Frühjahr, auch dort {said.prefix}."
    lead.page.locator("[name=text]").fill(answer)
    lead.page.locator("[name=speaks_for]").select_option("office")
    lead.page.locator("main form button").last.click()
    citizen.opens(f"{measure}#comments")
    expect(page.locator("#comments .is-office").filter(has_text=answer)).to_be_visible()

    # and subscribes
    page.locator("#comments").get_by_role("link", name=said.news).click()
    page.locator("[name=mail]").fill(f"rat{said.prefix.strip('/')}@example.org")
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text(said.mail_on_its_way)
