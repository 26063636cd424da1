"""Measure topics and action fields: python -m tests.bench.analysis FOLDER [--seeds 5] [--rival] [--sizes 1000 10000].

FOLDER holds CSV files with the columns title, body and label, and seeds.json with the seed words of each label. The
data stay where they are. Our own gold set is measured as well. With --rival, BERTopic is set up in an environment of
its own (that needs the network) and gets the same vectors. Each size is a run of its own on so many texts, put
together from cimt_sentences.csv.
"""

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, adjusted_rand_score, f1_score, v_measure_score
from sklearn.model_selection import StratifiedKFold

from analysis.core.cluster import cores
from analysis.core.encoders import KnownVectors, chosen_encoder, encoded
from analysis.core.fields import ActionFieldClassifier
from analysis.core.seeds import seed_fields
from analysis.core.topics import TopicModel
from analysis.core.vectors import words
from tests.bench import rival
from tests.bench.machine import cost_of, machine, memory

SETS = {"raddialog_bonn": "raddialog_de", "klimarat_half": "klimarat_de", "ottensen": None}
GOLD = Path(__file__).parent / "gold" / "ideas_de.csv"
AIMS = {"raddialog_bonn": "0.32 / 0.18", "klimarat_half": "0.25 / 0.27"}
DECISIONS, BATCH = 50, 25

Labels = Any


def main(told: argparse.Namespace) -> None:
    """Print the tables."""
    seeds = json.loads((told.folder / "seeds.json").read_text(encoding="utf-8"))
    sets = {
        name: (*read(told.folder / f"{name}.csv"), list((seeds.get(key) or {}).items())) for name, key in SETS.items()
    }
    sets["our gold set"] = (*read(GOLD), seed_fields())
    heard = {name: vectors(texts) for name, (texts, _, _) in sets.items()}
    print(machine())
    table("Topics, every text placed, as many as labels", ["set", "way", "V", "ARI", "aim", "placed", "CPU-s"])
    for name, (texts, labels, _) in sets.items():
        for line in topics(name, texts, labels, heard[name], told):
            row(line)
    table("Fields", ["set", "way", "accuracy", "macro-F1", "CPU-s"])
    for name, (texts, labels, fields) in sets.items():
        for line in with_fields(name, texts, labels, fields, heard[name]) if fields else ():
            row(line)
    row(
        [
            "raddialog_bonn",
            "all labels, five folds, micro-F1",
            *five_folds(*sets["raddialog_bonn"][:2], heard["raddialog_bonn"]),
        ]
    )
    table("Stays as it is", ["set", "what", "figure"])
    for name, (texts, _, _) in sets.items():
        for line in stays(name, texts, heard[name]):
            row(line)
    table("Size", ["texts", "topics", "wall s", "CPU-s", "peak MB"])
    for size in told.sizes:
        row(of_size(told.folder, size))


def read(path: Path) -> tuple[list[str], Labels]:
    """Return the texts and labels of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [f"{one['title']}. {one['body']}" if one.get("title") else one["body"] for one in rows]
    return texts, np.array([one["label"] for one in rows])


def vectors(texts: Sequence[str]) -> KnownVectors | None:
    """Return what the installed encoder says about the texts, so that nobody's time includes it; None without one."""
    encoder = chosen_encoder("auto")
    if encoder is None:
        return None
    distinct = sorted(set(texts))
    return KnownVectors(dict(zip(distinct, encoded(encoder, distinct), strict=True)), encoder)


def topics(
    name: str, texts: list[str], labels: Labels, heard: KnownVectors | None, told: argparse.Namespace
) -> Iterator[list[str]]:
    """Yield a line for each way to find as many topics as there are labels."""
    count, aim = len(set(labels)), AIMS.get(name, "–")
    ways: dict[str, Callable[[int], Labels]] = {
        "ours, words alone": lambda seed: TopicModel(count, random_state=seed, encoder=None).fit(texts).labels_,
        "TF-IDF + KMeans": lambda seed: plain(texts, count, seed),
    }
    if heard:
        ways = {"ours": lambda seed: TopicModel(count, random_state=seed, encoder=heard).fit(texts).labels_} | ways
    for way, find in ways.items():
        scores, cost = cost_of(lambda find=find: [against(labels, find(seed)) for seed in range(told.seeds)])
        mean, spread = np.mean(scores, axis=0), np.std(scores, axis=0)
        figures = [f"{value:.3f}±{around:.3f}" for value, around in zip(mean, spread, strict=True)]
        yield [name, way, *figures, aim, "100 %", f"{cost.cpu / told.seeds:.1f}"]
    if told.rival and heard:
        for way, found, seconds in rival.labels_of(texts, np.asarray(heard.encode(texts), np.float32), count):
            figures = [f"{score:.3f}" for score in against(labels, found)]
            yield [name, way, *figures, aim, f"{(found >= 0).mean():.0%}", f"{seconds:.1f}"]


def plain(texts: Sequence[str], count: int, seed: int) -> Labels:
    """Return the topics that the plain recipe finds."""
    vectorizer = TfidfVectorizer(analyzer=words, min_df=2, max_df=0.5, sublinear_tf=True)
    return KMeans(count, n_init=10, random_state=seed).fit_predict(vectorizer.fit_transform(texts))


def with_fields(
    name: str, texts: list[str], labels: Labels, fields: list[tuple[str, list[str]]], heard: KnownVectors | None
) -> Iterator[list[str]]:
    """Yield how well seeds alone, and seeds with fifty decisions, sort the texts, with an encoder and without."""
    for way, encoder in {"": heard, ", words alone": None}.items() if heard else {", words alone": None}.items():
        classifier, cost = cost_of(ActionFieldClassifier(fields, encoder=encoder).fit, texts)
        yield [name, f"seeds{way}", *sorted_well(labels, classifier.predict(texts)), f"{cost.cpu:.1f}"]
        decided: list[str | None] = [None] * len(texts)
        for _ in range(DECISIONS // BATCH):
            free = [place for place, label in enumerate(decided) if label is None]
            for asked in classifier.uncertain([texts[place] for place in free], BATCH):
                decided[free[asked]] = labels[free[asked]]
            classifier, cost = cost_of(ActionFieldClassifier(fields, encoder=encoder).fit, texts, decided)
        others = np.array([label is None for label in decided])
        found = classifier.predict(texts)
        yield [
            name,
            f"seeds + {DECISIONS} decisions, the others{way}",
            *sorted_well(labels[others], found[others]),
            f"{cost.cpu:.1f}",
        ]


def five_folds(texts: list[str], labels: Labels, heard: KnownVectors | None) -> list[str]:
    """Return micro-F1, macro-F1 and seconds of learning from four fifths of all labels, tried on the last."""
    found = np.empty(len(texts), dtype=labels.dtype)

    def all_folds() -> None:
        for learn, ask in StratifiedKFold(5, shuffle=True, random_state=0).split(texts, labels):
            model = ActionFieldClassifier(encoder=heard, rounds=0).fit(
                [texts[i] for i in learn], labels[learn].tolist()
            )
            found[ask] = model.predict([texts[i] for i in ask])

    _, cost = cost_of(all_folds)
    return [*sorted_well(labels, found), f"{cost.cpu:.1f}"]


def stays(name: str, texts: list[str], heard: KnownVectors | None) -> Iterator[list[str]]:
    """Yield what moves when texts are shuffled, when a tenth is new, and what of fifty decisions is lost."""
    model = TopicModel(encoder=heard).fit(texts)
    order = np.random.RandomState(0).permutation(len(texts))
    shuffled = TopicModel(encoder=heard).fit([texts[i] for i in order]).labels_
    yield [name, "ARI, shuffled", f"{adjusted_rand_score(model.labels_[order], shuffled):.2f}"]
    old, new = np.sort(order[len(texts) // 10 :]), np.sort(order[: len(texts) // 10])
    before = TopicModel(encoder=heard).fit([texts[i] for i in old])
    first = before.labels_.copy()
    before.partial_update([texts[i] for i in new])
    yield [
        name,
        "ARI of the old, 10 % new, partial_update",
        f"{adjusted_rand_score(first, before.labels_[: len(old)]):.2f}",
    ]
    keys = [f"{label}" for label in first] + [None] * len(new)
    again = TopicModel(encoder=heard).fit([texts[i] for i in (*old, *new)], before=keys)
    yield [
        name,
        "ARI of the old, 10 % new, all anew with memory",
        f"{adjusted_rand_score(first, again.labels_[: len(old)]):.2f}",
    ]
    yield [name, f"lost of {DECISIONS} decisions after 20 % new", f"{lost(texts, order, heard)}"]


def lost(texts: list[str], order: Labels, heard: KnownVectors | None) -> int:
    """Return how many of fifty random moves are undone when a fifth of the texts comes in and all is found anew."""
    random = np.random.RandomState(1)
    old = [texts[i] for i in order[len(texts) // 5 :]]
    labels = TopicModel(encoder=heard).fit(old).labels_
    moved = random.permutation(len(old))[:DECISIONS]
    keys: list[str | None] = [None] * len(texts)
    for place in moved:
        keys[place] = f"topic {random.randint(int(labels.max()) + 1)}"
    again = TopicModel(encoder=heard).fit([*old, *(texts[i] for i in order[: len(texts) // 5])], keys)
    return sum(again.topics_[again.labels_[place]].key != keys[place] for place in moved)


def of_size(folder: Path, size: int) -> list[str]:
    """Return the line of one size, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.analysis", str(folder), "--one", str(size)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split("|")


def one_size(folder: Path, size: int) -> None:
    """Print what topics of so many texts take on all cores, words alone."""
    texts = many(folder, size)
    with cores():
        model, cost = cost_of(TopicModel(encoder=None).fit, texts)
    print(f"{size}|{len(model.topics_)}|{cost.wall:.1f}|{cost.cpu:.1f}|{memory()}")


def many(folder: Path, size: int) -> list[str]:
    """Return so many texts, each of one to three sentences drawn with a fixed seed."""
    sentences, _ = read(folder / "cimt_sentences.csv")
    random = np.random.RandomState(0)
    return [
        " ".join(sentences[i] for i in random.randint(0, len(sentences), random.randint(1, 4))) for _ in range(size)
    ]


def sorted_well(labels: Labels, found: Labels) -> tuple[str, str]:
    """Return accuracy and macro-F1."""
    return f"{accuracy_score(labels, found):.3f}", f"{f1_score(labels, found, average='macro'):.3f}"


def against(labels: Labels, found: Labels) -> tuple[float, float]:
    """Return V-measure and ARI."""
    return v_measure_score(labels, found), adjusted_rand_score(labels, found)


def table(title: str, columns: list[str]) -> None:
    """Begin a table."""
    print(f"\n### {title}\n")
    row(columns)
    row(["---"] * len(columns))


def row(cells: Sequence[str]) -> None:
    """Print a line of a table."""
    print(f"| {' | '.join(cells)} |", flush=True)


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rival", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--one", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    one_size(asked.folder, asked.one) if asked.one else main(asked)
