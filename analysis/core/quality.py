"""How far to trust topics, in words a planner understands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sklearn.base import clone

from analysis.core.trust import CONFIDENT, Doubt, doubts
from analysis.core.vectors import Integers, check_texts

if TYPE_CHECKING:
    from analysis.core.topics import TopicModel

LEFT_OUT = 0.1


@dataclass(frozen=True)
class Quality:
    """How far to trust topics: numbers between 0 and 1, and the doubts they raise, each with its limit.

    `agreement` is the share of people's decisions so far that the machine had found by itself; None before any.
    """

    texts: int
    stability: float
    confident: float
    agreement: float | None
    doubts: tuple[tuple[Doubt, float, float], ...]
    """What is in doubt, the figure found, and the limit it falls short of."""

    @property
    def topics_lead(self) -> bool:
        """Whether the desk should lead with topics; else with fields, neighbours and pairs to judge."""
        return not self.doubts


def quality(
    probabilities: npt.NDArray[np.float64], stability: npt.NDArray[np.float64], agreement: float | None = None
) -> Quality:
    """Return how far to trust topics, from the probability of each text and the stability of its topic.

    Examples
    --------
    >>> found = quality(np.full(20, 0.9), np.full(20, 0.8))
    >>> found.topics_lead, found.doubts[0][0].value
    (False, 'few_texts')
    """
    texts, mean = len(probabilities), round(float(stability.mean()), 4)
    confident = round(float((probabilities >= CONFIDENT).mean()), 4)
    return Quality(texts, mean, confident, agreement, doubts(texts, mean, confident))


def agreement(one: Sequence[object], other: Sequence[object]) -> float:
    """Return Cohen's kappa: how far two people, or a person and the machine, agree beyond chance; 1.0 is always.

    >>> agreement(["a", "a", "b", "b"], ["a", "a", "b", "a"])
    0.5
    >>> agreement(["a", "a"], ["a", "a"])
    1.0
    """
    if len(one) != len(other) or not one:
        raise ValueError("Both have to judge the same things, one at least.")
    same = sum(mine == yours for mine, yours in zip(one, other, strict=True)) / len(one)
    by_chance = sum(one.count(label) * other.count(label) for label in set(one)) / len(one) ** 2
    return 1.0 if by_chance == 1 else round((same - by_chance) / (1 - by_chance), 4)


def pairs_together(labels: Integers, others: Sequence[Integers]) -> npt.NDArray[np.float64]:
    """Return for each topic the share of its pairs of texts that other groupings keep together.

    Parameters
    ----------
    labels : ndarray of int
        The topic of each text.
    others : sequence of ndarray of int
        The same texts grouped anew, each time; -1 for a text that was left out.

    Returns
    -------
    ndarray of float
        1.0 for a topic without a pair: nothing could come apart.

    Examples
    --------
    >>> pairs_together(np.array([0, 0, 0, 1]), [np.array([5, 5, 7, 7])]).round(2).tolist()
    [0.33, 1.0]
    """
    together, pairs = np.zeros(int(labels.max()) + 1), np.zeros(int(labels.max()) + 1)
    for other in others:
        for topic in range(len(pairs)):
            found = other[(labels == topic) & (other >= 0)]
            sizes = np.unique(found, return_counts=True)[1].astype(float)
            together[topic] += (sizes * (sizes - 1)).sum()
            pairs[topic] += len(found) * (len(found) - 1)
    return np.divide(together, pairs, out=np.ones_like(pairs), where=pairs > 0)


def stability(model: "TopicModel", texts: Iterable[str], *, runs: int = 5, random_state: int = 0) -> float:
    """Return the share of pairs of contributions in one topic that stay together when the analysis is made anew.

    Each time one of ten contributions is left out and chance starts elsewhere. 0.8 means: of ten pairs that the
    topics put together, eight would be together in another analysis as well.

    Parameters
    ----------
    model : TopicModel
        Fitted on the texts, without fields or with a fitted classifier as fields.
    texts : iterable of str
        The texts it was fitted on, in the same order.
    runs : int, default=5
        How often to analyse anew.
    random_state : int, default=0
        Decides what is left out.

    Returns
    -------
    float
        Between 0 and 1; each contribution counts the same.

    Examples
    --------
    >>> from analysis.core.topics import TopicModel
    >>> texts = ["Bus am Abend", "Abends ein Bus", "WLAN im Park", "Freies WLAN"]
    >>> stability(TopicModel(1).fit(texts), texts, runs=2)
    1.0
    """
    listed = check_texts(texts)
    random = np.random.RandomState(random_state)
    others = [_made_anew(model, listed, random) for _ in range(runs)]
    return float(pairs_together(model.labels_, others)[model.labels_].mean())


def _made_anew(model: "TopicModel", texts: Sequence[str], random: np.random.RandomState) -> npt.NDArray[Any]:
    kept = np.sort(random.permutation(len(texts))[: max(1, round((1 - LEFT_OUT) * len(texts)))])
    labels = np.full(len(texts), -1)
    again = clone(model, safe=False).set_params(random_state=random.randint(1 << 30), n_topics=len(model.topics_))
    labels[kept] = again.fit([texts[i] for i in kept]).labels_
    return labels
