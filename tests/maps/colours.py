"""Colour science: contrast as WCAG 2 defines it, and how far apart two colours look."""

from __future__ import annotations

import math
from typing import Final


def rgb(colour: str) -> tuple[float, float, float]:
    """Read a ``#rrggbb`` colour.

    Args:
        colour: Colour as six hexadecimal digits after ``#``.

    Returns:
        Red, green and blue between 0 and 1.

    Raises:
        ValueError: When the text is not such a colour.
    """
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        message = f"{colour!r} is not a colour of the form #rrggbb"
        raise ValueError(message)
    red, green, blue = (int(digits[i : i + 2], 16) / 255.0 for i in (0, 2, 4))
    return red, green, blue


def blend(top: str, below: str, opacity: float) -> str:
    """Lay one colour over another, as the map does with its tints.

    Args:
        top: The colour on top.
        below: The colour underneath.
        opacity: Opacity of the top colour, 0 to 1.

    Returns:
        The colour that is seen.
    """
    mixed = [round(255 * (a * opacity + b * (1 - opacity))) for a, b in zip(rgb(top), rgb(below), strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it.

    Args:
        colour: Colour of the form ``#rrggbb``.

    Returns:
        0 for black to 1 for white.
    """
    red, green, blue = (_linear(channel) for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio as WCAG 2 defines it: 4.5 for small text, 3 for symbols and lines.

    Args:
        first: One colour.
        second: The other colour.

    Returns:
        1 (no contrast) to 21 (black on white).
    """
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


_DEUTERANOPIA: Final = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_PROTANOPIA: Final = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
_SIGHT: Final = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "deuteranopia": _DEUTERANOPIA,
    "protanopia": _PROTANOPIA,
}
_TO_XYZ: Final = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Final = (0.95047, 1.0, 1.08883)


def _lab(colour: str, sight: str) -> tuple[float, float, float]:
    """Colour as it is seen, in CIELAB (simulation: Machado, Oliveira and Fernandes 2009, severity 1)."""
    linear = [_linear(channel) for channel in rgb(colour)]
    seen = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0.0), 1.0) for row in _SIGHT[sight]]
    xyz = [sum(m * c for m, c in zip(row, seen, strict=True)) for row in _TO_XYZ]
    ratios = [value / white for value, white in zip(xyz, _WHITE, strict=True)]
    fx, fy, fz = (r ** (1 / 3) if r > 216 / 24389 else (24389 / 27 * r + 16) / 116 for r in ratios)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def colour_distance(first: str, second: str, sight: str = "full") -> float:
    """How far apart two colours look, in CIE76 units (about 2.3 is just noticeable).

    Args:
        first: One colour.
        second: The other colour.
        sight: ``full``, ``deuteranopia`` or ``protanopia``.

    Returns:
        Distance in CIELAB.
    """
    return math.dist(_lab(first, sight), _lab(second, sight))
