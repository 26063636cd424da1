"""Gaps in texts: `{way}` is where the answer to the question `way` will stand."""

import re

from markupsafe import Markup

GAP = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
UNSAID = "…"
"""Stands where nothing was answered yet."""


def pieces(text: str) -> list[tuple[str, str]]:
    """Return a text in pieces, each with the key of the answer that stands behind it, or without one.

    >>> pieces("From {home} to {work}.")
    [('From ', 'home'), (' to ', 'work'), ('.', '')]
    """
    parts = GAP.split(text)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def marked(markup: Markup) -> Markup:
    """Return markup whose gaps a script can find and fill.

    >>> marked(Markup("<p>{way}</p>"))
    Markup('<p><span data-pipe="way">…</span></p>')
    """
    return Markup(GAP.sub(rf'<span data-pipe="\1">{UNSAID}</span>', markup))  # noqa: S704  # a key is letters and digits
