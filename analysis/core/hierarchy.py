"""Three levels of topics, each nested in the one above: few wide ones, the topics themselves, and finer ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from threadpoolctl import threadpool_limits

from analysis.core.grouping import split
from analysis.core.naming import WordsOfTopics, names
from analysis.core.placing import middle_of
from analysis.core.vectors import Floats, Integers

WIDER = 3
"""About so many topics share a wide one."""

FEWEST_TO_PART, MOST_PARTS, OF_A_PART = 16, 4, 8
"""A topic of 16 different texts or more has finer ones, of about 8 texts, four at most."""


@dataclass(frozen=True)
class Level:
    """One level of topics: the topic of each text, the names, and for each topic the one above it.

    `parents` is empty on the widest level.
    """

    labels: tuple[int, ...]
    names: tuple[str, ...]
    parents: tuple[int, ...]


@dataclass(frozen=True)
class Levels:
    """The wide and the finer topics of what was learned from."""

    wide_of: Integers
    """For each topic the wide one it is part of."""

    fine: Integers
    """For each voice its finer topic."""

    topic_of: Integers
    """For each finer topic the topic it is part of."""


def nested(space: Floats, labels: Integers, fields: Sequence[str], random_state: int) -> Levels:
    """Return wide topics made of like topics of one field, and finer ones within each topic.

    >>> points = np.eye(4, dtype=np.float32)[[0] * 9 + [1] * 9 + [2] * 9]
    >>> found = nested(points, np.repeat([0, 1, 2], 9), ["a", "a", "b"], 0)
    >>> found.wide_of.tolist(), found.topic_of.tolist()
    ([0, 0, 1], [0, 1, 2])
    """
    with threadpool_limits(1):
        return Levels(_wide(middle_of(space, labels), fields), *_fine(space, labels, random_state))


def _wide(middles: Floats, fields: Sequence[str]) -> Integers:
    wide = np.zeros(len(middles), np.intp)
    start = 0
    for field in sorted(set(fields), key=list(fields).index):
        part = np.flatnonzero(np.array(fields) == field)
        count = max(1, round(len(part) / WIDER))
        found = np.zeros(len(part), np.intp)
        if count > 1:
            found = AgglomerativeClustering(count, linkage="average", metric="cosine").fit_predict(
                _whole(middles[part])
            )
        # The wide topic that holds the first topic comes first.
        _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
        wide[part] = start + np.argsort(np.argsort(first))[inverse]
        start += len(first)
    return wide


def _whole(middles: Floats) -> Floats:
    """Give a direction of its own to a middle that has none; the angle to nothing is not defined."""
    return np.hstack([middles, (~middles.any(axis=1, keepdims=True)).astype(np.float32)])


def _fine(space: Floats, labels: Integers, random_state: int) -> tuple[Integers, Integers]:
    fine = np.zeros(len(labels), np.intp)
    topic_of: list[int] = []
    for topic in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == topic)
        count = min(MOST_PARTS, len(members) // OF_A_PART) if len(members) >= FEWEST_TO_PART else 1
        parts = split(space[members], count, random_state)
        fine[members] = len(topic_of) + parts
        topic_of += [topic] * (int(parts.max()) + 1)
    return fine, np.array(topic_of, np.intp)


def named(levels: Levels, labels: Integers, own: Sequence[str], texts: WordsOfTopics) -> tuple[list[str], list[str]]:
    """Return the names of the wide and of the finer topics; what holds or fills one topic alone has its name."""
    wide = names(texts.tell(levels.wide_of[labels]))
    fine = names(texts.tell(levels.fine))
    for number, topics in enumerate(np.bincount(levels.wide_of)):
        if topics == 1:
            wide[number] = own[int(np.flatnonzero(levels.wide_of == number)[0])]
    for number, topic in enumerate(levels.topic_of):
        if (levels.topic_of == topic).sum() == 1:
            fine[number] = own[topic]
    return wide, fine
