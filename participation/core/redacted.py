"""What an error says, fit to be kept: without addresses, quoted values, statements and their parameters."""

import re
import traceback
from pathlib import Path

from sqlalchemy.exc import StatementError

from participation.core.settings import HOUSE

LONGEST = 300
PRIVATE = re.compile(
    r"""'[^']*' | "[^"]*" | “[^”]*” | „[^“”]*[“”] | \([^)]*\)=\([^)]*\) | \S*@\S*""",
    re.VERBOSE,
)


def redacted(error: BaseException) -> str:
    """Return the kind of the error, its first line without anything personal, and where in our code it arose."""
    said = PRIVATE.sub("…", _first_line(error))[:LONGEST]
    return f"{_kind(error)}: {said}{_place(error)}" if said else f"{_kind(error)}{_place(error)}"


def _kind(error: BaseException) -> str:
    inner = error.orig if isinstance(error, StatementError) and error.orig else error
    return type(inner).__name__


def _first_line(error: BaseException) -> str:
    # The text of a StatementError has the parameters, which is where the persons are.
    inner = error.orig if isinstance(error, StatementError) and error.orig else error
    return (str(inner).splitlines() or [""])[0].strip()


def _place(error: BaseException) -> str:
    """Return the innermost line of ours that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(HOUSE) and "site-packages" not in path.parts:
            return f" ({path.relative_to(HOUSE)}:{frame.lineno})"
    return ""
