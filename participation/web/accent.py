"""The town's own colour: checked, and shifted where it would be hard to see, for light and dark pages.

Contrast follows WCAG 2.2 (relative luminance of sRGB). The colour is only the thread, never a button, so any town can
choose any colour.
"""

import colorsys

ENOUGH = 4.5
LIGHT_PAPER = "#f9f6f1"
DARK_PAPER = "#171a24"
STEP = 0.01


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(paper: str, colour: str) -> str:
    """Return the colour, made darker or lighter until it stands out from the paper; its hue stays.

    >>> readable_on("#ffffff", "#ffee00") != "#ffee00"
    True
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = -STEP if luminance(paper) > 0.5 else STEP
    found = colour
    while contrast(found, paper) < ENOUGH and 0 <= lightness <= 1:
        lightness += step
        found = _hex(colorsys.hls_to_rgb(hue, min(1, max(0, lightness)), saturation))
    return found


def stylesheet(accent: str) -> str:
    """Return the few rules that give every page the town's colour."""
    light, dark = readable_on(LIGHT_PAPER, accent), readable_on(DARK_PAPER, accent)
    return (
        f":root{{--thread:{light};--faden:{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--thread:{dark};--faden:{dark}}}}}\n"
    )


def _channels(colour: str) -> tuple[float, float, float]:
    value = int(colour.removeprefix("#"), 16)
    return (value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
