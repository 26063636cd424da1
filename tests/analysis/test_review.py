"""Planners decide the fields the machine is least sure of: one key each, nobody overruled, nothing lost."""

import pytest
from sqlalchemy import select

from analysis import personal, runs
from analysis.finding import Finding, Guess, Reading, Voice, find
from analysis.models import FieldDecision, FieldGuess
from participation.contributions.models import AssignedBy
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, Page, statements

ADDRESS = "/desk/topics/review"


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def ideas(board):
    """Four ideas the machine is not sure of, in this order."""
    made = [factories.idea(board, title=f"Idee {n}", text=f"Bus Nummer {n}") for n in range(4)]
    _run(board, made)
    return made


def _run(board, ideas, code: str = "MO") -> None:
    guesses = tuple(Guess(one.id, 0.3, "BI", ("Bus",), ("Nummer",)) for one in ideas)
    factories.written(runs.store, board.process_id, Finding({one.id: code for one in ideas}, (), guesses))


def _decide(planner: Browser, page: Page, place: int, status: int = 303) -> Page:
    """Press the key of a field."""
    button = page.html.css_first(f'button[aria-keyshortcuts="{place}"]')
    return planner.post(ADDRESS, page.fields("#decide") | {"field": button.attributes["value"]}, status)


def _field(idea) -> tuple[int | None, AssignedBy | None]:
    db.session.refresh(idea)
    return idea.action_field_id, idea.field_by


def test_a_decision_is_one_key_and_two_requests_and_leads_to_the_next(board, ideas, staff) -> None:
    planner = staff(Role.PLANNER)
    page = planner.get(ADDRESS)
    assert page.all_words("aside mark") == ["Bus", "Nummer"]
    costs = set()
    for idea in ideas:
        assert page.h1 == idea.title
        with statements() as found:
            page = planner.follow(_decide(planner, page, 2))
        costs.add(len(found))
    assert page.h1 == "Nichts mehr zu entscheiden"
    assert "4 Entscheidungen" in page.text
    assert {_field(one) for one in ideas} == {(board.process.fields[1].id, AssignedBy.STAFF)}
    assert max(costs) <= 40, costs


def test_no_later_run_loses_a_decision_and_nobody_is_asked_twice(board, ideas, staff) -> None:
    planner = staff(Role.PLANNER)
    _decide(planner, planner.get(ADDRESS), 2)
    new = factories.idea(board, title="Neu", text="Neues vom Bus")
    _run(board, [*ideas, new])
    assert _field(ideas[0]) == (board.process.fields[1].id, AssignedBy.STAFF)
    assert planner.get(ADDRESS).all_words("[data-queue] b") == ["Idee 1", "Idee 2", "Idee 3", "Neu"]


def test_of_two_planners_the_second_is_told_and_sees_what_the_first_chose(board, ideas, staff) -> None:
    first, second = staff(Role.PLANNER), staff(Role.PLANNER)
    seen = second.get(ADDRESS)
    _decide(first, first.get(ADDRESS), 1)
    told = _decide(second, seen, 2, status=409)
    assert "Idee 0" in told.words("[role=alert]")
    assert board.process.fields[0].name["de"] in told.words("[role=alert]")
    assert told.h1 == "Idee 1"
    assert _field(ideas[0]) == (board.process.fields[0].id, AssignedBy.STAFF)
    assert len(db.session.scalars(select(FieldDecision)).all()) == 1


def test_a_decision_is_undone_with_a_key_and_stands_in_the_log(board, ideas, staff) -> None:
    planner = staff(Role.PLANNER)
    page = planner.follow(_decide(planner, planner.get(ADDRESS), 2))
    undo = page.html.css_first('button[aria-keyshortcuts="u"]').attributes["value"]
    back = planner.follow(planner.post(f"{ADDRESS}/undo", page.fields("#undo") | {"decision": undo}))
    assert back.h1 == "Idee 0"
    assert _field(ideas[0]) == (board.process.fields[0].id, AssignedBy.MACHINE)
    log = planner.get(f"{ADDRESS}/log")
    assert "rückgängig gemacht am" in log.words("tbody")
    again = planner.post(f"{ADDRESS}/undo", log.fields("#undo") | {"decision": undo}, 409)
    assert again.html.css_first("[role=alert]") is not None


def test_nothing_chosen_is_answered_with_a_sentence_at_the_same_contribution(board, ideas, staff) -> None:
    planner = staff(Role.PLANNER)
    page = planner.get(f"{ADDRESS}?item={ideas[2].reference}")
    assert page.h1 == "Idee 2"
    refused = planner.post(ADDRESS, page.fields("#decide") | {"field": "nowhere"}, 422)
    assert refused.h1 == "Idee 2"
    assert refused.html.css_first("[role=alert]") is not None
    planner.post(f"{ADDRESS}/undo", page.fields("#decide"), 422)
    planner.post(f"{ADDRESS}/undo", planner.get(f"{ADDRESS}/log").fields("#decide") | {"decision": "99"}, 422)


def test_what_is_hidden_is_neither_shown_nor_decided_and_its_words_go(board, ideas, staff) -> None:
    planner = staff(Role.PLANNER)
    seen = planner.get(ADDRESS)
    with factories.writing():
        ideas[0].visibility = Visibility.REJECTED
        db.session.add(ideas[0])
    assert planner.get(ADDRESS).all_words("[data-queue] b") == ["Idee 1", "Idee 2", "Idee 3"]
    _decide(planner, seen, 2, status=404)
    assert factories.written(personal.forget_hidden, today()) == 1
    assert db.session.get(FieldGuess, ideas[0].id) is None


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PARTNER])
def test_deciding_is_for_planners(board, ideas, staff, role: Role) -> None:
    somebody = staff(role)
    somebody.get(ADDRESS, status=403)
    somebody.get(f"{ADDRESS}/log", status=403)


def test_the_machine_asks_first_where_two_fields_are_closest() -> None:
    clear = [Voice(n, f"Der Bus fährt auf der Straße am Radweg {n}", None) for n in range(8)]
    learned = [Voice(10 + n, f"Die Schule braucht Computer für den Unterricht {n}", "BI") for n in range(8)]
    doubtful = Voice(99, "Der Bus zur Schule", None)
    found = find(Reading([*clear, *learned, doubtful], ["MO", "BI"]), lambda _step: None)
    assert found.guesses[0].contribution_id == 99
    assert not {one.id for one in learned} & {guess.contribution_id for guess in found.guesses}
    assert found.guesses[0].words_for
