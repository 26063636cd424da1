"""The town drawn with a number in each of its parts: the map that everybody can read, with and without scripts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from participation.process import places
from participation.process.geo import Shape, Sketch
from participation.process.models import District


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the town: how much lies there, and where it is listed."""

    shape: Shape
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class TownMap:
    """The drawing with its numbers, and how much belongs to no part."""

    sketch: Sketch
    parts: Sequence[Part]
    elsewhere: int


def town_map(
    districts: Sequence[District], counts: Mapping[int | None, int], href: Callable[[Shape], str]
) -> TownMap | None:
    """Return the map of what was counted by district; none for a town whose areas nobody has stored."""
    known = places.places(districts)
    drawing = known.sketch()
    if drawing is None:
        return None
    parts = [Part(shape, counts.get(known.ids[shape.code], 0), href(shape)) for shape in drawing.shapes]
    return TownMap(drawing, parts, counts.get(None, 0))
