"""Colour science: contrast as WCAG 2 defines it, and how far apart two colours look."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_LUMINANCE: Final = (0.2126, 0.7152, 0.0722)


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


def linear(pixels: npt.ArrayLike) -> Floats:
    """Undo the gamma of sRGB.

    Args:
        pixels: Channels between 0 and 1, any shape.

    Returns:
        Linear light between 0 and 1, the same shape.
    """
    channels = np.asarray(pixels, dtype=float)
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance_of(light: Floats) -> Floats:
    """Relative luminance as WCAG 2 defines it.

    Args:
        light: Linear light, shape (…, 3).

    Returns:
        0 for black to 1 for white, shape (…).
    """
    return light @ np.array(_LUMINANCE)


def luminance(colour: str) -> float:
    """Relative luminance of a colour of the form ``#rrggbb``, 0 for black to 1 for white."""
    return float(luminance_of(linear(rgb(colour))))


def ratio(first: float, second: float) -> float:
    """Contrast of two relative luminances as WCAG 2 defines it."""
    dark, light = sorted((first, second))
    return (light + 0.05) / (dark + 0.05)


def contrast(first: str, second: str) -> float:
    """Contrast ratio as WCAG 2 defines it: 4.5 for small text, 3 for symbols and lines.

    Args:
        first: One colour.
        second: The other colour.

    Returns:
        1 (no contrast) to 21 (black on white).
    """
    return ratio(luminance(first), luminance(second))


SIGHTS: Final = {
    "full": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.tile(np.array(_LUMINANCE), (3, 1)),
}
"""What each sight makes of linear light. The three kinds of colour blindness: Machado, Oliveira and Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer
Graphics 15 (6), 2009, table of the matrices, severity 1.0. Grey is luminance alone, as a bad copier gives it."""
_TO_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])


def seen(light: Floats, sight: str) -> Floats:
    """Return linear light, shape (…, 3), as one of :data:`SIGHTS` has it."""
    return np.clip(light @ SIGHTS[sight].T, 0.0, 1.0)


def lab(light: Floats) -> Floats:
    """Return linear light, shape (…, 3), in CIELAB under D65: lightness, and two axes of colour."""
    share = light @ _TO_XYZ.T / _WHITE
    f = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def colour_distance(first: str, second: str, sight: str = "full") -> float:
    """How far apart two colours look, in CIE76 units (about 2.3 is just noticeable).

    Args:
        first: One colour.
        second: The other colour.
        sight: One of :data:`SIGHTS`.

    Returns:
        Distance in CIELAB.
    """
    one, other = (lab(seen(linear(rgb(colour)), sight)) for colour in (first, second))
    return math.dist(one, other)
