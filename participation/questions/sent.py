"""What a browser or a robot has sent, made harmless: texts only, of bearable number and length."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import cast

from participation.web.forms import without_blanks

LONGEST = 20_000
MOST = 300
NARROW_BLANKS = str.maketrans({"\r": "\n", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2028": "\n", "\u2029": "\n"})


class Sent:
    """The body of a form, or the answers a script sends as JSON; whatever is neither text nor number is nothing."""

    def __init__(self, data: object) -> None:
        self._data = data if isinstance(data, Mapping) else {}
        self._getlist = getattr(self._data, "getlist", None)

    def all(self, name: str) -> list[str]:
        """Return every value of this name that says something."""
        values = self._getlist(name) if self._getlist else _as_list(self._data.get(name))
        return [words for words in map(_clean, islice(values, MOST)) if words]

    def one(self, name: str) -> str:
        """Return the first value of this name that says something, else the empty text."""
        return next(iter(self.all(name)), "")

    def file(self, name: str, most: int) -> tuple[str, bytes]:
        """Return the name and the content of the file of this name, of one byte more than so many at most."""
        found = self._data.get(name)
        title, read = getattr(found, "filename", None), getattr(found, "read", None)
        return (title, read(most + 1)) if isinstance(title, str) and title and read else ("", b"")

    def whole(self, name: str, longest: int) -> str:
        """Return the value of this name as it is, however long up to here, else the empty text."""
        value = self._data.get(name)
        return value if isinstance(value, str) and len(value) <= longest else ""


def _as_list(value: object) -> Iterable[object]:
    return cast("list[object]", value) if isinstance(value, list | tuple) else [value]


def _clean(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    words = value if isinstance(value, str) else _number(value)
    return without_blanks(words[:LONGEST].replace("\r\n", "\n").translate(NARROW_BLANKS)) or ""


def _number(value: float) -> str:
    try:
        return str(value)
    except ValueError:  # an integer of thousands of digits
        return ""
