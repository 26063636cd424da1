"""Where things are: areas and streets from the town's own files."""

import json

from sqlalchemy import select

from participation.core.database import db
from participation.process import geo, places
from participation.process.models import District, Street
from tests import factories

SQUARE = [[11.0, 53.0], [11.2, 53.0], [11.2, 53.1], [11.0, 53.1], [11.0, 53.0]]
BOOT = [[0, 0], [4, 0], [4, 1], [1, 1], [1, 4], [0, 4], [0, 0]]


def run(app, *arguments: str):
    """Run a command as an administrator does."""
    with factories.writing():
        return app.test_cli_runner().invoke(args=arguments)


def square(code: str, east: float = 0.0) -> dict:
    """Return a feature that lies so far in the east."""
    ring = [[lon + east, lat] for lon, lat in SQUARE]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def town() -> tuple[District, District]:
    """Make a town of two squares side by side."""
    west, east = factories.district(code="W", name="Westen"), factories.district(code="O", name="Osten")
    text = json.dumps({"type": "FeatureCollection", "features": [square("W"), square("O", 0.2)]})
    factories.written(places.load_areas, text)
    return west, east


def test_a_point_lies_inside_or_outside_of_a_bent_area() -> None:
    inside = [(0.5, 0.5), (0.5, 3.5), (3.5, 0.5)]
    outside = [(2, 2), (5, 0.5), (0.5, -1), (3.5, 3.5)]
    assert [geo.inside(BOOT, *point) for point in inside] == [True] * 3
    assert [geo.inside(BOOT, *point) for point in outside] == [False] * 4


def test_the_drawing_keeps_north_up_and_true_proportions() -> None:
    drawing = geo.sketch([geo.Area("W", "Westen", [SQUARE])])
    assert drawing is not None
    (left, low), (right, high) = drawing.at(53.0, 11.0), drawing.at(53.1, 11.2)
    assert left < right
    assert high < low
    assert 0.80 < (low - high) / (right - left) < 0.86, "a degree of longitude is shorter up here"
    assert geo.sketch([]) is None


def test_the_town_gives_its_areas_as_geojson(app) -> None:
    west, east = town()
    known = places.places(places.all_districts())
    assert known.district_at(53.05, 11.1) == west.id
    assert known.district_at(53.05, 11.3) == east.id
    assert known.district_at(54, 11.3) is None


def test_a_wrong_file_of_areas_is_refused_in_a_sentence(app, tmp_path) -> None:
    factories.district(code="W", name="Westen")
    swapped = square("W")
    swapped["geometry"]["coordinates"] = [[[53.0, 211.0]] * 4]
    for features, words in (
        ([square("X")], "No part of town is called X."),
        ([swapped], "longitude before latitude"),
        ([{**square("W"), "geometry": {"type": "Point", "coordinates": [1, 2]}}], "Polygon"),
    ):
        (tmp_path / "a.geojson").write_text(json.dumps({"features": features}))
        said = run(app, "process", "areas", str(tmp_path / "a.geojson"))
        assert said.exit_code == 1
        assert words in said.output


def test_streets_are_imported_and_found_however_they_are_typed(app, tmp_path) -> None:
    west, _ = town()
    (tmp_path / "s.csv").write_text("name;district;latitude;longitude\nLindenstraße;;53,05;11,1\nAm Markt;Osten;;\n")
    assert "2 streets, 2 of them new." in run(app, "streets", "import", str(tmp_path / "s.csv")).output
    assert "2 streets, 0 of them new." in run(app, "streets", "import", str(tmp_path / "s.csv")).output
    db.session.rollback()
    for typed in ("lindenstr.", "Linden-Straße", "LINDENSTRASSE "):
        found = places.street(typed)
        assert found is not None, typed
        assert (found.district_id, found.latitude) == (west.id, 53.05)
    assert places.street("Lindenweg") is None
    (tmp_path / "s.csv").write_text("name,district\nNeue Straße,Nirgendwo\n")
    said = run(app, "streets", "import", str(tmp_path / "s.csv"))
    assert "Line 2: no part of town is called Nirgendwo." in said.output
    assert len(db.session.scalars(select(Street)).all()) == 2
