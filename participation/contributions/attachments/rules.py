"""What is taken in as a file, and why something is not, on plain values."""

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from participation.core.pictures import LARGEST_PICTURE, LONGEST_SIDE, SMALL_SIDE, Reason, RefusedError

__all__ = ["LARGEST_PICTURE", "LONGEST_SIDE", "SMALL_SIDE", "Reason", "RefusedError"]

MOST_PICTURES = 5
LARGEST_DOCUMENT = 10 * 1024 * 1024
LARGEST_BODY = MOST_PICTURES * LARGEST_PICTURE + 1024 * 1024
LONGEST_TITLE, LONGEST_WORDS = 80, 300
NAME = re.compile(r"([0-9a-f]{64})(-small)?\.(webp|pdf)")


class FileKind(StrEnum):
    """What a file is."""

    PICTURE = "picture"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the instance folder, as whoever sent it described it; `words` say what a picture shows."""

    kind: FileKind
    digest: str
    title: str
    size: int
    width: int = 0
    height: int = 0
    words: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the values for a signed field."""
        return asdict(self)


def kept_from(plain: dict[str, Any]) -> Kept:
    """Return what `plain` made values of."""
    return Kept(**{**plain, "kind": FileKind(plain["kind"])})


def kind_of(content: bytes) -> FileKind | None:
    """Return what a file is by its first bytes, whatever its name says; None for what we do not take.

    >>> kind_of(b"%PDF-1.7 …".replace("…".encode(), b"")).value
    'document'
    """
    if content.startswith(b"%PDF-"):
        return FileKind.DOCUMENT
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")):
        return FileKind.PICTURE
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.PICTURE
    return None


def title_of(file_name: str) -> str:
    r"""Return what a file is called, without folders, ending and signs that no title needs.

    >>> title_of("C:\\Users\\mia\\Stellungnahme 2.pdf")
    'Stellungnahme 2'
    """
    plain = re.split(r"[\\/]", file_name)[-1]
    plain = plain.rsplit(".", 1)[0] if "." in plain[1:] else plain
    plain = "".join(sign if sign.isalnum() or sign in " -_.,()" else " " for sign in plain)
    return " ".join(plain.split())[:LONGEST_TITLE].strip(" .") or "file"
