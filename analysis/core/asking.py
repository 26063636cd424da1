"""Which texts to ask a person about next: those the machine knows least about, and no two that teach the same."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.core.vectors import Integers, Sparse

Scores: TypeAlias = npt.NDArray[np.float64]

ALIKE = 0.5
"""Two texts so alike teach the same; one of them is enough to ask about."""

LOOKED_AT = 20
"""For each text to ask about so many of the least certain ones are looked at."""


def margins(scores: Scores) -> Scores:
    """Return how far the best field is ahead of the second best."""
    if scores.shape[1] < 2:
        return scores[:, 0].copy()
    ranked = np.sort(scores, axis=1)
    return np.asarray(ranked[:, -1] - ranked[:, -2])


def most_certain(guessed: Integers, margins: Scores, share: float) -> Scores:
    """Return how certain the most certain texts of every field are, 0 for the others."""
    certain = np.zeros(len(guessed))
    for column in np.unique(guessed):
        members = np.flatnonzero(guessed == column)
        most = max(5, int(len(members) * share))
        chosen = members[np.argsort(-margins[members], kind="stable")[:most]]
        certain[chosen] = margins[chosen]
    return certain


def unlike(ranked: Sequence[int], features: Sparse, n: int) -> list[int]:
    """Return the first texts that differ from all chosen before; where these are too few, the first of the others."""
    chosen: list[int] = []
    rows = features[ranked[: LOOKED_AT * n]]
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    length[length == 0] = 1
    nearest = np.zeros(rows.shape[0])
    for at, place in enumerate(ranked[: rows.shape[0]]):
        if len(chosen) >= n:
            break
        if nearest[at] < ALIKE:
            chosen.append(place)
            likeness = np.asarray((rows @ rows[at].T).todense()).ravel() / (length * length[at])
            nearest = np.maximum(nearest, likeness)
    others = [place for place in ranked if place not in set(chosen)][:n]
    return (chosen + others)[:n]
