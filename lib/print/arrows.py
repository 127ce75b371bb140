"""The outline of curved, tapered arrows: the same curve and taper as the web map's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.maps.style import TOKENS
from lib.print.view import Floats

_STEPS: Final = 22


@dataclass(frozen=True)
class Arrows:
    """Arrows in layout pixels: outline (n, 49, 2), middle line without the head (n, 23, 2), and head (n, 3, 2)."""

    outline: Floats
    spine: Floats
    head: Floats

    def only(self, which: npt.NDArray[np.bool_]) -> Arrows:
        """Return some of the arrows."""
        return Arrows(self.outline[which], self.spine[which], self.head[which])


def arrows(start: Floats, end: Floats, bend: Floats, width: Floats) -> Arrows:
    """Draw quadratic curves from start to end that widen towards a head.

    Args:
        start: Origins in layout pixels, shape (n, 2).
        end: Destinations, the same.
        bend: Bulge as a share of the length, positive to the left of the way on a north-up map, shape (n,).
        width: Width at the head's base in layout pixels, shape (n,).
    """
    look = TOKENS["flow"]
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    bulge = np.stack([along[:, 1], -along[:, 0]], axis=1) * bend[:, None] * 2
    control = (start + end) / 2 + bulge
    # A short arrow is drawn slimmer: wider than long it would be a block without a direction.
    fit = np.minimum(1.0, length / (width * look["full_length"] + look["full_extra"]))
    head_width = (width * look["head_width"] + look["head_extra"]) * fit
    head_length = np.minimum(head_width * look["head_length"], length * look["most_head"])
    neck = 1 - head_length / np.maximum(length, 1.0)
    share = np.linspace(0.0, 1.0, _STEPS + 1)
    spine, side = _curve(start, control, end, neck[:, None] * share[None, :])
    half = (width * fit)[:, None] * (look["tail_share"] + (1 - look["tail_share"]) * share[None, :]) / 2
    left, right = (spine + sign * side * half[..., None] for sign in (-1, 1))
    base, across = _curve(start, control, end, neck[:, None])
    wing = across * (head_width / 2)[:, None, None]
    head = np.concatenate([base - wing, end[:, None, :], base + wing], axis=1)
    return Arrows(np.concatenate([left, head, right[:, ::-1]], axis=1), spine, head)


def _curve(start: Floats, control: Floats, end: Floats, t: Floats) -> tuple[Floats, Floats]:
    """Return points of the curves at ``t``, shape (n, m), and the unit vectors across them, both (n, m, 2)."""
    a, b, c, s = start[:, None, :], control[:, None, :], end[:, None, :], t[..., None]
    point = (1 - s) ** 2 * a + 2 * s * (1 - s) * b + s**2 * c
    way = 2 * (1 - s) * (b - a) + 2 * s * (c - b)
    size = np.hypot(way[..., 0], way[..., 1])[..., None]
    way /= np.where(size == 0, 1.0, size)
    return point, np.stack([way[..., 1], -way[..., 0]], axis=-1)
