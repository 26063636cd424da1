"""What to call a topic: a few nouns its contributions use and the others do not, written as people wrote them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from analysis.core.text import compound_parts, fold, tokens
from analysis.core.vectors import Integers, Sparse, TextVectorizer, count, words

SENTENCE = re.compile(r"[.!?:;\n–„\"(]+")
LONG_ENOUGH = 3
MOST_WORDS = 4
FEWEST_WORDS = 2
WORTH_NAMING = 0.45
"""A third or fourth word joins the name if it says nearly half as much as the first."""

NO_NOUN = 0.03
"""How much less a word that is no noun is worth as a name; where nobody writes nouns, the others do."""

ONE_PLACE = 0.15
"""How much less a street's own name is worth: a topic is about what happens in many streets."""

VAGUE = 0.15
"""How much less a noun is worth that could stand in any text."""

STREETS = re.compile(r"[a-zäöüß-]+(straße|strasse|str|platz|allee|brücke|weg|gasse|graben|damm|chaussee|stieg)")
_KINDS_OF_STREETS = """
    bürgersteig einbahnstraße fahrradweg feldweg fußweg gehweg hinweg rückweg rundweg schulweg umweg waldweg wanderweg
    wirtschaftsweg zufahrtsstraße
"""
KINDS_OF_STREETS = frozenset(_KINDS_OF_STREETS.split())
"""What ends like a street's own name and is none; every compound of words we know is none either."""

_VAGUE_NOUNS = """
    anzahl art aufforderung aufgabe bedarf beispiel bereich bitte ecke fall frage gefahr grund höhe idee jahr
    lage lösung menge mensch möglichkeit name ort personen problem punkt qualität reihe richtung sache seite sinn
    situation stadt stelle strecke stück tag teil thema verbesserung vorschlag weise wunsch zeit zumutung zustand
"""
VAGUE_NOUNS = frozenset(_VAGUE_NOUNS.split())

USED_ONCE = 0.1
"""How much less a word of a single text is worth; where the texts share too few, it fills the name up."""

SHOUTED = 5
"""From as many letters on a word in capitals is shouted; below, it is a WLAN."""

KEPT = 10
FORGETTABLE = 65_536

Shares: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TopicWord:
    """A word as the texts write it, and how much it tells the topic from the others."""

    word: str
    weight: float


def names(found: Sequence[Sequence[TopicWord]], taken: Iterable[str] = ()) -> list[str]:
    """Return a name for each topic from its strongest words; where two are the same, the second has a word more.

    `taken` are names that people gave; no other topic gets one of them.

    >>> ampel, phase, rad = TopicWord("Ampel", 1.0), TopicWord("Grünphase", 0.6), TopicWord("Radweg", 0.1)
    >>> names([(ampel, phase, rad), (ampel, phase, rad), ()])
    ['Ampel, Grünphase', 'Ampel, Grünphase, Radweg', '–']
    """
    given: list[str] = []
    taken = set(taken)
    for topic in found:
        choices = [_joined(topic, size) for size in range(_clear_words(topic), len(topic) + 1)] or ["–"]
        given.append(next((name for name in choices if name not in taken), choices[-1]))
        taken.add(given[-1])
    return given


def _clear_words(topic: Sequence[TopicWord]) -> int:
    clear = sum(word.weight >= WORTH_NAMING * topic[0].weight for word in topic[:MOST_WORDS])
    return min(len(topic), max(FEWEST_WORDS, clear)) or 1


def _joined(topic: Sequence[TopicWord], size: int) -> str:
    return ", ".join(word.word for word in topic[:size])


def topic_words(texts: Sequence[str], labels: Integers, vectorizer: TextVectorizer) -> list[tuple[TopicWord, ...]]:
    """Return for each topic the words that tell it from the others, the strongest first.

    Parameters
    ----------
    texts : sequence of str
        The contributions, each once.
    labels : ndarray of int
        The topic of each.
    vectorizer : TextVectorizer
        Fitted on these texts; it knows which words are forms of one word.

    Returns
    -------
    list of tuple of TopicWord

    Examples
    --------
    >>> texts = ["Die Ampel ist rot", "Rote Ampel am Markt", "Müll im Park", "Der Müll stinkt"]
    >>> traffic, waste = topic_words(texts, np.array([0, 0, 1, 1]), TextVectorizer().fit(texts))
    >>> traffic[0].word, waste[0].word
    ('Ampel', 'Müll')
    """
    return WordsOfTopics(texts, vectorizer).tell(labels)


class WordsOfTopics:
    """The words of the texts by their stems: how they are written, which are nouns, and which text uses which."""

    def __init__(self, texts: Sequence[str], vectorizer: TextVectorizer) -> None:
        self.vectorizer = vectorizer
        self.spellings: dict[str, Counter[str]] = defaultdict(Counter)
        capital: Counter[str] = Counter()
        inside: Counter[str] = Counter()
        rows = []
        for text in texts:
            row: dict[str, float] = {}
            for word, starts in _running_words(text, vectorizer.language):
                key = vectorizer.own_stem(word)
                row[key] = 1.0
                self.spellings[key][word] += 1
                inside[key] += not starts
                capital[key] += not starts and not word[0].islower()
            rows.append(row)
        self.used, self.keys = count(rows)
        self.worth = np.array([self._worth(key, capital[key], inside[key]) for key in self.keys])

    def tell(self, labels: Integers) -> list[tuple[TopicWord, ...]]:
        """Return for each group of texts the words that tell it from the others, the strongest first."""
        weights = _contrast(self.used, labels) * self.worth
        return [self._written(row, self.used[np.flatnonzero(labels == topic)]) for topic, row in enumerate(weights)]

    def _written(self, weights: Shares, used: Sparse) -> tuple[TopicWord, ...]:
        """Return the strongest words as written most often; of words that share a part, the stronger one."""
        chosen: list[TopicWord] = []
        taken: set[str] = set()
        present = np.asarray(used.sum(axis=0)).ravel() > 0
        places = np.flatnonzero(present & (weights > 0)).tolist()
        ranked = sorted(places, key=lambda place: (-weights[place], self.keys[place]))
        for place in ranked[: 5 * KEPT]:
            word = self._spelling(self.keys[place])
            parts = set(self.vectorizer.stems(word))
            if len(chosen) < KEPT and not parts & taken and not any(_begin_alike(word, other.word) for other in chosen):
                chosen.append(TopicWord(word, round(float(weights[place]), 6)))
                taken |= parts
        return tuple(chosen)

    def _spelling(self, key: str) -> str:
        spellings = self.spellings[key]
        return min(spellings, key=lambda word: (_shouted(word), -spellings[word], word[0].islower(), len(word), word))

    def _worth(self, key: str, capital: int, inside: int) -> float:
        """Return 1 for a noun, less for another word; German shows its nouns by their capitals."""
        if self.vectorizer.language != "de":
            return 1.0
        if not capital or capital < 0.5 * inside:
            return NO_NOUN
        return _telling(self._spelling(key).lower())


def _telling(noun: str) -> float:
    """Return how much a noun tells as the name of a topic.

    >>> [_telling(noun) for noun in ("ampel", "radweg", "kaiserstraße", "bertha-von-suttner-platz", "möglichkeit")]
    [1.0, 1.0, 0.15, 0.15, 0.15]
    """
    if noun in VAGUE_NOUNS:
        return VAGUE
    is_streets_own = STREETS.fullmatch(noun) and noun not in KINDS_OF_STREETS
    if is_streets_own and ("-" in noun or len(compound_parts(noun)) < 2):
        return ONE_PLACE
    return 1.0


def _shouted(word: str) -> bool:
    return len(word) >= SHOUTED and word.isupper()


def _begin_alike(one: str, other: str) -> bool:
    """Return whether one word begins with the other, as Ampelschaltung does with Ampel."""
    short, long = sorted((fold(one), fold(other)), key=len)
    return long.startswith(short)


def _running_words(text: str, language: str) -> Iterable[tuple[str, bool]]:
    """Yield the words that say something, and whether they start a sentence, where every word has a capital."""
    for sentence in SENTENCE.split(text):
        for place, word in enumerate(tokens(sentence)):
            if len(word) >= LONG_ENOUGH and _says_something(word, language):
                yield word, not place


@lru_cache(FORGETTABLE)
def _says_something(word: str, language: str) -> bool:
    return bool(words(word, language))


def _contrast(used: Sparse, labels: Integers) -> Shares:
    """Return topics by words: the share of a topic's texts that use a word, times how far that is above the others'."""
    size = len(labels)
    groups = sp.csr_matrix((np.ones(size), (labels, np.arange(size))))
    sizes = np.asarray(groups.sum(axis=1))
    uses = (groups @ used).toarray()
    inside = uses / sizes
    outside = (uses.sum(axis=0) - uses) / np.maximum(size - sizes, 1)
    nearest = _second_best(inside)
    rival = np.maximum(outside, 0.5 * nearest) + 1 / (size + 1)
    contrast = inside * np.log(np.maximum(inside / rival, 1))
    weights = np.where(contrast.any(axis=1, keepdims=True), contrast, inside)
    return np.asarray(np.where(uses >= np.minimum(2, sizes), weights, USED_ONCE * weights))


def _second_best(inside: Shares) -> Shares:
    """Return for each topic and word the greatest share among the other topics."""
    if len(inside) < 2:
        return np.zeros_like(inside)
    ranked = np.sort(inside, axis=0)
    return np.asarray(np.where(inside == ranked[-1], ranked[-2], ranked[-1]))
