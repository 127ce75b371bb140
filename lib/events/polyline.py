"""Lines as a few signs of an address: the encoded polyline that areas and marks of a reader's own are written in.

A line is the differences of its corners in ten-thousandths of a degree, longitude before latitude, each as five bits a
sign, the lowest first, of the alphabet that addresses leave alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from lib.text import _

Corners = Sequence[tuple[float, float]]
"""Longitude and latitude of each corner, WGS 84 degrees."""

DECIMALS: Final = 4
"""Decimals of a degree to which corners are written: about ten metres."""
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MORE: Final = 32
_LARGEST: Final = 2**32


def encoded(corners: Corners) -> str:
    """Write the corners of a line."""
    units = [(round(lon * 10**DECIMALS), round(lat * 10**DECIMALS)) for lon, lat in corners]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise([(0, 0), *units])]
    return "".join(_signs(value) for step in steps for value in step)


def decoded(text: str) -> Corners:
    """Return the corners that a text holds.

    Raises:
        ValueError: It holds none; the message is a clause that says why.
    """
    values, value, place = [], 0, 1
    for sign in text:
        at = ALPHABET.find(sign)
        if at < 0 or place > _LARGEST:
            raise ValueError(_("its corners cannot be read"))
        value += at % _MORE * place
        place *= _MORE
        if at < _MORE:
            values.append(-((value + 1) >> 1) if value & 1 else value >> 1)
            value, place = 0, 1
    if place != 1 or len(values) % 2:
        raise ValueError(_("its corners cannot be read"))
    units = np.cumsum(np.array(values, dtype=np.int64).reshape(-1, 2), axis=0)
    return [(float(x), float(y)) for x, y in units / 10**DECIMALS]


def _signs(value: int) -> str:
    """Write a whole number, the sign in its lowest bit."""
    left = value << 1 if value >= 0 else (-value << 1) - 1
    signs = ""
    while left >= _MORE:
        signs += ALPHABET[left % _MORE + _MORE]
        left //= _MORE
    return signs + ALPHABET[left]
