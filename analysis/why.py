"""Why a contribution stands where it stands, from words alone: its neighbours, and what speaks for other topics."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from analysis.core.fillers import FILLERS
from analysis.core.text import fold, stem, tokens
from analysis.models import Assignment, Topic

NEAREST, MOST_WORDS = 3, 4
SHORTEST = 3

#: Of a large topic only the first members are read, which are those people decided and the typical ones.
MOST_READ = 200


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another contribution of the topic, and the words both share, as the first one writes them."""

    assignment: Assignment
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """A word of the text that belongs to another topic."""

    word: str
    topic: Topic


def neighbours(item: Assignment, members: Sequence[Assignment]) -> list[Neighbour]:
    """Return the contributions of the topic that share most words with this one; a rare word counts for more."""
    said = [told(one.contribution.title, one.contribution.text) for one in members[:MOST_READ]]
    found = nearest(told(item.contribution.title, item.contribution.text), said, NEAREST + 1)
    near = ((members[place], words) for place, words in found)
    return [Neighbour(one, words) for one, words in near if one is not item][:NEAREST]


def nearest(own: dict[str, str], others: Sequence[dict[str, str]], count: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return the places of the texts that share words with this one, the nearest first, with these words.

    >>> texts = [told("Bus", "am Abend"), told("Radweg", "am Fluss"), told("Rufbus", "am Abend")]
    >>> nearest(told("Bus", "Der Bus am Abend"), texts, 2)
    [(0, ('Bus', 'Abend')), (2, ('Abend',))]
    """
    heard = Counter(word for one in others for word in one)
    weight = {word: log(1 + len(others) / times) for word, times in heard.items()}
    scored = []
    for place, one in enumerate(others):
        shared = [word for word in own if word in one]
        if shared:
            whole = sum(weight[word] for word in one) or 1
            scored.append((-(sum(weight[word] for word in shared) / whole**0.5), place, shared))
    return [
        (place, tuple(own[word] for word in sorted(shared, key=lambda word: -weight[word])[:MOST_WORDS]))
        for _, place, shared in sorted(scored)[:count]
    ]


def against(item: Assignment, own: Topic, others: Iterable[Topic]) -> list[Against]:
    """Return the words of a contribution that made another topic, and not its own; each once."""
    mine = set(_stems(own.words))
    text = told(item.contribution.title, item.contribution.text)
    found: dict[str, Against] = {}
    for topic in others:
        if topic.id != own.id:
            for word in _stems(topic.words):
                if word in text and word not in mine:
                    found.setdefault(word, Against(text[word], topic))
    return list(found.values())[:MOST_WORDS]


def told(title: str, text: str) -> dict[str, str]:
    """Return the words of a text that say what it is about, by their stem.

    >>> told("Mehr Busse", "Die Busse am Abend")
    {'bus': 'Busse', 'abend': 'Abend'}
    """
    found: dict[str, str] = {}
    for word in tokens(f"{title} {text}"):
        folded = fold(word)
        if len(folded) >= SHORTEST and not any(folded in fillers for fillers in FILLERS.values()):
            found.setdefault(stem(folded), word)
    return found


def _stems(words: Iterable[str]) -> Iterator[str]:
    return (stem(fold(word)) for word in words)
