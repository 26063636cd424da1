"""Which action field a contribution belongs to: from seed words at first, then from what people decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from analysis.core.asking import margins, most_certain, unlike
from analysis.core.encoders import EncoderChoice, chosen_encoder, encoded
from analysis.core.text import fold, tokens
from analysis.core.vectors import Integers, Sparse, TextVectorizer, check_texts, count, words

Scores: TypeAlias = npt.NDArray[np.float64]

PART_OF_COMPOUND = 0.7
"""A Radweg speaks for the seed word Rad, a little less than Rad itself."""

SEED_WORD = 0.3
"""How much a seed word alone counts as an example, beside a text."""

MACHINE, ENOUGH_PEOPLE = 0.4, 100
"""How much a text that only the machine sorted counts once people decide, and from how many decisions on less."""

SOFTENED = 1.6
"""A model that learns from its own guesses is too sure; softened by this it is right about as often as it says."""

CLEAR_LEAD = 2.0
"""How far a field is ahead once a person has decided for it: odds of more than three to one."""

HEARD = 0.5
"""How much a sentence encoder says beside the words."""


@dataclass(frozen=True)
class Reason:
    """A word of the text and how much it speaks for the field; against it if below zero."""

    word: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """Why a text is sorted into a field: the words for and against, the strongest first."""

    field: str
    probability: float
    words_for: tuple[Reason, ...]
    words_against: tuple[Reason, ...]


class ActionFieldClassifier(ClassifierMixin, BaseEstimator):
    """Sort contributions into a town's action fields.

    Seed words sort the texts that use them; what these texts have in common sorts the others (self-training). Each
    decision of a person counts in full, and the more there are, the less the seeds do.

    Parameters
    ----------
    fields : sequence of (str, sequence of str), default=()
        Each field's key and seed words. Without fields, the labels given to `fit` are the fields.
    language : {"de", "en"}, default="de"
        The language of most texts.
    rounds : int, default=3
        How many times to learn from the texts sorted with most confidence.
    confident : float, default=0.6
        Which share of each field's texts to learn from in the next round.
    random_state : int, default=0
        Kept for scikit-learn's sake: nothing here is left to chance.
    encoder : "auto", None or an object with a method `encode(texts)`, default="auto"
        A sentence encoder to hear beside the words; "auto" takes the installed one, if there is one.

    Attributes
    ----------
    classes_ : ndarray of str
        The keys of the fields in alphabetical order, as the columns of `predict_proba`.

    Examples
    --------
    >>> fields = [("mobility", ["Bus", "Radweg"]), ("networks_data", ["WLAN", "Internet"])]
    >>> texts = ["Mehr Busse am Abend", "Freies WLAN am Markt", "Am Abend fährt keiner mehr"]
    >>> classifier = ActionFieldClassifier(fields).fit(texts)
    >>> classifier.predict(["Die Buslinie 5 fährt am Abend nicht", "Schnelles Internet im Dorf"]).tolist()
    ['mobility', 'networks_data']
    >>> classifier.explain("Schnelles Internet im Dorf").words_for[0].word
    'Internet'
    """

    def __init__(
        self,
        fields: Sequence[tuple[str, Sequence[str]]] = (),
        *,
        language: str = "de",
        rounds: int = 3,
        confident: float = 0.6,
        random_state: int = 0,
        encoder: EncoderChoice = "auto",
    ) -> None:
        self.fields = fields
        self.language = language
        self.rounds = rounds
        self.confident = confident
        self.random_state = random_state
        self.encoder = encoder

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that the input is texts."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = True, True, False
        tags.target_tags.required = False
        return tags

    def fit(self, texts: Iterable[str], y: Sequence[str | None] | None = None) -> Self:
        """Learn from texts, and from the decisions on some of them.

        Parameters
        ----------
        texts : iterable of str
            The contributions.
        y : sequence of (str or None), optional
            For each text the field a person decided on, or None.

        Returns
        -------
        ActionFieldClassifier
            The classifier itself.
        """
        listed = check_texts(texts)
        decided = self._decided(listed, y)
        order = sorted(range(len(listed)), key=lambda i: (listed[i], decided[i]))
        self.vectorizer_ = TextVectorizer(language=self.language, keep=[w for _, seeds in self.fields for w in seeds])
        with threadpool_limits(1):  # several threads add up in any order, and sums of fractions depend on it
            features = self._learn([listed[i] for i in order], decided[order])
        self._fitted: Sparse = features[np.argsort(order)]
        return self

    def predict(self, texts: Iterable[str]) -> npt.NDArray[Any]:
        """Return the key of the most probable field for each text."""
        probabilities = self.predict_proba(texts)
        return np.asarray(self.classes_[probabilities.argmax(axis=1)])

    def predict_proba(self, texts: Iterable[str]) -> Scores:
        """Return the probability of each field, in the order of `classes_`, for each text."""
        check_is_fitted(self)
        return self._probabilities(self._features(check_texts(texts)))

    def suggestions(self) -> Scores:
        """Return the probabilities of the fitted texts, as `predict_proba` does, without reading these anew."""
        check_is_fitted(self)
        return self._probabilities(self._fitted)

    def partial_fit(self, texts: Iterable[str], y: Sequence[str]) -> Self:
        """Learn from a few decisions at once; the next `fit` weighs everything anew.

        Parameters
        ----------
        texts : iterable of str
            What was decided on.
        y : sequence of str
            The field of each.

        Returns
        -------
        ActionFieldClassifier
            The classifier itself.
        """
        check_is_fitted(self)
        rows = self._features(listed := check_texts(texts))
        if len(listed) != len(y):
            raise ValueError(f"There are {len(listed)} texts, but {len(y)} labels.")
        for row, label in zip(rows, map(self._column, map(str, y)), strict=True):
            self._move(row.tocsr(), label)
        return self

    def _move(self, row: Sparse, column: int) -> None:
        """Move the weights just as far as this text needs to be sorted into this field with a clear lead."""
        square = float(row.multiply(row).sum())
        if not square:
            return
        if not np.isfinite(self.bias_[column]):
            self.bias_[column] = 0.0
        for _ in range(len(self.classes_)):
            scores = np.asarray(row @ self.weights_.T).ravel() + self.bias_
            lead = scores[column] - np.delete(scores, column).max(initial=-np.inf)
            if lead >= CLEAR_LEAD:
                return
            scores[column] = -np.inf
            step = np.float32((CLEAR_LEAD - lead) / (2 * square))
            self.weights_[column, row.indices] += step * row.data
            self.weights_[int(scores.argmax()), row.indices] -= step * row.data

    def explain(self, text: str, field: str | None = None, *, n: int = 5) -> Explanation:
        """Return the words of a text that speak for and against a field.

        Parameters
        ----------
        text : str
            A contribution, of the fitted ones or new.
        field : str, optional
            The key of a field; the most probable one by default.
        n : int, default=5
            How many words to name at most, for and against.

        Returns
        -------
        Explanation
        """
        [probabilities] = self.predict_proba([text])
        column = int(probabilities.argmax()) if field is None else self._column(field)
        shares = self.vectorizer_.attribute(text, self.weights_[column])
        written = {fold(word): word for word in reversed(tokens(text))}
        reasons = [Reason(written[word], round(weight, 6)) for word, weight in shares.items()]
        ranked = sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.word))
        return Explanation(
            field=str(self.classes_[column]),
            probability=float(probabilities[column]),
            words_for=tuple(reason for reason in ranked if reason.weight > 0)[:n],
            words_against=tuple(reason for reason in ranked if reason.weight < 0)[:n],
        )

    def uncertain(self, texts: Iterable[str], n: int = 25) -> list[int]:
        """Return which texts to ask a person about next: the least certain ones, no two of them much alike.

        Parameters
        ----------
        texts : iterable of str
            Contributions that nobody has decided on yet.
        n : int, default=25
            How many to return.

        Returns
        -------
        list of int
            The places of the texts in the list, the least certain first.
        """
        check_is_fitted(self)
        features = self._features(listed := check_texts(texts))
        gaps = margins(self._probabilities(features))
        ranked = sorted(range(len(listed)), key=lambda i: (round(float(gaps[i]), 9), listed[i], i))
        return unlike(ranked, features, n)

    def _decided(self, texts: Sequence[str], y: Sequence[str | None] | None) -> Integers:
        """Set `classes_` and return the column each text was decided to belong to, -1 where nobody decided."""
        labels = [None] * len(texts) if y is None else [None if label is None else str(label) for label in y]
        if len(labels) != len(texts):
            raise ValueError(f"There are {len(texts)} texts, but {len(labels)} labels.")
        given = {label for label in labels if label is not None}
        keys = {key for key, _ in self.fields} or given
        if unknown := given - keys:
            raise ValueError(f"No such action field: {', '.join(sorted(unknown))}")
        if not keys:
            raise ValueError("Give action fields with seed words, or labels to learn from.")
        self.classes_ = np.array(sorted(keys))
        return np.array([-1 if label is None else self._column(label) for label in labels])

    def _column(self, field: str) -> int:
        found = np.flatnonzero(self.classes_ == field)
        if not len(found):
            raise ValueError(f"No such action field: {field}")
        return int(found[0])

    def _learn(self, texts: Sequence[str], decided: Integers) -> Sparse:
        features = self._heard(self.vectorizer_.fit_transform(texts), texts, fit=True)
        examples = self._seed_examples()
        scores = self._seed_scores(texts)
        guessed, certain = scores.argmax(axis=1), margins(scores) / np.maximum(scores.sum(axis=1), 1e-9)
        self._train(features, guessed, certain, decided, examples)
        for _ in range(self.rounds):
            probabilities = self._probabilities(features)
            guessed = probabilities.argmax(axis=1)
            certain = most_certain(guessed, margins(probabilities), self.confident)
            self._train(features, guessed, certain, decided, examples)
        return features

    def _features(self, texts: Sequence[str]) -> Sparse:
        return self._heard(self.vectorizer_.transform(texts), texts)

    def _heard(self, features: Sparse, texts: Sequence[str], *, fit: bool = False) -> Sparse:
        """Return the words' features and, where there is an encoder, what it hears beside them."""
        if not (encoder := chosen_encoder(self.encoder)):
            return features
        found = encoded(encoder, texts)
        if fit:
            self.mean_ = found.mean(axis=0)
        return sp.hstack([features, sp.csr_matrix(HEARD * normalize(found - self.mean_))]).tocsr()

    def _seed_examples(self) -> tuple[Sparse, Integers]:
        """Return every seed word as a little text of its own, so that no field is ever without an example."""
        pairs = [(word, self._column(key)) for key, seeds in self.fields for word in seeds]
        if not pairs:
            return self._features([""])[:0], np.zeros(0, np.intp)
        return self._features([word for word, _ in pairs]), np.array([column for _, column in pairs])

    def _seed_scores(self, texts: Sequence[str]) -> Scores:
        """Return how much each text's words speak for each field; a word in many texts says less."""
        counts, types = count(dict.fromkeys(words(text, self.language), 1.0) for text in texts)
        rarity = np.log((1 + len(texts)) / (1 + np.asarray(counts.sum(axis=0)).ravel()))
        hits = np.zeros((len(types), len(self.classes_)))
        stems = self._seed_stems()
        for place, (own, *parts) in enumerate(map(self.vectorizer_.stems, types)):
            for column in stems.get(own, ()):
                hits[place, column] = 1
            for column in {column for part in parts for column in stems.get(part, ())}:
                hits[place, column] = max(hits[place, column], PART_OF_COMPOUND)
        return np.asarray(counts @ (hits * (rarity[:, np.newaxis] + 1e-3)))

    def _seed_stems(self) -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = {}
        for key, seeds in self.fields:
            for word in (word for phrase in seeds for word in words(phrase, self.language)):
                found.setdefault(self.vectorizer_.own_stem(word), set()).add(self._column(key))
        return found

    def _train(
        self, features: Sparse, guessed: Integers, certain: Scores, decided: Integers, examples: tuple[Sparse, Integers]
    ) -> None:
        by_person = decided >= 0
        people = int(by_person.sum())
        trust = MACHINE * min(1, ENOUGH_PEOPLE / people) if people else 1.0
        seeds = np.full(len(examples[1]), trust * SEED_WORD)
        weights = np.concatenate([np.where(by_person, 1, trust * certain), seeds])
        target = np.concatenate([np.where(by_person, decided, guessed), examples[1]])
        used = weights > 0
        self._regress(sp.vstack([features, examples[0]]).tocsr()[used], target[used], weights[used])

    def _regress(self, features: Sparse, target: Integers, weights: Scores) -> None:
        """Learn the weight of every feature for every field; fields weigh the same, however many texts they have."""
        known = np.unique(target)
        self.weights_ = np.zeros((len(self.classes_), features.shape[1]), np.float32)
        self.bias_ = np.full(len(self.classes_), -np.inf)
        self.bias_[known] = 0
        if len(known) < 2 or not features.shape[1]:
            self.bias_[:] = 0 if not len(known) else self.bias_
            return
        share = np.bincount(target, weights, len(self.classes_))
        balanced = weights * weights.sum() / (len(known) * share[target])
        model = LogisticRegression(C=10, max_iter=300, random_state=self.random_state).fit(features, target, balanced)
        pairwise = len(known) == 2
        self.weights_[known] = np.vstack([-model.coef_, model.coef_]) / 2 if pairwise else model.coef_
        self.bias_[known] = np.concatenate([-model.intercept_, model.intercept_]) / 2 if pairwise else model.intercept_

    def _probabilities(self, features: Sparse) -> Scores:
        logits = np.asarray(features @ self.weights_.T, np.float64) + self.bias_
        logits /= SOFTENED
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))
