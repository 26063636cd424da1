"""What the machine makes of contributions: fields and topics as plain values; knows texts, no tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from analysis.core.seeds import BY_CODE, seed_fields
from analysis.core.text import fold, stem, tokens
from analysis.parting import Parted, parts_of

if TYPE_CHECKING:
    from analysis.core.encoders import Encoder
    from analysis.core.fields import ActionFieldClassifier
    from analysis.core.quality import Quality
    from analysis.core.topics import Topic, TopicModel

    Sorted: TypeAlias = tuple[tuple["Group", ...], Quality | None]

RANDOM_STATE = 0
ASKED = 100
"""So many of the least sure fields are explained and put to the planners; the next run finds the next ones."""

PAIRS, TRIED = 60, 10
"""So many pairs are put to the planners, at most one for two texts; the next run finds the next ones."""

TEACHERS, FEWEST_TEACHERS = 10_000, 10
"""From so many contributions the machine learns where new ones belong; from each topic at least some."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A contribution as the machine reads it.

    Attributes:
        field: the code a person or the author chose.
        topic: the key of the topic a person put it into.
        before: the key of the topic the last run put it into.
        is_aside: whether it lies in a topic that planners set aside; no topic is found for it.
    """

    id: int
    text: str
    field: str | None = None
    topic: str | None = None
    before: str | None = None
    is_aside: bool = False

    @property
    def place(self) -> str | None:
        """The key of the topic it is in, whoever put it there."""
        return self.topic or self.before


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one run reads.

    Attributes:
        codes: the codes of the process's action fields.
        names: the names of its topics by key, those that people gave.
        districts: the names of the town's parts, which say where a thing is and not what.
        same: pairs of ids of which people said that both say the same.
        is_whole: whether all topics are found anew; else what is new joins those there are, and nothing moves.
    """

    voices: Sequence[Voice]
    codes: Sequence[str]
    names: Mapping[str, str] = field(default_factory=dict)
    districts: Sequence[str] = ()
    same: Sequence[tuple[int, int]] = ()
    is_whole: bool = True


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
    """A topic as the machine found it; `key` is that of the topic of before it is, None where it is new."""

    name: str
    words: tuple[str, ...]
    field: str | None
    stability: float
    places: tuple[Place, ...]
    parts: tuple[str, ...] = ()
    """The names of the parts a split would make of it; empty where it is one."""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """A field the machine is not sure of: what else it may be, and the words for and against."""

    contribution_id: int
    confidence: float
    second: str | None
    words_for: tuple[str, ...]
    words_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two contributions that may say the same, by their ids, and the words they share."""

    first: int
    second: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """All that one run found: the field of each contribution, the topics, and the least sure fields, these first.

    Where a run was not whole, the topics hold only what joined them.
    """

    fields: Mapping[int, str]
    groups: tuple[Group, ...]
    guesses: tuple[Guess, ...] = ()
    is_whole: bool = True
    pairs: tuple[Near, ...] = ()
    stability: float | None = None
    confident: float | None = None


def find(reading: Reading, progress: Callable[[int], None]) -> Finding:
    """Sort contributions into fields and topics; what people decided holds.

    Args:
        progress: is told 1 when the fields are found and 2 when the topics are.
    """
    voices = reading.voices
    encoder = _encoder()
    sorted_in, guesses = _fields(voices, reading.codes, encoder)
    fields = {voice.id: code for voice, code in zip(voices, sorted_in, strict=True)}
    progress(1)
    inside = [voice for voice in voices if not voice.is_aside]
    is_whole = reading.is_whole or not any(voice.place for voice in inside)
    sort = _found if is_whole else _joined
    groups, trust = sort(reading, inside, fields, encoder) if inside else ((), None)
    progress(2)
    return Finding(
        fields,
        groups,
        guesses,
        is_whole,
        _pairs(reading, inside),
        trust.stability if trust else None,
        trust.confident if trust else None,
    )


def _encoder() -> "Encoder | None":
    """Return the encoder, if there is one; it remembers, so that a run encodes no text twice."""
    from analysis.core.encoders import KnownVectors, chosen_encoder  # likewise

    encoder = chosen_encoder("auto")
    return KnownVectors({}, encoder) if encoder else None


def _model(reading: Reading, fields: list[str], encoder: "Encoder | None") -> "TopicModel":
    from analysis.core.topics import TopicModel  # takes seconds to load; pages must not wait for it

    return TopicModel(fields=fields, random_state=RANDOM_STATE, places=reading.districts, encoder=encoder)


def _pairs(reading: Reading, voices: Sequence[Voice]) -> tuple[Near, ...]:
    """Return which contributions may say the same, the likeliest first; none are put together here."""
    from analysis.core.duplicates import SimilarTexts  # likewise

    if len(voices) < 2:
        return ()
    similar = SimilarTexts(places=reading.districts).fit([voice.text for voice in voices])
    campaign_of = {member: number for number, one in enumerate(similar.campaigns()) for member in one.members}
    found = (
        Near(voices[one.first].id, voices[one.second].id, one.shared)
        for one in similar.pairs(TRIED * PAIRS)
        if campaign_of.get(one.first, -1) != campaign_of.get(one.second, -2)  # what was sent many times is folded
    )
    return tuple(islice(found, min(PAIRS, len(voices) // 2)))


def _together(reading: Reading, voices: Sequence[Voice]) -> list[tuple[int, int]]:
    """Return the places of those that say the same, but for pairs that people put into different topics since."""
    from analysis.core.links import united  # likewise
    from analysis.core.voices import same_words, with_twins

    place_of = {voice.id: place for place, voice in enumerate(voices)}
    said = [same_words(voice.text) for voice in voices]
    topics = with_twins(said, [voice.topic or "" for voice in voices])
    first_of: dict[bytes, int] = {}
    twins = [(first_of.setdefault(words, place), place) for place, words in enumerate(said)]
    kept: list[tuple[int, int]] = []
    for first, second in reading.same:
        if first in place_of and second in place_of:
            tried = [*kept, (place_of[first], place_of[second])]
            roots = united(len(voices), [*twins, *tried])
            own = roots[place_of[first]]
            if len({topic for root, topic in zip(roots, topics, strict=True) if root == own and topic}) < 2:
                kept = tried
    return kept


def _found(reading: Reading, voices: Sequence[Voice], fields: Mapping[int, str], encoder: "Encoder | None") -> "Sorted":
    """Find all topics anew; what was decided holds, and little else moves without need."""
    texts = [voice.text for voice in voices]
    model = _model(reading, [fields[voice.id] for voice in voices], encoder).fit(
        texts,
        [voice.topic for voice in voices],
        together=_together(reading, voices),
        before=[voice.place for voice in voices],
        kept_names=reading.names,
    )
    parted = parts_of(model, texts)
    groups = (
        _group(model, topic, {member: voices[member] for member in topic.members}, parted[topic.id])
        for topic in model.topics_
    )
    return tuple(groups), model.quality_


def _joined(
    reading: Reading, voices: Sequence[Voice], fields: Mapping[int, str], encoder: "Encoder | None"
) -> "Sorted":
    """Find the topic of each contribution that has none; the topics are what they are."""
    new = [voice for voice in voices if not voice.place]
    if not new:
        return (), None
    known = _teachers([voice for voice in voices if voice.place])
    model = _model(reading, [fields[voice.id] for voice in known], encoder).fit(
        [voice.text for voice in known], [voice.place for voice in known]
    )
    model.partial_update([voice.text for voice in new], fields=[fields[voice.id] for voice in new])
    comers = {len(known) + place: voice for place, voice in enumerate(new)}
    whole = (
        _group(model, topic, {member: comers[member] for member in topic.members if member in comers})
        for topic in model.topics_
    )
    return tuple(group for group in whole if group.places), None


def _teachers(known: Sequence[Voice]) -> list[Voice]:
    """Return the contributions to learn from: all, or of very many some of each topic, the same every time."""
    if len(known) <= TEACHERS:
        return list(known)
    of_topic: dict[str | None, list[Voice]] = {}
    for voice in sorted(known, key=lambda voice: blake2b(voice.text.encode(), digest_size=8).digest()):
        of_topic.setdefault(voice.place, []).append(voice)
    share = TEACHERS / len(known)
    return [one for topic in of_topic.values() for one in topic[: max(FEWEST_TEACHERS, round(share * len(topic)))]]


def _group(model: "TopicModel", topic: "Topic", members: Mapping[int, Voice], parted: Parted | None = None) -> Group:
    words = tuple(word.word for word in topic.words)
    known = {stem(fold(word)) for word in words}
    places = tuple(
        Place(
            voice.id,
            float(model.probabilities_[member]),
            member in topic.typical,
            _hits(voice.text, known),
            parted.of[member] if parted else 0,
        )
        for member, voice in members.items()
    )
    parts = parted.names if parted else ()
    return Group(topic.name, words, topic.field, float(topic.stability), places, parts, topic.key)


def _fields(
    voices: Sequence[Voice], codes: Sequence[str], encoder: "Encoder | None"
) -> tuple[list[str], tuple[Guess, ...]]:
    from analysis.core.fields import ActionFieldClassifier  # likewise

    keys = {BY_CODE[code]: code for code in codes if code in BY_CODE}
    decided, texts = [voice.field for voice in voices], [voice.text for voice in voices]
    if not keys or not texts:
        return [field or "" for field in decided], ()
    seeds = [(keys[key], words) for key, words in seed_fields(list(keys))]
    known = [field if field in keys.values() else None for field in decided]
    found = ActionFieldClassifier(seeds, encoder=encoder).fit(texts, known)
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
