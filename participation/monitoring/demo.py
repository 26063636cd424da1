"""The progress of the demo town's measures: figures with their values, and milestones."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from participation.access.guard import see_all
from participation.core.database import db
from participation.monitoring import services
from participation.monitoring.models import Indicator
from participation.monitoring.rules import Aspect, Effect, Hindrance
from participation.plan.models import Measure
from participation.process.demo import Anchor, DemoTown

DAYS = {"monatlich": 30, "vierteljährlich": 91, "halbjährlich": 182, "jährlich": 365}

KINDS = {
    "Personal": Hindrance.STAFF,
    "Zuständigkeit": Hindrance.LAW,
    "Umfeld": Hindrance.OTHER,
    "Technik": Hindrance.TECHNOLOGY,
}
SEVERE = 4


def load_progress(town: DemoTown) -> None:
    """Load what was reached, where the town stands in the phase that follows its measures."""
    if town.anchor is Anchor.PHASE2:
        return
    found = select(Measure).where(Measure.process_id == town.process.id)
    measures = {one.code: one for one in db.session.scalars(see_all(found, "the demo town is one"))}
    for told in town.fixture["measures"]:
        measure = measures.get(told["code"])
        if measure is not None and not services.standing(measure).is_planned:
            _load(town, measure, told)
            for one in town.fixture["monitoring"]["obstacles"]:
                if one["measure"] == measure.code:
                    services.name_obstacle(measure, _obstacle(town, one))


def _load(town: DemoTown, measure: Measure, told: dict[str, Any]) -> None:
    for one in told["milestones"]:
        services.add_milestone(measure, one["name"], town.day(one["due"]), _day(town, one["done"]))
    for one in told["indicators"]:
        indicator = _indicator(town, one)
        services.add_indicator(measure, indicator)
        for day, value in one["values"]:
            services.record_value(indicator, value, town.day(day))


def _obstacle(town: DemoTown, told: dict[str, Any]) -> dict[str, Any]:
    found_on = town.day(told["found"])
    return {
        "kind": KINDS[told["type"]],
        "text": told["text"],
        "found_on": found_on,
        "was_foreseen": told["foreseen"],
        "effect": Effect.LESS if told["severity"] >= SEVERE else Effect.NONE,
        "next_action": told["action"],
        "resolved_on": found_on + timedelta(14) if told["status"] == "gelöst" else None,
    }


def _indicator(town: DemoTown, told: dict[str, Any]) -> Indicator:
    return Indicator(
        name=told["name"],
        unit=told["unit"],
        source=told["source"],
        aspect=Aspect(told["kind"]),
        every_days=DAYS[told["frequency"]],
        baseline=told["baseline"],
        baseline_on=_day(town, told["baseline_date"]),
        target=told["target"],
        target_on=town.day(told["target_date"]),
        rises=told["higher_is_better"],
    )


def _day(town: DemoTown, iso: str | None) -> date | None:
    return town.day(iso) if iso else None
