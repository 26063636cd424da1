"""Two people sort the same ideas blind to each other; how far they agree is told in a figure and in words."""

import pytest
from sklearn.metrics import cohen_kappa_score
from sqlalchemy import select

from analysis.coding import services
from analysis.coding.models import Code, CodingRound
from analysis.coding.rules import reliability
from participation.contributions.models import AssignedBy
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, Page

ADDRESS = "/desk/topics/double"


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def ideas(board):
    """Three public ideas."""
    return [factories.idea(board, title=f"Idee {n}", text=f"Bus Nummer {n}") for n in range(3)]


def _says(coder: Browser, address: str, place: int | str) -> Page:
    """Press the key of a field on the page one is on."""
    page = coder.get(address)
    button = page.html.css_first(f'button[aria-keyshortcuts="{place}"]')
    return coder.post(address, page.fields("#code") | {"field": button.attributes["value"]})


def _both(staff) -> tuple[Browser, Browser, str]:
    """Begin a round as one planner, join it as another."""
    first, second = staff(Role.PLANNER), staff(Role.PLANNER)
    address = first.fill(ADDRESS, size="20").location
    second.fill(ADDRESS, form="[id^=join]")
    return first, second, address


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "a"), ("b", "b"), ("a", "b"), ("c", "c"), ("c", "a")],
        [("a", "b"), ("b", "a")],
        [("a", "a"), ("", ""), ("a", "")],
    ],
)
def test_kappa_is_that_of_scikit_learn(pairs) -> None:
    expected = cohen_kappa_score(*zip(*pairs, strict=True))
    assert reliability(pairs).kappa == pytest.approx(expected)


def test_where_chance_explains_all_there_is_no_kappa() -> None:
    assert reliability([("a", "a")] * 3).kappa is None
    assert reliability([]).kappa is None
    assert [reliability([("a", "a"), ("b", "b")]).level, reliability([("a", "b"), ("b", "a")]).level] == [5, 0]


def test_two_sort_blind_and_then_read_how_far_they_agree_and_settle_the_rest(board, ideas, staff) -> None:
    first, second, address = _both(staff)
    for place in (1, 2, 0):
        _says(first, address, place)
    assert first.get(address).h1 == "Sie haben alles zugeordnet"
    seen = second.get(address)
    assert not seen.all_words("aside mark")
    assert board.process.fields[0].name["de"] not in seen.words("[data-queue]"), "what the first said shines through"
    for place in (1, 1, 0):
        _says(second, address, place)
    told = second.get(address)
    assert told.h1 == "Wie weit sich zwei einig sind"
    kappa = cohen_kappa_score(["1", "2", "0"], ["1", "1", "0"])
    assert f"(Kappa {kappa:.1f})".replace(".", ",") in told.words("main")
    disputed = told.html.css("#disputed-card tbody tr, tbody tr")
    assert len(disputed) == 1
    button = told.html.css_first("tbody button")
    values = told.fields("tbody form") | {"field": button.attributes["value"]}
    late = first.get(address).fields("tbody form")
    second.post(f"{address}/settle", values)
    decided = [one for one in ideas if (db.session.refresh(one) or one.field_by) is AssignedBy.STAFF]
    assert len(decided) == 1
    again = first.post(f"{address}/settle", late | {"field": "BI"}, 409)
    assert again.html.css_first("[role=alert]") is not None
    assert "Rückgängig" in first.get("/desk/topics/review/log").words("tbody")


def test_of_three_the_third_is_told_and_nobody_else_sees_the_sample(ideas, staff) -> None:
    _first, _second, address = _both(staff)
    third = staff(Role.PLANNER)
    found = db.session.scalars(select(CodingRound)).one()
    form = third.get("/desk/topics/run").fields("#analyse")
    assert third.post(f"{address}/join", form).location.endswith("said=taken")
    assert "Zwei Personen" in third.get(f"{ADDRESS}?said=taken").words("[role=alert]")
    assert third.get(address, 302).location.endswith(ADDRESS)
    assert services.coder(found, None) is None


def test_what_one_says_can_be_changed_until_the_round_ends(ideas, staff) -> None:
    first, _second, address = _both(staff)
    _says(first, address, 1)
    code = db.session.scalars(select(Code)).one()
    before = code.field_id
    item = f"{address}?item={ideas[[one.id for one in ideas].index(code.contribution_id)].reference}"
    page = first.get(item)
    assert "Sie haben gesagt" in page.words("main")
    button = page.html.css_first('button[aria-keyshortcuts="2"]')
    first.post(address, page.fields("#code") | {"field": button.attributes["value"]})
    db.session.refresh(code)
    assert code.field_id != before
    refused = first.post(address, first.get(item).fields("#code") | {"field": "nowhere"}, 422)
    assert refused.html.css_first("[role=alert]") is not None
    late = first.get(item).fields("#code")
    first.fill(address, form="#close")
    closed = first.get(address)
    assert closed.h1 == "Wie weit sich zwei einig sind"
    assert "bevor" in closed.words("main")
    first.post(address, late | {"field": "BI"})
    assert len(db.session.scalars(select(Code)).all()) == 1


def test_what_is_hidden_leaves_the_sample_and_does_not_hold_the_round_open(ideas, staff) -> None:
    first, second, address = _both(staff)
    with factories.writing():
        ideas[0].visibility = Visibility.REJECTED
        db.session.add(ideas[0])
    for coder in (first, second):
        assert "Idee 0" not in coder.get(address).text
        for _ in range(2):
            _says(coder, address, 1)
    told = first.get(address)
    assert told.h1 == "Wie weit sich zwei einig sind"
    assert "kein Kappa" in told.text or "keinen Wert" in told.text


def test_without_a_public_idea_there_is_nothing_to_draw(board, staff) -> None:
    planner = staff(Role.PLANNER)
    assert "Noch keine Runde" in planner.get(ADDRESS).text
    page = planner.follow(planner.fill(ADDRESS, size="20"))
    assert page.html.css_first("[role=alert]") is not None
    assert planner.fill(ADDRESS, 422, size="7").status == 422
