"""The picture that stands beside a shared link: the town, the words and the thread. Drawn for public things alone."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from participation.web import assets
from participation.web.accent import LIGHT_PAPER, readable_on

WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT, GROUND = 80, 1120, 540
INK, MUTED = "#171a2b", "#555b6e"
TITLE, SMALL = 66, 34
MOST_LINES = 4
SCRIPTS = ("latin", "latin-ext", "cyrillic")
VERSION = 1
"""Counts how the picture is drawn, so that a new way makes new pictures."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says: above the title whose pages these are, below it what it is."""

    above: str
    title: str
    below: str
    colour: str

    @property
    def tag(self) -> str:
        """What changes whenever the picture would."""
        told = "\0".join((str(VERSION), self.above, self.title, self.below, self.colour))
        return hashlib.sha256(told.encode()).hexdigest()[:20]


@lru_cache(maxsize=64)
def picture(words: Words) -> bytes:
    """Return the picture as PNG; of the last ones each is drawn once."""
    colour = readable_on(LIGHT_PAPER, words.colour)
    paper = Image.new("RGB", (WIDTH, HEIGHT), LIGHT_PAPER)
    pen = ImageDraw.Draw(paper)
    _write(pen, words.above, (LEFT, 64), SMALL, INK)
    for number, line in enumerate(_lines(words.title)):
        _write(pen, line, (LEFT, 140 + number * 80), TITLE, INK)
    _write(pen, words.below, (LEFT, GROUND - 66), SMALL, MUTED)
    _thread(pen, colour)
    target = BytesIO()
    paper.quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()


def _thread(pen: ImageDraw.ImageDraw, colour: str) -> None:
    """Draw the thread as all pages have it: what has happened is solid, what is to come dashed, now is a ring."""
    pen.line((LEFT, GROUND + 22, 760, GROUND + 22), fill=colour, width=6)
    for start in range(790, RIGHT, 34):
        pen.line((start, GROUND + 22, start + 18, GROUND + 22), fill=colour, width=6)
    for middle in (LEFT + 12, 420):
        pen.ellipse((middle - 14, GROUND + 8, middle + 14, GROUND + 36), fill=colour)
    pen.ellipse((760 - 20, GROUND + 2, 760 + 20, GROUND + 42), fill=LIGHT_PAPER, outline=colour, width=6)
    pen.ellipse((760 - 9, GROUND + 13, 760 + 9, GROUND + 31), fill=colour)
    pen.ellipse((RIGHT - 28, GROUND + 8, RIGHT, GROUND + 36), fill=LIGHT_PAPER, outline=colour, width=6)


def _write(pen: ImageDraw.ImageDraw, text: str, place: tuple[int, int], size: int, colour: str) -> None:
    x, y = float(place[0]), place[1]
    for run, script in _runs(text):
        font = _font(script, size)
        pen.text((x, y), run, font=font, fill=colour, anchor="la")
        x += font.getlength(run)


def _lines(title: str) -> Sequence[str]:
    """Break a title into lines; what does not fit ends in dots."""
    lines: list[str] = []
    for word in title.split():
        if lines and _width(f"{lines[-1]} {word}") <= RIGHT - LEFT:
            lines[-1] += f" {word}"
        else:
            lines.append(_cut(word))
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], _cut(f"{lines[MOST_LINES - 1]} …")]
    return lines


def _cut(word: str) -> str:
    while _width(word) > RIGHT - LEFT:
        word = word[:-2] + "…"
    return word


def _width(text: str) -> float:
    return sum(_font(script, TITLE).getlength(run) for run, script in _runs(text))


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of text with the script whose font has their signs; signs that no font has are left out."""
    run, script = "", SCRIPTS[0]
    for sign in text:
        needed = script if ord(sign) in _signs(script) else _script_of(sign)
        if needed is None:
            continue
        if needed != script and run:
            yield run, script
            run = ""
        run, script = run + sign, needed
    if run:
        yield run, script


def _script_of(sign: str) -> str | None:
    return next((script for script in SCRIPTS if ord(sign) in _signs(script)), None)


def _file(script: str) -> Path:
    return assets.FOLDER / assets.asset(f"fira-600-{script}.woff2").removeprefix(assets.PREFIX)


@cache
def _signs(script: str) -> frozenset[int]:
    with TTFont(_file(script)) as font:
        return frozenset(font.getBestCmap())


@cache
def _font(script: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font; the files are made for browsers, so they are unpacked first."""
    with TTFont(_file(script)) as font:
        font.flavor = None
        plain = BytesIO()
        font.save(plain)
    plain.seek(0)
    return ImageFont.truetype(plain, size)
