"""Texts as numbers: weighted stems, compound parts and character n-grams."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.utils.validation import check_is_fitted
from snowballstemmer import stemmer

from analysis.core.compounds import CorpusSplitter
from analysis.core.fillers import FILLERS
from analysis.core.text import compound_parts, fold, stem, tokens
from analysis.core.words import MODIFIERS, NOUNS

Floats: TypeAlias = npt.NDArray[np.float32]
Integers: TypeAlias = npt.NDArray[np.intp]
Sparse: TypeAlias = Any
"""A matrix of scipy.sparse, which has no types."""

_Row: TypeAlias = "tuple[array[int], array[float]]"

Features: TypeAlias = Mapping[str, float]
"""What a word is described by, and how strongly."""

EVERYDAY = frozenset(map(fold, (*NOUNS, *MODIFIERS)))

LETTERS = re.compile(r"[^\W\d_]{2}")
WHOLE_OR_PROVEN, KNOWN_PART = 1.0, 0.5
"""A part counts in full where the corpus itself uses it as a word, and half where only our dictionary knows it."""

GRAM_LENGTHS = (3, 4, 5)
MOST_GRAMS = 60_000
FEW_TEXTS = 30
REMEMBERED = 150_000
"""Of so many words the features are kept; people use the same words again and again."""


def check_texts(texts: Iterable[str]) -> list[str]:
    """Return the texts as a list; refuse what is not several strings.

    >>> check_texts(("Ein Radweg", ""))
    ['Ein Radweg', '']
    """
    if isinstance(texts, str):
        raise TypeError("Give a list of texts, not a single one.")
    listed = list(texts)
    if not listed:
        raise ValueError("Give at least one text (n_samples=0).")
    if not all(isinstance(text, str) for text in listed):
        raise TypeError("Every text is a string.")
    return [str(text) for text in listed]


def words(text: str, language: str = "de") -> list[str]:
    """Return the words of a text that say what it is about, folded, in order.

    >>> words("Der Radweg an der Kölnstraße ist viel zu schmal!")
    ['radweg', 'kolnstrasse', 'schmal']
    """
    fillers = FILLERS.get(language, frozenset())
    return [word for word in map(fold, tokens(text)) if LETTERS.search(word) and word not in fillers]


def place_words(places: Iterable[str]) -> Iterator[str]:
    """Yield the words of place names, folded, that are no everyday words: Am Markt leaves the market as it is.

    >>> sorted(place_words(["Elderow", "Neu Wiesow", "Am Markt"]))
    ['elderow', 'wiesow']
    """
    for word in (word for place in places for word in words(place)):
        if word not in EVERYDAY and not compound_parts(word):
            yield word


@cache
def _english_stemmer() -> Any:
    return stemmer("english")


def stem_in(language: str) -> Callable[[str], str]:
    """Return the function that reduces a word of this language to its stem.

    >>> stem_in("en")("crossings"), stem_in("uk")("вулиця")
    ('cross', 'вулиця')
    """
    if language == "de":
        return stem
    if language == "en":
        return lambda word: str(_english_stemmer().stemWord(fold(word)))
    return fold


class TextVectorizer(TransformerMixin, BaseEstimator):
    """Turn texts into weighted stems, compound parts and character n-grams.

    Parameters
    ----------
    language : {"de", "en"}, default="de"
        Decides on stems, compounds and the words left out; any other language goes by its letters alone.
    keep : iterable of str, default=()
        Words that have a place even where no text uses them: the seed words.
    places : iterable of str, default=()
        The town's place names, which are set aside: where a thing is says nothing about what it is.
    letters : bool, default=True
        Whether letters in threes, fours and fives are features beside the stems.
    rare : bool, default=False
        Whether words of a single text count as well: they tell duplicates, and no topics.

    Attributes
    ----------
    splitter_ : CorpusSplitter
        Takes compounds apart by the words of the texts.
    blocks_ : tuple
        The stems and the character n-grams that count, with their weights.

    Examples
    --------
    >>> vectorizer = TextVectorizer().fit(["Ampel an der Schule", "Die Ampeln sind zu kurz", "Laterne kaputt"])
    >>> first, second, third = vectorizer.transform(["Ampel", "Ampeln", "Laterne"])
    >>> float((first @ second.T).sum()) > 0.5 > float((first @ third.T).sum())
    True
    """

    def __init__(
        self,
        *,
        language: str = "de",
        keep: Iterable[str] = (),
        places: Iterable[str] = (),
        letters: bool = True,
        rare: bool = False,
    ) -> None:
        self.language = language
        self.keep = keep
        self.places = places
        self.letters = letters
        self.rare = rare

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the input is texts."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = True, True, False
        return tags

    def fit(self, texts: Iterable[str], y: object = None) -> Self:
        """Learn which stems and letters matter. Returns the vectorizer itself."""
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Iterable[str], y: object = None) -> Sparse:
        """Learn which stems and letters matter; return one sparse row for each text."""
        self.set_aside_ = frozenset(place_words(self.places))
        read = self._read(check_texts(texts))
        counts, types = count(dict.fromkeys(text, 1.0) for text in read)
        self.splitter_ = CorpusSplitter(dict(zip(types, np.asarray(counts.sum(axis=0)).ravel().tolist(), strict=True)))
        kept = [word for phrase in self.keep for word in words(phrase, self.language)]
        few = self.rare or len(read) < FEW_TEXTS
        stems = _Block(self._stems, min_df=1 if few else 2, max_df=1.0 if few else 0.5)
        grams = _Block(_grams, min_df=1 if few else 3, max_df=1.0 if few else 0.4, most=MOST_GRAMS)
        counts, types = count(map(_frequencies, read))
        self.blocks_ = (stems, grams) if self.letters else (stems,)
        return sp.hstack([block.fit_transform(counts, types, kept) for block in self.blocks_]).tocsr()

    def transform(self, texts: Iterable[str]) -> Sparse:
        """Return one sparse row for each text; a text without a known word is all zeros."""
        check_is_fitted(self)
        counts, types = count(map(_frequencies, self._read(check_texts(texts))))
        return sp.hstack([block.transform(counts, types) for block in self.blocks_]).tocsr()

    def attribute(self, text: str, weights: Floats) -> dict[str, float]:
        """Return how much each folded word of a text adds to the sum of its features times `weights`."""
        check_is_fitted(self)
        counts, types = count([_frequencies(words(text, self.language))])
        shares, start = np.zeros(len(types)), 0
        for block in self.blocks_:
            shares += block.attribute(counts, types, weights[start : start + block.width])
            start += block.width
        return dict(zip(types, shares.tolist(), strict=True))

    def stems(self, word: str) -> list[str]:
        """Return the stem of a word and those of its parts, the word's own first."""
        return list(dict.fromkeys([self.own_stem(word), *self._stems(fold(word))]))

    def own_stem(self, word: str) -> str:
        """Return the stem of the whole word."""
        return stem_in(self.language)(fold(word).replace("-", ""))

    def _read(self, texts: Sequence[str]) -> list[list[str]]:
        read = [words(text, self.language) for text in texts]
        if not self.set_aside_:
            return read
        return [[word for word in text if word not in self.set_aside_] for text in read]

    def _stems(self, word: str) -> Features:
        reduce = stem_in(self.language)
        found = {reduce(word.replace("-", "")): WHOLE_OR_PROVEN}  # W-LAN is WLAN
        if self.language != "de":
            parts: Sequence[str] = word.split("-")
            return found | {reduce(part): WHOLE_OR_PROVEN for part in parts if len(part) > 1}
        proven = self.splitter_.split(word.replace("-", ""))
        if len(proven) > 1:
            return dict.fromkeys(map(reduce, proven), WHOLE_OR_PROVEN) | found
        return dict.fromkeys(map(reduce, compound_parts(word)), KNOWN_PART) | found


def _frequencies(read: Iterable[str]) -> Mapping[str, int]:
    return Counter(read)


def _grams(word: str) -> Features:
    """Return the letters of a word in threes, fours and fives, its ends marked."""
    marked = f" {word} "
    return _frequencies([marked[i : i + n] for n in GRAM_LENGTHS for i in range(len(marked) - n + 1)])


def count(rows: Iterable[Features]) -> tuple[Sparse, list[str]]:
    """Return a sparse matrix with a column for each feature, and the features in the order in which they came."""
    places: defaultdict[str, int] = defaultdict()
    places.default_factory = places.__len__
    data = array("f")
    columns = array("i")
    ends = array("q", [0])
    for row in rows:
        columns.extend(map(places.__getitem__, row))
        data.extend(row.values())
        ends.append(len(columns))
    shape = (len(ends) - 1, len(places))
    parts = np.asarray(data, np.float32), np.asarray(columns, np.int32), np.asarray(ends)
    matrix = sp.csr_matrix(parts, shape=shape)
    matrix.sort_indices()
    return matrix, list(places)


class _Block:
    """One kind of features, learnt by way of the distinct words: a corpus has far fewer of these than running ones."""

    def __init__(
        self, describe: Callable[[str], Features], *, min_df: int, max_df: float, most: int | None = None
    ) -> None:
        self.describe, self.min_df, self.max_df, self.most = describe, min_df, max_df, most

    def fit_transform(self, counts: Sparse, types: Sequence[str], keep: Sequence[str]) -> Sparse:
        self.known: dict[str, _Row] = {}
        described, features = count(map(self.describe, types))
        raw = (counts @ described).tocsr()
        raw.eliminate_zeros()
        frequency = np.bincount(raw.indices, minlength=len(features))
        chosen = (frequency >= self.min_df) & (frequency <= self.max_df * raw.shape[0])
        chosen = self._most_frequent(frequency, chosen)
        columns = {feature: column for column, feature in enumerate(features)}
        wanted = {feature for word in keep for feature in self.describe(word)}
        used = sorted({feature for feature in features if chosen[columns[feature]]} | (wanted & columns.keys()))
        names = [*used, *sorted(wanted - columns.keys())]
        self.places: dict[str, int] = {name: place for place, name in enumerate(names)}
        self.width = len(names)
        self.weights = TfidfTransformer(sublinear_tf=True)
        if not self.width:
            return sp.csr_matrix((raw.shape[0], 0), dtype=np.float32)
        unused = sp.csr_matrix((raw.shape[0], self.width - len(used)), dtype=np.float32)
        chosen_columns = sp.hstack([raw[:, [columns[feature] for feature in used]], unused]).tocsr()
        return self.weights.fit_transform(chosen_columns).astype(np.float32)

    def transform(self, counts: Sparse, types: Sequence[str]) -> Sparse:
        if not self.width:
            return sp.csr_matrix((counts.shape[0], 0), dtype=np.float32)
        return self.weights.transform(self._raw(counts, types)).astype(np.float32)

    def attribute(self, counts: Sparse, types: Sequence[str], weights: Floats) -> npt.NDArray[np.float64]:
        """Share what a single text's features add among the words that have these features."""
        if not self.width or not types:
            return np.zeros(len(types))
        described = self._described(types)
        raw = np.asarray((counts @ described).todense()).ravel()
        value = np.asarray(self.transform(counts, types).todense()).ravel() * weights
        per_count = np.divide(value, raw, out=np.zeros_like(value), where=raw > 0)
        return np.asarray((described @ per_count) * np.asarray(counts.todense()).ravel(), np.float64)

    def _most_frequent(self, frequency: Integers, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        if self.most is None or chosen.sum() <= self.most:
            return chosen
        return np.asarray(chosen & (frequency >= np.sort(frequency[chosen])[-self.most]))

    def _described(self, types: Sequence[str]) -> Sparse:
        rows = [self.known.get(word) or self._remembered(word) for word in types]
        ends = np.cumsum([0, *(len(row[0]) for row in rows)])
        columns = np.fromiter((column for row in rows for column in row[0]), np.int32, ends[-1])
        data = np.fromiter((weight for row in rows for weight in row[1]), np.float32, ends[-1])
        return sp.csr_matrix((data, columns, ends), shape=(len(rows), self.width))

    def _remembered(self, word: str) -> _Row:
        """Return the known features of a word, in order, and their weights; common words are not described twice."""
        found = sorted((self.places[key], weight) for key, weight in self.describe(word).items() if key in self.places)
        row = array("i", [place for place, _ in found]), array("f", [weight for _, weight in found])
        if len(self.known) < REMEMBERED:
            self.known[word] = row
        return row

    def _raw(self, counts: Sparse, types: Sequence[str]) -> Sparse:
        return (counts @ self._described(types)).tocsr()
