"""Where an idea belongs: street, pin, part of town; and the map of a board with its table."""

import json

import pytest
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import placing
from participation.contributions.models import Idea
from participation.core.database import db
from participation.core.settings import SettingsError, load
from participation.process import places
from tests import factories
from tests.client import Browser, statements
from tests.participation.process.test_places import town
from wsgi import create_app

HERE, THERE = {"latitude": 53.05, "longitude": 11.1}, {"latitude": 53.06, "longitude": 11.3}


def last() -> Idea:
    found = db.session.scalars(see_all(select(Idea).order_by(Idea.id.desc()), "a test")).first()
    assert found is not None
    return found


NOBODY = "0 dafür, einmal je Browser"


def test_a_street_of_the_towns_list_says_where_without_a_script(browser: Browser) -> None:
    board, (west, east) = factories.board(), town()
    factories.written(places.load_streets, "name;latitude;longitude\nLindenstraße;53.05;11.1\n")
    page = browser.get(f"/boards/{board.slug}/write")
    assert [one.attributes["value"] for one in page.html.css("#streets option")] == ["Lindenstraße"]
    browser.fill(f"/boards/{board.slug}/write", text="Zebrastreifen", place="lindenstr.")
    found = last()
    assert (found.place, found.latitude, found.district_id) == ("Lindenstraße", 53.05, west.id)
    browser.fill(f"/boards/{board.slug}/write", text="Bank", place="Lindenstraße", district=east.code)
    assert last().district_id == east.id, "what somebody chose is kept"
    browser.fill(f"/boards/{board.slug}/write", text="Ampel", place="hinter der alten Mühle")
    assert (last().place, last().latitude) == ("hinter der alten Mühle", None)


def test_a_pin_says_which_part_of_town_it_is(browser: Browser) -> None:
    board, (_, east) = factories.board(), town()
    browser.fill(f"/boards/{board.slug}/write", text="Bank", latitude="53.0612345", longitude="11.3")
    assert (last().latitude, last().district_id) == (53.06123, east.id)
    page = browser.fill(
        f"/boards/{board.slug}/write", status=422, text="Bank", title="Getippt", latitude="48.1", longitude="11.5"
    )
    assert "außerhalb" in page.words(".error")
    assert page.fields()["title"] == "Getippt"
    assert page.fields()["latitude"] == ""
    for nonsense in ("nan", "1e999", "<b>", "91"):
        browser.fill(f"/boards/{board.slug}/write", text=nonsense, latitude=nonsense, longitude="11.3")
        assert last().latitude is None


def test_the_map_is_a_drawing_with_numbers_and_a_table(browser: Browser) -> None:
    board, (west, east) = factories.board(), town()
    mine = factories.idea(board, **HERE, place="Am Markt")
    factories.idea(board, **THERE)
    factories.idea(board)
    page = browser.get(f"/boards/{board.slug}?view=map")
    assert page.all_words(".town-map text:not(.name)") == ["1", "1"]
    assert page.all_words(".places tbody td") == [f"{east.name}", NOBODY, f"Am Markt, {west.name}", NOBODY]
    assert "Eine Idee gehört zu keinem" in page.text
    narrowed = browser.get(page.html.css(".town-map a")[1].attributes["href"])
    assert narrowed.all_words(".places tbody th") == [mine.title]
    assert narrowed.fields("main form[role=search]")["view"] == "map"


def test_the_map_gets_what_the_filters_give_and_nothing_hidden(browser: Browser, monkeypatch) -> None:
    board, (west, _) = factories.board(), town()
    shown = factories.idea(board, **HERE)
    factories.idea(board, **THERE)
    factories.idea(board, public=False, **HERE)
    factories.idea(**HERE)
    address = f"/boards/{board.slug}/points.json"
    found = json.loads(browser.get(f"{address}?district={west.code}").text)
    assert found == {"points": [[53.05, 11.1, shown.reference, shown.title]], "clusters": []}
    monkeypatch.setattr(placing, "MOST_POINTS", 1)
    found = json.loads(browser.get(address).text)
    assert sorted(found["clusters"]) == [[53.05, 11.1, 1], [53.06, 11.3, 1]]
    near = json.loads(browser.get(f"{address}?box=53,11,53.1,11.2").text)
    assert [point[2] for point in near["points"]] == [shown.reference]
    for nonsense in ("1,2,3", "a,b,c,d", "9,9,1,1", "nan,nan,nan,nan", "1e99,0,2e99,1"):
        browser.get(f"{address}?box={nonsense}")


def test_the_map_takes_as_many_statements_for_many_as_for_few(browser: Browser) -> None:
    board, _ = factories.board(), town()
    counts, address = [], f"/boards/{board.slug}?view=map"
    for _more in range(2):
        for _idea in range(6):
            factories.idea(board, **HERE)
        with statements() as found:
            browser.get(address)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 10, counts


def test_an_idea_shows_where_it_belongs_in_a_drawing_and_in_words(browser: Browser) -> None:
    board, (west, _) = factories.board(), town()
    page = browser.get(f"/ideas/{factories.idea(board, **HERE, place='Am Markt').reference}")
    assert page.words(".spot-map figcaption") == f"Am Markt, {west.name}"
    assert page.html.css_first(".spot-map circle.spot") is not None
    assert browser.get(f"/ideas/{factories.idea(board).reference}").html.css_first(".spot-map") is None


def test_the_ground_of_maps_may_come_from_one_host_that_the_town_names(environ, tmp_path) -> None:
    tiles = "https://karten.example/{z}/{x}/{y}.png"
    more = {"STADTFADEN_MAP_TILES": tiles, "STADTFADEN_MAP_CREDIT": "© Kartenamt"}
    made = create_app({**environ, **more, "STADTFADEN_INSTANCE": str(tmp_path)})
    answer = made.test_client().get("/alive")
    assert "img-src 'self' data: https://karten.example;" in answer.headers["Content-Security-Policy"]
    for wrong in ("http://karten.example/{z}/{x}/{y}", "https://k.example/{z}", "https://k.example; x/{z}/{x}/{y}"):
        with pytest.raises(SettingsError, match="MAP_TILES"):
            load({**environ, **more, "STADTFADEN_MAP_TILES": wrong})
    with pytest.raises(SettingsError, match="MAP_CREDIT"):
        load({**environ, "STADTFADEN_MAP_TILES": tiles})
