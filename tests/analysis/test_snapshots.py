"""What the council read is found again: kept, compared, held still; what people take back is gone there, too."""

import pytest
from sqlalchemy import select

from analysis import runs
from analysis.deeds import services as deeds
from analysis.finding import Finding, Group, Place
from analysis.models import Assignment, Topic
from analysis.snapshots import services
from analysis.snapshots.models import Snapshot, SnapshotPlace, SnapshotTopic
from analysis.snapshots.rules import compare
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.process.models import Process
from tests import factories
from tests.client import Browser

PAGE = "/desk/topics/snapshots"
BUS, BENCH = "Der Bus fährt abends nicht. ", "Am See fehlt eine Bank. "


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
    """Six ideas in two topics."""
    made = [factories.idea(board, title=f"{text[:7]}{n}", text=text) for text in (BUS, BENCH) for n in range(3)]
    _found(board, {"bus, abend": made[:3], "bank, see": made[3:]})
    return made


def _found(board, groups) -> None:
    """Let a run find these topics; the same name is the same topic."""
    with factories.writing():
        keys = {topic.name: str(topic.id) for topic in db.session.scalars(select(Topic))}
        found = [
            Group(
                name=name,
                words=tuple(name.split(", ")),
                field=None,
                stability=1.0,
                places=tuple(Place(one.id, 0.9, is_typical=False, words=()) for one in members),
                key=keys.get(name),
            )
            for name, members in groups.items()
        ]
        runs.store(board.process_id, Finding(groups=tuple(found), fields={}, guesses=()))


def _keep(planner: Browser, name: str = "Rat im Dezember", **more: str) -> int:
    page = planner.fill(PAGE, form="#take-form", name=name, **more)
    return int(page.location.rsplit("/", 1)[1])


def test_what_lies_between_two_states_is_counted_topic_by_topic() -> None:
    found = compare({1: 7, 2: 7, 3: 7, 4: 8, 5: 8}, {1: 7, 2: 8, 4: 8, 6: 8, 5: 9})
    lines = {
        one.key: (one.before, one.after, one.stayed, one.came, one.fresh, one.left, one.gone) for one in found.drifts
    }
    assert lines == {7: (3, 1, 1, 0, 0, 1, 1), 8: (2, 3, 1, 1, 1, 1, 0), 9: (0, 1, 0, 1, 0, 0, 0)}
    assert [one.into for one in found.drifts] == [8, 9, None]
    assert (found.known, found.same, found.moved) == (4, 2, (2, 5))


def test_a_state_is_kept_and_nothing_has_changed_yet(planner, ideas) -> None:
    number = _keep(planner)
    page = planner.get(f"{PAGE}/{number}")
    assert "Rat im Dezember" in page.words("h1")
    assert "6 Beiträge stehen in beiden Ständen, jeder im selben Thema." in page.words("main")
    assert page.words("main").count("unverändert") == 2
    assert "Rat im Dezember" in planner.get(PAGE).words("#kept, [aria-labelledby=kept]")


def test_what_a_planner_moved_since_is_told_with_its_way(planner, ideas) -> None:
    number = _keep(planner)
    with factories.writing():
        topics = {topic.name: topic for topic in db.session.scalars(select(Topic))}
        deeds.move([ideas[0].id], topics["bus, abend"], topics["bank, see"], topics["bus, abend"].version, None)
        deeds.rename(topics["bank, see"], "Sitzen am See", topics["bank, see"].version, None)
    said = planner.get(f"{PAGE}/{number}").words("main")
    assert "Von 6 Beiträgen, die in beiden Ständen stehen, steht 1 danach in einem anderen Thema." in said
    assert "1 ging, zu „Sitzen am See“" in said
    assert "1 aus einem anderen Thema" in said
    assert "vorher: bank, see" in said
    assert ideas[0].reference in said


def test_two_kept_states_are_compared_in_the_order_of_time_whichever_is_opened(planner, board, ideas) -> None:
    first = _keep(planner, "Vorher")
    fresh = factories.idea(board, title="Neu", text=BUS)
    _found(board, {"bus, abend": [*ideas[:3], fresh], "bank, see": ideas[3:]})
    second = _keep(planner, "Nachher")
    _found(board, {"alles": [*ideas, fresh]})
    for one, other in ((first, second), (second, first)):
        said = planner.get(f"{PAGE}/{one}?with={other}").words("main")
        assert "zwischen „Vorher“" in said
        assert "1 kam seither dazu" in said
        assert "alles" not in said
    assert "neues Thema" in planner.get(f"{PAGE}/{second}").words("main")
    assert "nicht mehr da" in planner.get(f"{PAGE}/{second}").words("main")


def test_as_long_as_the_topics_are_held_no_run_moves_anything(planner, board, ideas) -> None:
    number = _keep(planner, is_held="y")
    assert not runs.read(board.process_id).is_whole
    run = planner.get("/desk/topics/run")
    assert "Rat im Dezember" in run.words("main")
    assert run.html.css_first("button[name=analyse]") is None
    before = dict(db.session.execute(select(Assignment.contribution_id, Assignment.topic_id)).all())
    with factories.writing():
        runs.analyse(db.session.get_one(Process, board.process_id), lambda _step: None)
    assert dict(db.session.execute(select(Assignment.contribution_id, Assignment.topic_id)).all()) == before
    planner.fill(PAGE, form=f"#kept-{number}", deed="release")
    assert runs.read(board.process_id).is_whole
    assert planner.get("/desk/topics/run").html.css_first("button[name=analyse]") is not None


def test_without_a_name_or_without_topics_nothing_is_kept_and_a_sentence_says_why(planner, board) -> None:
    page = planner.fill(PAGE, 422, form="#take-form", name=" ", is_held="y")
    assert "wofür" in page.words("main")
    assert page.html.css_first("[name=is_held][checked]") is not None
    planner.fill(PAGE, form="#take-form", name="Zu früh")
    assert "Es gibt noch keine Themen" in planner.get(f"{PAGE}?said=empty").words("main")
    assert db.session.scalars(select(Snapshot)).all() == []


def test_what_is_deleted_is_gone_and_the_topics_stay(planner, ideas) -> None:
    number = _keep(planner)
    planner.fill(PAGE, form=f"#kept-{number}", deed="delete")
    assert db.session.scalars(select(SnapshotTopic)).all() == []
    assert db.session.scalars(select(SnapshotPlace)).all() == []
    assert len(db.session.scalars(select(Assignment)).all()) == 6
    planner.get(f"{PAGE}/{number}", status=404)


def test_what_is_hidden_later_leaves_what_was_kept_with_its_words(planner, board, ideas) -> None:
    _keep(planner)
    with factories.writing():
        services.forget([one.id for one in ideas[:3]])
    names = sorted(db.session.scalars(select(SnapshotTopic.name)))
    assert names == ["bank, see", "–"]
    assert len(db.session.scalars(select(SnapshotPlace)).all()) == 3


def test_a_hidden_contribution_is_not_named_in_the_comparison(planner, board, ideas) -> None:
    number = _keep(planner)
    _found(board, {"alles": ideas})
    with factories.writing():
        ideas[0] = db.session.merge(ideas[0])
        ideas[0].visibility = Visibility.HIDDEN
    said = planner.get(f"{PAGE}/{number}").words("main")
    assert ideas[1].reference in said
    assert ideas[0].reference not in said


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PARTNER])
def test_who_does_not_sort_topics_reads_nothing_of_it(staff, planner, ideas, role) -> None:
    number = _keep(planner)
    other = staff(role)
    other.get(PAGE, status=403)
    other.get(f"{PAGE}/{number}", status=403)
