"""Contributions that say the same: copies, likely duplicates to judge, and what is like a text being written.

Nothing is ever merged here: pairs and campaigns are shown to people, who decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from analysis.core.text import tokens
from analysis.core.vectors import Integers, Sparse, TextVectorizer, check_texts, words
from analysis.core.voices import Voices

COMMON = 500
"""A word in more texts than this finds no candidates; among candidates it counts."""

CANDIDATES = 5
ROWS = 2_000
SAME_CAMPAIGN = 0.85
"""Texts as alike as this differ by a greeting or a name: a form letter."""

LONG_ENOUGH = 6
"""So many telling words a near copy has; shorter texts are alike by chance."""

Shares: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Similar:
    """A fitted text that is like the one asked about: its place, the likeness from 0 to 1, and the words they share."""

    place: int
    likeness: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class LikelyPair:
    """Two texts that may say the same, for a person to judge. The first came first."""

    first: int
    second: int
    likeness: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Campaign:
    """Texts sent several times: their places, the first one first, and whether all have the very same words."""

    members: tuple[int, ...]
    is_exact: bool


class SimilarTexts(BaseEstimator):
    """Find which texts say nearly the same.

    Parameters
    ----------
    language : {"de", "en"}, default="de"
        The language of most texts.
    places : iterable of str, default=()
        The town's place names: two ideas for one street are not one idea.

    Attributes
    ----------
    texts_ : list of str
        The fitted texts.

    Examples
    --------
    >>> texts = ["Ampel am Markt ist zu kurz", "Die Ampelphase am Markt: zu kurz!", "Bus weg", "BUS weg."]
    >>> similar = SimilarTexts().fit(texts)
    >>> similar.similar("Ampel zu kurz geschaltet", 1)[0].place
    0
    >>> [(pair.first, pair.second) for pair in similar.pairs(1)]
    [(0, 1)]
    >>> similar.campaigns()
    (Campaign(members=(2, 3), is_exact=True),)
    """

    def __init__(self, *, language: str = "de", places: Iterable[str] = ()) -> None:
        self.language = language
        self.places = places

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the input is texts."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = True, True, False
        return tags

    def fit(self, texts: Iterable[str], y: object = None) -> Self:
        """Learn the texts to compare with. Returns the estimator itself."""
        self.texts_ = check_texts(texts)
        self._voices = Voices(self.texts_, [""] * len(self.texts_), [""] * len(self.texts_))
        self._first = np.full(len(self._voices.texts), len(self.texts_), np.intp)
        np.minimum.at(self._first, self._voices.of_text, np.arange(len(self.texts_)))
        self.vectorizer_ = TextVectorizer(language=self.language, places=self.places, letters=False, rare=True)
        self._rows = self.vectorizer_.fit_transform(self._voices.texts)
        self._columns = self._rows.tocsc()
        return self

    def similar(self, text: str, n: int = 5, *, least: float = 0.1) -> list[Similar]:
        """Return the texts most like this one, each way of saying it once, the likest first.

        Parameters
        ----------
        text : str
            Fitted or new.
        n : int, default=5
            How many to return at most.
        least : float, default=0.1
            The least likeness worth showing.
        """
        check_is_fitted(self)
        asked = self.vectorizer_.transform([text])
        likeness = np.zeros(self._rows.shape[0])
        for column, weight in zip(asked.indices.tolist(), asked.data.tolist(), strict=True):
            start, end = self._columns.indptr[column : column + 2]
            likeness[self._columns.indices[start:end]] += weight * self._columns.data[start:end]
        near = np.flatnonzero(likeness >= least)
        ranked = sorted(near.tolist(), key=lambda voice: (-round(float(likeness[voice]), 6), self._first[voice]))
        return [
            Similar(int(self._first[voice]), round(float(min(1, likeness[voice])), 4), self._shared(text, voice))
            for voice in ranked[:n]
        ]

    def pairs(self, n: int = 50, *, fields: Shares | None = None) -> list[LikelyPair]:
        """Return the pairs of different texts that most likely say the same, the likeliest first.

        A pair counts for more that stands out: whose texts are like each other and like few others. Copies are no
        pairs; `campaigns` has them.

        Parameters
        ----------
        n : int, default=50
            How many to return at most.
        fields : ndarray of shape (n_texts, n_fields), optional
            The probabilities of action fields: who speaks of one field more likely says the same.
        """
        check_is_fitted(self)
        one, other, likeness = self._candidates()
        if fields is not None:
            of_voice = np.asarray(fields)[self._first]
            likeness = likeness * (0.5 + np.einsum("ij,ij->i", of_voice[one], of_voice[other]))
        company = self._company(one, other, likeness)
        score = 2 * likeness - company[one] - company[other]
        firsts = np.sort(np.column_stack([self._first[one], self._first[other]]), axis=1)
        order = np.lexsort((firsts[:, 1], firsts[:, 0], -score.round(6)))[:n]
        return [
            LikelyPair(
                int(firsts[at, 0]),
                int(firsts[at, 1]),
                round(float(self._rows[one[at]].multiply(self._rows[other[at]]).sum()), 4),
                self._shared(self._voices.texts[one[at]], int(other[at])),
            )
            for at in order
        ]

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return texts sent several times, in the very same words or nearly, the most sent first."""
        check_is_fitted(self)
        one, other, likeness = self._candidates()
        long = np.diff(self._rows.indptr) >= LONG_ENOUGH
        near = (likeness >= SAME_CAMPAIGN) & long[one] & long[other]
        group = _connected(len(self._voices.texts), one[near], other[near])
        of_text = group[self._voices.of_text]
        order = np.argsort(of_text, kind="stable")
        runs = np.split(order, np.flatnonzero(np.diff(of_text[order])) + 1)
        found = [
            Campaign(tuple(run.tolist()), len(set(self._voices.of_text[run].tolist())) == 1)
            for run in runs
            if len(run) > 1
        ]
        return tuple(sorted(found, key=lambda campaign: (-len(campaign.members), campaign.members)))

    def _candidates(self) -> tuple[Integers, Integers, Shares]:
        """Return pairs of voices that share a rare word: for each voice those it is likest to."""
        known = np.diff(self._columns.indptr) <= COMMON
        rare = self._rows[:, np.flatnonzero(known)]
        turned = rare.T.tocsr()
        found: set[tuple[int, int]] = set()
        with threadpool_limits(1):
            for start in range(0, rare.shape[0], ROWS):
                product = (rare[start : start + ROWS] @ turned).tocsr()
                found.update(_best_of_rows(product, start))
        if not found:
            return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)
        one, other = np.array(sorted(found), np.intp).T
        parts = [
            np.asarray(self._rows[one[at : at + ROWS]].multiply(self._rows[other[at : at + ROWS]]).sum(axis=1)).ravel()
            for at in range(0, len(one), ROWS)
        ]
        return one, other, np.concatenate(parts).astype(np.float64)

    def _company(self, one: Integers, other: Integers, likeness: Shares) -> Shares:
        """Return for each voice how like it is on average to the five it is likest to."""
        places, values = np.concatenate([one, other]), np.concatenate([likeness, likeness])
        order = np.lexsort((-values, places))
        places, values = places[order], values[order]
        rank = np.arange(len(places)) - np.searchsorted(places, places)
        near = rank < CANDIDATES
        return np.bincount(places[near], values[near], self._rows.shape[0]) / CANDIDATES

    def _shared(self, text: str, voice: int) -> tuple[str, ...]:
        """Return the words of a text, as written, that the other uses in some form or as a part."""
        stems = self.vectorizer_.stems
        other = {stem for word in words(self._voices.texts[voice], self.language) for stem in stems(word)}
        said = [word for word in tokens(text) if words(word, self.language)]
        return tuple(dict.fromkeys(word for word in said if other & set(stems(word))))


def _best_of_rows(product: Sparse, start: int) -> Iterable[tuple[int, int]]:
    for row in range(product.shape[0]):
        begin, end = product.indptr[row : row + 2]
        columns, values = product.indices[begin:end], product.data[begin:end]
        best = np.lexsort((columns, -values.round(6)))[: CANDIDATES + 1]
        others = [column for column in columns[best].tolist() if column != start + row]
        yield from ((min(start + row, column), max(start + row, column)) for column in others)


def _connected(size: int, one: Sequence[int] | Integers, other: Sequence[int] | Integers) -> Integers:
    graph = sp.coo_matrix((np.ones(len(one)), (one, other)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.intp)
