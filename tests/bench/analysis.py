"""Measure topics and action fields on real contributions: python -m tests.bench.analysis FOLDER [SIZE ...].

FOLDER holds CSV files with the columns title, body and label, and seeds.json with the seed words of each label. The
data stay where they are. Each SIZE adds a run on so many texts, put together from cimt_sentences.csv.
"""

import csv
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import accuracy_score, adjusted_rand_score, f1_score, v_measure_score

from analysis.core.fields import ActionFieldClassifier
from analysis.core.topics import TopicModel

SETS = {"raddialog_bonn": "raddialog_de", "klimarat_half": "klimarat_de", "ottensen": None}
SEEDS = 5
DECISIONS, BATCH = 50, 25


@dataclass(frozen=True)
class Cost:
    """What a step took."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s wall, {self.cpu:.1f} CPU-s"


def main(folder: Path, sizes: list[int]) -> None:
    """Print one block of figures for each set."""
    seeds = json.loads((folder / "seeds.json").read_text(encoding="utf-8"))
    for name, key in SETS.items():
        texts, labels = read(folder / f"{name}.csv")
        print(f"\n{name}: {len(texts)} texts, {len(set(labels))} labels")
        for line in figures(texts, labels, seeds.get(key)):
            print(f"  {line}", flush=True)
    for size in sizes:
        model, cost = timed(TopicModel(encoder=None).fit, many(folder, size))
        print(f"\n{size} texts made of sentences: {len(model.topics_)} topics, {cost}; {memory()}", flush=True)


def read(path: Path) -> tuple[list[str], np.ndarray[Any, Any]]:
    """Return the texts and labels of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [f"{row['title']}. {row['body']}" if row["title"] else row["body"] for row in rows]
    return texts, np.array([row["label"] for row in rows])


def many(folder: Path, size: int) -> list[str]:
    """Return so many texts, each of one to three sentences drawn with a fixed seed."""
    sentences, _ = read(folder / "cimt_sentences.csv")
    random = np.random.RandomState(0)
    return [
        " ".join(sentences[i] for i in random.randint(0, len(sentences), random.randint(1, 4))) for _ in range(size)
    ]


def figures(texts: list[str], labels: np.ndarray[Any, Any], seeds: dict[str, list[str]] | None) -> Iterator[str]:
    """Yield the lines of one set."""
    model, cost = timed(TopicModel(encoder=None).fit, texts)
    yield f"topics, number chosen: {len(model.topics_)}, {against(labels, model.labels_)}, {cost}, {memory()}"
    yield f"  {'; '.join(topic.name for topic in model.topics_[:8])}"
    yield f"topics, number given: {by_seeds(texts, labels)}"
    again = np.random.RandomState(0).permutation(len(texts))
    shuffled = TopicModel(encoder=None).fit([texts[i] for i in again]).labels_
    yield f"the same texts shuffled: ARI {adjusted_rand_score(model.labels_[again], shuffled):.2f}"
    if seeds:
        yield from with_fields(texts, labels, list(seeds.items()))


def by_seeds(texts: list[str], labels: np.ndarray[Any, Any]) -> str:
    """Return mean and spread of V and ARI over random states, at the true number of topics."""
    scores = []
    for seed in range(SEEDS):
        found = TopicModel(len(set(labels)), random_state=seed, encoder=None).fit(texts).labels_
        scores.append((v_measure_score(labels, found), adjusted_rand_score(labels, found)))
    (v, ari), (v_spread, ari_spread) = np.mean(scores, axis=0), np.std(scores, axis=0)
    return f"V {v:.3f}±{v_spread:.3f} ARI {ari:.3f}±{ari_spread:.3f} over {SEEDS} random states"


def with_fields(texts: list[str], labels: np.ndarray[Any, Any], fields: list[tuple[str, list[str]]]) -> Iterator[str]:
    """Yield how well seeds alone, and seeds with fifty decisions, sort the texts."""
    classifier, cost = timed(ActionFieldClassifier(fields).fit, texts)
    yield f"fields, seeds alone: {sorted_well(labels, classifier.predict(texts))}, {cost}, {memory()}"
    decided: list[str | None] = [None] * len(texts)
    for _ in range(DECISIONS // BATCH):
        free = [place for place, label in enumerate(decided) if label is None]
        for asked in classifier.uncertain([texts[place] for place in free], BATCH):
            decided[free[asked]] = labels[free[asked]]
        classifier = ActionFieldClassifier(fields).fit(texts, decided)
    others = np.array([label is None for label in decided])
    found = classifier.predict(texts)
    yield f"fields, {DECISIONS} decisions: {sorted_well(labels[others], found[others])} on the others"


def sorted_well(labels: Any, found: Any) -> str:
    """Return accuracy, macro-F1, V and ARI."""
    accuracy, f1 = accuracy_score(labels, found), f1_score(labels, found, average="macro")
    return f"accuracy {accuracy:.3f}, macro-F1 {f1:.3f}, {against(labels, found)}"


def against(labels: Any, found: Any) -> str:
    """Return V-measure and ARI."""
    return f"V {v_measure_score(labels, found):.3f} ARI {adjusted_rand_score(labels, found):.3f}"


def timed(step: Callable[[list[str]], Any], texts: list[str]) -> tuple[Any, Cost]:
    """Return what a step returns, and what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = step(texts)
    return done, Cost(time.perf_counter() - wall, time.process_time() - cpu)


def memory() -> str:
    """Return the most memory this process has held so far."""
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
