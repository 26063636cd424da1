"""Voices: texts that say the same in the same words count once, whoever sends them how often."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np

from analysis.core.text import fold, tokens
from analysis.core.vectors import Integers

FEWEST_OF_A_FIELD = 50


def same_words(text: str) -> bytes:
    """Return what texts share that differ by spaces, capitals and punctuation alone.

    >>> same_words("Die  Ampel!") == same_words("die ampel"), same_words("Ampel") == same_words("Ampeln")
    (True, False)
    """
    return blake2b(" ".join(map(fold, tokens(text))).encode(), digest_size=12).digest()


class Voices:
    """The different texts in an order that does not depend on how they came.

    Parameters
    ----------
    texts : sequence of str
        The contributions.
    fields : sequence of str
        The field of each; the same words in two fields are two voices.
    pins : sequence of str
        The topic a person put each into, "" where nobody did. Where people put equal texts into several topics, they
        are as many voices; a copy nobody decided on goes with its twin.
    alone : iterable of int
        Texts that must not be one voice with any other.

    Attributes:
    ----------
    of_text : ndarray of int
        The voice of each text.
    texts, fields, pins : list of str
        Of each voice.

    Examples:
    --------
    >>> voices = Voices(["Ampel!", "Bus", "ampel"], [""] * 3, [""] * 3)
    >>> bool(voices.of_text[0] == voices.of_text[2] != voices.of_text[1])
    True
    """

    def __init__(
        self, texts: Sequence[str], fields: Sequence[str], pins: Sequence[str], alone: Iterable[int] = ()
    ) -> None:
        said = [same_words(text) for text in texts]
        pins = with_twins(said, pins)
        apart = {place: number + 1 for number, place in enumerate(sorted(set(alone)))}
        keys = [(fields[i], said[i], pins[i], apart.get(i, 0)) for i in range(len(texts))]
        self.places = {key: place for place, key in enumerate(sorted(set(keys)))}
        self.of_text: Integers = np.array([self.places[key] for key in keys], np.intp)
        self.fields = [key[0] for key in self.places]
        self.pins = [key[2] for key in self.places]
        self.texts = [""] * len(self.places)
        first = [True] * len(self.places)
        for text, place in zip(texts, self.of_text.tolist(), strict=True):
            if first[place] or text < self.texts[place]:
                self.texts[place], first[place] = text, False

    def sample(self, most: int, always: Iterable[int] = ()) -> Integers:
        """Return so many voices, the same for the same texts: those that must be in it, and some of every field."""
        if len(self.texts) <= most:
            return np.arange(len(self.texts))
        chosen = {*always, *(place for place, pin in enumerate(self.pins) if pin)}
        for part in self.by_field():
            share = max(FEWEST_OF_A_FIELD, round(most * len(part) / len(self.texts)))
            chosen.update(part[:share].tolist())  # keys are sorted by a hash: the first are any
        return np.array(sorted(chosen), np.intp)

    def by_field(self) -> list[Integers]:
        """Return the places of the voices of each field."""
        return parts(self.fields)

    def first_texts(self, places: Iterable[int]) -> tuple[int, ...]:
        """Return for each voice the first text that says it."""
        return tuple(int(np.argmax(self.of_text == place)) for place in places)


def parts(fields: Sequence[str]) -> list[Integers]:
    """Return the places of each field, the fields in alphabetical order.

    >>> [part.tolist() for part in parts(["b", "a", "b"])]
    [[1], [0, 2]]
    """
    _, numbers = np.unique(np.array(fields), return_inverse=True)
    return [np.flatnonzero(numbers == number) for number in range(int(numbers.max()) + 1)]


def with_twins(said: Sequence[bytes], pins: Sequence[str]) -> list[str]:
    """Return the pins, given to copies, too, where all pinned copies agree."""
    pinned: dict[bytes, set[str]] = {}
    for words, pin in zip(said, pins, strict=True):
        if pin:
            pinned.setdefault(words, set()).add(pin)
    agreed = {words: min(found) for words, found in pinned.items() if len(found) == 1}
    return [pin or agreed.get(words, "") for words, pin in zip(said, pins, strict=True)]
