"""Whoever may ask for every group and every table finds nobody, not even by a question that only some were asked.

The attacker takes everything that is shown of three questions together, as equations about how many people said each
combination of answers, and looks for a small hidden number that only one value fits.
"""

import itertools
import random
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import linprog

from participation.core.vocabulary import Channel
from surveys import tally
from surveys.columns.column import of_part
from surveys.columns.encoding import encoded
from surveys.results.tables import Tables
from tests.surveys import town

BIKE = 1
QUESTIONS = (
    town.choice("way", "foot", "bike", "car"),
    town.choice("age", "young", "middle", "old"),
    town.choice("safe", "yes", "no", condition='way = "bike"'),
)
KEYS = [question.key for question in QUESTIONS]
GIVEN_AWAY = (32, 39, 83, 87)
"""Towns in which the number of those who were asked gives somebody away, unless it is hidden with the others."""


def people(seed: int) -> list[dict[str, str]]:
    """A town of few people; those who come by bike are asked whether that is safe."""
    chance = random.Random(seed)
    chance.choice((1, 2, 4))
    rows = []
    for way, age in itertools.product(("foot", "bike", "car", ""), ("young", "middle", "old", "")):
        for _ in range(chance.choice((0, 0, 1, 2, 3, 4, 6, 9, 20))):
            said = {key: value for key, value in (("way", way), ("age", age)) if value}
            if way == "bike" and chance.random() < 0.9:
                said["safe"] = chance.choice(("yes", "no"))
            rows.append(said)
    return rows


class Attacker:
    """Knows what is shown, and that nobody is asked about safety who does not come by bike."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        coded = encoded(QUESTIONS, [Channel.WEB] * len(rows), rows)
        self.columns = [of_part(one, coded[one.key]) for one in QUESTIONS]
        known = tally.results(QUESTIONS, {one.key: one.summary() for one in self.columns})
        self.known = {one.question.key: one for one in known}
        self.tables = Tables(QUESTIONS, dict(zip(KEYS, self.columns, strict=True)), self.known)
        self.none = [len(one.labels) for one in self.columns]
        self.places = list(itertools.product(*(range(none + 1) for none in self.none)))
        self.left: list[np.ndarray] = []
        self.right: list[float] = []
        self.hidden: list[tuple[int, int, int, int]] = []
        self.truth = np.zeros(len(self.places))
        for line in zip(*(one.chosen[0].tolist() for one in self.columns), strict=True):
            self.truth[self.places.index(line)] += 1
        self._learn_one_by_one(len(rows))
        for first, second in itertools.permutations(range(3), 2):
            self._learn_table(first, second)

    def _hears(self, of_whom: Callable[[tuple[int, ...]], bool], count: float) -> None:
        self.left.append(np.array([float(of_whom(place)) for place in self.places]))
        self.right.append(count)

    def _learn_one_by_one(self, count: int) -> None:
        self._hears(lambda place: True, count)
        self._hears(lambda place: place[0] != BIKE and place[2] != self.none[2], 0)
        for number, key in enumerate(KEYS):
            if (result := self.known[key]).n is not None:
                self._hears(lambda place, at=number: place[at] < self.none[at], result.n)
            for option, cell in enumerate(result.cells):
                if cell.count is not None:
                    self._hears(lambda place, at=number, of=option: place[at] == of, cell.count)

    def _learn_table(self, first: int, second: int) -> None:
        if self.known[KEYS[first]].n is None or self.known[KEYS[second]].n is None:
            return
        for row, line in enumerate(self.tables.of(self.columns[first], self.columns[second])):
            for column, cell in enumerate(line):
                if cell is not None:
                    self._hears(lambda place, r=row, c=column: (place[first], place[second]) == (r, c), cell)
                elif row < self.none[first] and column < self.none[second]:
                    self.hidden.append((first, second, row, column))

    def finds(self) -> list[tuple[int, int, int, int]]:
        """Return the small hidden numbers that only one value fits."""
        equations = np.array(self.left)
        assert np.allclose(equations @ self.truth, self.right), "what is shown is true"
        return [place for place in self.hidden if self._is_known(equations, *place)]

    def _is_known(self, equations: np.ndarray, first: int, second: int, row: int, column: int) -> bool:
        aim = np.array([float((place[first], place[second]) == (row, column)) for place in self.places])
        if not 0 < aim @ self.truth < 5:
            return False
        low, high = (
            linprog(sign * aim, A_eq=equations, b_eq=self.right, method="highs").fun * sign for sign in (1, -1)
        )
        return bool(high - low < 0.5)


@pytest.mark.parametrize("seed", [*GIVEN_AWAY, 3, 11])
def test_no_two_tables_together_give_away_what_each_hides(seed: int) -> None:
    assert Attacker(people(seed)).finds() == []


def test_the_attacker_would_find_it(monkeypatch) -> None:
    monkeypatch.setattr(Tables, "_without_betrayal", lambda self, cells, rows, columns: cells)
    assert all(Attacker(people(seed)).finds() for seed in GIVEN_AWAY)
