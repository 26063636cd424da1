"""Walk W4, steps 1 to 3, 4 in part and 7, and W1, step 10: from ideas to a topic, a measure, and back to who wrote."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from analysis.models import Topic
from participation.core.database import db
from tests.journeys.people import Citizen, Staff
from tests.journeys.town import Town

PROCESS = "agenda-2030"


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in one language."""

    prefix: str
    all_the_same: str
    judge: str
    not_same: str
    undo: str
    why: str
    led_here: str
    rename: str
    save_name: str
    new_topic: str
    move: str
    person: str
    make: str
    save: str
    publish: str
    publish_and_answer: str
    confirm: str
    merge: str
    merged: str
    parked: str
    split: str
    parted: str


LANGUAGES = {
    "de": Words(
        prefix="",
        all_the_same="3. Die Themen trotzdem",
        judge="Paare beurteilen",
        not_same="Nicht dasselbe",
        undo="Rückgängig",
        why="Warum hier?",
        led_here="Diese Wörter haben hierher geführt",
        rename="Umbenennen",
        save_name="Namen speichern",
        new_topic="ein neues Thema",
        move="Ausgewählte verschieben",
        person="von einem Menschen benannt",
        make="Maßnahme daraus machen",
        save="Speichern",
        publish="Maßnahme veröffentlichen …",
        publish_and_answer="Veröffentlichen und antworten",
        confirm="Thema bestätigen",
        merge="Themen zusammenführen",
        merged="Zusammengeführt",
        parked="Geparkt",
        split="Thema teilen",
        parted="Geteilt",
    ),
    "en": Words(
        prefix="/en",
        all_the_same="3. The topics all the same",
        judge="Judge the pairs",
        not_same="Not the same",
        undo="Undo",
        why="Why here?",
        led_here="Words that led here",
        rename="Rename",
        save_name="Save the name",
        new_topic="a new topic",
        move="Move chosen contributions",
        person="named by a person",
        make="Make a measure",
        save="Save",
        publish="Publish measure …",
        publish_and_answer="Publish and answer",
        confirm="Confirm topic",
        merge="Merge the topics",
        merged="Merged",
        parked="Parked",
        split="Split the topic",
        parted="Split",
    ),
}
both_languages = pytest.mark.parametrize("said", LANGUAGES.values(), ids=list(LANGUAGES))


class Planner:
    """Somebody who sorts ideas at a desk."""

    def __init__(self, somebody: Staff, said: Words) -> None:
        self.somebody, self.said = somebody, said
        self.page = somebody.page

    def opens_the_topics(self) -> None:
        """Open the first topic; as long as there is so little text, the desk begins with the action fields."""
        self.somebody.opens(f"{self.said.prefix}/desk/topics")
        topics = self.page.get_by_role("region", name=self.said.all_the_same)
        if topics.count():
            topics.get_by_role("link").first.click()
        expect(self.page.locator("#move")).to_be_visible()

    def chooses(self, topic: str) -> None:
        """Open a topic of the list."""
        self.page.locator("[data-queue] a, .queue a").filter(has_text=topic).first.click()
        self.somebody.sees_the_heading(topic)

    def renames(self, name: str) -> None:
        """Give the open topic another name."""
        self.page.get_by_role("link", name=re.compile(re.escape(self.said.rename))).first.click()
        self.page.locator("#rename [name=name]").fill(name)
        self.presses(self.said.save_name)
        self.somebody.sees_the_heading(name)

    def moves_the_first_to_a_new_topic(self, name: str) -> str:
        """Put the first contribution into a topic of its own and return its title."""
        row = self.page.locator("#move tbody tr").first
        title = row.locator("a").first.inner_text()
        row.locator("input[type=checkbox]").check()
        self.page.locator("#move [name=target]").select_option(label=self.said.new_topic)
        self.page.locator("#move [name=new_name]").fill(name)
        with self.page.expect_navigation():
            self.presses(self.said.move)
        return title

    def presses(self, words: str) -> None:
        """Press the button of these words."""
        self.page.get_by_role("button", name=re.compile(rf"^\W*\w?\s*{re.escape(words)}")).first.click()

    def strikes(self, key: str) -> None:
        """Strike a key of the desk that leads to another page."""
        with self.page.expect_navigation():
            self.somebody.presses(key)

    def is_told(self, deed: str, topic: str) -> None:
        """Read above the topic what was done to it."""
        expect(self.page.locator("#undo [role=status]")).to_contain_text(deed)
        expect(self.page.locator("#undo [role=status]")).to_contain_text(topic)


@pytest.fixture
def planner(staff: Callable[..., Staff]) -> Callable[[Words], Planner]:
    """Sign in somebody who plans."""
    return lambda said: Planner(staff("lead"), said)


# Step 1: topics by field, and why


@both_languages
def test_a_planner_sees_topics_by_field_and_why_an_idea_is_there(planner, said: Words) -> None:
    somebody = planner(said)
    somebody.opens_the_topics()
    expect(somebody.page.get_by_role("heading", name=said.why)).to_be_visible()
    expect(somebody.page.get_by_role("heading", name=said.led_here)).to_be_visible()
    text = somebody.page.locator("main").inner_text()
    sizes = [int(size) for size in re.findall(r"(\d+) (?:Beitr|contribution)", text)]
    assert sum(sizes) >= 20, "the demo town's ideas"
    assert somebody.page.locator("main mark").count() >= 1, "the words that led there"


# Step 2: what people judge holds, and is taken back


@both_languages
def test_the_desk_begins_with_fields_and_pairs_that_are_judged_with_one_press(planner, said: Words) -> None:
    somebody = planner(said)
    somebody.somebody.opens(f"{said.prefix}/desk/topics")
    somebody.page.get_by_role("link", name=said.judge).click()
    pair = somebody.page.locator("main section", has=somebody.page.get_by_role("button", name=said.not_same)).first
    first = pair.locator("h3").first.inner_text()
    pair.get_by_role("button", name=said.not_same).click()
    last = somebody.page.locator("main section").last
    expect(last).to_contain_text(first)
    last.get_by_role("button", name=said.undo).first.click()
    expect(pair.locator("h3").first).to_have_text(first)


# Step 3: rename, move; the machine undoes neither


@both_languages
def test_names_and_moves_outlive_the_next_run(planner, town: Town, said: Words) -> None:
    somebody = planner(said)
    somebody.opens_the_topics()
    name, own = f"Wege zum Bürgerbüro {said.prefix}", f"Ganz für sich {said.prefix}"
    somebody.renames(name)
    title = somebody.moves_the_first_to_a_new_topic(own)
    town.commands("analyse", PROCESS)
    somebody.opens_the_topics()
    somebody.chooses(own)
    expect(somebody.page.locator("#move tbody")).to_contain_text(title)
    somebody.chooses(name)
    expect(somebody.page.locator("main")).to_contain_text(said.person)


# Step 3: merge, park and split by keys; each is taken back


@both_languages
def test_topics_are_merged_parked_and_split_by_keys_and_each_is_taken_back(planner, town: Town, said: Words) -> None:
    somebody = planner(said)
    somebody.opens_the_topics()
    own = f"Zum Ausprobieren{said.prefix}"
    title = somebody.moves_the_first_to_a_new_topic(own)
    with town.looking():
        made = db.session.scalars(select(Topic.id).where(Topic.name == own)).one()
        found = [one for one in db.session.scalars(select(Topic).where(Topic.aside.is_(None))) if len(one.parts) > 1]
        topic, name = found[0].id, found[0].name
    somebody.somebody.opens(f"{said.prefix}/desk/topics/{made}")
    somebody.somebody.sees_the_heading(own)

    somebody.strikes("m")
    somebody.page.locator("#merge [name=into]").select_option(index=0)
    somebody.presses(said.merge)
    somebody.is_told(said.merged, own)
    somebody.strikes("u")
    somebody.somebody.sees_the_heading(own)
    expect(somebody.page.locator("#move tbody")).to_contain_text(title)

    somebody.strikes("p")
    somebody.is_told(said.parked, own)
    somebody.strikes("u")
    somebody.somebody.sees_the_heading(own)
    expect(somebody.page.locator("#move tbody")).to_contain_text(title)

    somebody.somebody.opens(f"{said.prefix}/desk/topics/{topic}")
    before = somebody.page.locator("#move tbody tr").count()
    somebody.strikes("t")
    part = somebody.page.locator("#split section", has=somebody.page.locator("li")).first
    part.locator("[name=own]").check()
    somebody.presses(said.split)
    somebody.is_told(said.parted, name)
    assert somebody.page.locator("#move tbody tr").count() < before
    somebody.strikes("u")
    somebody.somebody.sees_the_heading(name)
    expect(somebody.page.locator("#move tbody tr")).to_have_count(before)


# Step 4, in part: from a number of the heat table, by keys, to its contributions and to the map of the same district


@both_languages
def test_a_number_of_the_heat_table_leads_by_keys_to_its_contributions_and_its_map(planner, said: Words) -> None:
    somebody = planner(said)
    somebody.somebody.opens(f"{said.prefix}/desk/topics/figures")
    cell = somebody.page.locator("main table a[href*='district=']").first
    cell.focus()
    address = cell.get_attribute("href")
    district = re.search(r"district=([^&]+)", address).group(1)
    with somebody.page.expect_navigation():
        somebody.somebody.presses("Enter")
    expect(somebody.page.locator("main [name=district]")).to_have_value(district)
    assert somebody.page.locator("main tbody tr, main li").count() >= 1
    somebody.somebody.opens(f"{said.prefix}/desk/topics/map?district={district}")
    expect(somebody.page.locator("main table").first).to_be_visible()
    expect(somebody.page.locator("main [name=district]")).to_have_value(district)


# Step 7: a measure from a topic; W1 step 10: its author reads so


@both_languages
def test_a_topic_becomes_a_measure_and_the_author_reads_what_became_of_the_idea(
    planner, citizen: Citizen, staff: Callable[..., Staff], town: Town, said: Words
) -> None:
    title, mail = f"Schaukel am Wiesenweg{said.prefix}", f"amsel{len(said.prefix)}@example.org"
    citizen.begins_an_idea()
    citizen.writes("Am Wiesenweg fehlt eine Schaukel für kleine Kinder.", title=title, mail=mail)
    citizen.sends_the_idea()
    link = citizen.status_link()
    moderator = staff("moderator")
    moderator.opens_the_queue()
    moderator.chooses(title)
    moderator.publishes(title)
    town.commands("analyse", PROCESS)

    somebody = planner(said)
    somebody.somebody.opens(f"{said.prefix}/desk/topics/{town.topic_of(title)}")
    for other in somebody.page.locator("#move tbody tr").all():
        if title in other.inner_text():
            other.locator("input[type=checkbox]").check()
    topic = f"Spielplätze{said.prefix}"
    somebody.page.locator("#move [name=target]").select_option(label=said.new_topic)
    somebody.page.locator("#move [name=new_name]").fill(topic)
    with somebody.page.expect_navigation():
        somebody.presses(said.move)
    somebody.somebody.opens(f"{said.prefix}/desk/topics/{town.topic_of(title)}")
    somebody.somebody.sees_the_heading(topic)
    somebody.presses(said.confirm)
    somebody.presses(said.make)
    somebody.somebody.sees_the_heading(topic)
    expect(somebody.page.locator("main")).to_contain_text(title)
    for name, text in FACTS.items():
        somebody.page.locator(f"[name={name}]").fill(text)
    somebody.page.locator("[name=horizon]").select_option(index=1)
    somebody.page.locator("[name=field]").select_option(index=1)
    somebody.presses(said.save)
    somebody.page.get_by_role("link", name=said.publish).click()
    somebody.page.locator("[name=answer]").fill("Wir bauen die Schaukel im Frühjahr auf.")
    somebody.page.locator("[name=office]").fill("Bauamt")
    with somebody.page.expect_navigation():
        somebody.presses(said.publish_and_answer)

    citizen.opens(link.replace(town.address, town.address + said.prefix))
    for words in (topic, "Wir bauen die Schaukel im Frühjahr auf.", "Bauamt", "Der Spielplatz wird vermessen"):
        citizen.reads(words)
    measure = citizen.page.locator("main .thread a[href*='/measures/']").first
    measure.click()
    citizen.sees_the_heading(topic)
    citizen.reads(title)
    town.works_off("contributions.tell")
    assert len(town.mails_to(mail)) == 3, "arrived, public, answered"


FACTS = {
    "summary": "Am Wiesenweg entsteht ein kleiner Spielplatz mit Schaukel und Bank.",
    "benefit": "Familien haben einen Platz zum Spielen in ihrer Nähe.",
    "lead_unit": "Bauamt",
    "next_step": "Der Spielplatz wird vermessen",
    "next_on": "2029-03-01",
}
