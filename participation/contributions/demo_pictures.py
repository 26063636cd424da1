"""Two pictures for ideas of the demo town, drawn here with a few shapes, and taken in like everybody's."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

from participation.contributions.attachments import services
from participation.contributions.attachments.rules import Kept

SIZE = (1200, 900)
SKY, STREET, KERB, PAINT, LEAF, WALL, ROOF, SHADE = (
    "#cfdfe6",
    "#6c6f73",
    "#b9b2a6",
    "#f4f1ea",
    "#5f8a5b",
    "#e4d3b8",
    "#8e4a3c",
    "#4d5054",
)
Pen = ImageDraw.ImageDraw


def _ground(pen: Pen) -> None:
    pen.rectangle((0, 0, 1200, 470), fill=SKY)
    for left, wall in ((60, WALL), (380, "#d8c7c0"), (760, WALL)):
        pen.rectangle((left, 250, left + 260, 470), fill=wall)
        pen.polygon([(left - 20, 250), (left + 130, 150), (left + 280, 250)], fill=ROOF)
        for window in (left + 40, left + 160):
            pen.rectangle((window, 300, window + 60, 370), fill=SHADE)
    pen.ellipse((1040, 180, 1220, 420), fill=LEAF)
    pen.rectangle((1120, 400, 1140, 470), fill=SHADE)


def _crossing(pen: Pen) -> None:
    _ground(pen)
    pen.rectangle((0, 470, 1200, 540), fill=KERB)
    pen.rectangle((0, 540, 1200, 900), fill=STREET)
    for left in range(40, 1200, 220):
        pen.rectangle((left, 700, left + 110, 718), fill=PAINT)
    pen.ellipse((560, 380, 600, 420), fill="#c98f6b")
    pen.polygon([(555, 520), (580, 420), (605, 520)], fill="#27427a")


def _pavement(pen: Pen) -> None:
    _ground(pen)
    pen.rectangle((0, 470, 1200, 900), fill=KERB)
    for row, top in enumerate(range(480, 900, 90)):
        for left in range(-60 * (row % 2), 1200, 120):
            tilt = 14 if (left // 120 + row) % 3 == 0 else 0
            pen.polygon(
                [(left + 4, top + tilt), (left + 114, top), (left + 114, top + 82), (left + 4, top + 82 - tilt)],
                fill="#cfc9be",
            )
    pen.ellipse((470, 640, 760, 760), fill=SHADE)
    pen.ellipse((500, 655, 730, 735), fill=STREET)


DRAWN: dict[str, tuple[str, str, Callable[[Pen], None]]] = {
    "I08": (
        "Lindenstraße",
        "Die Lindenstraße: Ein Kind steht am Bordstein, auf der Straße fehlt ein Übergang.",
        _crossing,
    ),
    "I26": (
        "Schulstraße",
        "Gehweg in der Schulstraße: Platten stehen schief, in der Mitte ist ein tiefes Loch.",
        _pavement,
    ),
}
"""By the number of the idea: what the file is called, what the picture shows, and who draws it."""


def of(number: str) -> tuple[Kept, ...]:
    """Return the pictures of an idea of the demo town."""
    if number not in DRAWN:
        return ()
    title, words, draw = DRAWN[number]
    picture = Image.new("RGB", SIZE)
    draw(ImageDraw.Draw(picture))
    target = BytesIO()
    picture.save(target, "PNG")
    return (services.take(f"{title}.png", target.getvalue(), words),)
