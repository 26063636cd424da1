"""Planners merge, split, move, pin and park topics; of two the second is told, and every deed is undone."""

import pytest
from sqlalchemy import select

from analysis import personal, runs
from analysis.deeds.models import TopicDeed
from analysis.finding import Finding, Group, Place
from analysis.models import Assignment, DecidedBy, Topic
from participation.core.database import db
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser, Page


def _stored(board, *groups: Group) -> None:
    fields = {place.contribution_id: "MO" for group in groups for place in group.places}
    factories.written(runs.store, board.process_id, Finding(fields, groups))


def _group(name: str, ideas, parts: tuple[str, ...] = ()) -> Group:
    size = len(ideas)
    places = tuple(
        Place(one.id, 0.7, number == 0, ("Bus",), part=number * len(parts) // size) for number, one in enumerate(ideas)
    )
    return Group(name, (name, "Wort"), None, 0.9, places, parts)


def _topic(name: str) -> Topic:
    return db.session.scalars(select(Topic).where(Topic.name == name)).one()


def _standing(ideas) -> list[tuple[str, str]]:
    """Return for each idea its topic, and who decided."""
    rows = db.session.execute(select(Assignment.contribution_id, Topic.name, Assignment.decided_by).join(Topic))
    found = {row[0]: (row[1], row[2].value) for row in rows}
    return [found[one.id] for one in ideas]


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def ideas(board):
    """Six ideas in two topics of the machine; the first topic has two parts."""
    made = [factories.idea(board, title=f"Idee {n}", text=f"Bus Nummer {n}") for n in range(6)]
    _stored(board, _group("Bus", made[:4], ("Nachtbus", "Rufbus")), _group("Radweg", made[4:]))
    return made


@pytest.fixture
def planner(staff) -> Browser:
    """A planner."""
    return staff(Role.PLANNER)


def _address(name: str, way: str = "") -> str:
    return f"/desk/topics/{_topic(name).id}{way}"


def _send(planner: Browser, page: Page, way: str, form: str, status: int = 303, **fields: str) -> Page:
    return planner.post(way, page.fields(form) | fields, status)


def _merge(planner: Browser, page: Page, into: str = "Radweg", status: int = 303) -> Page:
    return _send(planner, page, _address("Bus", "/merge"), "#merge", status, into=str(_topic(into).id))


DEEDS = {
    "rename": ("?do=rename", "/rename", "#rename", {"name": "Busse"}, "Umbenannt: „Bus“ heißt jetzt „Busse“."),
    "confirm": ("", "/confirm", "#deed", {}, "Bestätigt: „Bus“"),
    "merge": (
        "?do=merge",
        "/merge",
        "#merge",
        {"into": "Radweg"},
        "Zusammengeführt: „Bus“ gehört jetzt zu „Radweg“.",
    ),
    "move": ("", "/move", "#move", {"chosen": "0", "target": "Radweg"}, "Ein Beitrag von „Bus“ nach „Radweg“"),
    "begin": ("", "/move", "#move", {"chosen": "0", "target": "new", "new_name": "Neu"}, "nach „Neu“ verschoben"),
    "pin": ("", "/pin", "#move", {"chosen": "0"}, "Angeheftet: Ein Beitrag"),
    "split": ("/split", "/split", "#split", {"own": "1"}, "Geteilt: 2 Beiträge"),
    "park": ("", "/park", "#deed", {}, "Geparkt: „Bus“."),
}


def _fields(ideas, given: dict[str, str]) -> dict[str, str]:
    fields = dict(given)
    for name in [name for name, value in given.items() if value == "Radweg"]:
        fields[name] = str(_topic("Radweg").id)
    if "chosen" in fields:
        fields["chosen"] = str(ideas[0].id)
    return fields


@pytest.mark.parametrize("kind", DEEDS)
def test_every_deed_is_told_logged_and_undone_to_the_last_detail(board, ideas, planner, kind: str) -> None:
    way, to, form, given, told = DEEDS[kind]
    before, names = _standing(ideas), set(db.session.scalars(select(Topic.name)))
    address, bus = _address("Bus"), _topic("Bus").id
    done = planner.follow(_send(planner, planner.get(address + way), address + to, form, **_fields(ideas, given)))
    assert told in done.words("[role=status]")
    assert told in planner.get("/desk/topics/review/log").words("tbody")
    planner.follow(_send(planner, done, "/desk/topics/undo", "#undo", deed=_number(done)))
    db.session.expire_all()
    assert (_standing(ideas), set(db.session.scalars(select(Topic.name)))) == (before, names)
    topic = db.session.get_one(Topic, bus)
    assert (topic.named_by, topic.confirmed_at, topic.aside) == (DecidedBy.MACHINE, None, None)
    log = planner.get("/desk/topics/review/log")
    assert "rückgängig gemacht am" in log.words("tbody")
    again = _send(planner, log, "/desk/topics/undo", "#undo-deed", 409, deed=_number(done))
    assert again.html.css_first("[role=alert]") is not None


def _number(page: Page) -> str:
    return str(page.html.css_first('button[aria-keyshortcuts="u"]').attributes["value"])


@pytest.mark.parametrize("kind", DEEDS)
def test_of_two_planners_the_second_is_told_and_loses_nothing_typed(board, ideas, staff, kind: str) -> None:
    way, to, form, given, told = DEEDS[kind]
    first, second = staff(Role.PLANNER), staff(Role.PLANNER)
    address = _address("Bus")
    seen = second.get(address + way)
    _send(first, first.get(f"{address}?do=rename"), f"{address}/rename", "#rename", name="Bus und Bahn")
    fields = _fields(ideas, given)
    refused = _send(second, seen, address + to, form, 409, **fields)
    assert "Inzwischen hat jemand anders" in refused.words("[role=alert]")
    assert {name: refused.fields(form).get(name) for name in fields} == fields
    assert _standing(ideas[:1]) == [("Bus und Bahn", "machine")]
    once_more = second.follow(_send(second, refused, address + to, form, **refused.fields(form) | fields))
    assert told.replace("„Bus“", "„Bus und Bahn“")[:24] in once_more.words("[role=status]")


def test_what_people_merged_split_and_parked_outlives_the_next_run(board, ideas, planner) -> None:
    page = planner.get(_address("Bus", "/split"))
    _send(planner, page, _address("Bus", "/split"), "#split", **{"own": "1", "name-1": "Rufbus am Abend"})
    park = _address("Radweg")
    _send(planner, planner.get(park), f"{park}/park", "#deed")
    new = factories.idea(board, title="Neu")
    _stored(board, _group("Alles", [*ideas, new]))
    names = [name for name, _ in _standing(ideas)]
    assert names == ["Bus", "Bus", "Rufbus am Abend", "Rufbus am Abend", "Radweg", "Radweg"]
    assert "Radweg" in planner.get(_address("Bus")).words(".pane")
    assert "Zurückholen" in planner.get(park).text
    _send(planner, planner.get(park), f"{park}/resume", "#resume")
    assert "Zurückholen" not in planner.get(park).text


def test_a_merged_topic_leads_on_and_cannot_be_changed(board, ideas, planner) -> None:
    address = _address("Bus")
    stale = planner.get(f"{address}?do=rename")
    merged = planner.follow(_merge(planner, planner.get(f"{address}?do=merge")))
    assert merged.h1 == "Radweg"
    assert "gehört jetzt zu einem anderen" in planner.get(address).text
    assert [name for name, _ in _standing(ideas)] == ["Radweg"] * 6
    _send(planner, stale, f"{address}/rename", "#rename", 409, name="Egal")


def test_what_others_did_since_is_not_undone(board, ideas, planner) -> None:
    move = _address("Bus", "/move")
    chosen = {"chosen": str(ideas[0].id), "target": str(_topic("Radweg").id)}
    done = planner.follow(_send(planner, planner.get(_address("Bus")), move, "#move", **chosen))
    number, radweg = _number(done), _address("Radweg")
    back = {"chosen": str(ideas[0].id), "target": "new", "new_name": "Fähre"}
    _send(planner, planner.get(radweg), f"{radweg}/move", "#move", **back)
    refused = _send(planner, done, "/desk/topics/undo", "#undo", 409, deed=number)
    assert "nicht rückgängig" in refused.words("[role=alert]")
    assert _standing(ideas[:1]) == [("Fähre", "person")]


def test_splitting_says_what_is_missing_and_keeps_what_was_typed(board, ideas, planner) -> None:
    address = _address("Bus", "/split")
    page = planner.get(address)
    assert page.fields("#split")["name-1"] == "Rufbus"
    for fields, said in (
        ({"name-1": "Abends"}, "kreuzen Sie den Teil an"),
        ({"own": "1", "name-1": " "}, "jedem neuen Thema einen Namen"),
    ):
        refused = _send(planner, page, address, "#split", 422, **fields)
        assert said in refused.text
        assert refused.fields("#split")["name-1"] == fields["name-1"].strip()
    assert "keine Teile" in planner.get(_address("Radweg", "/split")).text


def test_pressing_twice_is_one_deed(board, ideas, planner) -> None:
    page = planner.get(f"{_address('Bus')}?do=merge")
    _merge(planner, page)
    _merge(planner, page)
    assert len(db.session.scalars(select(TopicDeed)).all()) == 1


def test_names_in_the_log_go_with_the_words(board, app, planner) -> None:
    person = factories.person(Role.CITIZEN)
    own = [factories.idea(board, title="Xylofon", text="Xylofon", author_id=person.id), factories.idea(board)]
    _stored(board, _group("Musik", own))
    address = _address("Musik")
    _send(planner, planner.get(f"{address}?do=rename"), f"{address}/rename", "#rename", name="Xylofon im Park")
    factories.written(personal.erase, person.id, False)
    db.session.expire_all()
    assert db.session.scalars(select(TopicDeed.name_after)).all() == [None]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PARTNER])
def test_deeds_are_for_planners(board, ideas, staff, role: Role) -> None:
    somebody = staff(role)
    somebody.get(_address("Bus", "/split"), status=403)
    for way in ("rename", "confirm", "move", "pin", "merge", "split", "park", "resume"):
        somebody.post(_address("Bus", f"/{way}"), {}, 403)
