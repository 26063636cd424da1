"""A topic in a few of its own sentences: no language model writes them, and each is linked to who wrote it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from analysis.core.text import tokens
from analysis.core.vectors import check_texts, stem_in, words

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
SHORTEST, LONGEST = 4, 40
"""Words of a sentence that can stand alone and is read to its end."""

FEW = 4
"""Of more texts than these, only what two of them say is worth telling."""

ENDING_IN_A_FIGURE = re.compile(r"(?:\b(?:\w|ca|Nr|St|Str|bzw|usw|Dr|evtl)|\d)\.$")
"""A full stop after these ends no sentence."""


@dataclass(frozen=True)
class SummarySentence:
    """A sentence of a contribution, as written: the place of the contribution and where in it the sentence stands."""

    text: str
    place: int
    start: int


@dataclass(frozen=True)
class Summary:
    """A few sentences that together say what many say.

    `covered` is the share of the contributions that share a telling word with one of the sentences.
    """

    sentences: tuple[SummarySentence, ...]
    covered: float


def summarise(texts: Iterable[str], n: int = 4, *, language: str = "de") -> Summary:
    """Return a few sentences that together cover what the texts say: what many say comes in, and nothing twice.

    Parameters
    ----------
    texts : iterable of str
        The contributions of a topic.
    n : int, default=4
        How many sentences at most.
    language : {"de", "en"}, default="de"
        The language of most texts.

    Returns
    -------
    Summary

    Examples
    --------
    >>> texts = ["Die Ampel am Markt ist zu kurz. Danke!", "Ampel am Markt ist zu kurz.", "Mehr Bänke im Park bitte."]
    >>> [(sentence.place, sentence.text) for sentence in summarise(texts, 2).sentences]
    [(1, 'Ampel am Markt ist zu kurz.'), (2, 'Mehr Bänke im Park bitte.')]
    """
    listed = check_texts(texts)
    stem = stem_in(language)
    said = [frozenset(stem(word) for word in words(text, language)) for text in listed]
    worth = _worth(said)
    choices = [(sentence, frozenset(map(stem, words(sentence.text, language)))) for sentence in _sentences(listed)]
    chosen: list[SummarySentence] = []
    covered: Counter[str] = Counter()
    while len(chosen) < n:
        gains = {at: _gain(used, worth, covered) for at, (_, used) in enumerate(choices)}
        at = max(gains, key=lambda at: (round(gains[at], 9), -len(choices[at][0].text), -at), default=None)
        if at is None or gains[at] <= 0:
            break
        sentence, used = choices.pop(at)
        chosen.append(sentence)
        covered.update(used)
    told = set(covered) & {word for word, weight in worth.items() if weight > 0}
    return Summary(tuple(chosen), round(sum(bool(one & told) for one in said) / len(said), 4))


def _worth(said: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how much each stem is worth saying: what several say, the more the better, but not with every voice."""
    used = Counter(word for one in said for word in one)
    several = 2 if len(said) > FEW else 1
    return {word: log(1 + count) for word, count in used.items() if count >= several}


def _gain(used: frozenset[str], worth: dict[str, float], covered: Counter[str]) -> float:
    """Return what a sentence adds: its words that were not said yet, in not too many words."""
    new = sum(worth.get(word, 0) for word in used if not covered[word])
    return float(new / (3 + len(used)) ** 0.7)


def _sentences(texts: Sequence[str]) -> list[SummarySentence]:
    found = []
    for place, text in enumerate(texts):
        for start, sentence in _cut(text):
            if SHORTEST <= len(tokens(sentence)) <= LONGEST:
                found.append(SummarySentence(sentence, place, start))
    if found:
        return found
    return [SummarySentence(text.strip(), place, 0) for place, text in enumerate(texts) if text.strip()]


def _cut(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text and where each begins; z. B. and Nr. 5 do not end one.

    >>> _cut("Bus Nr. 5 fährt nicht. Schade!")
    [(0, 'Bus Nr. 5 fährt nicht.'), (23, 'Schade!')]
    """
    found: list[tuple[int, str]] = []
    start = 0
    for match in SENTENCE.finditer(text):
        piece = text[start : match.end()]
        if ENDING_IN_A_FIGURE.search(piece.rstrip()) and match.end() < len(text):
            continue
        stripped = piece.strip()
        if stripped:
            found.append((start + len(piece) - len(piece.lstrip()), stripped))
        start = match.end()
    return found
