"""Where contributions of a topic lie: a drawing of the town with numbers, and points on a map to move about in."""

import json
from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from analysis.figures.narrowing import Wanted, narrowed
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.process.geo import Shape
from participation.process.models import District, Process
from participation.process.town_map import TownMap
from participation.process.town_map import town_map as drawn

MOST_POINTS = 2000
DIGITS = 5


def town_map(process: Process, wanted: Wanted, districts: Sequence[District]) -> TownMap | None:
    """Return the map of what is asked for; none for a town whose areas nobody has stored."""
    counted = narrowed(select(Contribution.district_id, func.count(Contribution.id)), process, wanted)
    counts = {row[0]: row[1] for row in db.session.execute(counted.group_by(Contribution.district_id))}

    def listed(shape: Shape) -> str:
        asked: dict[str, Any] = {**wanted.address(), "district": shape.code}
        return url_for("figures.contributions", **asked)

    return drawn(districts, counts, listed)


def points(process: Process, wanted: Wanted) -> str:
    """Return the newest points as few bytes: lists of latitude, longitude, reference and title."""
    columns = (Contribution.latitude, Contribution.longitude, Contribution.reference, Contribution.title)
    statement = narrowed(select(*columns), process, wanted)
    placed = statement.where(Contribution.latitude.is_not(None), Contribution.longitude.is_not(None))
    rows = db.session.execute(placed.order_by(Contribution.id.desc()).limit(MOST_POINTS))
    points = [[round(lat or 0, DIGITS), round(lon or 0, DIGITS), *names] for lat, lon, *names in rows]
    return json.dumps({"points": points, "clusters": []}, ensure_ascii=False, separators=(",", ":"))
