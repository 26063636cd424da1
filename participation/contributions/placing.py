"""Where a contribution belongs: by its pin, else by the street that was typed; and how many lie where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Integer, cast, func, select

from participation.access.guard import SelectT, visible
from participation.contributions import finding
from participation.contributions.finding import IdeaFilter
from participation.contributions.models import Board, Idea
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.process import places
from participation.process.geo import Box

if TYPE_CHECKING:
    from participation.contributions.services import Draft

MOST_POINTS = 2000
CELLS = 24
"""So many cells a map is divided into in each direction, where it has too many points to show each."""


def placed(draft: "Draft") -> "Draft":
    """Return a draft with the part of town its pin lies in, or with point and part of the street it names.

    What the author has chosen is kept.
    """
    if draft.latitude is not None and draft.longitude is not None:
        return draft if draft.district_id else replace(draft, district_id=_district(draft.latitude, draft.longitude))
    street = places.street(draft.place)
    if street is None:
        return draft
    return replace(
        draft,
        place=street.name,
        latitude=street.latitude,
        longitude=street.longitude,
        district_id=draft.district_id or street.district_id,
    )


def _district(latitude: float, longitude: float) -> int | None:
    return places.places(places.all_districts()).district_at(latitude, longitude)


@dataclass(frozen=True, slots=True)
class Point:
    """An idea on the map."""

    latitude: float
    longitude: float
    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Several ideas on the map that lie near each other."""

    latitude: float
    longitude: float
    count: int


def counts(board: Board, wanted: IdeaFilter) -> Mapping[int | None, int]:
    """Return how many ideas on a board lie in which part of town, by its id; those of no part under None."""
    counted = _public(select(Idea.district_id, func.count(Idea.id)), board, replace(wanted, placed=False))
    rows = db.session.execute(counted.group_by(Idea.district_id)).all()
    return {row[0]: row[1] for row in rows}


def points(board: Board, wanted: IdeaFilter, box: Box | None = None) -> Sequence[Point] | Sequence[Cluster]:
    """Return the ideas of a board that have a place, each by itself or, where they are too many, in clusters."""
    found = replace(wanted, placed=True)
    each = _within(_public(select(Idea.latitude, Idea.longitude, Idea.reference, Idea.title), board, found), box)
    rows = db.session.execute(each.order_by(Idea.id).limit(MOST_POINTS + 1)).all()
    found_each = [Point(lat, lon, *names) for lat, lon, *names in rows if lat is not None and lon is not None]
    if len(rows) <= MOST_POINTS:
        return found_each
    known = places.places(places.all_districts())
    around = box or known.box()
    return _clusters(board, found, around) if around else found_each[:MOST_POINTS]


def _clusters(board: Board, wanted: IdeaFilter, box: Box) -> list[Cluster]:
    row = cast((Idea.latitude - box.south) * (CELLS / max(box.north - box.south, 1e-6)), Integer)
    column = cast((Idea.longitude - box.west) * (CELLS / max(box.east - box.west, 1e-6)), Integer)
    counted = _public(select(func.avg(Idea.latitude), func.avg(Idea.longitude), func.count(Idea.id)), board, wanted)
    return [Cluster(*one) for one in db.session.execute(_within(counted, box).group_by(row, column))]


def _public(statement: SelectT, board: Board, wanted: IdeaFilter) -> SelectT:
    own = statement.where(Idea.board_id == board.id, Idea.visibility == Visibility.PUBLIC)
    return visible(finding.narrowed(own, board, wanted))


def _within(statement: SelectT, box: Box | None) -> SelectT:
    if box is None:
        return statement
    return statement.where(Idea.latitude.between(box.south, box.north), Idea.longitude.between(box.west, box.east))
