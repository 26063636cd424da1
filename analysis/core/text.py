"""German words: cut out of a text, spelled alike, reduced to their stems, taken apart into what they are made of.

Pure functions on plain values; search and topics both stand on them.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from snowballstemmer import stemmer

from analysis.core.words import MODIFIERS, NOUNS, SAME_STEM, STOP_WORDS, WHOLE

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
SOFT_HYPHEN = "\u00ad"
LINKS = ("", "s", "n", "en", "es", "e", "er")
"""What German puts between the parts of a compound; `er` for plurals such as Kinder."""

SHORTEST_PART = 3
SHORTEST_TAIL = 5
"""A shorter ending says nothing where the beginning is unknown: Str-and, Ver-band."""

PREFIXES = frozenset({"ent", "ver", "zer"})
"""What makes another word of a word, not a compound."""

LONGEST_COMPOUND = 60
FORGETTABLE = 65_536

Piece: TypeAlias = tuple[int, str]
"""Where a part of a compound begins, and the word that it is a form of."""

_stemmer = stemmer("german")
_stemmer_lock = threading.Lock()


def tokens(text: str) -> list[str]:
    """Return the words of a text, in order; words with hyphens stay whole.

    >>> tokens("Tempo 30 in der Schul-Straße, bitte!")
    ['Tempo', '30', 'in', 'der', 'Schul-Straße', 'bitte']
    """
    return WORD.findall(unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, ""))


@lru_cache(FORGETTABLE)
def fold(word: str) -> str:
    """Return the word in small letters, ß as ss, without the dots and accents of its letters.

    >>> fold("Straße"), fold("BÄDER"), fold("Café")
    ('strasse', 'bader', 'cafe')
    """
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


@lru_cache(FORGETTABLE)
def stem(word: str) -> str:
    """Return what the forms of a word have in common, folded.

    >>> stem("Radwege") == stem("Radweg"), stem("Schwimmbäder") == stem("Schwimmbad"), stem("Busse") == stem("Bus")
    (True, True, True)
    >>> stem("Buergersteige") == stem("Bürgersteig")
    True
    """
    with _stemmer_lock:  # the stemmer keeps the word it works on in itself
        found: str = _stemmer.stemWord(fold(word))
    return SAME_STEM.get(found, found)


def is_stop_word(word: str) -> bool:
    """Return whether the word carries no meaning of its own: articles, prepositions, pronouns.

    >>> is_stop_word("Die"), is_stop_word("für"), is_stop_word("Bus")
    (True, True, False)
    """
    return fold(word) in _STOP_WORDS


@lru_cache(FORGETTABLE)
def compound_parts(word: str) -> tuple[str, ...]:
    """Return the words a compound is made of, folded; nothing where it is none, or none we know.

    Where only the end is known, the end is returned: a Xyzstraße is a Straße all the same.

    >>> compound_parts("Grundschulen")
    ('grund', 'schule')
    >>> compound_parts("Straßenlaterne"), compound_parts("Kinderspielplätze")
    (('strasse', 'laterne'), ('kind', 'spiel', 'platz'))
    >>> compound_parts("Online-Sprechstunde")
    ('online', 'sprech', 'stunde')
    >>> compound_parts("Verein"), compound_parts("Garten"), compound_parts("Strand")
    ((), (), ())
    """
    folded = fold(word)
    if "-" in folded:
        return tuple(part for piece in folded.split("-") for part in compound_parts(piece) or (piece,))
    return tuple(part for _, part in _pieces(folded))


def compound_tails(word: str) -> tuple[str, ...]:
    """Return the ends of a compound that are words themselves, folded, the longest first.

    >>> compound_tails("Bushaltestellen")
    ('haltestellen', 'stellen')
    """
    folded = fold(word)
    return tuple(folded[start:] for start, _ in _pieces(folded) if start)


@lru_cache(FORGETTABLE)
def _pieces(word: str) -> tuple[Piece, ...]:
    if not 2 * SHORTEST_PART <= len(word) <= LONGEST_COMPOUND or word in _WHOLE or stem(word) in _BY_STEM:
        return ()
    return _split(word) or _known_tail(word)


def _split(word: str) -> tuple[Piece, ...]:
    """Return the split into known words that has the fewest, and among these the longest last word.

    `best[i]` is the best split of the word from its i-th letter on.
    """
    best: dict[int, tuple[Piece, ...]] = {}
    for start in range(len(word) - SHORTEST_PART, -1, -1):
        choices = list(_splits_from(word, start, best))
        if choices:
            best[start] = min(choices, key=lambda pieces: (len(pieces), pieces[-1][0]))
    return best.get(0, ())


def _splits_from(word: str, start: int, best: Mapping[int, tuple[Piece, ...]]) -> Iterator[tuple[Piece, ...]]:
    if start and (last := _last_part(word[start:])):
        yield ((start, last),)
    for end in range(start + SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if end in best and (head := _inner_part(word[start:end])):
            yield ((start, head), *best[end])


def _known_tail(word: str) -> tuple[Piece, ...]:
    for start in range(SHORTEST_PART, len(word) - SHORTEST_TAIL + 1):
        part = _last_part(word[start:])
        if part and len(part) >= SHORTEST_TAIL and word[:start] not in PREFIXES:
            return ((start, part),)
    return ()


def _last_part(piece: str) -> str | None:
    """Return the noun that the end of a compound is a form of."""
    if piece in _NOUNS:
        return piece
    found = _BY_STEM.get(stem(piece))
    return found if found and len(piece) - len(found) <= len("innen") else None


def _inner_part(piece: str) -> str | None:
    """Return the word that stands at the beginning or in the middle of a compound, its link taken off."""
    for link in LINKS:
        part = piece.removesuffix(link) if link else piece
        if not piece.endswith(link) or len(part) < SHORTEST_PART:
            continue
        if part in _HEADS:
            return part
        if not link and f"{part}e" in _NOUNS:  # Schule, but Schul-hof
            return f"{part}e"
    return None


_NOUNS = frozenset(map(fold, NOUNS))
_HEADS = _NOUNS | frozenset(map(fold, MODIFIERS))
_WHOLE = frozenset(map(fold, WHOLE))
_STOP_WORDS = frozenset(map(fold, STOP_WORDS))
# Where two nouns share a stem, as Schule and Schüler do, the shorter one stands for both.
_BY_STEM = {stem(noun): fold(noun) for noun in sorted(NOUNS, key=len, reverse=True)}
