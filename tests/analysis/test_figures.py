"""Planners see which field came from where, without small numbers, and read what stands behind each number."""

import pytest

from analysis import runs
from analysis.figures.rules import floors, heat_table
from analysis.finding import Finding, Group, Place
from participation.core.vocabulary import Channel, Role, Sector
from tests import factories
from tests.client import statements

HEAT, LISTED = "/desk/topics/figures", "/desk/topics/contributions"


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def town(board):
    """Two parts of town with seven and three ideas on mobility, eight and six on education."""
    north, south = (factories.district(name=name, code=code) for name, code in (("Norddorf", "ND"), ("Südstadt", "SS")))
    mobility, education = board.process.fields
    said = ((north, mobility, 7), (south, mobility, 3), (north, education, 8), (south, education, 6))
    for district, field, count in said:
        for _ in range(count):
            factories.idea(board, action_field_id=field.id, district_id=district.id)
    return north, south


def _cells(page) -> list[str]:
    return [cell.text(strip=True) for cell in page.html.css(".heat td")]


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ({("a", "x"): 9, ("a", "y"): 8, ("b", "x"): 7, ("b", "y"): 6}, ((9, 8), (7, 6))),
        ({("a", "x"): 9, ("a", "y"): 3, ("b", "x"): 7, ("b", "y"): 6}, ((None, None), (None, None))),
        ({("a", "x"): 9, ("b", "x"): 6, ("b", "y"): 8}, ((9, 0), (6, 8))),
    ],
)
def test_a_small_number_takes_what_would_give_it_away_along(counts, cells) -> None:
    assert heat_table(counts, ["a", "b"], ["x", "y"]).cells == cells


def test_a_small_sum_is_hidden_with_another_one() -> None:
    table = heat_table({("a", "x"): 9, ("b", "x"): 3, ("c", "x"): 7}, ["a", "b", "c"], ["x"])
    assert table.row_sums == (9, None, None)
    assert table.total == 19


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    assert heat_table({("a", "x"): 9}, ["a", "b"], ["w", "x"]).columns == ("x",)


def test_each_shade_holds_about_as_many_cells() -> None:
    assert floors([]) == ()
    assert floors([7, 7, 7]) == (7,)
    assert floors(range(5, 15)) == (5, 7, 9, 11, 13)


def test_small_numbers_cannot_be_worked_out_from_the_sums(town, staff) -> None:
    page = staff(Role.PLANNER).get(HEAT)
    hidden = "∗nicht gezeigt"
    assert _cells(page) == [hidden, hidden, "10", hidden, hidden, "14", "15", "9", "24"]


def test_a_number_leads_to_its_contributions_and_filters_work_together(board, town, staff) -> None:
    north, _ = town
    for _ in range(5):
        factories.idea(
            board, action_field_id=board.process.fields[1].id, district_id=north.id, sector=Sector.BUSINESS,
            channel=Channel.PAPER, origin="Dorfabend", title="Vom Zettel",
        )  # fmt: skip
    planner = staff(Role.PLANNER)
    page = planner.get(f"{HEAT}?by=sector&event=Dorfabend")
    href = page.html.css_first(".heat td a").attributes["href"]
    listed = planner.get(href)
    assert "sector=business" in href
    assert "event=Dorfabend" in href
    assert listed.text.count("Vom Zettel") == 5
    assert "Es passt kein Beitrag" in planner.get(f"{href}&channel=web").text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("field=MO", 10), ("field=-", 0), ("district=SS", 9), ("district=-", 0), ("since=2999-01-01", 0),
        ("until=2999-01-01", 24), ("until=nonsense", 24), ("topic=nonsense", 24),
        ("sector=nonsense", 24), ("age=65", 0),
    ],
)  # fmt: skip
def test_each_filter_narrows_the_list_and_nonsense_narrows_nothing(town, staff, asked, count) -> None:
    page = staff(Role.PLANNER).get(f"{LISTED}?{asked}")
    assert f"{count} Beiträge" in page.words("main")


def test_within_a_field_its_topics_are_counted(board, town, staff) -> None:
    ideas = [factories.idea(board, action_field_id=board.process.fields[0].id) for _ in range(6)]
    places = tuple(Place(one.id, 0.7, False, ()) for one in ideas)
    finding = Finding({one.id: "MO" for one in ideas}, (Group("Rufbus", ("Rufbus",), "MO", 0.9, places),))
    factories.written(runs.store, board.process_id, finding)
    page = staff(Role.PLANNER).get(f"{HEAT}?field=MO&by=sector")
    assert "Rufbus" in page.words(".heat tbody")
    assert "kein Thema" in page.words(".heat tbody")
    topic = page.html.css_first(".heat td a").attributes["href"]
    assert staff(Role.PLANNER).get(topic).words("h1") == "Rufbus"


def test_hidden_contributions_are_neither_counted_nor_listed(board, town, staff) -> None:
    factories.idea(board, title="Verborgen", public=False)
    page = staff(Role.LEAD).get(LISTED)
    assert "24 Beiträge" in page.words("main")
    assert "Verborgen" not in page.text


def test_few_people_of_an_age_are_not_listed(board, staff) -> None:
    for _ in range(4):
        factories.idea(board, answers={"age": "65+"}, title="Von früher")
    planner = staff(Role.PLANNER)
    assert "Von früher" not in planner.get(f"{LISTED}?age=65%2B").text
    factories.idea(board, answers={"age": "65+"}, title="Von früher")
    assert "Von früher" in planner.get(f"{LISTED}?age=65%2B").text


def test_an_empty_town_is_told_what_will_be_here(board, staff) -> None:
    assert "Sobald Beiträge eingehen" in staff(Role.PLANNER).get(HEAT).text


def test_figures_are_for_planners(board, staff) -> None:
    for address in (HEAT, LISTED):
        staff(Role.MODERATOR).get(address, status=403)


@pytest.mark.parametrize("address", [HEAT, LISTED])
def test_the_pages_take_the_same_number_of_statements_however_many_there_are(board, town, staff, address) -> None:
    planner = staff(Role.PLANNER)
    with statements() as few:
        planner.get(address)
    for _ in range(5):
        factories.idea(board, action_field_id=board.process.fields[0].id, district_id=town[0].id)
    with statements() as many:
        planner.get(address)
    print(*[x[:90].replace("\n", " ") + "..." + x.partition("FROM")[2][:70].replace("\n", " ") for x in many], sep="\n")
    assert len(few) == len(many) <= 10


def test_the_map_tells_where_a_topic_was_spoken_of_and_leads_to_the_list(board, staff) -> None:
    square = [[[13.0, 54.0], [13.1, 54.0], [13.1, 54.1], [13.0, 54.1], [13.0, 54.0]]]
    north = factories.district(name="Norddorf", code="ND", area=square, latitude=54.05, longitude=13.05)
    factories.idea(board, district_id=north.id, latitude=54.05, longitude=13.05, title="Bank am See")
    factories.idea(board, title="Ohne Ort")
    planner = staff(Role.PLANNER)
    page = planner.get("/desk/topics/map?channel=web")
    assert page.all_words("tbody tr") == ["Norddorf1", "kein Ortsteil1"]
    assert "Bank am See" in page.html.css_first("#map").attributes["data-first"]
    assert "Bank am See" in planner.get(page.html.css_first("tbody a").attributes["href"]).text
    assert "Bank am See" not in planner.get("/desk/topics/map?age=65").text


def test_a_town_without_areas_is_told_why_there_is_no_map(board, staff) -> None:
    assert "sobald" in staff(Role.PLANNER).get("/desk/topics/map").text.lower()
