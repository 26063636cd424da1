"""Topics: what contributions are about, found in themselves; every contribution has its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClusterMixin
from threadpoolctl import threadpool_limits

from analysis.core.encoders import EncoderChoice, chosen_encoder
from analysis.core.fields import ActionFieldClassifier
from analysis.core.grouping import PART, Shares, default_count, default_count_in_field, group, shared_out
from analysis.core.naming import TopicWord, names, topic_words
from analysis.core.quality import pairs_together
from analysis.core.text import fold, tokens
from analysis.core.vectors import (
    Floats,
    Integers,
    TextVectorizer,
    check_texts,
    join_encoded,
    meaning_space,
    smooth,
)

Fields: TypeAlias = Sequence[str | None] | ActionFieldClassifier | None

TYPICAL = 3
TELLING = 5
"""From as many words on a text can stand for others."""

CHECKS, RUNS_A_CHECK = 5, 8
"""Stability compares five quick repetitions on parts of the texts."""


@dataclass(frozen=True)
class Topic:
    """What several contributions have in common.

    `members` and `typical` are places in the list of texts, `typical` the most central first. `confidence` is how
    clearly the members belong here rather than elsewhere, `stability` the share of its pairs of contributions that
    stay together when the analysis is repeated with a part of the texts; both between 0 and 1.
    """

    id: int
    name: str
    words: tuple[TopicWord, ...]
    members: tuple[int, ...]
    typical: tuple[int, ...]
    field: str | None
    confidence: float
    stability: float


class TopicModel(ClusterMixin, BaseEstimator):
    """Find the topics of contributions.

    Equal texts count once, so that a copied campaign is one voice here. The order of the texts does not matter.

    Parameters
    ----------
    n_topics : int, optional
        How many topics to find; by default as many as suit the number of texts.
    language : {"de", "en"}, default="de"
        The language of most texts.
    random_state : int, default=0
        Starts the generator; the same start and texts, the same topics.
    fields : sequence of (str or None) or ActionFieldClassifier, optional
        The action field of each text, or a fitted classifier: topics are then found within fields.
    encoder : "auto", None or an object with a method `encode(texts)`, default="auto"
        A sentence encoder to hear beside the words; "auto" takes the installed one, if there is one.

    Attributes
    ----------
    labels_ : ndarray of int
        The topic of each text; every text has one.
    probabilities_ : ndarray of float
        How clearly each text belongs to its topic.
    topics_ : tuple of Topic
        The topics; those of one field side by side, the largest first. A topic's id is its place.

    Examples
    --------
    >>> texts = ["Die Ampel an der Schule", "Ampel zu kurz", "Ampel vor der Kita",
    ...          "Freies WLAN am Markt", "WLAN im Park", "Kein WLAN am See"]
    >>> model = TopicModel(2).fit(texts)
    >>> model.labels_.tolist()
    [0, 0, 0, 1, 1, 1]
    >>> [topic.words[0].word for topic in model.topics_]
    ['Ampel', 'WLAN']
    """

    def __init__(
        self,
        n_topics: int | None = None,
        *,
        language: str = "de",
        random_state: int = 0,
        fields: Fields = None,
        encoder: EncoderChoice = "auto",
    ) -> None:
        self.n_topics = n_topics
        self.language = language
        self.random_state = random_state
        self.fields = fields
        self.encoder = encoder

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the input is texts."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = True, True, False
        return tags

    def fit(self, texts: Iterable[str], y: object = None) -> Self:
        """Find the topics of the texts.

        Parameters
        ----------
        texts : iterable of str
            The contributions.
        y : ignored

        Returns
        -------
        TopicModel
            The model itself.
        """
        if self.n_topics is not None and self.n_topics < 1:
            raise ValueError(f"There is at least one topic, not {self.n_topics}.")
        listed = check_texts(texts)
        voices = _Voices(listed, self._field_of_each(listed))
        with threadpool_limits(1):  # several threads add up in any order, and sums of fractions depend on it
            self._find(voices)
        return self

    def _field_of_each(self, texts: list[str]) -> list[str]:
        if self.fields is None:
            return [""] * len(texts)
        found = self.fields.predict(texts) if isinstance(self.fields, ActionFieldClassifier) else self.fields
        if len(found) != len(texts):
            raise ValueError(f"There are {len(texts)} texts, but {len(found)} fields.")
        return ["" if field is None else str(field) for field in found]

    def _find(self, voices: "_Voices") -> None:
        vectorizer = TextVectorizer(language=self.language).fit(voices.texts)
        space = self._space(vectorizer, voices.texts)
        placed = self._place(space, voices)
        self.labels_ = placed.labels[voices.of_text]
        self.probabilities_ = placed.clarity[voices.of_text]
        found = topic_words(voices.texts, placed.labels, vectorizer)
        self.topics_ = tuple(
            Topic(
                id=topic,
                name=name,
                words=found[topic],
                members=tuple(np.flatnonzero(self.labels_ == topic).tolist()),
                typical=voices.first_texts(_most_central(space, voices.texts, placed.labels == topic)),
                field=voices.fields[int(np.argmax(placed.labels == topic))] or None,
                confidence=round(float(placed.clarity[placed.labels == topic].mean()), 4),
                stability=round(float(placed.stability[topic]), 4),
            )
            for topic, name in enumerate(names(found))
        )

    def _space(self, vectorizer: TextVectorizer, texts: Sequence[str]) -> Floats:
        space = meaning_space(vectorizer.transform(texts), self.random_state)
        if encoder := chosen_encoder(self.encoder):
            space = join_encoded(space, encoder, texts, self.random_state)
        return smooth(space)

    def _place(self, space: Floats, voices: "_Voices") -> "_Placed":
        """Find the topics field by field, and number them on."""
        parts = voices.by_field()
        wanted = self._wanted([len(part) for part in parts])
        labels, clarity = np.zeros(len(space), np.intp), np.zeros(len(space))
        stability: list[float] = []
        for part, count in zip(parts, wanted, strict=True):
            found = _grouped(space[part], count, self.random_state)
            labels[part], clarity[part] = found.labels + len(stability), found.clarity
            stability += found.stability.tolist()
        return _Placed(labels, clarity, np.array(stability))

    def _wanted(self, sizes: list[int]) -> list[int]:
        if self.n_topics is not None:
            return shared_out(self.n_topics, sizes)
        if self.fields is None:
            return [default_count(size) for size in sizes]
        return [default_count_in_field(size) for size in sizes]


class _Voices:
    """The different texts in a fixed order; spaces, capitals and punctuation make no difference, the field does."""

    def __init__(self, texts: Sequence[str], fields: Sequence[str]) -> None:
        keys = [(field, " ".join(map(fold, tokens(text)))) for text, field in zip(texts, fields, strict=True)]
        places = {key: place for place, key in enumerate(sorted(set(keys)))}
        self.of_text: Integers = np.array([places[key] for key in keys])
        self.fields = [field for field, _ in places]
        written: list[list[str]] = [[] for _ in places]
        for text, place in zip(texts, self.of_text, strict=True):
            written[place].append(text)
        self.texts = [min(same) for same in written]

    def by_field(self) -> list[Integers]:
        """Return the places of the voices of each field."""
        fields = np.array(self.fields)
        return [np.flatnonzero(fields == field) for field in sorted(set(self.fields))]

    def first_texts(self, places: Iterable[int]) -> tuple[int, ...]:
        """Return for each voice the first text that says it."""
        return tuple(int(np.argmax(self.of_text == place)) for place in places)


@dataclass(frozen=True)
class _Placed:
    """The topic of each voice, how clearly it belongs there, and how stable each topic is."""

    labels: Integers
    clarity: Shares
    stability: Shares


def _grouped(space: Floats, count: int, random_state: int) -> _Placed:
    """Group what says something, the largest group first; what says nothing joins the largest, with no clarity."""
    speaking = np.flatnonzero(space.any(axis=1))
    labels, clarity = np.zeros(len(space), np.intp), np.zeros(len(space))
    if not len(speaking):
        return _Placed(labels, clarity, np.ones(1))
    found = group(space[speaking], count, random_state=random_state)
    numbers = _largest_first(found.labels)
    labels[speaking] = numbers[found.labels]
    clarity[speaking] = found.shares[np.arange(len(speaking)), found.labels]
    others = _repeated(space[speaking], len(numbers), random_state)
    return _Placed(labels, clarity, pairs_together(labels[speaking], others))


def _largest_first(labels: Integers) -> Integers:
    """Return the new number of each group: by size, then by its first member."""
    sizes = np.bincount(labels)
    first = [int(np.argmax(labels == number)) for number in range(len(sizes))]
    numbers = np.zeros(len(sizes), np.intp)
    numbers[sorted(range(len(sizes)), key=lambda number: (-sizes[number], first[number]))] = np.arange(len(sizes))
    return numbers


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


def _most_central(space: Floats, texts: Sequence[str], chosen: npt.NDArray[np.bool_]) -> list[int]:
    """Return the texts closest to the middle of the chosen ones; those of a word or two only if there are no others."""
    members = np.flatnonzero(chosen).tolist()
    closeness = (space[members] @ space[members].mean(axis=0)).round(6).tolist()
    ranked = sorted(
        range(len(members)), key=lambda i: (len(tokens(texts[members[i]])) < TELLING, -closeness[i], members[i])
    )
    return [members[i] for i in ranked[:TYPICAL]]
