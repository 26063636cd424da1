"""Detectors: they point at places in a text and say why; nothing here decides, hides or sends anything away.

Every finding is a place, a kind, the word or rule it rests on, and the house rule it may touch. Pure functions on plain
values. A harsh tone, capital letters and exclamation marks are none of the kinds: criticism breaks no rule.
"""

from participation.moderation.detectors.hints import language_of
from participation.moderation.detectors.likeness import FLOOD_COUNT, Sketch, is_twin, sketch
from participation.moderation.detectors.looking import look, marks
from participation.moderation.detectors.marks import ALARMING, RULE_OF, Mark, MarkKind, Part, alarm, kinds

__all__ = [
    "ALARMING",
    "FLOOD_COUNT",
    "RULE_OF",
    "VERSION",
    "Mark",
    "MarkKind",
    "Part",
    "Sketch",
    "alarm",
    "is_twin",
    "kinds",
    "language_of",
    "look",
    "marks",
    "sketch",
]

VERSION = 2
"""Which detectors these are; findings of others are looked for anew."""
