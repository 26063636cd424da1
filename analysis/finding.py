"""What the machine makes of contributions: fields and topics as plain values; knows texts, no tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.core.seeds import BY_CODE, seed_fields
from analysis.core.text import fold, stem, tokens
from analysis.parting import parts_of

if TYPE_CHECKING:
    from analysis.core.fields import ActionFieldClassifier

RANDOM_STATE = 0
ASKED = 100
"""So many of the least sure fields are explained and put to the planners; the next run finds the next ones."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A contribution as the machine reads it; `field` is the code a person or the author chose."""

    id: int
    text: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the machine puts one contribution, how sure it is, and the words that led there."""

    contribution_id: int
    confidence: float
    is_typical: bool
    words: tuple[str, ...]
    part: int = 0
    """Which part of its topic it is in, as a split would have it."""


@dataclass(frozen=True, slots=True)
class Group:
    """A topic as the machine found it."""

    name: str
    words: tuple[str, ...]
    field: str | None
    stability: float
    places: tuple[Place, ...]
    parts: tuple[str, ...] = ()
    """The names of the parts a split would make of it; empty where it is one."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A field the machine is not sure of: what else it may be, and the words for and against."""

    contribution_id: int
    confidence: float
    second: str | None
    words_for: tuple[str, ...]
    words_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """All that one run found: the field of each contribution, the topics, and the least sure fields, these first."""

    fields: Mapping[int, str]
    groups: tuple[Group, ...]
    guesses: tuple[Guess, ...] = ()


def find(voices: Sequence[Voice], codes: Sequence[str], progress: Callable[[int], None]) -> Finding:
    """Sort contributions into fields and topics.

    Args:
        codes: the codes of the process's action fields.
        progress: is told 1 when the fields are found and 2 when the topics are.
    """
    from analysis.core.topics import TopicModel  # takes seconds to load; pages must not wait for it

    texts = [voice.text for voice in voices]
    fields, guesses = _fields(voices, texts, codes)
    progress(1)
    model = TopicModel(fields=fields, random_state=RANDOM_STATE).fit(texts)
    parted = parts_of(model, texts)
    progress(2)
    groups = []
    for topic in model.topics_:
        words = tuple(word.word for word in topic.words)
        known = {stem(fold(word)) for word in words}
        places = tuple(
            Place(
                voices[member].id,
                float(model.probabilities_[member]),
                member in topic.typical,
                _hits(voices[member].text, known),
                parted[topic.id].of[member],
            )
            for member in topic.members
        )
        groups.append(Group(topic.name, words, topic.field, float(topic.stability), places, parted[topic.id].names))
    return Finding({voice.id: field for voice, field in zip(voices, fields, strict=True)}, tuple(groups), guesses)


def _fields(voices: Sequence[Voice], texts: Sequence[str], codes: Sequence[str]) -> tuple[list[str], tuple[Guess, ...]]:
    from analysis.core.fields import ActionFieldClassifier  # likewise

    keys = {BY_CODE[code]: code for code in codes if code in BY_CODE}
    decided = [voice.field for voice in voices]
    if not keys or not texts:
        return [field or "" for field in decided], ()
    seeds = [(keys[key], words) for key, words in seed_fields(list(keys))]
    found = ActionFieldClassifier(seeds).fit(texts, [field if field in keys.values() else None for field in decided])
    fields = [field or str(guess) for field, guess in zip(decided, found.predict(texts), strict=True)]
    return fields, _guesses(found, [voice for voice in voices if voice.field is None])


def _guesses(found: "ActionFieldClassifier", voices: Sequence[Voice]) -> tuple[Guess, ...]:
    """Return what is least sure among the contributions nobody decided on, the least sure first."""
    texts = [voice.text for voice in voices]
    return tuple(_guess(found, voices[place]) for place in found.uncertain(texts, ASKED)) if texts else ()


def _guess(found: "ActionFieldClassifier", voice: Voice) -> Guess:
    told = found.explain(voice.text)
    [shares] = found.predict_proba([voice.text])
    order = sorted(range(len(shares)), key=lambda place: -shares[place])
    second = str(found.classes_[order[1]]) if len(order) > 1 else None
    words = ([reason.word for reason in side] for side in (told.words_for, told.words_against))
    return Guess(voice.id, told.probability, second, *map(tuple, words))


def _hits(text: str, known: set[str]) -> tuple[str, ...]:
    """Return the words of a text, as written, that are words of its topic."""
    return tuple(dict.fromkeys(word for word in tokens(text) if stem(fold(word)) in known))
