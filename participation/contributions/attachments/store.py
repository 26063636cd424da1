"""The folder of the files: each under the hash of its content, written whole or not at all."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import current_app

from participation.contributions.attachments.rules import NAME, FileKind

YOUNG_S = 26 * 60 * 60
"""So long a file may lie there before somebody has sent the form it came with."""


def folder() -> Path:
    """Return where the files of this installation lie."""
    instance: Path = current_app.extensions["settings"].instance
    return instance / "files"


def path(name: str) -> Path:
    """Return where the file of this name lies.

    Raises:
        ValueError: for a name that is none of ours.
    """
    if not NAME.fullmatch(name):
        message = f"{name!r} is no name of a file"
        raise ValueError(message)
    return folder() / name[:2] / name


def names(kind: FileKind, digest: str) -> tuple[str, ...]:
    """Return the names of the files that belong together."""
    return (f"{digest}.pdf",) if kind is FileKind.DOCUMENT else (f"{digest}.webp", f"{digest}-small.webp")


def keep(kind: FileKind, *contents: bytes) -> str:
    """Write what belongs together and return its digest, which is that of the first."""
    digest = hashlib.sha256(contents[0]).hexdigest()
    for name, content in zip(names(kind, digest), contents, strict=True):
        _write(path(name), content)
    return digest


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as half:
        half.write(content)
        half.flush()
        os.fsync(half.fileno())
    Path(half.name).replace(target)


def is_there(kind: FileKind, digest: str) -> bool:
    """Return whether all files of this digest lie there."""
    return all(path(name).is_file() for name in names(kind, digest))


def remove(digests: Iterable[str]) -> int:
    """Delete the files of these digests; return how many there were."""
    gone = 0
    for digest in digests:
        for kind in FileKind:
            for name in names(kind, digest):
                if path(name).is_file():
                    path(name).unlink()
                    gone += 1
    return gone


def old() -> Iterator[Path]:
    """Yield the files that are older than a form can be, half written ones among them."""
    border = time.time() - YOUNG_S
    for one in folder().glob("*/*"):
        if one.stat().st_mtime < border:
            yield one
