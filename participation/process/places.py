"""The places of the town: its parts as they lie, and its streets; read from files of the town."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from sqlalchemy import select

from participation.core.database import db
from participation.process.geo import Area, Box, Sketch, box_of, is_on_earth, rings_of, sketch
from participation.process.models import District, Street


class PlacesError(ValueError):
    """The file cannot be used; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of where things are in the town."""

    areas: Sequence[Area]
    ids: Mapping[str, int]

    def district_at(self, latitude: float, longitude: float) -> int | None:
        """Return the id of the part of town that holds a point."""
        return next((self.ids[area.code] for area in self.areas if area.holds(latitude, longitude)), None)

    def box(self) -> Box | None:
        """Return what holds the whole town."""
        return box_of(self.areas)

    def sketch(self) -> Sketch | None:
        """Return the drawing of the town."""
        return sketch(self.areas)


def places(districts: Sequence[District]) -> Places:
    """Return what these parts of the town say of where they are."""
    return Places([_area(one) for one in districts], {one.code: one.id for one in districts})


def _area(district: District) -> Area:
    known = district.latitude is not None and district.longitude is not None
    middle = (district.latitude or 0.0, district.longitude or 0.0) if known else None
    return Area(district.code, district.name, district.area or (), middle)


def all_districts() -> Sequence[District]:
    """Return the parts of the town."""
    return db.session.scalars(select(District).order_by(District.id)).all()


def street_names() -> Sequence[str]:
    """Return what the streets of the town are called, in order."""
    return db.session.scalars(select(Street.name).order_by(Street.name)).all()


def street(typed: str) -> Street | None:
    """Return the street that somebody typed, however they abbreviate and capitalise it."""
    key = key_of(typed)
    return db.session.scalars(select(Street).where(Street.key == key)).first() if key else None


def key_of(name: str) -> str:
    """Return by which word a street is found.

    >>> key_of(" Linden-Str. ") == key_of("Lindenstraße")
    True
    """
    plain = name.casefold().replace("str.", "strasse").replace("ß", "ss")
    return "".join(sign for sign in plain if sign.isalnum())


def load_areas(text: str) -> int:
    """Store the areas of a GeoJSON file by the code or the name of each part of town; return how many.

    Raises:
        PlacesError: with the first mistake; nothing is stored then.
    """
    try:
        features = json.loads(text)["features"]
        told = [(dict(one["properties"]), one["geometry"]) for one in features]
    except (ValueError, KeyError, TypeError) as error:
        message = "The file is no GeoJSON FeatureCollection."
        raise PlacesError(message) from error
    known: dict[str, District] = {}
    for district in all_districts():
        known |= {district.code.casefold(): district, district.name.casefold(): district}
    found = [(_named(known, properties), geometry) for properties, geometry in told]
    for district, geometry in found:
        district.area = _rings(district, geometry)
    db.session.flush()
    return len(found)


def _named(known: Mapping[str, District], properties: Mapping[str, Any]) -> District:
    names = [str(properties[key]) for key in ("code", "name") if properties.get(key)]
    for name in names:
        if name.casefold() in known:
            return known[name.casefold()]
    message = f"No part of town is called {' or '.join(names) or 'so: properties lack code and name'}."
    raise PlacesError(message)


def _rings(district: District, geometry: Any) -> list[list[list[float]]]:
    try:
        return rings_of(geometry)
    except ValueError as error:
        message = f"The area of {district.name} cannot be used: {error}."
        raise PlacesError(message) from error


def load_streets(text: str) -> tuple[int, int]:
    """Store the streets of a table with the columns name, district, latitude, longitude; return how many, how many new.

    District, latitude and longitude may be empty or missing. A street of the same name is renewed.

    Raises:
        PlacesError: with the first mistake; nothing is stored then.
    """
    head = text.split("\n", 1)[0]
    rows = list(csv.DictReader(StringIO(text), delimiter=";" if ";" in head else ","))
    if not rows or "name" not in rows[0]:
        message = "The first line must name the columns: name, and if you have them district, latitude, longitude."
        raise PlacesError(message)
    told = list(_streets(rows, places(all_districts())))
    known = {one.key: one for one in db.session.scalars(select(Street))}
    fresh = [one for one in told if one.key not in known]
    for one in told:
        before = known.get(one.key)
        if before is None:
            known[one.key] = one
            db.session.add(one)
        else:
            before.name, before.district_id = one.name, one.district_id
            before.latitude, before.longitude = one.latitude, one.longitude
    db.session.flush()
    return len(told), len(fresh)


def _streets(rows: Sequence[Mapping[str, str | None]], known: Places) -> Iterator[Street]:
    codes = {code.casefold(): number for code, number in known.ids.items()}
    codes |= {area.name.casefold(): known.ids[area.code] for area in known.areas}
    for line, row in enumerate(rows, 2):
        name = (row.get("name") or "").strip()
        if not key_of(name):
            message = f"Line {line}: the name of the street is missing."
            raise PlacesError(message)
        point = _point(row, line)
        typed = (row.get("district") or "").strip().casefold()
        if typed and typed not in codes:
            message = f"Line {line}: no part of town is called {row['district']}."
            raise PlacesError(message)
        district = codes.get(typed) or (known.district_at(*point) if point else None)
        latitude, longitude = point or (None, None)
        yield Street(name=name[:120], key=key_of(name), district_id=district, latitude=latitude, longitude=longitude)


def _point(row: Mapping[str, str | None], line: int) -> tuple[float, float] | None:
    typed = [(row.get(name) or "").strip().replace(",", ".") for name in ("latitude", "longitude")]
    if not any(typed):
        return None
    try:
        latitude, longitude = map(float, typed)
    except ValueError:
        latitude, longitude = float("nan"), 0.0
    if not is_on_earth(latitude, longitude):
        message = f"Line {line}: latitude and longitude must be degrees such as 53.4125 and 11.2142."
        raise PlacesError(message)
    return latitude, longitude
