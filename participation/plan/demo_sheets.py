"""The fact sheets of the demo town, as the fixture tells them, and the help from outside that each measure needs."""

import re
from collections.abc import Mapping
from typing import Any

from participation.plan.sheet.models import OutsideSupport
from participation.plan.sheet.rules import Charta, SupportKind, SupportState, SystemLevel, Weight
from participation.process.demo import DemoTown

CHARTA = {
    "C1": Charta.STRATEGY,
    "C2": Charta.PARTICIPATION,
    "C3": Charta.INFRASTRUCTURE,
    "C4": Charta.RESOURCES,
}
LEVELS = {
    "INF": SystemLevel.INFRASTRUCTURE,
    "DAT": SystemLevel.DATA,
    "DIE": SystemLevel.SERVICES,
    "NUT": SystemLevel.USERS,
}
WEIGHTS = {"hoch": Weight.HIGH, "mittel": Weight.MEDIUM, "niedrig": Weight.LOW}
IMPORTANT_FROM = 4
SUPPORT: Mapping[str, tuple[SupportKind, str, SupportState]] = {
    "M01": (SupportKind.TECHNOLOGY, "2027-10-01", SupportState.AGREED),
    "M02": (SupportKind.EXPERTISE, "2027-09-15", SupportState.AGREED),
    "M03": (SupportKind.EXPERTISE, "2027-09-30", SupportState.THERE),
    "M05": (SupportKind.EXPERTISE, "2027-10-19", SupportState.THERE),
    "M06": (SupportKind.TECHNOLOGY, "2028-01-31", SupportState.AGREED),
    "M07": (SupportKind.TECHNOLOGY, "2028-09-30", SupportState.OPEN),
    "M08": (SupportKind.TECHNOLOGY, "2028-06-30", SupportState.OPEN),
}
"""Of which kind the help is, until when it is needed, and how far it is; the fixture says what. M04 needs none."""


def sheet_of(town: DemoTown, told: dict[str, Any]) -> dict[str, object]:
    """Return what a measure of the fixture says on its fact sheet, by the names of the columns."""
    return {
        "need": _plain(town.words(told["initial_situation"])),
        "goals": [town.words(goal) for goal in told["goals"]],
        "target_groups": told["target_groups"],
        "partners": told["partners"],
        "starts_on": town.day(told["start"]),
        "ends_on": town.day(told["end"]),
        "importance": Weight.HIGH if told["impact_1_5"] >= IMPORTANT_FROM else Weight.MEDIUM,
        "priority": WEIGHTS[told["priority"]],
        "risks": told["risks"],
        "steps": told["next_steps"],
        "charta": [CHARTA[one].value for one in told["charta"]],
        "sdgs": told["sdg"],
        "levels": [LEVELS[one].value for one in told["levels"]],
        "transfer": told["transfer"],
        "support": _support(town, told),
        **(_trial(town, told["trial"]) if told["trial"] else {}),
    }


def _plain(text: str) -> str:
    """Return the text without the numbers under which the fixture keeps evidence and ideas."""
    return re.sub(r" \([BQ]\d\d\)|; Ideen [I0-9, ]+", "", text)


def _support(town: DemoTown, told: dict[str, Any]) -> list[OutsideSupport]:
    if told["code"] not in SUPPORT:
        return []
    kind, day, state = SUPPORT[told["code"]]
    return [OutsideSupport(kind=kind, what=told["external_support"], needed_on=town.day(day), state=state)]


def _trial(town: DemoTown, told: dict[str, Any]) -> dict[str, object]:
    decider, decided_on = told["decision_by"].rsplit(" ", 1)
    return {
        "is_trial": True,
        "hypothesis": told["hypothesis"],
        "trial_from": town.day(told["start"]),
        "trial_until": town.day(told["end"]),
        "success_rule": told["success_if"],
        "stop_rule": told["stop_if"],
        "trial_decider": f"{decider}, {town.day(decided_on):%d.%m.%Y}",
        "learnings": told["lessons"],
    }
