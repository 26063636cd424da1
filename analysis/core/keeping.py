"""What stays when topics are found anew: decisions, the keys of topics, and with them the names people gave."""

from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.core.links import Links, Pair
from analysis.core.vectors import Integers
from analysis.core.voices import Voices

SAME_FROM = 0.3
"""A topic is one of before if they share three of ten of all members of either."""


def key_of_each(given: Sequence[str | None] | None, size: int, what: str) -> list[str]:
    """Return what was given for each text, "" where nothing was."""
    if given is None:
        return [""] * size
    if len(given) != size:
        raise ValueError(f"There are {size} texts, but {len(given)} {what}.")
    return ["" if key is None else str(key) for key in given]


def as_decided(fields: Sequence[str], links: Links) -> list[str]:
    """Return the field of each text; texts that must be together share the field that most of them have."""
    votes: dict[int, Counter[str]] = {}
    for unit, field in zip(links.units, fields, strict=True):
        votes.setdefault(unit, Counter())[field] += 1
    return [min(votes[unit], key=lambda field: (-votes[unit][field], field)) for unit in links.units]


def links_of_voices(links: Links, voices: Voices, seen: Integers) -> Links:
    """Return the decisions about texts as decisions about the voices that say them."""
    place_of = {int(voice): place for place, voice in enumerate(seen)}

    def pairs(given: Sequence[Pair]) -> list[Pair]:
        found = [(place_of[int(voices.of_text[one])], place_of[int(voices.of_text[other])]) for one, other in given]
        return [(one, other) for one, other in found if one != other]

    return Links([voices.pins[voice] for voice in seen], pairs(links.together), pairs(links.apart))


def keys_of_voices(before: Sequence[str], voices: Voices, seen: Integers) -> list[str]:
    """Return for each voice the topic of before of the first text that says it and had one."""
    found = [""] * len(voices.texts)
    for voice, key in zip(voices.of_text.tolist(), before, strict=True):
        found[voice] = min(filter(None, (found[voice], key)), default="")
    return [found[voice] for voice in seen]


def kept_keys(labels: Integers, before: Sequence[str], pinned: Mapping[int, str]) -> dict[int, str]:
    """Return the key of each topic that people's pins name, or that is mostly a topic of before; no key twice."""
    sizes, earlier = Counter(labels.tolist()), Counter(before)
    shared = Counter(zip(labels.tolist(), before, strict=True))
    keys = dict(pinned)
    likeness = {(topic, key): both / (sizes[topic] + earlier[key] - both) for (topic, key), both in shared.items()}
    for (topic, key), share in sorted(likeness.items(), key=lambda item: (-item[1], item[0])):
        if key and share >= SAME_FROM and topic not in keys and key not in keys.values():
            keys[topic] = key
    return keys
