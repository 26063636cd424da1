"""Pairs are judged by people and stay together; unsure places have a tray; where topics mislead, they do not lead."""

import pytest
from sqlalchemy import select

from analysis import overview, personal, runs
from analysis.core.trust import CONFIDENT, FEW_TEXTS
from analysis.finding import Finding, Group, Near, Place, Reading, Voice, find
from analysis.models import Assignment
from analysis.trays.models import NearPair
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.process.models import Process
from tests import factories
from tests.client import Browser, statements

PAIRS, UNSURE = "/desk/topics/pairs", "/desk/topics/unsure"


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def planner(staff) -> Browser:
    """A planner."""
    return staff(Role.PLANNER)


@pytest.fixture
def ideas(board):
    """Six ideas, three pairs of them alike; the machine is sure of none in the second topic."""
    made = [factories.idea(board, title=f"Idee {n}", text=f"Bus Nummer {n}") for n in range(6)]
    _stored(board, made)
    return made


def _stored(board, made, *, texts: int = 0, stability: float = 0.9, confident: float = 0.9) -> None:
    groups = tuple(
        Group(name, (name, "Wort"), "MO", 0.9, tuple(Place(one.id, sure, False, ("Bus",)) for one in own))
        for name, own, sure in (("Rufbus", made[:3], 0.9), ("Radweg", made[3:], 0.2))
    )
    pairs = tuple(Near(made[n].id, made[n + 1].id, ("Bus",)) for n in range(0, len(made) - 1, 2))
    fields = {one.id: "MO" for one in made} | {-n: "MO" for n in range(1, texts)}
    found = Finding(fields, groups, pairs=pairs, stability=stability, confident=confident)
    factories.written(runs.store, board.process_id, found)


def _judge(planner: Browser, verdict: str, status: int = 303, number: int = 0):
    page = planner.get(PAIRS)
    pair = db.session.scalars(select(NearPair).order_by(NearPair.rank)).all()[number]
    fields = page.fields(f"#pair-{pair.id}-form" if pair.is_same is None else f"#undo-{pair.id}")
    return planner.post(PAIRS, {**fields, "verdict": verdict}, status)


def test_pairs_are_judged_kept_and_taken_back(board, ideas, planner) -> None:
    assert planner.get(PAIRS).all_words("main form h3, main article h3, main section h3")[:2] == ["Idee 0", "Idee 1"]
    _judge(planner, "same")
    page = planner.get(PAIRS)
    assert "2 Paare sind offen." in page.text
    assert page.words("tbody td[data-l=Beurteilt]").startswith("dasselbe")
    _stored(board, ideas)
    assert "2 Paare sind offen." in planner.get(PAIRS).text
    _judge(planner, "open")
    assert "3 Paare sind offen." in planner.get(PAIRS).text


def test_of_two_planners_the_second_is_told(board, ideas, planner, staff) -> None:
    stale = planner.get(PAIRS).fields(f"#pair-{db.session.scalars(select(NearPair.id)).first()}-form")
    _judge(staff(Role.PLANNER), "other")
    refused = planner.post(PAIRS, {**stale, "verdict": "same"}, 409)
    assert "Inzwischen hat jemand anders" in refused.words("[role=alert]")
    assert db.session.scalars(select(NearPair.is_same).where(NearPair.is_same.is_not(None))).all() == [False]


def test_pressing_nothing_is_answered_with_a_sentence(board, ideas, planner) -> None:
    assert "einen der Knöpfe" in _judge(planner, "", 422).words("[role=alert]")


def test_hidden_contributions_are_in_no_pair_and_leave_at_night(board, ideas, planner) -> None:
    with factories.writing():
        db.session.merge(ideas[0]).visibility = Visibility.HIDDEN
    assert "2 Paare sind offen." in planner.get(PAIRS).text
    assert "Idee 0" not in planner.get(PAIRS).text
    factories.written(personal.forget_hidden, today())
    assert len(db.session.scalars(select(NearPair)).all()) == 2


TEXTS = (
    "Der Bus fährt am Abend nicht mehr.", "Abends fehlt der Bus ins Dorf.", "Am Wochenende kein Bus.",
    "Freies WLAN am Marktplatz.", "WLAN im Park wäre gut.", "Kein Netz, kein WLAN am See.",
)  # fmt: skip


def test_what_people_call_the_same_stays_in_one_topic_unless_they_moved_it_apart() -> None:
    voices = [Voice(number, text) for number, text in enumerate(TEXTS)]

    def topics(**more) -> dict[int, int]:
        found = find(Reading(more.pop("voices", voices), (), **more), lambda _step: None)
        return {place.contribution_id: number for number, group in enumerate(found.groups) for place in group.places}

    apart = topics(voices=[Voice(0, TEXTS[0], topic="1"), *voices[1:5], Voice(5, TEXTS[5], topic="2")])
    assert apart[0] != apart[5]
    together = topics(
        voices=[Voice(0, TEXTS[0], topic="1"), *voices[1:3], Voice(3, TEXTS[3], topic="2"), *voices[4:]], same=[(0, 5)]
    )
    assert together[0] == together[5] != together[3]
    moved = [Voice(0, TEXTS[0], topic="1"), *voices[1:5], Voice(5, TEXTS[5], topic="2")]
    assert topics(voices=moved, same=[(0, 5)])[0] != topics(voices=moved, same=[(0, 5)])[5]
    copied = [*moved, Voice(6, TEXTS[5]), Voice(7, TEXTS[0])]
    assert topics(voices=copied, same=[(6, 7), (0, 6)])[0] != topics(voices=copied, same=[(6, 7), (0, 6)])[5]


@pytest.mark.slow
def test_a_run_finds_pairs_and_says_how_far_to_trust_its_topics(board) -> None:
    made = [factories.idea(board, title="", text=text) for text in TEXTS]
    with factories.writing():
        runs.analyse(db.session.get_one(Process, board.process_id), lambda _step: None)
    first = db.session.scalars(select(NearPair).order_by(NearPair.rank)).first()
    assert {first.first_id, first.second_id} <= {one.id for one in made}
    trust = overview.trust_in(db.session.get_one(Process, board.process_id))
    assert f"Es sind erst {len(TEXTS)} Texte. Unter {FEW_TEXTS}" in trust.doubts[0]


def test_the_tray_of_unsure_places_leads_to_keeping_and_moving(board, ideas, planner) -> None:
    page = planner.get(UNSURE)
    assert page.all_words("tbody b") == ["Idee 3", "Idee 4", "Idee 5"]
    topic = db.session.get(Assignment, ideas[3].id).topic_id
    fields = page.fields(f"#unsure-{topic}")
    planner.post(f"/desk/topics/{topic}/pin", {**fields, "chosen": str(ideas[3].id)}, 303)
    assert planner.get(UNSURE).all_words("tbody b") == ["Idee 4", "Idee 5"]


def test_topics_lead_where_they_are_to_be_trusted_and_else_the_desk_says_why_not(board, ideas, planner) -> None:
    assert "Warum hier nicht die Themen führen" in planner.get("/desk/topics").text
    page = planner.get("/desk/topics")
    assert "Es sind erst 6 Texte. Unter 60" in page.text
    assert page.all_words("tbody td")[:3] == ["Mobilität", "6", "0"]
    assert [words for words in page.all_words("li") if words.startswith("Idee 0")]
    assert [words for words in page.all_words("li") if words.startswith("Radweg")]
    _stored(board, ideas, texts=100)
    assert planner.get("/desk/topics").h1 in {"Rufbus", "Radweg"}
    _stored(board, ideas, texts=100, stability=0.4)
    assert "stünden in einer anderen Analyse nur 4 zusammen; es sollten 5 sein" in planner.get("/desk/topics").text
    _stored(board, ideas, texts=100, confident=CONFIDENT / 2)
    assert "gehören nur 25 deutlich zu ihrem Thema; es sollten 30 sein" in planner.get("/desk/topics").text


def test_the_page_of_the_runs_says_how_often_people_saw_it_as_the_machine(board, ideas, planner) -> None:
    topic = db.session.get(Assignment, ideas[3].id).topic_id
    page = planner.get(UNSURE)
    planner.post(f"/desk/topics/{topic}/pin", {**page.fields(f"#unsure-{topic}"), "chosen": str(ideas[3].id)}, 303)
    other = db.session.get(Assignment, ideas[0].id).topic_id
    fields = planner.get(UNSURE).fields(f"#unsure-{topic}")
    planner.post(f"/desk/topics/{topic}/move", {**fields, "chosen": str(ideas[4].id), "target": str(other)}, 303)
    assert (
        "In 1 von 2 Entscheidungen sahen es Menschen bisher wie die Maschine." in planner.get("/desk/topics/run").text
    )


def test_the_trays_are_for_planners(board, ideas, staff) -> None:
    for path in (PAIRS, UNSURE):
        staff(Role.MODERATOR).get(path, 403)


@pytest.mark.parametrize("path", [PAIRS, UNSURE, "/desk/topics"])
def test_the_trays_take_the_same_number_of_statements_however_much_is_in_them(board, ideas, planner, path) -> None:
    planner.get(path)
    with statements() as few:
        planner.get(path)
    _stored(board, [*ideas, *(factories.idea(board) for _ in range(12))])
    with statements() as many:
        planner.get(path)
    assert len(few) == len(many)
