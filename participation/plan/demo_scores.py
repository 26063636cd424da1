"""Weights, points and estimates of the demo town, as the fixture tells them."""

from typing import Any

from sqlalchemy import delete

from participation.core.database import db
from participation.plan.models import Measure
from participation.plan.scoring import services
from participation.plan.scoring.models import Criterion, WeightsFixed
from participation.plan.scoring.rules import is_quick
from participation.process.demo import DemoTown

WEIGHTS_DAY = "2027-01-18"


def fix_weights(town: DemoTown, person: int | None) -> None:
    """Fix criteria and weights, before any measure is there."""
    services.set_criteria(
        town.process, [(one["name"], one["weight_pct"]) for one in town.fixture["scoring"]["criteria"]]
    )
    services.fix(town.process, person, town.moment(WEIGHTS_DAY))


def score(measure: Measure, told: dict[str, Any]) -> None:
    """Give a measure the points of the fixture, and say where people decided otherwise than the rule."""
    impact, effort, first = told["impact_1_5"], told["effort_1_5"], told["quick_win"]
    services.score(measure, told["scores"])
    decided = None if first is is_quick(impact, effort) else first
    services.estimate(measure, impact, effort, decided, told.get("quick_win_override_reason", ""))


def erase_weights(process_id: int) -> None:
    """Remove the criteria of the demo process."""
    for noun in (Criterion, WeightsFixed):
        db.session.execute(delete(noun).where(noun.process_id == process_id))
