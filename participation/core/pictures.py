"""Makes a harmless picture of what people send: decoded, turned upright, made smaller and written anew.

Nothing of the file that came is kept but the colours of its points: no place, no camera, no second file behind it.
"""

import struct
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from threading import Lock
from typing import Final

from PIL import Image, ImageOps

LARGEST_PICTURE = 15 * 1024 * 1024
LONGEST_SIDE, SMALL_SIDE = 1600, 320
MOST_PIXELS_JPEG, MOST_PIXELS = 110_000_000, 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# What the decoders raise on files that were made to break them.
TROUBLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
LESS_AND_LESS = ((1280, 74), (1280, 60), (1024, 60), (800, 55), (640, 45), (480, 30), (240, 20))
"""Sides and qualities to try, until a picture is small enough."""
_one_at_a_time = Lock()  # so that many large pictures at the same moment take the memory of one


class Reason(StrEnum):
    """Why a file was not taken in."""

    EMPTY = "empty"
    OTHER_KIND = "other_kind"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    LOCKED = "locked"
    ACTIVE = "active"
    TOO_MANY_PAGES = "too_many_pages"


class RefusedError(Exception):
    """A file cannot be taken in."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: WebP, large and small."""

    content: bytes
    small: bytes
    width: int
    height: int


def cleaned(content: bytes) -> Picture:
    """Return the picture that a file shows.

    Raises:
        RefusedError: with the reason, where it shows none or is too large.
    """
    with _one_at_a_time:
        large = _fitted(_seen(content), LONGEST_SIDE)
        return Picture(_webp(large, 78), _webp(_fitted(large, SMALL_SIDE), 62), large.width, large.height)


def within(content: bytes, most: int) -> bytes:
    """Return the picture that a file shows, as WebP of at most so many bytes.

    Raises:
        RefusedError: with the reason, where it shows none or is too large.
    """
    with _one_at_a_time:
        seen = _seen(content)
        tries = (_webp(_fitted(seen, side), quality) for side, quality in LESS_AND_LESS)
        found = next((made for made in tries if len(made) <= most), None)
    if found is None:
        raise RefusedError(Reason.TOO_LARGE)
    return found


def _seen(content: bytes) -> Image.Image:
    """Return the points of the picture in a file, upright."""
    if len(content) > LARGEST_PICTURE:
        raise RefusedError(Reason.TOO_LARGE)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            return _upright(found)
    except TROUBLE as error:
        raise RefusedError(Reason.BROKEN) from error


def _upright(found: Image.Image) -> Image.Image:
    """Return the points of a picture, turned as the camera was held, on white."""
    is_jpeg = found.format in {"JPEG", "MPO"}
    # A progressive one has to be held in memory as a whole.
    is_light = is_jpeg and not found.info.get("progressive")
    if found.width * found.height > (MOST_PIXELS_JPEG if is_light else MOST_PIXELS):
        raise RefusedError(Reason.TOO_MANY_PIXELS)
    if is_jpeg:
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large photo is decoded at half or a quarter of its size
    turned = ImageOps.exif_transpose(found)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    seen = turned.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen)
    return paper


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    """Return a new picture that is at most so wide and high, with nothing but its points."""
    smaller = ImageOps.contain(picture, (side, side)) if max(picture.size) > side else picture
    fresh = Image.new("RGB", smaller.size)
    fresh.paste(smaller)
    return fresh


def _webp(picture: Image.Image, quality: int) -> bytes:
    target = BytesIO()
    picture.save(target, "WEBP", quality=quality, method=4)
    return target.getvalue()
