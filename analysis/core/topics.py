"""Topics: what contributions are about, found in themselves; every contribution has its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from analysis.core.encoders import EncoderChoice, chosen_encoder
from analysis.core.fields import ActionFieldClassifier
from analysis.core.grouping import default_count, default_count_in_field, shared_out
from analysis.core.hierarchy import Level, named, nested
from analysis.core.keeping import as_decided, kept_keys, key_of_each, keys_of_voices, links_of_voices
from analysis.core.links import Links, Pair
from analysis.core.naming import TopicWord, WordsOfTopics, names
from analysis.core.placing import Nearest, Placed, Shares, grouped, middle_of
from analysis.core.quality import Quality, quality
from analysis.core.space import MeaningSpace
from analysis.core.text import tokens
from analysis.core.vectors import Floats, Integers, TextVectorizer, check_texts
from analysis.core.voices import Voices, parts

Fields: TypeAlias = Sequence[str | None] | ActionFieldClassifier | None

TYPICAL = 3
TELLING = 5
"""From as many words on a text can stand for others."""

LEARNED_FROM = 10_000
"""Of more different texts so many are grouped; every other one is placed beside them."""

AT_ONCE = 5_000
"""Texts placed at a time."""


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
    key: str | None = None
    """The topic of before, or the one people put texts into, that this is; None where it is new."""


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
    places : iterable of str, default=()
        The town's place names, which say where a thing is and not what; they make no topic and name none.

    Attributes
    ----------
    labels_ : ndarray of int
        The topic of each text; every text has one.
    probabilities_ : ndarray of float
        How clearly each text belongs to its topic.
    topics_ : tuple of Topic
        The topics; those of one field side by side, the largest first. A topic's id is its place.
    hierarchy_ : tuple of three Level
        Wide topics, the topics themselves, and finer ones; each level is nested in the one before.
    quality_ : Quality
        How far to trust the topics, and whether to lead with them at all.

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
        places: Iterable[str] = (),
    ) -> None:
        self.n_topics = n_topics
        self.language = language
        self.random_state = random_state
        self.fields = fields
        self.encoder = encoder
        self.places = places

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the input is texts."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = True, True, False
        return tags

    def fit(
        self,
        texts: Iterable[str],
        y: Sequence[str | None] | None = None,
        *,
        together: Sequence[Pair] = (),
        apart: Sequence[Pair] = (),
        before: Sequence[str | None] | None = None,
        kept_names: Mapping[str, str] | None = None,
    ) -> Self:
        """Find the topics of the texts; what people decided holds, whatever the machine finds.

        Parameters
        ----------
        texts : iterable of str
            The contributions.
        y : sequence of (str or None), optional
            For each text the key of the topic a person put it into, None where nobody decided.
        together, apart : sequence of (int, int), default=()
            Places of texts that must be in one topic, and of texts that must not.
        before : sequence of (str or None), optional
            For each text the key of the topic it was in before. Little moves without need, and a topic that is
            mostly one of before has its key.
        kept_names : mapping of str to str, optional
            The names people gave, by key: these topics keep them.

        Returns
        -------
        TopicModel
            The model itself.
        """
        if self.n_topics is not None and self.n_topics < 1:
            raise ValueError(f"There is at least one topic, not {self.n_topics}.")
        listed = check_texts(texts)
        pins, keys_before = key_of_each(y, len(listed), "keys"), key_of_each(before, len(listed), "topics of before")
        links = Links(pins, together, apart)
        fields = as_decided(self._field_of_each(listed), links)
        voices = Voices(listed, fields, pins, (place for pair in apart for place in pair))
        with threadpool_limits(1):  # several threads add up in any order, and sums of fractions depend on it
            self._find(voices, links, keys_before, kept_names or {})
        return self

    def partial_update(
        self,
        new_texts: Iterable[str],
        y: Sequence[str | None] | None = None,
        *,
        fields: Sequence[str | None] | None = None,
    ) -> Self:
        """Give new contributions their places; no other moves, no topic changes its name.

        Parameters
        ----------
        new_texts : iterable of str
            The new contributions; `labels_` and the other results then end with theirs.
        y : sequence of (str or None), optional
            For each the key of a topic of this model that a person put it into.
        fields : sequence of (str or None), optional
            The field of each, where the model was given fields as a list.

        Returns
        -------
        TopicModel
            The model itself.
        """
        check_is_fitted(self)
        listed = check_texts(new_texts)
        of_each = self._field_of_each(listed, fields)
        voices = Voices(listed, of_each, key_of_each(y, len(listed), "keys"))
        known = {key[:2]: place for key, place in reversed(self._voices.places.items())}
        topic_of = {topic.key: topic.id for topic in self.topics_ if topic.key}
        with threadpool_limits(1):
            labels, clarity, fine = self._joined(voices.texts, voices.fields)
        for place, (field, said, pin, _) in enumerate(voices.places):
            if (twin := known.get((field, said))) is not None:
                labels[place], clarity[place], fine[place] = (found[twin] for found in self._of_voices)
            if pin:
                if pin not in topic_of:
                    raise ValueError(f"No such topic: {pin}")
                labels[place], clarity[place] = topic_of[pin], 1.0
                fine[place] = int(np.argmax(self._levels.topic_of == topic_of[pin]))
        self._extend(voices, labels, clarity, fine)
        return self

    def _field_of_each(self, texts: list[str], fields: Sequence[str | None] | None = None) -> list[str]:
        found = self.fields if fields is None else fields
        if found is None:
            return [""] * len(texts)
        given = found.predict(texts).tolist() if isinstance(found, ActionFieldClassifier) else found
        return key_of_each(given, len(texts), "fields")

    def _find(self, voices: Voices, links: Links, before: Sequence[str], kept_names: Mapping[str, str]) -> None:
        linked = {int(voices.of_text[place]) for pair in (*links.together, *links.apart) for place in pair}
        seen = voices.sample(LEARNED_FROM, linked)
        texts, fields = [voices.texts[place] for place in seen], [voices.fields[place] for place in seen]
        vectorizer = TextVectorizer(language=self.language, places=self.places)
        self._space = MeaningSpace(vectorizer, chosen_encoder(self.encoder), self.random_state).fit(texts)
        placed = self._place(
            self._space.points_, fields, links_of_voices(links, voices, seen), keys_of_voices(before, voices, seen)
        )
        first = [int(np.argmax(placed.labels == topic)) for topic in range(len(placed.stability))]
        self._nearest = Nearest(self._space.points_, placed, [fields[place] for place in first])
        self._levels = nested(self._space.points_, placed.labels, self._nearest.fields.tolist(), self.random_state)
        self._fine_middles = middle_of(self._space.points_, self._levels.fine)
        self._voices = voices
        self._tell(placed, texts, seen, before, kept_names)

    def _place(self, space: Floats, fields: Sequence[str], links: Links, before: Sequence[str]) -> Placed:
        """Find the topics field by field, and number them on."""
        found_parts = parts(fields)
        wanted = self._wanted([len(part) for part in found_parts])
        labels, clarity = np.zeros(len(space), np.intp), np.zeros(len(space))
        stability: list[float] = []
        keys: dict[int, str] = {}
        for part, count in zip(found_parts, wanted, strict=True):
            inside = links.within(part.tolist())
            found = grouped(space[part], count, self.random_state, inside, [before[place] for place in part])
            labels[part], clarity[part] = found.labels + len(stability), found.clarity
            keys |= {number + len(stability): key for number, key in found.keys.items()}
            stability += found.stability.tolist()
        return Placed(labels, clarity, np.array(stability), keys)

    def _wanted(self, sizes: list[int]) -> list[int]:
        if self.n_topics is not None:
            return shared_out(self.n_topics, sizes)
        if self.fields is None:
            return [default_count(size) for size in sizes]
        return [default_count_in_field(size) for size in sizes]

    def _tell(
        self, placed: Placed, texts: Sequence[str], seen: Integers, before: Sequence[str], kept: Mapping[str, str]
    ) -> None:
        """Say what was found: places of all texts, names, levels, quality."""
        told = WordsOfTopics(texts, self._space.vectorizer)
        found = told.tell(placed.labels)
        self.labels_ = np.zeros(0, np.intp)
        self.probabilities_ = np.zeros(0)
        self._fine = np.zeros(0, np.intp)
        self.topics_: tuple[Topic, ...] = ()
        labels, clarity, fine = self._of_all(placed, seen)
        keys = kept_keys(labels[self._voices.of_text], before, placed.keys)
        own = names(found, kept.values())
        own = [kept.get(keys.get(topic, ""), name) for topic, name in enumerate(own)]
        self.topics_ = tuple(
            Topic(
                id=topic,
                name=own[topic],
                words=found[topic],
                members=(),
                typical=self._voices.first_texts(
                    seen[_most_central(self._space.points_, texts, placed.labels == topic)].tolist()
                ),
                field=str(self._nearest.fields[topic]) or None,
                confidence=round(float(placed.clarity[placed.labels == topic].mean()), 4),
                stability=round(float(placed.stability[topic]), 4),
                key=keys.get(topic),
            )
            for topic in range(len(found))
        )
        self._level_names = named(self._levels, placed.labels, own, told)
        self._of_voices = labels, clarity, fine
        self._extend(self._voices, labels, clarity, fine)

    def _of_all(self, placed: Placed, seen: Integers) -> tuple[Integers, Shares, Integers]:
        """Return topic, clarity and finer topic of every voice, also of those that were not learned from."""
        size = len(self._voices.texts)
        labels, clarity, fine = np.zeros(size, np.intp), np.zeros(size), np.zeros(size, np.intp)
        labels[seen], clarity[seen], fine[seen] = placed.labels, placed.clarity, self._levels.fine
        others = np.setdiff1d(np.arange(size), seen)
        for start in range(0, len(others), AT_ONCE):
            some = others[start : start + AT_ONCE]
            texts, fields = [self._voices.texts[i] for i in some], [self._voices.fields[i] for i in some]
            labels[some], clarity[some], fine[some] = self._joined(texts, fields)
        return labels, clarity, fine

    def _joined(self, texts: Sequence[str], fields: Sequence[str]) -> tuple[Integers, Shares, Integers]:
        """Return the nearest topic of each text, how clearly it belongs there, and the nearest finer topic in it."""
        points = self._space.transform(texts)
        labels, clarity = self._nearest.place(points, fields)
        missing = labels < 0
        if missing.any():  # a field without a topic: the nearest one of all
            labels[missing] = (points[missing] @ self._nearest.middles.T).argmax(axis=1)
        likeness = np.where(self._levels.topic_of == labels[:, None], points @ self._fine_middles.T, -2)
        return labels, clarity, likeness.argmax(axis=1)

    def _extend(self, voices: Voices, labels: Integers, clarity: Shares, fine: Integers) -> None:
        self.labels_ = np.concatenate([self.labels_, labels[voices.of_text]])
        self.probabilities_ = np.concatenate([self.probabilities_, clarity[voices.of_text]])
        self._fine = np.concatenate([self._fine, fine[voices.of_text]])
        order = np.argsort(self.labels_, kind="stable")
        ends = np.searchsorted(self.labels_[order], np.arange(len(self.topics_) + 1))
        self.topics_ = tuple(
            replace(topic, members=tuple(order[ends[topic.id] : ends[topic.id + 1]].tolist())) for topic in self.topics_
        )
        wide, finer = self._level_names
        parents = self._levels.wide_of
        self.hierarchy_ = (
            Level(tuple(parents[self.labels_].tolist()), tuple(wide), ()),
            Level(tuple(self.labels_.tolist()), tuple(topic.name for topic in self.topics_), tuple(parents.tolist())),
            Level(tuple(self._fine.tolist()), tuple(finer), tuple(self._levels.topic_of.tolist())),
        )
        stability = np.array([topic.stability for topic in self.topics_])[self.labels_]
        self.quality_: Quality = quality(self.probabilities_, stability)


def _most_central(space: Floats, texts: Sequence[str], chosen: npt.NDArray[np.bool_]) -> list[int]:
    """Return the texts closest to the middle of the chosen ones; those of a word or two only if there are no others."""
    members = np.flatnonzero(chosen).tolist()
    closeness = (space[members] @ space[members].mean(axis=0)).round(6).tolist()
    ranked = sorted(
        range(len(members)), key=lambda i: (len(tokens(texts[members[i]])) < TELLING, -closeness[i], members[i])
    )
    return [members[i] for i in ranked[:TYPICAL]]
