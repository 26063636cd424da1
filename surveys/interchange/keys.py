"""Names of other programs as keys of ours: letters, digits and _, each only once."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from participation.questions.conditions import reserved

LONGEST = 50
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
NOT_FOR_ROWS = frozenset({"key", "text", "title", "consent", "idea"})


def key(name: str, taken: Iterable[str], *, fallback: str = "q") -> str:
    """Return a key for a question of this name that no other has.

    >>> key("Straße & Nr.", ()), key("1a", ()), key("age", {"age"}), key("or", ())
    ('Strasse_Nr', 'q_1a', 'age_2', 'or_')
    """
    words = _letters(name, r"[^A-Za-z0-9_]+")
    if not words:
        words = fallback
    if words[0].isdigit():
        words = f"{fallback}_{words}"
    if reserved(words):
        words = f"{words}_"
    return _unique(words, taken)


def option_key(name: str, taken: Iterable[str]) -> str:
    """Return a key for an option of this name that no other of its question has.

    >>> option_key("sehr gut", ()), option_key("3-5", ()), option_key("", {"x"})
    ('sehr_gut', '3-5', 'x_2')
    """
    return _unique(_letters(name, r"[^\w.+-]+", plain=False) or "x", taken)


def row_key(name: str, taken: Iterable[str]) -> str:
    """Return a key for a row of a matrix that no other of its rows has."""
    words = _letters(name, r"[^A-Za-z0-9_]+") or "row"
    return _unique(f"{words}_" if words in NOT_FOR_ROWS or reserved(words) else words, taken)


def _letters(name: str, foreign: str, *, plain: bool = True) -> str:
    words = name.translate(UMLAUTS) if plain else name
    if plain:
        words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(foreign, "_", words.strip()).strip("_" if plain else "")[:LONGEST]


def _unique(words: str, taken: Iterable[str]) -> str:
    known, found, number = taken if isinstance(taken, Collection) else set(taken), words, 1
    while found in known:
        number += 1
        found = f"{words}_{number}"
    return found
