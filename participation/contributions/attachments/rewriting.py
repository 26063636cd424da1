"""The program that reads a PDF by qpdf, refuses what acts, and writes the rest anew; see `documents`."""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from participation.contributions.attachments.documents import REFUSALS, SECONDS
from participation.contributions.attachments.rules import LARGEST_DOCUMENT, Reason, RefusedError

MOST_PAGES = 200
MEMORY = 1024**3
DEEPEST = 60
# A link to a page on the web is fine; everything else that a document might do is not.
DEEDS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
DEEDS |= {"/GoTo3DView", "/RichMediaExecute", "/SetOCGState"}
PARTS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
WITHOUT = ("/OpenAction", "/AA", "/Metadata", "/PieceInfo", "/Perms", "/Collection", "/Threads")


def rewritten(content: bytes) -> bytes:
    """Return the document as qpdf writes it from what it has understood.

    Raises:
        RefusedError: with the reason.
    """
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise RefusedError(Reason.TOO_MANY_PAGES if len(pdf.pages) else Reason.BROKEN)
            for part in pdf.objects:
                _tidy(part)
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            target = BytesIO()
            pdf.save(target, deterministic_id=True, encryption=False, fix_metadata_version=False)
            return target.getvalue()
    except pikepdf.PasswordError as error:
        raise RefusedError(Reason.LOCKED) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError, RuntimeError) as error:
        raise RefusedError(Reason.BROKEN) from error


def _tidy(part: Any) -> None:
    """Refuse what acts, and take away what tells of the author, in one object of the file and all it holds itself."""
    for one in _dictionaries(part, 0):
        if PARTS & set(one.keys()) or str(one.get("/S", "")) in DEEDS:
            raise RefusedError(Reason.ACTIVE)
        for name in WITHOUT:
            if name in one:
                del one[name]
        if str(one.get("/Filter", "")) == "/DCTDecode":
            one.write(
                photo_without_notes(one.read_raw_bytes()), filter=one.Filter, decode_parms=one.get("/DecodeParms")
            )


def photo_without_notes(jpeg: bytes) -> bytes:
    r"""Return a JPEG without what the camera wrote beside the picture: place, time, device, small preview.

    >>> photo_without_notes(b"\xff\xd8\xff\xe1\x00\x04GP\xff\xda.")
    b'\xff\xd8\xff\xda.'
    """
    kept, place = [jpeg[:2]], 2
    while jpeg[place : place + 1] == b"\xff" and jpeg[place + 1 : place + 2] not in {b"\xda", b""}:
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if not 0xE1 <= jpeg[place + 1] <= 0xED and jpeg[place + 1] != 0xFE:
            kept.append(jpeg[place:end])
        place = end
    return b"".join(kept) + jpeg[place:]


def _dictionaries(part: Any, depth: int) -> Iterator[Any]:
    if depth > DEEPEST:
        raise RefusedError(Reason.BROKEN)
    if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        yield part
        inside = [value for _, value in part.items()]
    else:
        inside = list(part) if isinstance(part, pikepdf.Array) else []
    for value in inside:
        if not getattr(value, "is_indirect", True):
            yield from _dictionaries(value, depth + 1)


def main() -> int:
    """Clean the document that stands in the standard input; the exit code says why it was refused."""
    _limit()
    try:
        sys.stdout.buffer.write(rewritten(sys.stdin.buffer.read(LARGEST_DOCUMENT + 1)))
    except RefusedError as refused:
        return next(code for code, reason in REFUSALS.items() if reason is refused.reason)
    return 0


def _limit() -> None:
    """Let this process have so much memory and time and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    sys.exit(main())
