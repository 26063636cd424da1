"""What planners decided outlives every run; what a run changes is shown, kept or put back, and nothing else moves."""

import csv
from collections import Counter
from random import Random

import pytest
from sqlalchemy import select

from analysis import runs
from analysis.deeds import services as deeds
from analysis.finding import Finding, Group, Place
from analysis.models import Assignment, DecidedBy, Topic, TopicChange
from participation.core.database import db
from participation.core.settings import HOUSE
from participation.core.vocabulary import Role
from participation.process.models import Process
from tests import factories
from tests.client import Browser, statements

GOLD = HOUSE / "tests" / "bench" / "gold" / "ideas_de.csv"
PAGE = "/desk/topics/changes"


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def planner(staff) -> Browser:
    """A planner."""
    return staff(Role.PLANNER)


def _written(board, first: int, last: int):
    """Take in some ideas of the gold set."""
    with GOLD.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["id"])[first:last]
    return [factories.idea(board, title=row["body"][:80], text=row["body"]) for row in rows]


def _run(board, *, is_whole: bool = True) -> None:
    with factories.writing():
        runs.analyse(db.session.get_one(Process, board.process_id), lambda _step: None, is_whole=is_whole)


def _standing(ideas) -> dict[int, tuple[int, str]]:
    """Return for each idea its topic, and who decided."""
    columns = Assignment.contribution_id, Assignment.topic_id, Assignment.decided_by
    found = {number: (topic, by.value) for number, topic, by in db.session.execute(select(*columns))}
    return {one.id: found[one.id] for one in ideas}


def _topics() -> list[Topic]:
    """Return the topics that are in the list, the largest first."""
    sizes = Counter(db.session.scalars(select(Assignment.topic_id)))
    rows = db.session.scalars(select(Topic).where(Topic.aside.is_(None)).order_by(Topic.id)).all()
    return sorted(rows, key=lambda topic: -sizes[topic.id])


def _inside(topic: Topic) -> list[int]:
    return list(db.session.scalars(select(Assignment.contribution_id).where(Assignment.topic_id == topic.id)))


def _corrected(chance: Random) -> dict[str, dict[int, object]]:
    """Make fifty corrections as a planner does; return where everything a person decided stands after them."""
    with factories.writing():
        large = _topics()[0]
        for name in ("Erstes eigenes", "Zweites eigenes", "Drittes eigenes"):
            deeds.move(_inside(large)[:6], large, name, large.version, None)
        deeds.merge(_named("Drittes eigenes"), _named("Erstes eigenes"), _named("Drittes eigenes").version, None)
        deeds.park(_named("Zweites eigenes"), _named("Zweites eigenes").version, None)
        for number, topic in enumerate(_topics()[:3]):
            deeds.rename(topic, f"Name {number}", topic.version, None)
        for number in range(42):
            source = chance.choice([topic for topic in _topics() if _inside(topic)])
            target = chance.choice([topic for topic in _topics() if topic is not source])
            chosen = [chance.choice(_inside(source))]
            if number % 3:
                deeds.move(chosen, source, target if number != 40 else "Ein eigenes Thema", source.version, None)
            else:
                deeds.pin(chosen, source, source.version, None)
    by_people = select(Assignment).where(Assignment.decided_by == DecidedBy.PERSON)
    named = select(Topic).where(Topic.named_by == DecidedBy.PERSON)
    return {
        "places": {one.contribution_id: one.topic_id for one in db.session.scalars(by_people)},
        "names": {topic.id: topic.name for topic in db.session.scalars(named)},
        "aside": {topic.id: topic.aside for topic in db.session.scalars(select(Topic)) if topic.aside},
    }


def _lost(corrected: dict[str, dict[int, object]]) -> list[object]:
    """Return every correction that does not stand any more."""
    db.session.expire_all()
    rows = db.session.scalars(select(Assignment).where(Assignment.decided_by == DecidedBy.PERSON))
    topics = {topic.id: topic for topic in db.session.scalars(select(Topic))}
    now_in = {one.contribution_id: one.topic_id for one in rows}
    lost: list[object] = [pair for pair in corrected["places"].items() if now_in.get(pair[0]) != pair[1]]
    lost += [pair for pair in corrected["names"].items() if pair[0] not in topics or topics[pair[0]].name != pair[1]]
    lost += [pair for pair in corrected["aside"].items() if pair[0] not in topics or topics[pair[0]].aside != pair[1]]
    return lost


@pytest.mark.slow
def test_of_fifty_corrections_none_is_lost_when_a_fifth_more_comes_in(board) -> None:
    _written(board, 0, 150)
    _run(board)
    corrected = _corrected(Random(4))
    assert len(corrected["places"]) >= 42
    _written(board, 150, 180)
    _run(board, is_whole=False)
    assert _lost(corrected) == []
    _run(board)
    assert _lost(corrected) == []


@pytest.mark.slow
def test_sorting_in_what_is_new_moves_nothing(board) -> None:
    old = _written(board, 0, 60)
    _run(board)
    before, names = _standing(old), {topic.id: topic.name for topic in _topics()}
    new = _written(board, 60, 70)
    _run(board, is_whole=False)
    assert _standing(old) == before
    assert {topic.id: topic.name for topic in _topics()} == names
    placed = _standing(new)
    assert {topic for topic, _ in placed.values()} <= set(names)
    assert set(db.session.scalars(select(TopicChange.contribution_id))) == {one.id for one in new}


def _group(name: str, ideas, like: str = "") -> Group:
    places = tuple(Place(one.id, 0.7, number == 0, ("Bus",)) for number, one in enumerate(ideas))
    key = str(_named(like).id) if like else None
    return Group(name, (name, "Wort"), "MO", 0.9, places, key=key)


def _named(name: str) -> Topic:
    return db.session.scalars(select(Topic).where(Topic.name == name)).one()


def _stored(board, *groups: Group) -> None:
    fields = {place.contribution_id: "MO" for group in groups for place in group.places}
    factories.written(runs.store, board.process_id, Finding(fields, groups))


@pytest.fixture
def ideas(board):
    """Seven ideas; in the second run the third one moved, the sixth and seventh are new, one in a new topic."""
    made = [factories.idea(board, title=f"Idee {n}", text=f"Bus Nummer {n}") for n in range(7)]
    _stored(board, _group("Bus", made[:3]), _group("Radweg", made[3:5]))
    assert db.session.scalars(select(TopicChange)).all() == []
    _stored(
        board,
        _group("Bus", made[:2], "Bus"),
        _group("Radweg", made[2:6], "Radweg"),
        _group("WLAN im Park", made[6:]),
    )
    return made


def test_only_what_changed_is_shown_with_where_it_was(board, ideas, planner) -> None:
    page = planner.get(PAGE)
    assert page.all_words("tbody b") == ["Idee 2", "Idee 5", "Idee 6"]
    assert page.all_words("tbody td[data-l=Vorher]") == ["Bus", "neu", "neu"]
    assert [words.split()[0] for words in page.all_words("section .row-far p")] == ["2", "Neues"]
    assert "3 Änderungen" in planner.get("/desk/topics").words(".pane")


def _press(planner: Browser, deed: str, chosen, status: int = 303, topic: str = "Radweg"):
    number = _named(topic).id
    fields = planner.get(PAGE).fields(f"#changes-{number}")
    sent = {**fields, "deed": deed, "chosen": [str(one.id) for one in chosen]}
    return planner.post(f"/desk/topics/{number}/changes", sent, status)


def test_what_is_kept_stays_for_good_and_leaves_the_list(board, ideas, planner) -> None:
    _press(planner, "keep", [ideas[2], ideas[5]])
    assert planner.get(PAGE).all_words("tbody b") == ["Idee 6"]
    _stored(board, _group("Bus", ideas, "Bus"))
    assert [by for _, by in _standing([ideas[2], ideas[5]]).values()] == ["person", "person"]


def test_what_is_put_back_is_where_it_was_for_good(board, ideas, planner) -> None:
    _press(planner, "back", [ideas[2], ideas[5]])
    assert _standing([ideas[2]])[ideas[2].id] == (_named("Bus").id, "person")
    assert _standing([ideas[5]])[ideas[5].id] == (_named("Radweg").id, "machine")
    assert planner.get(PAGE).all_words("tbody b") == ["Idee 5", "Idee 6"]


def test_what_was_only_seen_is_left_to_the_machine(board, ideas, planner) -> None:
    _press(planner, "seen", [ideas[2]])
    assert planner.get(PAGE).all_words("tbody b") == ["Idee 5", "Idee 6"]
    assert _standing([ideas[2]])[ideas[2].id] == (_named("Radweg").id, "machine")


def test_what_comes_back_by_itself_was_no_change(board, ideas, planner) -> None:
    _stored(board, _group("Bus", ideas[:3], "Bus"), _group("Radweg", ideas[3:], "Radweg"))
    assert planner.get(PAGE).all_words("tbody b") == ["Idee 5", "Idee 6"]


def test_ticking_nothing_is_answered_with_a_sentence(board, ideas, planner) -> None:
    assert "mindestens einen Beitrag" in _press(planner, "keep", [], 422).words("[role=alert]")


def test_of_two_planners_the_second_is_told(board, ideas, planner, staff) -> None:
    number = _named("Radweg").id
    fields = planner.get(PAGE).fields(f"#changes-{number}") | {"deed": "keep", "chosen": [str(ideas[2].id)]}
    factories.written(deeds.rename, _named("Radweg"), "Wege", _named("Radweg").version, None)
    page = planner.post(f"/desk/topics/{number}/changes", fields, 409)
    assert "Inzwischen hat jemand anders" in page.words("[role=alert]")
    assert _standing([ideas[2]])[ideas[2].id][1] == "machine"


def test_hidden_contributions_are_not_among_the_changes(board, ideas, planner) -> None:
    from participation.moderation.rules import Visibility

    with factories.writing():
        db.session.merge(ideas[5]).visibility = Visibility.HIDDEN
    assert planner.get(PAGE).all_words("tbody b") == ["Idee 2", "Idee 6"]


def test_planners_sort_in_what_is_new_with_one_button(board, ideas, planner) -> None:
    from participation.core import jobs

    assert "Neues einsortieren" not in planner.get("/desk/topics/run").text
    factories.idea(board, title="Ganz neu")
    page = planner.get("/desk/topics/run")
    planner.post("/desk/topics/analyse", page.fields("#analyse") | {"only_new": "yes"}, 303)
    job = jobs.open_with(runs.key_of(board.process_id))
    assert job is not None
    assert job.payload["whole"] is False


def test_changes_are_for_planners(board, ideas, staff) -> None:
    staff(Role.MODERATOR).get(PAGE, 403)
    staff(Role.MODERATOR).get("/desk/topics/999/changes", 405)


def test_the_page_takes_the_same_number_of_statements_however_many_there_are(board, ideas, planner) -> None:
    planner.get(PAGE)
    with statements() as few:
        planner.get(PAGE)
    more = [factories.idea(board) for _ in range(12)]
    _stored(
        board,
        _group("Bus", ideas[:2], "Bus"),
        _group("Radweg", ideas[2:6], "Radweg"),
        *(_group(f"Thema {number}", more[number : number + 3]) for number in range(0, 12, 3)),
    )
    with statements() as many:
        page = planner.get(PAGE)
    assert len(page.all_words("tbody b")) > 10
    assert len(few) == len(many)
