"""Groups of texts that mean the same: many quick groupings of parts of the texts, and what they agree on."""

import math
import warnings
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from analysis.core.vectors import Floats, Integers, Sparse

Shares: TypeAlias = npt.NDArray[np.float64]

RUNS = 30
FEWEST_DIMENSIONS = 30
FINEST = 3
"""A single run makes between the wanted number of groups and three times as many."""

MEMORY = 0.5
"""What was found before weighs half as much as all runs together."""

PART = 0.9
LARGEST_PART = 3_000
"""Each run sees nine of ten texts, and never more than this: it places the others by what it saw."""


@dataclass(frozen=True)
class Grouping:
    """The group of each text, and the share with which the runs put it beside the members of each group."""

    labels: Integers
    shares: Shares


def default_count(texts: int) -> int:
    """Return how many topics suit that many different texts, where nobody says.

    >>> [default_count(n) for n in (1, 2, 5, 30, 300, 2_314, 10_000)]
    [1, 1, 1, 6, 6, 17, 25]
    """
    return max(1, min(texts // 3, 25, max(6, round(math.sqrt(texts / 8)))))


def default_count_in_field(texts: int) -> int:
    """Return how many topics suit that many different texts of one action field.

    >>> [default_count_in_field(n) for n in (1, 30, 300, 1_000, 10_000)]
    [1, 1, 4, 6, 16]
    """
    return max(1, min(16, round(math.sqrt(texts / 24))))


def shared_out(total: int, sizes: list[int]) -> list[int]:
    """Return how many of `total` groups go to parts of these sizes: by the root of the size, at least one each.

    >>> shared_out(6, [400, 100, 1])
    [3, 2, 1]
    """
    counts = [1] * len(sizes)
    for _ in range(total - len(sizes)):
        open_parts = [part for part, size in enumerate(sizes) if counts[part] < size]
        if open_parts:
            counts[max(open_parts, key=lambda part: (math.sqrt(sizes[part]) / counts[part], -part))] += 1
    return counts


def group(
    space: Floats, count: int, *, random_state: int = 0, runs: int = RUNS, before: Integers | None = None
) -> Grouping:
    """Return `count` groups that many runs on parts of the texts and of the space agree on.

    Parameters
    ----------
    space : ndarray of shape (n_texts, n_dimensions)
        The texts as points, the strongest dimensions first.
    count : int
        How many groups to make.
    random_state : int, default=0
        Starts the generator; the same start, the same groups.
    runs : int, default=30
        How many runs to compare.
    before : ndarray of int, optional
        The group each text was in before, -1 for none: it speaks as many runs do, so that little moves without need.

    Returns
    -------
    Grouping

    Examples
    --------
    >>> points = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1]], dtype=np.float32)
    >>> labels = group(points, 2).labels
    >>> bool(labels[0] == labels[1] != labels[2] == labels[3])
    True
    """
    if count >= len(space):
        return Grouping(np.arange(len(space)), np.eye(len(space)))
    if count <= 1 or not np.ptp(space, axis=0).any():
        return Grouping(np.zeros(len(space), np.intp), np.ones((len(space), 1)))
    random = np.random.RandomState(random_state)
    starts = [random.randint(1 << 30) for _ in range(runs)]
    # One after the other, or where the caller says by `joblib.parallel_config`: threads, processes, a cluster.
    members: list[Sparse] = Parallel()(delayed(_one_run)(space, count, start) for start in starts)
    if before is not None and (before >= 0).any():
        members += [_remembered(before)] * round(MEMORY * runs)
    scaled = sp.hstack([run @ sp.diags(_column_sums(run) ** -0.5) for run in members]).tocsr()
    agreed = normalize(TruncatedSVD(count, n_iter=8, random_state=random).fit_transform(scaled))
    labels = _numbered(_fitted(agreed, count, 10, random).labels_)
    return Grouping(labels, _beside(sp.hstack(members).tocsr(), labels))


def split(space: Floats, count: int, random_state: int) -> Integers:
    """Return groups found in a single run: good enough within a topic.

    >>> split(np.eye(2, dtype=np.float32)[[0, 0, 1]], 1, 0).tolist()
    [0, 0, 0]
    """
    if count <= 1 or not np.ptp(space, axis=0).any():
        return np.zeros(len(space), np.intp)
    return _numbered(_fitted(space, count, 1, np.random.RandomState(random_state)).labels_)


def _one_run(space: Floats, count: int, start: int) -> Sparse:
    """Return which text is in which group of one run, as a matrix of zeros and ones."""
    with threadpool_limits(1):  # in a process of its own, the caller's limit is not known
        return _run(space, count, np.random.RandomState(start))


def _run(space: Floats, count: int, random: np.random.RandomState) -> Sparse:
    size, dimensions = space.shape
    seen = random.permutation(size)[: max(count, min(LARGEST_PART, round(PART * size)))]
    width = random.randint(min(FEWEST_DIMENSIONS, dimensions), dimensions + 1)
    groups = min(random.randint(count, FINEST * count + 1), max(count, len(seen) // 2))
    part = normalize(space[:, :width])
    labels = _numbered(_fitted(part[seen], groups, 1, random).predict(part))
    shape = (size, int(labels.max()) + 1)
    return sp.csr_matrix((np.ones(size, np.float32), (np.arange(size), labels)), shape=shape)


def _remembered(before: Integers) -> Sparse:
    """Return which text was in which group before, as a matrix of zeros and ones."""
    known = np.flatnonzero(before >= 0)
    groups = _numbered(before[known])
    return sp.csr_matrix((np.ones(len(known), np.float32), (known, groups)), shape=(len(before), int(groups.max()) + 1))


def _fitted(points: Any, count: int, starts: int, random: np.random.RandomState) -> KMeans:
    """Fit KMeans; it need not warn where fewer points differ than groups are wanted: fewer groups are right then."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(count, n_init=starts, random_state=random).fit(points)


def _column_sums(matrix: Sparse) -> Shares:
    return np.asarray(matrix.sum(axis=0), np.float64).ravel()


def _numbered(labels: Integers) -> Integers:
    """Return the labels without gaps."""
    return np.unique(labels, return_inverse=True)[1]


def _beside(members: Sparse, labels: Integers) -> Shares:
    """Return the share of each group in how often a text's companions over all runs were of that group."""
    size = len(labels)
    groups = sp.csr_matrix((np.ones(size, np.float32), (np.arange(size), labels)))
    typical = (members.T @ groups @ sp.diags(1 / _column_sums(groups))).toarray()
    together = np.asarray(members @ typical, np.float64)
    return np.asarray(together / together.sum(axis=1, keepdims=True))
