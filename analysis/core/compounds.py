"""Compounds taken apart by the words of the corpus itself: what a town's people write is the lexicon."""

import math
from collections.abc import Iterator, Mapping

LINKS = ("", "s", "es", "n", "en", "er", "e")
SHORTEST_COMPOUND = 8
SHORTEST_HEAD = 4
SHORTEST_MODIFIER = 3
DEEPEST = 3


class CorpusSplitter:
    """Split German compounds into words that the corpus uses on their own.

    Parameters
    ----------
    frequencies : mapping of str to int
        How many texts each folded word occurs in.
    min_df : int, default=3
        A part must occur on its own in as many texts.

    Examples:
    --------
    >>> splitter = CorpusSplitter({"bahnhof": 9, "platz": 7, "vorplatz": 5, "bahnhofsvorplatz": 2})
    >>> splitter.split("bahnhofsvorplatz")
    ('bahnhof', 'vorplatz')
    >>> splitter.split("bahnhof")
    ('bahnhof',)
    """

    def __init__(self, frequencies: Mapping[str, int], *, min_df: int = 3) -> None:
        self.frequencies = frequencies
        self.min_df = min_df

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a folded word, or the word alone where it is no compound we can prove."""
        return self._split(word, 0)

    def _split(self, word: str, depth: int) -> tuple[str, ...]:
        if len(word) < SHORTEST_COMPOUND or depth >= DEEPEST:
            return (word,)
        score, parts = max(self._ways(word, depth), default=(0.0, (word,)))
        return parts if score and score >= 0.5 * self.frequencies.get(word, 0) else (word,)

    def _ways(self, word: str, depth: int) -> Iterator[tuple[float, tuple[str, ...]]]:
        for cut in range(SHORTEST_HEAD, len(word) - SHORTEST_HEAD + 1):
            head = self._frequency(word[cut:])
            if not head:
                continue
            for left, penalty in _without_link(word[:cut]):
                modifiers, frequency = self._modifiers(left, depth)
                if frequency:
                    yield penalty * math.sqrt(frequency * head), (*modifiers, *self._split(word[cut:], depth + 1))

    def _modifiers(self, left: str, depth: int) -> tuple[tuple[str, ...], int]:
        frequency = self._frequency(left)
        parts = self._split(left, depth + 1)
        if frequency or len(parts) == 1:
            return parts, frequency
        return parts, min(map(self._frequency, parts))

    def _frequency(self, part: str) -> int:
        found = self.frequencies.get(part, 0)
        return found if found >= self.min_df else 0


def _without_link(left: str) -> Iterator[tuple[str, float]]:
    """Yield the beginning of a compound with every link taken off that it may end in."""
    for link in LINKS:
        if left.endswith(link) and len(left) - len(link) >= SHORTEST_MODIFIER:
            yield left.removesuffix(link), 0.9 if link else 1.0
