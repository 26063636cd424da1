"""What people decided about texts before, as a hint for the next one: learned at night, told in words, never decided.

A model is a table of words with their weights. Whoever asks for a hint needs only this table, no library.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from analysis.core.text import is_stop_word, stem, tokens

FEWEST_DECISIONS, FEWEST_REJECTED = 40, 10
"""With fewer examples a model repeats single texts; it then says nothing."""
SURE_ENOUGH = 0.6
MOST_WORDS = 4
LONGEST_TABLE = 4000
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """What was learned: how rare each word is and how much it speaks for a rejection.

    Attributes:
        words: stem → rarity and weight; every word stood in two texts at least, so that none is one person's own.
    """

    decisions: int
    rejected: int
    base: float
    words: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class DecisionHint:
    """That a text is like rejected ones: how surely, and the words that say so, the strongest first."""

    probability: float
    words: tuple[str, ...]


def learn(texts: Sequence[str], rejected: Sequence[bool]) -> DecisionModel | None:
    """Learn from decided texts, from scratch; return None where there are too few of either kind."""
    if len(texts) < FEWEST_DECISIONS or sum(rejected) < FEWEST_REJECTED or all(rejected):
        return None
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # slow, and needed at night only
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    vectorizer = TfidfVectorizer(analyzer=_stems, min_df=2, max_features=LONGEST_TABLE)
    try:
        matrix = vectorizer.fit_transform(texts)
    except ValueError:  # no word stands in two texts
        return None
    fitted = LogisticRegression(class_weight="balanced", C=10.0, max_iter=500).fit(matrix, list(rejected))
    table = zip(vectorizer.get_feature_names_out(), vectorizer.idf_, fitted.coef_[0], strict=True)
    return DecisionModel(
        decisions=len(texts),
        rejected=sum(rejected),
        base=round(float(fitted.intercept_[0]), 4),
        words={str(word): (round(float(rarity), 4), round(float(weight), 4)) for word, rarity, weight in table},
    )


def hint(model: DecisionModel, text: str) -> DecisionHint | None:
    """Return why a text is like rejected ones; None where it is not, or where no word says so."""
    spelled = _spelled(text)
    counts = Counter(stemmed for stemmed in _stems(text) if stemmed in model.words)
    values = {word: count * model.words[word][0] for word, count in counts.items()}
    length = sqrt(sum(value * value for value in values.values()))
    if not length:
        return None
    shares = {word: value / length * model.words[word][1] for word, value in values.items()}
    probability = 1 / (1 + exp(-(model.base + sum(shares.values()))))
    telling = sorted((word for word in shares if shares[word] > 0), key=lambda word: -shares[word])[:MOST_WORDS]
    if probability < SURE_ENOUGH or not telling:
        return None
    return DecisionHint(round(probability, 2), tuple(spelled[word] for word in telling))


def _stems(text: str) -> list[str]:
    return [stem(word) for word in tokens(text) if len(word) >= SHORTEST_WORD and not is_stop_word(word)]


def _spelled(text: str) -> dict[str, str]:
    """Return for each stem the word as the text has it."""
    return {stem(word): word for word in reversed(tokens(text))}
