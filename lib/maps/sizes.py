"""How large symbols are: arrows by persons, circles by strikes, squares by reports, and the numbers that fit into them.

The browser computes the same in ``client/draw/sizes.js``, of the same :data:`lib.maps.style.TOKENS`; a test holds the
two to each other. All sizes are CSS pixels.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lib.maps.style import TOKENS

Floats = npt.NDArray[np.float64]


def symbol_scale(zoom: float) -> float:
    """Return the share of their size that circles and arrows keep at a Leaflet zoom, so that a small map has room."""
    look = TOKENS["symbol_scale"]
    grown = 1 + (zoom - look["full_zoom"]) * look["per_zoom"]
    return float(min(max(grown, look["least"]), look["most"]))


def flow_width(persons: npt.ArrayLike) -> Floats:
    """Return the width at the head's base of the arrow for a number of persons, on a square-root scale.

    Args:
        persons: The middle of the reported range; any shape.

    Returns:
        Widths between the smallest and the largest of :data:`lib.maps.style.TOKENS`, in the same shape.
    """
    look = TOKENS["flow"]
    share = np.sqrt(np.clip(np.asarray(persons, dtype=np.float64) / look["full_scale_persons"], 0.0, 1.0))
    width: Floats = look["min_width"] + (look["max_width"] - look["min_width"]) * share
    return width


def drawn_flow_width(width: npt.ArrayLike, loose: npt.ArrayLike, zoom: float) -> Floats:
    """Return how wide an arrow is drawn: no wider than it may be near by where an end of it stands for an area.

    Args:
        width: CSS pixels, at its zoom; any shape.
        loose: Whether an end stands for an area, in the same shape.
        zoom: Leaflet zoom.
    """
    near = TOKENS["flow"]["near"]
    wide = np.asarray(width, dtype=np.float64)
    capped = np.asarray(loose, dtype=bool) & (zoom >= near["zoom"])
    drawn: Floats = np.where(capped, np.minimum(wide, near["most_width"]), wide)
    return drawn


def strike_radius(count: npt.ArrayLike) -> Floats:
    """Return the radius of a place's circle, CSS pixels: its area grows with the strikes, up to the largest."""
    look = TOKENS["strike"]
    radius: Floats = np.minimum(look["unit_radius"] * np.sqrt(np.asarray(count, dtype=np.float64)), look["max_radius"])
    return radius


def merged_radius(count: npt.ArrayLike) -> Floats:
    """Return the radius of the disc of several places, CSS pixels, without its ring, by all their strikes."""
    look = TOKENS["strike"]
    grown = look["unit_radius"] * np.sqrt(np.asarray(count, dtype=np.float64))
    radius: Floats = np.clip(grown, look["cluster"]["min_radius"], look["cluster"]["max_radius"])
    return radius


def beyond_circle(count: npt.ArrayLike, coarse: npt.ArrayLike) -> Floats:
    """Return how far beyond a place's circle its halo reaches, or the arc around it, CSS pixels.

    Args:
        count: Strikes; any shape.
        coarse: How many of these are located roughly, in the same shape.
    """
    look = TOKENS["strike"]
    return _or_arc(count, coarse, look["edge_width"] / 2 + look["halo_width"])


def beyond_disc(count: npt.ArrayLike, coarse: npt.ArrayLike) -> Floats:
    """Return how far beyond the disc of several places its ring reaches, with the arc around, CSS pixels.

    The arguments are those of :func:`beyond_circle`.
    """
    look = TOKENS["strike"]["cluster"]
    beyond: Floats = look["gap"] + _or_arc(count, coarse, look["ring_width"] / 2)
    return beyond


def _or_arc(count: npt.ArrayLike, coarse: npt.ArrayLike, otherwise: float) -> Floats:
    """Return how far an arc reaches where some strikes are located roughly and others are not."""
    look, rough = TOKENS["strike"], np.asarray(coarse)
    shared = (rough > 0) & (rough < np.asarray(count))
    reach: Floats = np.where(shared, look["arc_gap"] + look["arc_width"], otherwise)
    return reach


def strike_rim(count: npt.ArrayLike, coarse: npt.ArrayLike, scale: float = 1.0) -> Floats:
    """Return how far from its middle a place's circle reaches, CSS pixels, with its halo, or with the arc around it.

    Args:
        count: Strikes; any shape.
        coarse: How many of these are located roughly, in the same shape.
        scale: What :func:`symbol_scale` gives.
    """
    rim: Floats = strike_radius(count) * scale + beyond_circle(count, coarse)
    return rim


def merged_rim(count: npt.ArrayLike, coarse: npt.ArrayLike, scale: float = 1.0) -> Floats:
    """Return how far from its middle the disc of several places reaches, CSS pixels, with its ring and the arc around.

    The arguments are those of :func:`strike_rim`.
    """
    rim: Floats = merged_radius(count) * scale + beyond_disc(count, coarse)
    return rim


def faint_radius(count: npt.ArrayLike) -> Floats:
    """Return the radius of the ring of a place that was struck before the range, CSS pixels, at every zoom."""
    look = TOKENS["strike"]["faint"]
    grown = look["unit_radius"] * np.sqrt(np.asarray(count, dtype=np.float64))
    radius: Floats = np.minimum(grown, look["max_radius"])
    return radius


def faint_rim(count: npt.ArrayLike) -> Floats:
    """Return how far from its middle such a ring reaches, CSS pixels."""
    rim: Floats = faint_radius(count) + TOKENS["strike"]["faint"]["width"] / 2
    return rim


def least_apart(count: npt.ArrayLike, rims: npt.ArrayLike, apart: dict[str, float]) -> Floats:
    """Return how far from each other, CSS pixels, two circles are at least that stay two.

    Args:
        count: Strikes of both together; any shape.
        rims: How far both reach together, CSS pixels, in the same shape.
        apart: reach, by_root and gap of :data:`lib.maps.style.TOKENS`.
    """
    least: Floats = np.maximum(
        apart["reach"] + apart["by_root"] * np.sqrt(np.asarray(count, dtype=np.float64)),
        np.asarray(rims, dtype=np.float64) + apart["gap"],
    )
    return least


def strike_number_size(count: int, letters: int, radius: float) -> float:
    """Return the text size, CSS pixels, of the number in a place's circle; 0 where it is left out: for one, or no room.

    Args:
        count: Strikes at the place.
        letters: Letters of the number as it is written.
        radius: Radius of the circle as it is drawn, CSS pixels.
    """
    look = TOKENS["strike"]
    if count < look["numbered_from"] or radius < max(look["count_radius"], letters * look["radius_by_digit"]):
        return 0.0
    return float(min(look["text_size"], radius * look["text_by_radius"]))


def merged_number_size(letters: int, radius: float) -> float:
    """Return the text size, CSS pixels, of the number in the disc of several places, which always has one."""
    look = TOKENS["strike"]["cluster"]
    return float(min(look["text_size"], radius * look["text_by_radius"] / max(letters, 2)))


def coarse_degrees(count: int, coarse: int) -> float:
    """Return the degrees of the arc for ``coarse`` of ``count`` strikes; 0 for none, and for all: the circle tells."""
    if not 0 < coarse < count:
        return 0.0
    return float(max(TOKENS["strike"]["arc_least_degrees"], 360 * coarse / count))


def own_size(n: int) -> float:
    """Return half the side, CSS pixels, of the square of a place of a reader's own table with ``n`` reports."""
    look = TOKENS["own"]
    return float(look["size"] + min(look["grows"], np.log2(n)))


def own_numbered(n: int) -> bool:
    """Return whether the square of a place with ``n`` reports says so: for one it need not, beyond it has no room."""
    return bool(1 < n < TOKENS["own"]["numbered_below"])
