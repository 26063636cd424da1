"""The settings of boards."""

import pytest
from sqlalchemy import select

from participation.contributions import services as contributions
from participation.contributions.models import Board, Idea
from participation.core.database import db
from participation.core.vocabulary import Phase, Role
from tests import factories
from tests.client import Browser

NEW = {
    "slug": "hafen",
    "title_de": "Hafen",
    "title_en": "Harbour",
    "question_de": "Was soll am Hafen besser werden?",
    "rules_de": "Nur über den Hafen.\nKeine Namen.",
    "asked": ["district", "name"],
    "writing": ["ideas"],
    "supporting": ["ideas", "plan"],
    "commenting": [],
}


@pytest.fixture
def lead(staff) -> Browser:
    """The project lead, signed in."""
    return staff(Role.LEAD)


def test_a_new_board_asks_its_question_and_shows_only_the_fields_it_wants(lead: Browser, browser: Browser) -> None:
    factories.process()
    fields = {**lead.get("/en/desk/boards/new").fields(), **NEW}
    first, second = (lead.post("/en/desk/boards/new", fields) for _ in range(2))
    assert db.session.query(Board).count() == 1
    assert "Saved: Harbour" in lead.follow(first).words("[role=status]")
    assert second.status == 303
    page = browser.get("/boards/hafen/write")
    assert page.h1 == NEW["question_de"]
    assert "Keine Namen." in page.words("aside")
    shown = set(page.fields())
    assert {"text", "district", "display_name", "mail"} <= shown
    assert not shown & {"title", "place", "field"}
    browser.fill("/boards/hafen/write", text="Mehr Bänke am Kai.")


def test_each_deed_has_its_own_phases_and_the_pages_follow(lead: Browser, browser: Browser) -> None:
    board = factories.board(phase=Phase.PLAN)
    idea = factories.idea(board)
    form = "main form[action$=support]"
    assert not browser.get(f"/ideas/{idea.reference}").html.css_first(form)
    browser.get(f"/boards/{board.slug}/write", 403)
    lead.fill(f"/desk/boards/{board.slug}", supporting=["ideas", "plan"])
    assert browser.get(f"/ideas/{idea.reference}").html.css_first(form)
    browser.fill(f"/ideas/{idea.reference}", form=form, deed="support")
    browser.get(f"/boards/{board.slug}/write", 403)
    lead.fill(f"/desk/boards/{board.slug}", supporting=[], writing=["plan"])
    assert not browser.get(f"/ideas/{idea.reference}").html.css_first("main form[action$=support] button")
    browser.get(f"/boards/{board.slug}/write")


def test_ideas_on_the_board_of_a_topic_belong_to_it(lead: Browser, browser: Browser) -> None:
    board = factories.board()
    mobility = board.process.fields[0]
    lead.fill(f"/desk/boards/{board.slug}", action_field=str(mobility.id))
    browser.fill(f"/boards/{board.slug}/write", text="Ein Bus nach Heidekaten.")
    assert "Ein Bus" in lead.get("/desk/moderation?list=1").words("main")
    assert "field" not in browser.get(f"/boards/{board.slug}/write").fields()


def test_an_address_is_taken_once_and_well_formed(lead: Browser) -> None:
    board = factories.board(slug="ideen")
    page = lead.fill("/en/desk/boards/new", 422, **{**NEW, "slug": board.slug})
    assert "with this address already" in page.words("[role=alert]")
    page = lead.fill("/en/desk/boards/new", 422, **{**NEW, "slug": "Am Hafen!", "title_de": ""})
    assert page.words("[role=alert]").startswith("Please look at 2 entries again.")
    assert page.fields()["question_de"] == NEW["question_de"]


def test_a_planner_of_one_board_sets_up_that_one_alone(staff) -> None:
    factories.board(slug="eigene", title={"de": "Eigene"})
    factories.board(slug="fremde")
    planner = staff(Role.PLANNER, on=("board:eigene",))
    assert planner.get("/desk/boards").all_words(".lines a") == ["Eigene"]
    planner.fill("/desk/boards/eigene", title_de="Die eigene")
    planner.get("/desk/boards/fremde", 403)
    planner.get("/desk/boards/new", 403)
    staff(Role.MODERATOR).get("/desk/boards", 403)


QUESTIONS = {
    "questions-0-text_de": "Wie oft sind Sie am Hafen?",
    "questions-0-text_en": "How often are you at the harbour?",
    "questions-0-type": "single",
    "questions-0-options": "Jeden Tag | Every day\nSelten | Seldom",
    "questions-0-required": "y",
    "questions-0-public": "y",
    "questions-1-text_de": "Ihr Alter",
    "questions-1-type": "number",
}


def test_a_board_asks_questions_of_its_own_and_shows_what_may_be_seen(lead: Browser, browser: Browser) -> None:
    board = factories.board()
    lead.fill(f"/desk/boards/{board.slug}", **QUESTIONS)
    address = f"/en/boards/{board.slug}/write"
    nodes = browser.get(address).html.css("[name^='q.']")
    often, age = dict.fromkeys(node.attributes["name"] or "" for node in nodes)
    page = browser.fill(address, 422, text="Mehr Bänke am Kai.", **{age: "elf"})
    assert "“How often are you at the harbour?”: Please" in page.words("[role=alert]")
    assert "“Ihr Alter”: Please write a number" in page.words("[role=alert]")
    assert page.fields()[age] == "elf"
    received = browser.fill(address, text="Mehr Bänke am Kai.", **{often: "Selten", age: "44"})
    assert received.status == 303
    reference = db.session.scalars(select(Idea.reference).execution_options(visibility_checked="test")).one()
    item = lead.get(f"/en/desk/moderation/{reference}")
    assert "Seldom" in item.words("main")
    assert "44" in item.words(".pairs")
    factories.written(contributions.publish, contributions.by_receipt(received.location.rpartition("/")[2]), None)
    shown = browser.get(f"/en/ideas/{reference}").words(".facts--lines")
    assert shown == "How often are you at the harbour?Seldom"
    assert lead.get(f"/desk/boards/{board.slug}").fields()["questions-0-options"] == QUESTIONS["questions-0-options"]


def test_a_choice_needs_answers_to_choose_from(lead: Browser) -> None:
    board = factories.board()
    page = lead.fill(f"/en/desk/boards/{board.slug}", 422, **{**QUESTIONS, "questions-0-options": "Nur eine"})
    assert "Please write at least 2 answers to choose from." in page.words("main")
