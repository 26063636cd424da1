"""Texts that say nearly the same word for word: campaigns, double sendings, floods.

A sketch keeps a few numbers of a text, from which nobody reads the text again; two of them tell how much both share.
"""

import re
import zlib
from collections.abc import Sequence
from typing import TypeAlias

Sketch: TypeAlias = tuple[int, ...]

NUMBERS_KEPT = 32
WORDS_TOGETHER = 3
FEWEST_WORDS = 6
"""Shorter texts are alike by chance: “Mehr Bänke bitte”."""
TWIN_SHARE = 0.55
FLOOD_COUNT = 5
"""So many of nearly one text within a day are a flood."""

_WORD = re.compile(r"\w+")


def sketch(text: str) -> Sketch:
    """Return the smallest hashes of three words in a row each; empty for texts too short to compare."""
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return ()
    together = {" ".join(words[at : at + WORDS_TOGETHER]) for at in range(len(words) - WORDS_TOGETHER + 1)}
    return tuple(sorted(zlib.crc32(part.encode()) for part in together)[:NUMBERS_KEPT])


def share(one: Sequence[int], other: Sequence[int]) -> float:
    """Return about how much of both texts is the same, from 0 to 1."""
    if not one or not other:
        return 0.0
    smallest = sorted(set(one) | set(other))[: min(NUMBERS_KEPT, max(len(one), len(other)))]
    both = set(one) & set(other)
    return sum(number in both for number in smallest) / len(smallest)


def is_twin(one: Sequence[int], other: Sequence[int]) -> bool:
    """Return whether two texts are nearly the same."""
    return share(one, other) >= TWIN_SHARE
