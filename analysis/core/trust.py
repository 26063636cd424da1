"""From which figures on topics are to be trusted, and which doubts they raise; numbers alone, no library."""

from enum import StrEnum

FEW_TEXTS = 60
"""Measured on our gold set: topics of 30 texts agree with people's fields hardly beyond chance (ARI 0.04), of 60 and
more three times as much. Stability alone does not show that."""

STABLE_ENOUGH = 0.5
"""Below, half of what stands together would stand apart in another analysis."""

CONFIDENT = 0.5
"""A text belongs to its topic with confidence if the machine put it there at least every other time."""

MOSTLY_CONFIDENT = 0.3
"""The least share of texts that belong to their topics with confidence."""


class Doubt(StrEnum):
    """Why topics should not lead."""

    FEW_TEXTS = "few_texts"
    UNSTABLE = "unstable"
    NOT_CONFIDENT = "not_confident"


def doubts(texts: int, stability: float, confident: float) -> tuple[tuple[Doubt, float, float], ...]:
    """Return what is in doubt, each with the figure found and the limit it falls short of.

    >>> doubts(28, 0.9, 0.9)
    ((<Doubt.FEW_TEXTS: 'few_texts'>, 28.0, 60.0),)
    >>> doubts(300, 0.9, 0.9)
    ()
    """
    limits = (
        (Doubt.FEW_TEXTS, float(texts), float(FEW_TEXTS)),
        (Doubt.UNSTABLE, stability, STABLE_ENOUGH),
        (Doubt.NOT_CONFIDENT, confident, MOSTLY_CONFIDENT),
    )
    return tuple((doubt, found, limit) for doubt, found, limit in limits if found < limit)
