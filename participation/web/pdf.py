"""Papers to print, as PDF that screen readers can read: typeset by typst, which refuses what is not accessible.

What people typed is handed over as data and never becomes part of the template, so no sign in it does anything.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
from flask import current_app
from fontTools.ttLib import TTFont

from participation.web import assets

FAMILY = "Paper"
SCRIPTS = ("latin", "latin-ext", "cyrillic")
WEIGHTS = (400, 500, 600)
STANDARD: Final = "ua-1"
SHEET = Path(__file__).with_name("paper.typ")
"""What all papers share: fonts, boxes, lines, the picture of an address."""


def pdf(template: Path, data: Mapping[str, Any], language: str = "de") -> bytes:
    """Return the paper that a template makes of this data.

    Args:
        template: a typst file; it finds its data in `data` and what all papers share in `shared`.
        data: plain values.
        language: in which it is hyphenated and read aloud.

    Raises:
        RuntimeError: where the template would make a paper that not everybody can read.
    """
    import typst  # takes its time, and few pages need it

    source = f"{SHEET.read_text('utf-8')}\n{template.read_text('utf-8')}"
    told = {"data": json.dumps(dict(data), ensure_ascii=False), "language": language, "families": ",".join(_families())}
    made: bytes = typst.compile(
        source.encode(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[_folder()]),
        sys_inputs=told,
        pdf_standards=STANDARD,
    )
    return made


def picture_of(address: str) -> str:
    """Return an address as a QR code, for `qr` in a template."""
    target = BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="svg", xmldecl=False, border=2, omitsize=True)
    return target.getvalue().decode()


def _families() -> Sequence[str]:
    return [f"{FAMILY} {script}" for script in SCRIPTS]


def _folder() -> Path:
    """Return a folder with the fonts of our pages; there they are packed for browsers, and cut by script."""
    folder: Path = current_app.extensions["settings"].instance / "fonts"
    _unpack(folder)
    return folder


@cache
def _unpack(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for script in SCRIPTS:
        for weight in WEIGHTS:
            packed = assets.FOLDER / assets.asset(f"fira-{weight}-{script}.woff2").removeprefix(assets.PREFIX)
            plain = folder / f"{packed.stem}.ttf"
            if not plain.exists():
                half = plain.with_suffix(".half")
                half.write_bytes(_plain(packed, f"{FAMILY} {script}"))
                half.replace(plain)


def _plain(packed: Path, family: str) -> bytes:
    """Return a font as any program reads it, under a name that says which script it has."""
    with TTFont(packed) as font:
        font.flavor = None
        for number, name in ((1, family), (16, family), (4, family), (6, family.replace(" ", ""))):
            font["name"].setName(name, number, 3, 1, 0x409)
        target = BytesIO()
        font.save(target)
    return target.getvalue()
