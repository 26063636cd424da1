"""Decisions about fact sheets on plain values: which sections there are, how full each is, when a stop is a result."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from participation.plan.rules import BindingState


class Weight(StrEnum):
    """How much something matters (Gewicht); how urgent it is says the time horizon."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SupportKind(StrEnum):
    """What help from outside is about (Art der Unterstützung)."""

    EXPERTISE = "expertise"
    STAFF = "staff"
    TECHNOLOGY = "technology"
    LAW = "law"
    NEIGHBOURS = "neighbours"


class SupportState(StrEnum):
    """How far help from outside is (Stand der Unterstützung)."""

    OPEN = "open"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    THERE = "there"


class Charta(StrEnum):
    """One of the four guidelines of the Smart City Charta (Charta-Leitlinie)."""

    STRATEGY = "strategy"
    PARTICIPATION = "participation"
    INFRASTRUCTURE = "infrastructure"
    RESOURCES = "resources"


class SystemLevel(StrEnum):
    """A level of the town as a system; a change on one pulls changes on the others (Systemebene)."""

    INFRASTRUCTURE = "infrastructure"
    DATA = "data"
    SERVICES = "services"
    USERS = "users"


class Section(StrEnum):
    """A part of the fact sheet that is written and saved by itself (Abschnitt)."""

    AIMS = "aims"
    PEOPLE = "people"
    SUPPORT = "support"
    TIME = "time"
    RISKS = "risks"
    TAGS = "tags"
    TRANSFER = "transfer"
    TRIAL = "trial"


class Fullness(StrEnum):
    """How much of a section has been said (Füllstand)."""

    FULL = "full"
    PART = "part"
    EMPTY = "empty"


EXPECTED: Mapping[Section, tuple[str, ...]] = {
    Section.AIMS: ("need", "goals", "target_groups"),
    Section.PEOPLE: ("contributors", "partners"),
    Section.SUPPORT: ("support",),
    Section.TIME: ("starts_on", "ends_on", "importance", "priority"),
    Section.RISKS: ("risks", "steps"),
    Section.TAGS: ("charta", "sdgs", "levels"),
    Section.TRANSFER: ("transfer",),
    Section.TRIAL: ("is_trial", "hypothesis", "trial_from", "trial_until", "success_rule", "stop_rule"),
}
"""What each section should say; the rest of it is free to leave out."""


def fullness(values: Iterable[object]) -> Fullness:
    """Return how much has been said.

    >>> fullness(["Kein Bus am Abend.", []]).value, fullness([None, ""]).value
    ('part', 'empty')
    """
    said = [bool(value) for value in values]
    return Fullness.FULL if all(said) else Fullness.PART if any(said) else Fullness.EMPTY


def is_result(state: BindingState, is_trial: bool, learnings: Iterable[str]) -> bool:
    """Return whether a stop is a result: a trial that taught the town something has done what it was for.

    >>> is_result(BindingState.STOPPED, True, ["Samstags fährt niemand."]), is_result(BindingState.STOPPED, True, [])
    (True, False)
    """
    return state is BindingState.STOPPED and is_trial and any(learnings)
