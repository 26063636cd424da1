"""Insults and threats: words of our own lists, also where somebody hides them, and only as whole words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from participation.moderation.detectors.marks import Mark, MarkKind

_ENDINGS = ("", "e", "en", "er", "es", "em", "n", "s", "r", "in", "innen")
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a"}
_LOOKS_LIKE = str.maketrans("013457@$€!|", "oieastaseil")
_TOKEN = re.compile(r"[\w@$€*!|]+")
_APART = re.compile(r"(?<!\w)\w(?:[ ._\-*/|]{1,2}\w){3,24}(?!\w)")
_LONG_RUN = re.compile(r"(\w)\1{2,}")
_SHORTEST_HIDDEN = 4


@dataclass(frozen=True, slots=True)
class _Lists:
    whole: frozenset[str]
    tails: tuple[str, ...]
    phrases: re.Pattern[str]
    lengths: frozenset[int]


def folded(text: str) -> tuple[str, list[int]]:
    """Return the text in small letters with umlauts written out, and where each letter of it stood.

    >>> folded("Für")[0], folded("Für")[1]
    ('fuer', [0, 1, 1, 2, 3])
    """
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        small = _SPELLED.get(letter.lower(), letter.lower()[:1])
        letters.append(small)
        places += [place] * len(small)
    return "".join(letters), [*places, len(text)]


@cache
def _lists() -> _Lists:
    lines = (Path(__file__).parent / "insults.txt").read_text(encoding="utf-8").splitlines()
    words = [folded(line.strip())[0] for line in lines if line.strip() and not line.startswith("#")]
    tails = [word[1:] for word in words if word.startswith("*")]
    whole = {word for word in words if not word.startswith("*") and " " not in word} | set(tails)
    formed = frozenset(word + ending for word in whole for ending in _ENDINGS)
    phrases = "|".join(r"[\s,]+".join(map(re.escape, word.split())) for word in words if " " in word)
    forms = tuple(sorted({tail + ending for tail in tails for ending in _ENDINGS}))
    return _Lists(formed, forms, re.compile(rf"\b(?:{phrases})\b"), frozenset(map(len, formed)))


def insults(text: str) -> Iterator[Mark]:
    """Yield words and phrases of the list: with umlauts or without, with figures or stars for letters, l i k e this.

    >>> [mark.word for mark in insults("So ein Id10t, ein Trotteeeel und A r m l e u c h t e r")]
    ['idiot', 'trottel', 'armleuchter']
    """
    plain, places = folded(text)
    for hit in _lists().phrases.finditer(plain):
        yield Mark(places[hit.start()], places[hit.end()], MarkKind.INSULT, word=hit[0])
    for hit in _TOKEN.finditer(plain):
        token = hit[0].rstrip("!*|")
        if word := _listed(token):
            yield Mark(places[hit.start()], places[hit.start() + len(token)], MarkKind.INSULT, word=word)
    for hit in _APART.finditer(plain):
        if word := _listed(re.sub(r"[ ._\-*/|]", "", hit[0])):
            yield Mark(places[hit.start()], places[hit.end()], MarkKind.INSULT, word=word)


def _listed(token: str) -> str:
    """Return the word of the list that this one is, in whatever disguise; empty where it is none."""
    if len(token) < 3 or token.isdigit():
        return ""
    if "*" in token:
        return _starred(token)
    plain = token if token.isalpha() else token.translate(_LOOKS_LIKE)
    return next((word for word in _runs_shortened(plain) if _is_listed(word)), "")


def _runs_shortened(word: str) -> Iterator[str]:
    """Yield the word; where a letter stands three times or more, with one and with two of it instead."""
    if not _LONG_RUN.search(word):
        yield word
        return
    for kept in (r"\1", r"\1\1"):
        yield _LONG_RUN.sub(kept, word)


def _is_listed(word: str) -> bool:
    lists = _lists()
    return word in lists.whole or word.endswith(lists.tails)


def _starred(token: str) -> str:
    """Return the word behind stars: A****loch. Two letters at least must be seen, the first among them."""
    letters = token.replace("*", "")
    if len(letters) < 3 or len(token) < _SHORTEST_HIDDEN or token[0] == "*" or not token.strip("*").count("*"):
        return ""
    if len(token) - len(letters) > len(letters) + 2 or len(token) not in _lists().lengths:
        return ""
    pattern = re.compile(re.escape(token).replace(r"\*", "[a-z]"))
    return next((word for word in sorted(_lists().whole) if pattern.fullmatch(word)), "")


def _threats_of(lines: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """Yield the patterns of the file; `name = pattern` names a part that others use as <name>."""
    parts: dict[str, str] = {}
    for line in lines:
        name, named, pattern = line.partition(" = ")
        if named:
            parts[f"<{name}>"] = pattern
        elif line and not line.startswith("#"):
            for part, meaning in parts.items():
                line = line.replace(part, meaning)
            yield re.compile(line)


_THREATS = tuple(_threats_of((Path(__file__).parent / "threats.txt").read_text(encoding="utf-8").splitlines()))


def threats(text: str) -> Iterator[Mark]:
    """Yield sentences that say somebody will or should be hurt."""
    plain, places = folded(text)
    for pattern in _THREATS:
        for hit in pattern.finditer(plain):
            yield Mark(places[hit.start()], places[hit.end()], MarkKind.THREAT, word=hit[0].split()[-1])
