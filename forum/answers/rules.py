"""Decisions about answers on plain values: what a template leaves open."""

import re

_GAP = re.compile(r"\[[^\[\]\n]{1,60}\]")


def gaps(text: str) -> list[str]:
    """Return what stands in square brackets and is still to be replaced.

    >>> gaps("Die Bank in [Ort] kommt im [Monat].")
    ['[Ort]', '[Monat]']
    """
    return _GAP.findall(text)
