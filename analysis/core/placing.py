"""Where each voice belongs: groups of those that were learned from, and the nearest group for every other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.preprocessing import normalize

from analysis.core.grouping import PART, group
from analysis.core.links import Links, obeyed
from analysis.core.quality import pairs_together
from analysis.core.vectors import Floats, Integers

Shares: TypeAlias = npt.NDArray[np.float64]

CHECKS, RUNS_A_CHECK = 5, 8
"""Stability compares five quick repetitions on parts of the texts."""

TAUGHT = 0.1
"""A text moves to a topic that people began if it is nearer to what they put there, by this much."""

SHARPNESSES = (2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0)


@dataclass(frozen=True)
class Placed:
    """The topic of each voice, how clearly it belongs there, how stable each topic is, and the keys people gave."""

    labels: Integers
    clarity: Shares
    stability: Shares
    keys: dict[int, str]


def grouped(space: Floats, count: int, random_state: int, links: Links, keys_before: Sequence[str]) -> Placed:
    """Group what says something, the largest group first; what says nothing joins the largest, with no clarity."""
    _, before = np.unique(np.array(keys_before), return_inverse=True)
    before = np.where(np.array(keys_before) == "", -1, before)
    speaking = np.flatnonzero(space.any(axis=1))
    if not len(speaking):
        labels, keys = obeyed(np.zeros(len(space), np.intp), np.ones((len(space), 1)), links)
        labels, keys = _largest_first(labels, keys)
        return Placed(labels, np.zeros(len(space)), np.ones(int(labels.max()) + 1), keys)
    found = group(space[speaking], count, random_state=random_state, before=before[speaking])
    numbers = found.labels
    shares = np.zeros((len(space), found.shares.shape[1]))
    shares[speaking] = found.shares
    labels = np.full(len(space), int(np.bincount(numbers).argmax()), np.intp)
    labels[speaking] = numbers
    labels, keys = obeyed(labels, shares, links, keys_before)
    if keys:
        labels = _taught(space, labels, links, keys)
    clarity = _clarity(shares, labels, links)
    labels, keys = _largest_first(labels, keys)
    others = _repeated(space[speaking], int(labels.max()) + 1, random_state)
    stability = np.ones(int(labels.max()) + 1)
    together = pairs_together(labels[speaking], others)
    stability[: len(together)] = together
    return Placed(labels, clarity, stability, keys)


def _clarity(shares: Shares, labels: Integers, links: Links) -> Shares:
    """Return the share of its own group for each text; what a person decided is clear."""
    wide = np.hstack([shares, np.zeros((len(shares), max(0, int(labels.max()) + 1 - shares.shape[1])))])
    decided = np.array([bool(pin) for pin in links.pins], bool)
    return np.where(decided, 1.0, wide[np.arange(len(labels)), labels])


def _taught(space: Floats, labels: Integers, links: Links, keys: dict[int, str]) -> Integers:
    """Let texts nobody decided on follow those that people put into a topic."""
    middles = middle_of(space, labels)
    for number, key in keys.items():
        pinned = [place for place, pin in enumerate(links.pins) if pin == key]
        middles[number] += normalize(space[pinned].mean(axis=0, keepdims=True))[0]
    middles = normalize(middles)
    likeness = space @ middles.T
    gain = likeness - likeness[np.arange(len(labels)), labels][:, None]
    named = np.array(sorted(keys))
    best = named[gain[:, named].argmax(axis=1)]
    moves = (gain[np.arange(len(labels)), best] > TAUGHT) & _free(links)
    return np.where(moves, best, labels)


def _free(links: Links) -> npt.NDArray[np.bool_]:
    """Return which texts no decision is about."""
    sizes = np.bincount(links.units, minlength=len(links.units))
    free = (sizes[links.units] == 1) & np.array([not pin for pin in links.pins], bool)
    free[[place for pair in links.apart for place in pair]] = False
    return np.asarray(free)


def _largest_first(labels: Integers, keys: dict[int, str]) -> tuple[Integers, dict[int, str]]:
    """Return the groups numbered by size, then by their first member, without gaps; the keys likewise."""
    present, first, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = sorted(range(len(present)), key=lambda number: (-sizes[number], first[number]))
    numbers = np.zeros(len(present), np.intp)
    numbers[order] = np.arange(len(present))
    return numbers[inverse], {int(numbers[at]): keys[int(old)] for at, old in enumerate(present) if int(old) in keys}


def _repeated(space: Floats, count: int, random_state: int) -> list[Integers]:
    """Return the groups found again and again in nine of ten texts; -1 for a text left out."""
    random = np.random.RandomState(random_state)
    others = []
    for _ in range(CHECKS if 1 < count < len(space) else 0):
        kept = np.sort(random.permutation(len(space))[: max(count, round(PART * len(space)))])
        labels = np.full(len(space), -1)
        labels[kept] = group(space[kept], count, random_state=random.randint(1 << 30), runs=RUNS_A_CHECK).labels
        others.append(labels)
    return others


def middle_of(space: Floats, labels: Integers) -> Floats:
    """Return the middle of each group, of unit length."""
    sums = np.zeros((int(labels.max()) + 1, space.shape[1]), np.float32)
    np.add.at(sums, labels, space)
    return np.asarray(normalize(sums), np.float32)


class Nearest:
    """Place what comes later beside the middles of the groups, as clearly as the groups themselves are told apart."""

    def __init__(self, space: Floats, placed: Placed, fields: Sequence[str]) -> None:
        self.middles = middle_of(space, placed.labels)
        self.fields = np.array(fields)
        likeness = space @ self.middles.T
        own = np.arange(len(space))
        wanted = float(placed.clarity.mean())
        means = [float(_odds(likeness, sharp)[own, placed.labels].mean()) for sharp in SHARPNESSES]
        self.sharpness = SHARPNESSES[int(np.abs(np.array(means) - wanted).argmin())]

    def place(self, points: Floats, fields: Sequence[str]) -> tuple[Integers, Shares]:
        """Return the topic of each point among those of its field, and how clearly; -1 where its field has none."""
        likeness = points @ self.middles.T
        allowed = np.array(fields)[:, None] == self.fields[None, :]
        odds = np.where(allowed, _odds(likeness, self.sharpness), 0)
        total = odds.sum(axis=1, keepdims=True)
        odds = np.divide(odds, total, out=np.zeros_like(odds), where=total > 0)
        labels = np.where(total[:, 0] > 0, odds.argmax(axis=1), -1)
        return labels, odds.max(axis=1) * points.any(axis=1)


def _odds(likeness: Floats, sharpness: float) -> Shares:
    raised = np.exp(sharpness * (likeness.astype(np.float64) - likeness.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
