"""BERTopic beside ours: in an environment of its own, on the same vectors. It is no part of the house."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.core.fillers import FILLERS

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".cache" / "bertopic"
WITHOUT_ITS_NEEDS = ["bertopic==0.17.4"]
NEEDS = ["numpy", "pandas", "scikit-learn", "tqdm", "plotly", "umap-learn", "hdbscan", "pyyaml"]
"""What BERTopic needs where vectors are given: no torch, no sentence transformers."""

SCRIPT = """
import json, sys, time
import numpy as np
from bertopic import BERTopic
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer
told = json.load(open(sys.argv[1]))
vectors = np.load(sys.argv[2])
for way, more in (("BERTopic", {}), ("BERTopic with KMeans", {"hdbscan_model": KMeans(told["count"], random_state=0)})):
    start = time.process_time()
    words = CountVectorizer(stop_words=told["fillers"])
    model = BERTopic(language="multilingual", embedding_model=None, vectorizer_model=words, **more)
    found, _ = model.fit_transform(told["texts"], embeddings=vectors)
    print(json.dumps([way, [int(one) for one in found], time.process_time() - start]))
"""


def labels_of(
    texts: Sequence[str], vectors: npt.NDArray[np.float32], count: int
) -> Iterator[tuple[str, npt.NDArray[Any], float]]:
    """Yield for each way to run it the labels, -1 where a text has no topic, and the CPU seconds."""
    python = environment()
    with tempfile.TemporaryDirectory() as folder:
        told, points = Path(folder) / "texts.json", Path(folder) / "vectors.npy"
        told.write_text(json.dumps({"texts": list(texts), "count": count, "fillers": sorted(FILLERS["de"])}))
        np.save(points, vectors)
        done = subprocess.run(
            [str(python), "-c", SCRIPT, str(told), str(points)], check=True, capture_output=True, text=True
        )
    for line in done.stdout.splitlines():
        way, labels, seconds = json.loads(line)
        yield way, np.array(labels), seconds


@cache
def environment() -> Path:
    """Return the Python that has BERTopic; set it up the first time, by the network."""
    python = HOME / "bin" / "python"
    if not python.exists():
        uv = str(ROOT / ".venv" / "bin" / "uv")
        install = [uv, "pip", "install", "--quiet", "--python", str(python)]
        for command in (
            [uv, "venv", "--quiet", str(HOME)],
            [*install, *NEEDS],
            [*install, "--no-deps", *WITHOUT_ITS_NEEDS],
        ):
            subprocess.run(command, check=True, env=dict(os.environ))
    return python
