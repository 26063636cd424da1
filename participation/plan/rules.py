"""Decisions about measures on plain values: how binding one is, what may follow, and what it lacks to be public."""

from collections.abc import Mapping
from enum import StrEnum
from textwrap import shorten

LONGEST_SUMMARY = 600
SHORTEST_REASON = 10


class TimeHorizon(StrEnum):
    """When a measure is to have its effect (Zeithorizont)."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class BindingState(StrEnum):
    """How binding a measure is (Verbindlichkeit); how far the work has come is another matter."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DECIDED = "decided"
    FUNDED = "funded"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class Share(StrEnum):
    """How much of a voice a measure takes up (Anteil)."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    INSPIRED = "inspired"


class Fact(StrEnum):
    """What a measure must say before everybody can read it (Pflichtangabe)."""

    SUMMARY = "summary"
    BENEFIT = "benefit"
    LEAD_UNIT = "lead_unit"
    HORIZON = "horizon"


MOVES: Mapping[BindingState, tuple[BindingState, ...]] = {
    BindingState.DRAFT: (),
    BindingState.PROPOSED: (BindingState.DECIDED, BindingState.STOPPED),
    BindingState.DECIDED: (BindingState.FUNDED, BindingState.RUNNING, BindingState.STOPPED),
    BindingState.FUNDED: (BindingState.RUNNING, BindingState.STOPPED),
    BindingState.RUNNING: (BindingState.DONE, BindingState.STOPPED),
    BindingState.DONE: (),
    BindingState.STOPPED: (BindingState.PROPOSED,),
}
"""What may follow a state. A draft is left by publishing it, because that needs an answer for every origin."""

ENDED = frozenset({BindingState.DONE, BindingState.STOPPED})


def code_of(number: int) -> str:
    """Return the code of the measure with this number in its process.

    >>> code_of(2), code_of(117)
    ('M02', 'M117')
    """
    return f"M{number:02}"


def missing(summary: str, benefit: str, lead_unit: str, horizon: TimeHorizon | None) -> tuple[Fact, ...]:
    """Return what must be said before the measure can be public.

    >>> [fact.value for fact in missing("Ein Bus am Abend.", "", "", TimeHorizon.SHORT)]
    ['benefit', 'lead_unit']
    """
    said = {
        Fact.SUMMARY: summary,
        Fact.BENEFIT: benefit,
        Fact.LEAD_UNIT: lead_unit,
        Fact.HORIZON: horizon,
    }
    return tuple(fact for fact, value in said.items() if not value)


def in_brief(text: str, length: int = LONGEST_SUMMARY) -> str:
    """Return the text in at most so many characters, cut at a word's end."""
    return shorten(text, length, placeholder=" …")
