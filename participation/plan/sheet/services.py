"""Verbs and queries of fact sheets: read what a measure says about itself, and write a section of it."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from participation.core.database import db
from participation.plan.models import Measure
from participation.plan.sheet.models import FactSheet
from participation.plan.sheet.rules import EXPECTED, Fullness, Section, fullness


def sheet_of(measure: Measure) -> FactSheet:
    """Return the fact sheet of a measure; one that says nothing where nobody has written a word of it."""
    return db.session.get(FactSheet, measure.id) or FactSheet(measure_id=measure.id)


def sheets_of(measures: Collection[Measure]) -> Mapping[int, FactSheet]:
    """Return the fact sheets of these measures by the id of the measure, one for each."""
    ids = [measure.id for measure in measures]
    found = {one.measure_id: one for one in db.session.scalars(select(FactSheet).where(FactSheet.measure_id.in_(ids)))}
    return {one: found.get(one) or FactSheet(measure_id=one) for one in ids}


def write(measure: Measure, values: Mapping[str, object]) -> None:
    """Write down some of what the measure says about itself, by the names of the columns."""
    sheet = sheet_of(measure)
    for name, value in values.items():
        setattr(sheet, name, value)
    db.session.add(sheet)
    db.session.flush()


def fullness_of(sheet: FactSheet) -> Mapping[Section, Fullness]:
    """Return how much each section says."""
    return {section: fullness(getattr(sheet, name) for name in names) for section, names in EXPECTED.items()}
