"""A first guess at the action field of a text that is being written: by seed words alone, in well under a millisecond.

No model and no library: whoever serves a form asks here. What the town decides later is learned elsewhere.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from analysis.core.seeds import BY_CODE, SEEDS
from analysis.core.text import compound_parts, is_stop_word, stem, tokens

WHOLE, PART = 1.0, 0.5
ENOUGH, AHEAD = 1.0, 0.5
"""What a guess needs: so much for it in all, and so much more than for the field after it."""


def field_hint(text: str, codes: Sequence[str], *, language: str = "de") -> str | None:
    """Return the code of the action field whose seed words the text has most of; None where that is not clear.

    A word counts once, a part of a compound half; what stands for several fields speaks for each of them.

    Parameters
    ----------
    text : str
        What was written so far.
    codes : sequence of str
        The codes of the fields to choose from; those without seed words are never guessed.
    language : {"de", "en"}
        The language of the text.

    Examples
    --------
    >>> field_hint("Der Radweg zur Schule ist kaputt, die Ampel auch", ["MO", "BI"])
    'MO'
    >>> field_hint("Der Radweg zur Schule", ["MO", "BI"]) is None
    True
    """
    seeds = _fields_by_stem("en" if language == "en" else "de")
    scores: Counter[str] = Counter()
    for word in {word for word in tokens(text) if not is_stop_word(word)}:
        hits = dict.fromkeys(seeds.get(stem(word), ()), WHOLE)
        for part in compound_parts(word):
            hits = dict.fromkeys(seeds.get(stem(part), ()), PART) | hits
        scores.update(hits)
    ranked = sorted(((scores[BY_CODE[code]], code) for code in codes if code in BY_CODE), reverse=True)
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    is_clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= AHEAD
    return ranked[0][1] if is_clear else None


@cache
def _fields_by_stem(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, words in SEEDS[language].items():
        for word in words:
            found.setdefault(stem(word), set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items()}
