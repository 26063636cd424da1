"""Where contributions of a topic lie: a drawing of the town with numbers, and points on a map to move about in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from analysis.figures.narrowing import Wanted, narrowed
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.process import places
from participation.process.geo import Shape, Sketch
from participation.process.models import District, Process

MOST_POINTS = 2000
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the town: how many contributions it has, and where they are listed."""

    shape: Shape
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class TownMap:
    """The drawing with its numbers; how many contributions belong to no part; the points, for the script."""

    sketch: Sketch
    parts: Sequence[Part]
    elsewhere: int
    points: str


def town_map(process: Process, wanted: Wanted, districts: Sequence[District]) -> TownMap | None:
    """Return the map of what is asked for; none for a town whose areas nobody has stored."""
    known = places.places(districts)
    drawing = known.sketch()
    if drawing is None:
        return None
    counted = narrowed(select(Contribution.district_id, func.count(Contribution.id)), process, wanted)
    counts = {row[0]: row[1] for row in db.session.execute(counted.group_by(Contribution.district_id))}
    parts = [_part(wanted, shape, counts.get(known.ids[shape.code], 0)) for shape in drawing.shapes]
    return TownMap(drawing, parts, counts.get(None, 0), _points(process, wanted))


def _part(wanted: Wanted, shape: Shape, count: int) -> Part:
    asked: dict[str, Any] = {**wanted.address(), "district": shape.code}
    return Part(shape, count, url_for("figures.contributions", **asked))


def _points(process: Process, wanted: Wanted) -> str:
    """Return the newest points as few bytes: lists of latitude, longitude, reference and title."""
    columns = (Contribution.latitude, Contribution.longitude, Contribution.reference, Contribution.title)
    statement = narrowed(select(*columns), process, wanted)
    placed = statement.where(Contribution.latitude.is_not(None), Contribution.longitude.is_not(None))
    rows = db.session.execute(placed.order_by(Contribution.id.desc()).limit(MOST_POINTS))
    points = [[round(lat or 0, DIGITS), round(lon or 0, DIGITS), *names] for lat, lon, *names in rows]
    return json.dumps({"points": points, "clusters": []}, ensure_ascii=False, separators=(",", ":"))
