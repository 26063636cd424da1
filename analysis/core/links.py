"""What people decided about who belongs together: the machine's groups, made to obey."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from analysis.core.vectors import Integers

Pair: TypeAlias = tuple[int, int]
Shares: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Links:
    """What people decided: topics that texts were put into, pairs that stay together, pairs that stay apart.

    `pins` has for each text the key of a topic, "" where nobody decided.
    """

    pins: Sequence[str]
    together: Sequence[Pair] = ()
    apart: Sequence[Pair] = ()
    units: list[int] = field(init=False)
    """For each text the first text of those it must be with."""

    def __post_init__(self) -> None:
        """Work out who must be with whom; refuse what cannot be."""
        first_of: dict[str, int] = {}
        pinned = [(first_of.setdefault(pin, place), place) for place, pin in enumerate(self.pins) if pin]
        object.__setattr__(self, "units", united(len(self.pins), [*self.together, *pinned]))
        keys_of: dict[int, set[str]] = {}
        for unit, pin in zip(self.units, self.pins, strict=True):
            keys_of.setdefault(unit, set()).update({pin} - {""})
        for keys in keys_of.values():
            if len(keys) > 1:
                raise ValueError(
                    f"Texts that must be together were put into different topics: {', '.join(sorted(keys))}"
                )
        for one, other in self.apart:
            if self.units[one] == self.units[other]:
                raise ValueError(f"Texts {one} and {other} must be together and must be apart.")

    def within(self, places: Sequence[int]) -> "Links":
        """Return the decisions about these texts alone, which are numbered anew."""
        number = {place: at for at, place in enumerate(places)}

        def pairs(given: Sequence[Pair]) -> list[Pair]:
            return [(number[one], number[other]) for one, other in given if one in number and other in number]

        return Links([self.pins[place] for place in places], pairs(self.together), pairs(self.apart))


def united(size: int, pairs: Iterable[Pair]) -> list[int]:
    """Return for each place the first of all places that pairs connect it with.

    >>> united(5, [(3, 1), (1, 4)])
    [0, 1, 2, 1, 1]
    """
    roots = list(range(size))

    def root(place: int) -> int:
        while roots[place] != place:
            roots[place] = place = roots[roots[place]]
        return place

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        roots[second] = first
    return [root(place) for place in range(size)]


def obeyed(
    labels: Integers, shares: Shares, links: Links, before: Sequence[str] | None = None
) -> tuple[Integers, dict[int, str]]:
    """Return the group of each text so that every decision holds, and the key of each group that people's pins name.

    A topic that people put texts into becomes the group that holds most of these and of those that were in it before,
    and begins one where that group is another topic's of before; texts that must be together go where most of them
    are; where nothing is left for a text that must be apart, it begins a group.

    >>> links = Links(["", "bus", "bus", ""], apart=[(0, 3)])
    >>> labels, keys = obeyed(np.array([0, 0, 1, 0]), np.eye(2)[[0, 0, 1, 0]], links)
    >>> labels.tolist(), keys
    ([0, 0, 0, 1], {0: 'bus'})
    """
    found = labels.copy()
    weights = _unit_weights(shares, links)
    taken = _groups_of_keys(weights, links, shares, before or [""] * len(links.pins))
    rivals = _rivals(links)
    groups = shares.shape[1] + sum(group >= shares.shape[1] for group in taken.values())
    keys = {group: links.pins[unit] for unit, group in taken.items()}
    # Larger units choose first; every choice is the best one left.
    for unit in sorted(weights.keys() - taken.keys(), key=lambda unit: (-weights[unit].sum(), unit)):
        forbidden = {taken[rival] for rival in rivals.get(unit, ()) if rival in taken}
        open_groups = [group for group in range(shares.shape[1]) if group not in forbidden]
        best = max(open_groups, key=lambda group: (weights[unit][group], -group), default=groups)
        groups += best == groups
        taken[unit] = best
    for place, unit in enumerate(links.units):
        if unit in taken:
            found[place] = taken[unit]
    return found, keys


def _unit_weights(shares: Shares, links: Links) -> dict[int, Shares]:
    """Return for each unit that a decision is about how much its texts belong to each group."""
    sizes = np.bincount(links.units, minlength=len(links.units))
    about = {unit for unit in links.units if sizes[unit] > 1}
    about |= {links.units[place] for pair in links.apart for place in pair}
    about |= {links.units[place] for place, pin in enumerate(links.pins) if pin}
    members: dict[int, list[int]] = {unit: [] for unit in about}
    for place, unit in enumerate(links.units):
        if unit in members:
            members[unit].append(place)
    return {unit: shares[places].sum(axis=0) for unit, places in members.items()}


def _groups_of_keys(weights: dict[int, Shares], links: Links, shares: Shares, before: Sequence[str]) -> dict[int, int]:
    """Return for each unit with a key the group that becomes its topic; no two share one.

    Topics of before that nobody put anything into take part, so that none loses its group to a few moved texts.
    """
    keyed = sorted({links.units[place] for place, pin in enumerate(links.pins) if pin})
    if not keyed:
        return {}
    held: dict[str, Shares] = {}
    for place, key in enumerate(before):
        if key and not links.pins[place]:
            held[key] = held.get(key, np.zeros(shares.shape[1])) + shares[place]
    own = [weights[unit] + held.pop(links.pins[_pinned(unit, links)], 0) for unit in keyed]
    matrix = np.array([*own, *(held[key] for key in sorted(held))])
    rows, columns = linear_sum_assignment(-np.hstack([matrix, np.zeros((len(matrix), len(matrix)))]))
    chosen = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    fresh = iter(range(shares.shape[1], shares.shape[1] + len(keyed)))
    return {unit: chosen[row] if chosen[row] < shares.shape[1] else next(fresh) for row, unit in enumerate(keyed)}


def _pinned(unit: int, links: Links) -> int:
    """Return the first text of a unit that a person put into a topic."""
    return next(place for place, own in enumerate(links.units) if own == unit and links.pins[place])


def _rivals(links: Links) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in links.apart:
        found.setdefault(links.units[one], set()).add(links.units[other])
        found.setdefault(links.units[other], set()).add(links.units[one])
    return found
