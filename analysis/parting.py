"""The parts that a topic could be split into: the machine's finer topics, and for small topics two halves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.core.topics import TopicModel

FEWEST = 4
"""A topic of fewer contributions is sorted by hand faster."""


@dataclass(frozen=True, slots=True)
class Parted:
    """The part of each member of a topic, by its place in the list of texts, and the names of the parts."""

    of: Mapping[int, int]
    names: tuple[str, ...]


def parts_of(model: "TopicModel", texts: Sequence[str]) -> list[Parted]:
    """Return for each topic of a fitted model the parts a planner can make topics of their own; no names: one part."""
    _, _, fine = model.hierarchy_
    found = []
    for topic in model.topics_:
        parts = sorted({fine.labels[member] for member in topic.members})
        if len(parts) > 1:
            of = {member: parts.index(fine.labels[member]) for member in topic.members}
            found.append(Parted(of, tuple(fine.names[part] for part in parts)))
        else:
            found.append(_halves(model, topic.members, texts))
    return found


def _halves(model: "TopicModel", members: Sequence[int], texts: Sequence[str]) -> Parted:
    from analysis.core.topics import TopicModel  # takes seconds to load; pages must not wait for it

    whole = Parted(dict.fromkeys(members, 0), ())
    if len({texts[member] for member in members}) < FEWEST:
        return whole
    halves = TopicModel(2, language=model.language, random_state=model.random_state, encoder=None)
    halves.fit([texts[member] for member in members])
    if len(halves.topics_) < 2 or min(len(half.members) for half in halves.topics_) < 2:
        return whole
    of = {member: int(halves.labels_[place]) for place, member in enumerate(members)}
    return Parted(of, tuple(half.name for half in halves.topics_))
