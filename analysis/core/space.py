"""The space of meaning: texts as points, by their words and, where there is one, by a sentence encoder."""

from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp
from sklearn import config_context
from sklearn.decomposition import TruncatedSVD
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize

from analysis.core.encoders import Encoder, encoded
from analysis.core.text import tokens
from analysis.core.vectors import Floats, Sparse, TextVectorizer, words

DIMENSIONS = 100
NEIGHBOURS = 10
MEGABYTES = 64
"""For distances at a time; all pairs of ten thousand texts would take a gigabyte."""

SHORT_IDEA = 30
"""Up to as many words the encoder knows better than the words do."""

HEARD_SHORT, HEARD_LONG = 2.0, 0.7
"""How much the encoder says beside the words, of short and of long texts."""

ENOUGH_TO_SMOOTH_TWICE = 1_000
"""From as many short texts on, each is moved towards its neighbours twice: it says little by itself."""


class MeaningSpace:
    """Turn texts into points of unit length, the strongest dimensions first; wordless texts are zeros.

    Parameters
    ----------
    vectorizer : TextVectorizer
        Learns the words; fitted here.
    encoder : Encoder, optional
        Heard beside the words.
    random_state : int, default=0
        Starts the generator.

    Attributes
    ----------
    points_ : ndarray of shape (n_texts, n_dimensions)
        The fitted texts, each moved towards its neighbours.

    Examples
    --------
    >>> space = MeaningSpace(TextVectorizer()).fit(["Ampel an der Schule", "Ampeln zu kurz", "Laterne kaputt"])
    >>> first, second, third = space.transform(["Ampel", "Die Ampeln", "Laterne"])
    >>> bool(first @ second > first @ third)
    True
    """

    def __init__(self, vectorizer: TextVectorizer, encoder: Encoder | None = None, random_state: int = 0) -> None:
        self.vectorizer, self.encoder, self.random_state = vectorizer, encoder, random_state

    def fit(self, texts: Sequence[str]) -> "MeaningSpace":
        """Learn the space; return it."""
        self.words_ = _Reduction(self.random_state)
        points = self.words_.fit_transform(self.vectorizer.fit_transform(texts))
        short = self.encoder is not None and _typical_length(texts) <= SHORT_IDEA
        if self.encoder:
            self.heard_ = HEARD_SHORT if short else HEARD_LONG
            found = encoded(self.encoder, texts)
            self.mean_ = found.mean(axis=0)
            self.both_ = _Reduction(self.random_state)
            points = self.both_.fit_transform(self._joined(points, found, texts))
        for _ in range(2 if short and len(texts) >= ENOUGH_TO_SMOOTH_TWICE else 1):
            points = smooth(points)
        self.points_ = points
        return self

    def transform(self, texts: Iterable[str]) -> Floats:
        """Return a point for each text, as it stands, not moved towards anything."""
        listed = list(texts)
        points = self.words_.transform(self.vectorizer.transform(listed))
        if self.encoder:
            points = self.both_.transform(self._joined(points, encoded(self.encoder, listed), listed))
        return points

    def _joined(self, points: Floats, found: Floats, texts: Sequence[str]) -> Sparse:
        says_something = np.array([[bool(words(text, self.vectorizer.language))] for text in texts])
        said = normalize(found - self.mean_) * says_something
        return sp.csr_matrix(np.hstack([points, self.heard_ * said]))


class _Reduction:
    """The few directions in which rows differ most."""

    def __init__(self, random_state: int) -> None:
        self.random_state = random_state

    def fit_transform(self, features: Sparse) -> Floats:
        if min(features.shape) > DIMENSIONS + 1:
            found = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=self.random_state).fit(features)
            self.directions = np.asarray(found.components_.T, np.float32)
        elif min(features.shape):
            directions = np.linalg.svd(features.toarray(), full_matrices=False)[2]
            self.directions = np.asarray(directions.T, np.float32)
        else:
            self.directions = np.zeros((features.shape[1], 1), np.float32)
        return self.transform(features)

    def transform(self, features: Sparse) -> Floats:
        return np.asarray(normalize(features @ self.directions), np.float32)


def _typical_length(texts: Sequence[str]) -> float:
    return float(np.median([len(tokens(text)) for text in texts]))


def smooth(space: Floats) -> Floats:
    """Return the points moved half the way to the middle of their nearest neighbours.

    >>> smooth(np.eye(2, dtype=np.float32)).shape
    (2, 2)
    """
    size = len(space)
    if size <= 2:
        return space
    near = min(NEIGHBOURS, (size - 1) // 2) or 1
    finder = NearestNeighbors(n_neighbors=near + 1, metric="cosine", algorithm="brute").fit(space)
    with config_context(working_memory=MEGABYTES):
        neighbours = finder.kneighbors(space, return_distance=False)[:, 1:]
    middle = np.zeros_like(space)
    for place in range(neighbours.shape[1]):  # one neighbour at a time: all at once would take ten times the memory
        middle += space[neighbours[:, place]]
    return np.asarray(normalize(space + middle / neighbours.shape[1]), np.float32)
