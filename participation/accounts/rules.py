"""Decisions of accounts on plain values: which password is good enough, which address is our own."""

import re
from collections.abc import Iterable
from enum import Enum
from threading import Lock

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LOWEST_SCORE = 3
LONGEST_SCORED = 72  # what zxcvbn accepts; more cannot make a password worse
LONGEST_PATH = 500

# fmt: off
GERMAN_WORDS = (
    "passwort", "kennwort", "geheim", "geheimnis", "zugang", "anmeldung", "willkommen", "hallo", "test",
    "start", "rathaus", "stadt", "gemeinde", "bürgermeister", "buergermeister", "verwaltung", "amt", "markt",
    "bürger", "buerger", "beteiligung", "mitreden", "qwertz", "qwertzuiop", "asdfghjkl", "yxcvbnm",
    "frühling", "fruehling", "sommer", "herbst", "winter", "januar", "februar", "märz", "maerz", "april",
    "juni", "juli", "august", "september", "oktober", "november", "dezember", "montag", "dienstag",
    "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "sonne", "liebe", "schatz", "engel", "familie",
    "mama", "papa", "hund", "katze", "fußball", "fussball", "bayern", "schalke", "hansa", "rostock", "berlin",
    "hamburg", "deutschland", "ostsee", "urlaub", "weihnachten", "ostern",
)
# fmt: on

_OWN_PATH = re.compile(r"/[^\\\s]*")
_scoring = Lock()  # zxcvbn keeps the words about a person in one place for all threads


class Weakness(Enum):
    """What is wrong with a password."""

    SHORT = "short"
    GUESSABLE = "guessable"


def weaknesses(password: str, about: Iterable[str]) -> list[Weakness]:
    """Return all that is wrong with a new password.

    Args:
        password: what somebody chose.
        about: texts an attacker knows too: names, the mail address, the town.
    """
    found = [Weakness.SHORT] if len(password) < SHORTEST_PASSWORD else []
    words = known_words(about)
    if any(_score(variant, words) < LOWEST_SCORE for variant in _variants(password)):
        found.append(Weakness.GUESSABLE)
    return found


def _variants(password: str) -> list[str]:
    """Return the password, and itself without signs between its words: these look stronger to zxcvbn than they are."""
    plain = "".join(filter(str.isalnum, password))
    return [password, plain] if len(plain) > len(password) / 2 else [password]


def known_words(about: Iterable[str]) -> list[str]:
    """Return the single words that make a password no better: those of the texts, and common German ones."""
    words = [word for text in about for word in (text, *re.split(r"[\W_]+", text))]
    return [*dict.fromkeys(word.lower() for word in words if len(word) > 2), *GERMAN_WORDS]


def _score(password: str, words: list[str]) -> int:
    from zxcvbn import zxcvbn  # noqa: PLC0415  # a tenth of a second, for its word lists

    with _scoring:
        return int(zxcvbn(password[:LONGEST_SCORED], user_inputs=words)["score"])


def own_path(text: str) -> str:
    """Return the text if it is the path of a page on our own host and nothing else; otherwise the empty text."""
    if len(text) > LONGEST_PATH or not text.isprintable() or not _OWN_PATH.fullmatch(text):
        return ""
    return "" if "//" in text.partition("?")[0] else text
