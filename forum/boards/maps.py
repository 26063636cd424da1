"""What the map of a board shows, as plain values."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from forum.boards import services
from participation.contributions import placing
from participation.contributions.finding import IdeaFilter
from participation.contributions.models import Board
from participation.contributions.placing import Cluster, Point
from participation.process import places
from participation.process.geo import Box, Shape
from participation.process.models import District
from participation.process.town_map import TownMap
from participation.process.town_map import town_map as drawn

DIGITS = 5
FEW = 300


def town_map(board: Board, wanted: IdeaFilter, districts: Sequence[District]) -> TownMap | None:
    """Return the map of what somebody looks for on a board; none for a town whose areas nobody has stored."""

    def listed(shape: Shape) -> str:
        return services.address(board, replace(wanted, district=shape.code, placed=True))

    return drawn(districts, placing.counts(board, wanted), listed)


def spot(latitude: float | None, longitude: float | None) -> Mapping[str, object] | None:
    """Return the drawing of the town with one point in it; none without a point or without areas."""
    if latitude is None or longitude is None:
        return None
    drawing = places.places(services.districts()).sketch()
    return None if drawing is None else {"sketch": drawing, "point": drawing.at(latitude, longitude)}


def box_from(typed: str) -> Box | None:
    """Return the part of the map that an address asks for: south,west,north,east; none where it says nothing of use."""
    try:
        south, west, north, east = map(float, typed.split(","))
    except ValueError:
        return None
    return Box(south, west, north, east) if -90 <= south < north <= 90 and -180 <= west < east <= 180 else None


def first_points(board: Board, wanted: IdeaFilter) -> str:
    """Return the points that come along with the page, so that a small board's map asks for nothing more."""
    return as_json(placing.points(board, wanted))


def as_json(found: Sequence[Point] | Sequence[Cluster]) -> str:
    """Return points or clusters as few bytes: lists of latitude, longitude, and reference and title or a number."""
    each, many = [], []
    for one in found:
        where = round(one.latitude, DIGITS), round(one.longitude, DIGITS)
        if isinstance(one, Point):
            each.append([*where, one.reference, one.title])
        else:
            many.append([*where, one.count])
    return json.dumps({"points": each, "clusters": many}, ensure_ascii=False, separators=(",", ":"))
