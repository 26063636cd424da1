"""Plain geometry of a town: what lies inside an area, and a drawing of all areas; rings are those of GeoJSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians
from typing import Any, TypeAlias

Ring: TypeAlias = Sequence[Sequence[float]]
WIDTH = 340
MARGIN = 4
NEAR = 0.02
"""So many degrees beyond its areas something is still near the town."""


def rings_of(geometry: Any) -> list[list[list[float]]]:
    """Return the outer rings of a GeoJSON polygon or several, rounded to a metre.

    Raises:
        ValueError: with the reason, where it is none.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        message = "its geometry must be a Polygon or a MultiPolygon"
        raise ValueError(message)
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    try:
        rings = [[[round(float(lon), 5), round(float(lat), 5)] for lon, lat, *_ in part[0]] for part in parts]
    except (TypeError, ValueError, IndexError) as error:
        message = "its coordinates must be pairs of longitude and latitude"
        raise ValueError(message) from error
    if not all(len(ring) >= 4 and all(is_on_earth(lat, lon) for lon, lat in ring) for ring in rings):
        message = "its coordinates must be longitude before latitude, in degrees (WGS 84)"
        raise ValueError(message)
    return rings


def is_on_earth(latitude: float, longitude: float) -> bool:
    """Return whether these are degrees."""
    return isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180


def inside(ring: Ring, latitude: float, longitude: float) -> bool:
    """Return whether a point lies within a ring: a ray to the east crosses it an odd number of times.

    >>> inside([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]], 1, 1)
    True
    """
    crossings = 0
    for (lon, lat), (next_lon, next_lat) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (lat > latitude) != (next_lat > latitude):
            crossings += longitude < lon + (latitude - lat) / (next_lat - lat) * (next_lon - lon)
    return bool(crossings % 2)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the town as it lies; `middle` is where its name goes."""

    code: str
    name: str
    rings: Sequence[Ring]
    middle: tuple[float, float] | None = None

    def holds(self, latitude: float, longitude: float) -> bool:
        """Return whether a point lies in this part of the town."""
        return any(inside(ring, latitude, longitude) for ring in self.rings)


@dataclass(frozen=True, slots=True)
class Box:
    """The smallest and largest degrees of something."""

    south: float
    west: float
    north: float
    east: float

    def is_near(self, latitude: float, longitude: float) -> bool:
        """Return whether a point lies inside or a little beyond."""
        return self.south - NEAR <= latitude <= self.north + NEAR and self.west - NEAR <= longitude <= self.east + NEAR


def box_of(areas: Sequence[Area]) -> Box | None:
    """Return what holds all areas; nothing where there are none."""
    points = [(lat, lon) for area in areas for ring in area.rings for lon, lat in ring]
    if not points:
        return None
    latitudes, longitudes = zip(*points, strict=True)
    return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))


@dataclass(frozen=True, slots=True)
class Shape:
    """One area of a drawing; x and y are where its name goes."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing of the town. North is up; the scales say how many units a degree has."""

    height: int
    north: float
    west: float
    scale_x: float
    scale_y: float
    shapes: Sequence[Shape]
    width: int = WIDTH

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a point lies in the drawing."""
        x = MARGIN + (longitude - self.west) * self.scale_x
        return round(x, 1), round(MARGIN + (self.north - latitude) * self.scale_y, 1)


def sketch(areas: Sequence[Area]) -> Sketch | None:
    """Return the drawing of a town; none where no area is known."""
    box = box_of(areas)
    if box is None or box.east == box.west:
        return None
    scale_x = (WIDTH - 2 * MARGIN) / (box.east - box.west)
    scale_y = scale_x / cos(radians((box.south + box.north) / 2))
    height = round(2 * MARGIN + (box.north - box.south) * scale_y)
    empty = Sketch(height, box.north, box.west, round(scale_x, 3), round(scale_y, 3), ())
    return Sketch(height, empty.north, empty.west, empty.scale_x, empty.scale_y, tuple(_shapes(areas, empty)))


def _shapes(areas: Sequence[Area], paper: Sketch) -> Iterator[Shape]:
    for area in areas:
        rings = [[paper.at(lat, lon) for lon, lat in ring] for ring in area.rings]
        if not rings:
            continue
        path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring[:-1]) + "Z" for ring in rings)
        box = box_of([area])
        assert box is not None
        x, y = paper.at(*(area.middle or ((box.south + box.north) / 2, (box.west + box.east) / 2)))
        yield Shape(area.code, area.name, path, x, y)
