"""Hints that help with the work and touch no rule: another language, and something broken that the yard should know."""

import re
from collections.abc import Iterator
from pathlib import Path

from participation.moderation.detectors.marks import Mark, MarkKind

FEWEST_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+")
_COMMON: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, _, words in (
        line.partition(": ")
        for line in (Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
}
_UKRAINIAN = frozenset("іїєґ")
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)


def language_of(text: str) -> str:
    """Return the language a text is written in, as far as its most common words or its script say; empty if unsure.

    >>> language_of("We come every summer, the lake is lovely and the signs are not."), language_of("Super Idee!")
    ('en', '')
    >>> language_of("Потрібні вечірні курси німецької мови")
    'uk'
    """
    letters = sum(map(str.isalpha, text))
    for code, script in _SCRIPTS:
        if letters and len(script.findall(text)) > letters / 2:
            return "uk" if code == "ru" and _UKRAINIAN & set(text.lower()) else code
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < FEWEST_WORDS:
        return ""
    counts = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    is_clear = best >= 2 and best * 8 >= len(words) and best >= second + 2
    return max(counts, key=lambda code: counts[code]) if is_clear else ""


def language(text: str, expected: str) -> Iterator[Mark]:
    """Yield a hint where a text is in another language than its page was; German surprises nobody in a German town."""
    found = language_of(text)
    if found not in {"", "de", expected}:
        yield Mark(0, 0, MarkKind.LANGUAGE, word=found)


_THINGS = (
    r"(?:\w*laternen?|\w*leuchten?|\w*lampen?|\w*ampeln?|\w*schild(?:er)?|\w*bänke?|\w*bank|\w*geländer|\w*automat(?:en)?"
    r"|\w*türen?|\w*schaukeln?|\w*rutschen?|\w*spielgeräte?|\w*brunnen|\w*aufzug|\w*aufzüge|\w*fahrstuhl|\w*rolltreppen?"
    r"|\w*gullys?|\w*deckel|\w*zäune?|\w*zaun|\w*briefkasten|\w*uhr|\w*wasserrohr|\w*papierkorb|\w*mülleimer)"
)
_BROKEN = (
    r"(?:kaputt\w*|defekt\w*|ausgefallen|abgebrochen\w*|zerbrochen\w*|umgefahren\w*|umgeknickt|flackert|tropft|klemmt"
    r"|leuchtet nicht|brennt nicht|funktioniert nicht|geht nicht|außer betrieb|beschädigt|demoliert|zerstört)"
)
_DEFECT = re.compile(
    rf"\b{_THINGS}\b(?:[^.!?\n]{{0,70}}?)\b{_BROKEN}\b|\b{_BROKEN}\b(?:\s\w+){{0,2}}\s{_THINGS}\b", re.IGNORECASE
)
_WISH = re.compile(
    r"\b(?:sollte|sollten|könnte|könnten|wäre|wünsche|vorschlag|schlage|idee|app|statt|künftig|besser)\b", re.IGNORECASE
)
LONGEST_DEFECT = 400


def defects(text: str) -> Iterator[Mark]:
    """Yield what sounds like a report of something broken rather than an idea: it can be passed on at once."""
    if len(text) > LONGEST_DEFECT or _WISH.search(text):
        return
    for hit in _DEFECT.finditer(text):
        yield Mark(hit.start(), hit.end(), MarkKind.DEFECT)
