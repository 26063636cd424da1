"""Planners see why the machine suggests a topic, correct it, and are never overruled."""

import pytest
from sqlalchemy import func, select

from analysis import personal, runs
from analysis.core.cluster import ClusterMissing
from analysis.deeds import services as deeds
from analysis.finding import Finding, Group, Place
from analysis.models import AnalysisRun, Assignment, DecidedBy, Topic
from participation.access.guard import see_all
from participation.core import jobs
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.plan.models import Measure
from tests import factories
from tests.client import Browser, statements


def _group(name: str, *members: int, field: str | None = None, like: str = "") -> Group:
    """Make a topic as the machine finds it; `like` names the one of before that it is."""
    places = tuple(Place(member, 0.7, number == 0, ("Bus",)) for number, member in enumerate(members))
    return Group(name, (name, "Wort"), field, 0.9, places, key=str(_topic(like).id) if like else None)


def _stored(board, *groups: Group) -> None:
    fields = {place.contribution_id: group.field or "MO" for group in groups for place in group.places}
    factories.written(runs.store, board.process_id, Finding(fields, groups))


def _topic(name: str) -> Topic:
    return db.session.scalars(select(Topic).where(Topic.name == name)).one()


def _topic_of(idea) -> str:
    return db.session.scalars(select(Topic.name).join(Assignment).where(Assignment.contribution_id == idea.id)).one()


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def ideas(board):
    """Five ideas."""
    return [factories.idea(board, title=f"Idee {n}", text=f"Bus Nummer {n}") for n in range(5)]


def test_the_desk_shows_topics_by_field_with_the_words_that_led_there(board, ideas, staff) -> None:
    _stored(board, _group("Rufbus", *[one.id for one in ideas[:3]]), _group("Radweg", *[one.id for one in ideas[3:]]))
    page = staff(Role.PLANNER).get("/desk/topics")
    assert page.h1 == "Rufbus"
    assert "Radweg" in page.words(".pane")
    assert page.words("aside mark") == "Bus"


def test_why_here_names_neighbours_words_for_elsewhere_the_day_and_the_figure(board, staff) -> None:
    bus, again, path, alone = (
        factories.idea(board, title=title, text=text)
        for title, text in (
            ("Rufbus am Abend", "Der Bus soll auch nach acht fahren, bis zum Bahnhof mit seinem Radweg."),
            ("Später Bus", "Am Abend fährt kein Bus zum Bahnhof."),
            ("Sicherer Radweg", "Der Radweg endet im Graben."),
            ("Leseecke", "Sessel und Zeitungen."),
        )
    )
    ways = Group("Wege", ("Radweg",), "MO", 0.9, (Place(path.id, 0.7, True, ("Radweg",)),))
    _stored(board, _group("Bus", bus.id, again.id, alone.id), ways)
    planner, address = staff(Role.PLANNER), f"/desk/topics/{_topic('Bus').id}"
    why = planner.get(f"{address}?item={bus.reference}")
    assert why.all_words("aside li a[lang]") == ["Später Bus"]
    assert "beide sagen: " in why.words("aside")
    assert "Leseecke" not in why.words("aside")
    assert why.words("aside .alt") == "Radweg"
    assert why.html.css_first(f"aside a[href$='/desk/topics/{_topic('Wege').id}']").text() == "Wege"
    assert "Sicherheit 70 von 100" in why.words("aside")
    assert "Kein anderer Beitrag" in planner.get(f"{address}?item={alone.reference}").words("aside")


def test_a_new_name_outlives_the_next_run(board, ideas, staff) -> None:
    ids = [one.id for one in ideas]
    _stored(board, _group("Bus", *ids))
    address = f"/desk/topics/{_topic('Bus').id}"
    staff(Role.PLANNER).fill(f"{address}?do=rename", form="#rename", name="Bus und Rufbus")
    _stored(board, _group("Haltestelle", *ids, like="Bus und Rufbus"))
    assert _topic_of(ideas[0]) == "Bus und Rufbus"


def test_a_moved_contribution_stays_where_a_person_put_it(board, ideas, staff) -> None:
    ids = [one.id for one in ideas]
    _stored(board, _group("Bus", *ids[:3]), _group("Radweg", *ids[3:]))
    source, target = _topic("Bus"), _topic("Radweg")
    planner = staff(Role.PLANNER)
    fields = planner.get(f"/desk/topics/{source.id}").fields("#move")
    planner.post(f"/desk/topics/{source.id}/move", {**fields, "chosen": str(ids[0]), "target": str(target.id)})
    assert _topic_of(ideas[0]) == "Radweg"
    _stored(board, _group("Bus", *ids[:3], like="Bus"), _group("Radweg", *ids[3:], like="Radweg"))
    assert _topic_of(ideas[0]) == "Radweg"
    assert _topic_of(ideas[1]) == "Bus"


def test_contributions_can_begin_a_topic_of_their_own(board, ideas, staff) -> None:
    ids = [one.id for one in ideas]
    _stored(board, _group("Bus", *ids))
    planner, source = staff(Role.PLANNER), _topic("Bus")
    fields = planner.get(f"/desk/topics/{source.id}").fields("#move")
    refused = planner.post(
        f"/desk/topics/{source.id}/move", {**fields, "chosen": str(ids[0]), "target": "new"}, status=422
    )
    assert "Namen" in refused.text
    planner.post(
        f"/desk/topics/{source.id}/move", {**fields, "chosen": str(ids[0]), "target": "new", "new_name": "Nachtbus"}
    )
    assert _topic_of(ideas[0]) == "Nachtbus"


def test_moving_nothing_is_answered_with_a_sentence(board, ideas, staff) -> None:
    _stored(board, _group("Bus", *[one.id for one in ideas]))
    planner, source = staff(Role.PLANNER), _topic("Bus")
    fields = planner.get(f"/desk/topics/{source.id}").fields("#move")
    fields.pop("chosen", None)
    assert "mindestens einen Beitrag" in planner.post(f"/desk/topics/{source.id}/move", fields, status=422).text


def test_a_topic_becomes_a_draft_measure_with_its_origins_in_one_step(board, ideas, staff) -> None:
    _stored(board, _group("Bus", *[one.id for one in ideas]))
    planner, source = staff(Role.PLANNER), _topic("Bus")
    page = planner.get(f"/desk/topics/{source.id}")
    fields = page.fields("form[action$='/measure']")
    first = planner.post(f"/desk/topics/{source.id}/measure", fields)
    second = planner.post(f"/desk/topics/{source.id}/measure", fields)
    assert first.location == second.location
    assert "Bus" in planner.follow(first).text
    assert db.session.scalar(see_all(select(func.count(Measure.id)), "a test")) == 1
    assert "Bus" in planner.get(f"/desk/topics/{source.id}").text


def test_authors_read_the_topic_once_a_person_has_confirmed_it(board, ideas, staff, browser: Browser) -> None:
    _stored(board, _group("Bus", *[one.id for one in ideas]))
    way = f"/ideas/{ideas[0].reference}/way"
    assert "Thema: Bus" not in browser.get(way).text
    topic = _topic("Bus")
    planner = staff(Role.PLANNER)
    planner.post(f"/desk/topics/{topic.id}/confirm", planner.get(f"/desk/topics/{topic.id}").fields("#deed"))
    assert "Thema: Bus" in browser.get(way).text


def test_a_confirmed_topic_keeps_its_contributions(board, ideas) -> None:
    ids = [one.id for one in ideas]
    _stored(board, _group("Bus", *ids))
    factories.written(deeds.confirm, _topic("Bus"), 1, None)
    _stored(board, _group("Ganz anders", ids[0], ids[1]), _group("Noch anders", *ids[2:]))
    assert {_topic_of(one) for one in ideas} == {"Bus"}
    assert db.session.scalars(select(Assignment.decided_by).distinct()).all() == [DecidedBy.PERSON]


def test_the_machine_suggests_a_field_only_where_nobody_chose_one(board, ideas) -> None:
    mobility, education = board.process.fields
    chosen = factories.idea(board, action_field_id=education.id)
    _stored(board, _group("Bus", ideas[0].id, chosen.id, field="MO"))
    db.session.refresh(ideas[0])
    db.session.refresh(chosen)
    assert ideas[0].action_field_id == mobility.id
    assert chosen.action_field_id == education.id


def test_ordering_a_run_is_a_job_and_its_progress_can_be_seen(board, ideas, staff) -> None:
    planner = staff(Role.PLANNER)
    page = planner.get("/desk/topics")
    planner.post("/desk/topics/analyse", page.fields("main form"))
    assert [job.kind for job in jobs.unfinished().rows] == [runs.JOB]
    assert "Schritt 0 von 3" in planner.get("/desk/topics").text


@pytest.mark.slow
def test_the_whole_run_sorts_what_is_public_and_nothing_else(board, app) -> None:
    bus = [
        factories.idea(board, title=f"Bus {n}", text=f"Der Rufbus soll am Abend fahren, Linie {n}.") for n in range(6)
    ]
    book = [
        factories.idea(board, title=f"Buch {n}", text=f"Mehr Bücher in der Bibliothek, Regal {n}.") for n in range(6)
    ]
    hidden = factories.idea(board, title="Bus geheim", text="Der Rufbus geheim.", public=False)
    factories.written(runs.order, board.process)
    jobs.reconcile()
    assert jobs.unfinished().rows == []
    assert len({_topic_of(one) for one in bus}) == 1
    assert len({_topic_of(one) for one in book}) == 1
    assert _topic_of(bus[0]) != _topic_of(book[0])
    assert db.session.get(Assignment, hidden.id) is None
    assert db.session.scalar(select(func.count(AnalysisRun.id))) == 1


@pytest.mark.slow
def test_the_command_says_how_many_topics_there_are(board, ideas, app) -> None:
    slug = board.process.slug
    with factories.writing():
        said = app.test_cli_runner().invoke(args=["analyse", slug])
    assert said.exit_code == 0, said.output
    assert "topics." in said.output
    assert "no process" in app.test_cli_runner().invoke(args=["analyse", "nowhere"]).output


def test_erased_words_leave_the_topics(board, app) -> None:
    person = factories.person(Role.CITIZEN)
    own = factories.idea(board, title="Xylofon", text="Ein Xylofon im Park", author_id=person.id)
    other = factories.idea(board, title="Bank", text="Eine Bank im Park")
    places = (Place(own.id, 0.9, True, ("Xylofon", "Park")), Place(other.id, 0.9, False, ("Park",)))
    _stored(board, Group("Xylofon, Park", ("Xylofon", "Park"), None, 1.0, places))
    assert "Xylofon" in str(personal.export(person.id))
    factories.written(personal.erase, person.id, False)
    topic = db.session.scalars(select(Topic)).one()
    assert (topic.name, topic.words) == ("Park", ["Park"])
    assert db.session.get(Assignment, own.id) is None


def test_what_is_hidden_leaves_its_topic_at_night(board, ideas) -> None:
    _stored(board, _group("Bus", *[one.id for one in ideas]))
    with factories.writing():
        ideas[0].visibility = Visibility.REJECTED
        db.session.add(ideas[0])
    assert factories.written(personal.forget_hidden, today()) == 1
    assert db.session.get(Assignment, ideas[0].id) is None


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PARTNER])
def test_topics_are_for_planners(board, ideas, staff, role: Role) -> None:
    staff(role).get("/desk/topics", status=403)


def test_the_page_takes_the_same_number_of_statements_however_many_there_are(board, staff) -> None:
    few = [factories.idea(board).id for _ in range(3)]
    _stored(board, _group("Bus", *few))
    planner = staff(Role.PLANNER)
    with statements() as small:
        planner.get("/desk/topics")
    many = [factories.idea(board).id for _ in range(12)]
    _stored(board, _group("Bus", *few), *[_group(f"Thema {one}", one) for one in many])
    with statements() as large:
        planner.get("/desk/topics")
    assert len(small) == len(large)


def test_a_cluster_that_does_not_answer_is_told_in_a_sentence(app, monkeypatch) -> None:
    slug = factories.process().slug

    def nobody(_address: str) -> None:
        raise ClusterMissing("No cluster answers at tcp://10.0.0.5:8786.")

    monkeypatch.setattr(runs, "cores", nobody)
    said = app.test_cli_runner().invoke(args=["analyse", slug])
    assert (said.exit_code, said.output.strip()) == (1, "Error: No cluster answers at tcp://10.0.0.5:8786.")
